"""The tables of the first record types. Frozen once released."""

TITLE = "hub, members, meetings and library"

STATEMENTS = (
    "CREATE TABLE hub_profile(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "hub TEXT NOT NULL DEFAULT '', name_km TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', "
    "abbreviation TEXT NOT NULL DEFAULT '', logo_text TEXT NOT NULL DEFAULT '', "
    "logo TEXT NOT NULL DEFAULT '', motto_km TEXT NOT NULL DEFAULT '', "
    "motto_en TEXT NOT NULL DEFAULT '', footer_km TEXT NOT NULL DEFAULT '', "
    "footer_en TEXT NOT NULL DEFAULT '', address_km TEXT NOT NULL DEFAULT '', "
    "address_en TEXT NOT NULL DEFAULT '', phones TEXT NOT NULL DEFAULT '', "
    "email TEXT NOT NULL DEFAULT '', website TEXT NOT NULL DEFAULT '', youth_from INTEGER, "
    "youth_to INTEGER, asked TEXT NOT NULL DEFAULT '', decision_numbering TEXT NOT NULL DEFAULT 'hub')",
    "CREATE TABLE organisation(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "name_km TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', "
    "acronym TEXT NOT NULL DEFAULT '', former_names TEXT NOT NULL DEFAULT '', "
    "kind TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', "
    "address_km TEXT NOT NULL DEFAULT '', address_en TEXT NOT NULL DEFAULT '', "
    "phones TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', "
    "website TEXT NOT NULL DEFAULT '', facebook TEXT NOT NULL DEFAULT '', "
    "telegram TEXT NOT NULL DEFAULT '', registration_authority TEXT NOT NULL DEFAULT '', "
    "registration_number TEXT NOT NULL DEFAULT '', registration_date TEXT NOT NULL DEFAULT '', "
    "founded TEXT NOT NULL DEFAULT '', "
    "staff_female TEXT NOT NULL DEFAULT '', staff_male TEXT NOT NULL DEFAULT '', "
    "sectors TEXT NOT NULL DEFAULT '', target_groups TEXT NOT NULL DEFAULT '', "
    "coverage TEXT NOT NULL DEFAULT '', member_since TEXT NOT NULL DEFAULT '', "
    "member_until TEXT NOT NULL DEFAULT '', consent INTEGER NOT NULL DEFAULT 0, "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE person(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "name_km TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', "
    "honorific TEXT NOT NULL DEFAULT '', sex TEXT NOT NULL DEFAULT '', birth_year INTEGER, "
    "age_band TEXT NOT NULL DEFAULT '', disability TEXT NOT NULL DEFAULT '', "
    "minority TEXT NOT NULL DEFAULT '', id_poor TEXT NOT NULL DEFAULT '', "
    "phones TEXT NOT NULL DEFAULT '', telegram TEXT NOT NULL DEFAULT '', "
    "email TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', "
    "member_since TEXT NOT NULL DEFAULT '', consent INTEGER NOT NULL DEFAULT 0, "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE position(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "person TEXT NOT NULL DEFAULT '', organisation TEXT NOT NULL DEFAULT '', "
    "title_km TEXT NOT NULL DEFAULT '', title_en TEXT NOT NULL DEFAULT '', "
    "role TEXT NOT NULL DEFAULT '', from_date TEXT NOT NULL DEFAULT '', "
    "to_date TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE series(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "kind TEXT NOT NULL DEFAULT '', title_km TEXT NOT NULL DEFAULT '', "
    "title_en TEXT NOT NULL DEFAULT '', rhythm TEXT NOT NULL DEFAULT '', "
    "level TEXT NOT NULL DEFAULT '', quorum INTEGER, notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE meeting(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "number TEXT NOT NULL DEFAULT '', series TEXT NOT NULL DEFAULT '', level TEXT NOT NULL DEFAULT '', "
    "title_km TEXT NOT NULL DEFAULT '', title_en TEXT NOT NULL DEFAULT '', "
    "objective_km TEXT NOT NULL DEFAULT '', objective_en TEXT NOT NULL DEFAULT '', "
    "starts TEXT NOT NULL DEFAULT '', ends TEXT NOT NULL DEFAULT '', "
    "start_time TEXT NOT NULL DEFAULT '', end_time TEXT NOT NULL DEFAULT '', "
    "venue_km TEXT NOT NULL DEFAULT '', venue_en TEXT NOT NULL DEFAULT '', "
    "place TEXT NOT NULL DEFAULT '', organisers TEXT NOT NULL DEFAULT '', "
    "chair TEXT NOT NULL DEFAULT '', facilitator TEXT NOT NULL DEFAULT '', "
    "note_taker TEXT NOT NULL DEFAULT '', project TEXT NOT NULL DEFAULT '', "
    "donor TEXT NOT NULL DEFAULT '', periods TEXT NOT NULL DEFAULT '', "
    "status TEXT NOT NULL DEFAULT 'planned', quorum INTEGER, asked TEXT NOT NULL DEFAULT '', "
    "total_counted INTEGER, female_counted INTEGER, counted_qualifier TEXT NOT NULL DEFAULT 'exact', "
    "counted_basis TEXT NOT NULL DEFAULT 'head_count', sheet_total INTEGER, "
    "papers TEXT NOT NULL DEFAULT '', scans TEXT NOT NULL DEFAULT '', "
    "minutes_state TEXT NOT NULL DEFAULT 'draft', minutes_approved_on TEXT NOT NULL DEFAULT '', "
    "unlock_reason TEXT NOT NULL DEFAULT '', next_date TEXT NOT NULL DEFAULT '', "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE agenda_item(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "meeting TEXT NOT NULL DEFAULT '', number INTEGER, time TEXT NOT NULL DEFAULT '', "
    "kind TEXT NOT NULL DEFAULT '', title_km TEXT NOT NULL DEFAULT '', "
    "title_en TEXT NOT NULL DEFAULT '', presenter TEXT NOT NULL DEFAULT '', "
    "papers TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE attendance(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "meeting TEXT NOT NULL DEFAULT '', person TEXT NOT NULL DEFAULT '', "
    "organisation TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT 'participant', "
    "title_km TEXT NOT NULL DEFAULT '', title_en TEXT NOT NULL DEFAULT '', "
    "status TEXT NOT NULL DEFAULT 'invited', replaces TEXT NOT NULL DEFAULT '', days INTEGER, "
    "walk_in INTEGER NOT NULL DEFAULT 0, sheet_row INTEGER, youth TEXT NOT NULL DEFAULT '', "
    "disability TEXT NOT NULL DEFAULT '', minority TEXT NOT NULL DEFAULT '', "
    "id_poor TEXT NOT NULL DEFAULT '', photo_consent TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE minutes_entry(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "meeting TEXT NOT NULL DEFAULT '', agenda_item TEXT NOT NULL DEFAULT '', number INTEGER, "
    "kind TEXT NOT NULL DEFAULT 'discussion', text_km TEXT NOT NULL DEFAULT '', "
    "text_en TEXT NOT NULL DEFAULT '', raised_by TEXT NOT NULL DEFAULT '', "
    "answer TEXT NOT NULL DEFAULT '', referred_to TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE decision(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "meeting TEXT NOT NULL DEFAULT '', agenda_item TEXT NOT NULL DEFAULT '', "
    "number TEXT NOT NULL DEFAULT '', text_km TEXT NOT NULL DEFAULT '', "
    "text_en TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'in_force')",
    "CREATE TABLE action(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "meeting TEXT NOT NULL DEFAULT '', decision TEXT NOT NULL DEFAULT '', "
    "what_km TEXT NOT NULL DEFAULT '', what_en TEXT NOT NULL DEFAULT '', "
    "person TEXT NOT NULL DEFAULT '', body TEXT NOT NULL DEFAULT '', due TEXT NOT NULL DEFAULT '', "
    "status TEXT NOT NULL DEFAULT 'open', closed_on TEXT NOT NULL DEFAULT '', "
    "result TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE library_title(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "kind TEXT NOT NULL DEFAULT '', title_km TEXT NOT NULL DEFAULT '', "
    "title_en TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '', "
    "issuing_agency TEXT NOT NULL DEFAULT '', date_signed TEXT NOT NULL DEFAULT '', "
    "date_in_force TEXT NOT NULL DEFAULT '', date_until TEXT NOT NULL DEFAULT '', "
    "status TEXT NOT NULL DEFAULT '', authors TEXT NOT NULL DEFAULT '', "
    "publisher TEXT NOT NULL DEFAULT '', year INTEGER, isbn TEXT NOT NULL DEFAULT '', "
    "languages TEXT NOT NULL DEFAULT '', subjects TEXT NOT NULL DEFAULT '', "
    "places TEXT NOT NULL DEFAULT '', summary TEXT NOT NULL DEFAULT '', "
    "source TEXT NOT NULL DEFAULT '', copies INTEGER, shelf TEXT NOT NULL DEFAULT '', "
    "files TEXT NOT NULL DEFAULT '', "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE approval(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "rule TEXT NOT NULL DEFAULT '', records TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '')",
    "CREATE INDEX organisation_code ON organisation(code)",
    "CREATE INDEX person_code ON person(code)",
    "CREATE INDEX position_person ON position(person)",
    "CREATE INDEX position_organisation ON position(organisation)",
    "CREATE INDEX series_code ON series(code)",
    "CREATE INDEX meeting_code ON meeting(code)",
    "CREATE INDEX meeting_series ON meeting(series)",
    "CREATE INDEX agenda_item_meeting ON agenda_item(meeting)",
    "CREATE INDEX attendance_meeting ON attendance(meeting)",
    "CREATE INDEX attendance_person ON attendance(person)",
    "CREATE INDEX attendance_organisation ON attendance(organisation)",
    "CREATE INDEX attendance_replaces ON attendance(replaces) WHERE replaces <> ''",
    "CREATE INDEX minutes_entry_meeting ON minutes_entry(meeting)",
    "CREATE INDEX minutes_entry_agenda_item ON minutes_entry(agenda_item)",
    "CREATE INDEX decision_meeting ON decision(meeting)",
    "CREATE INDEX decision_agenda_item ON decision(agenda_item)",
    "CREATE INDEX action_meeting ON action(meeting)",
    "CREATE INDEX action_decision ON action(decision)",
    "CREATE INDEX action_person ON action(person)",
    "CREATE INDEX library_title_code ON library_title(code)",
    "CREATE INDEX meeting_starts ON meeting(starts)",
    "CREATE INDEX library_title_number ON library_title(number)",
    "CREATE INDEX organisation_place ON organisation(place)",
    "CREATE INDEX organisation_merged ON organisation(merged_into) WHERE merged_into <> ''",
    "CREATE INDEX person_merged ON person(merged_into) WHERE merged_into <> ''",
)
