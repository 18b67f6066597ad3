"""The tables of versions, links, copies, loans, stock-takes, distributions and sets. Frozen once released."""

TITLE = "versions, copies and distribution of titles"

STATEMENTS = (
    "CREATE TABLE title_version(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "title TEXT NOT NULL DEFAULT '', label TEXT NOT NULL DEFAULT '', "
    "state TEXT NOT NULL DEFAULT 'adopted', language TEXT NOT NULL DEFAULT '', "
    "dated TEXT NOT NULL DEFAULT '', pages INTEGER, files TEXT NOT NULL DEFAULT '', "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE title_link(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "title TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', other TEXT NOT NULL DEFAULT '', "
    "from_date TEXT NOT NULL DEFAULT '', articles TEXT NOT NULL DEFAULT '', "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE library_copy(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "title TEXT NOT NULL DEFAULT '', accession TEXT NOT NULL DEFAULT '', "
    "shelf TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'here', "
    "condition TEXT NOT NULL DEFAULT '', acquired_on TEXT NOT NULL DEFAULT '', "
    "acquired_from TEXT NOT NULL DEFAULT '', seen_on TEXT NOT NULL DEFAULT '', "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE loan(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'hub', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "copy TEXT NOT NULL DEFAULT '', person TEXT NOT NULL DEFAULT '', "
    "organisation TEXT NOT NULL DEFAULT '', lent_on TEXT NOT NULL DEFAULT '', "
    "due_on TEXT NOT NULL DEFAULT '', renewed INTEGER, returned_on TEXT NOT NULL DEFAULT '', "
    "reminded_on TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE waiting_reader(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'hub', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "title TEXT NOT NULL DEFAULT '', person TEXT NOT NULL DEFAULT '', "
    "asked_on TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'waiting', "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE stock_take(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "began_on TEXT NOT NULL DEFAULT '', ended_on TEXT NOT NULL DEFAULT '', "
    "shelf TEXT NOT NULL DEFAULT '', expected INTEGER, found INTEGER, "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE distribution(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "title TEXT NOT NULL DEFAULT '', version TEXT NOT NULL DEFAULT '', "
    "organisation TEXT NOT NULL DEFAULT '', given_on TEXT NOT NULL DEFAULT '', "
    "way TEXT NOT NULL DEFAULT '', copies INTEGER, received_by TEXT NOT NULL DEFAULT '', "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE library_set(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "title_km TEXT NOT NULL DEFAULT '', title_en TEXT NOT NULL DEFAULT '', "
    "edition TEXT NOT NULL DEFAULT '', titles TEXT NOT NULL DEFAULT '', "
    "purpose_km TEXT NOT NULL DEFAULT '', purpose_en TEXT NOT NULL DEFAULT '', "
    "notes TEXT NOT NULL DEFAULT '')",
    "ALTER TABLE library_title ADD COLUMN implementing_agency TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX title_version_title ON title_version(title)",
    "CREATE INDEX title_link_title ON title_link(title)",
    "CREATE INDEX title_link_other ON title_link(other)",
    "CREATE INDEX library_copy_title ON library_copy(title)",
    "CREATE INDEX library_copy_code ON library_copy(code)",
    "CREATE INDEX library_copy_accession ON library_copy(accession)",
    "CREATE INDEX loan_copy ON loan(copy)",
    "CREATE INDEX loan_person ON loan(person)",
    "CREATE INDEX waiting_reader_title ON waiting_reader(title)",
    "CREATE INDEX distribution_title ON distribution(title)",
    "CREATE INDEX distribution_organisation ON distribution(organisation)",
    "CREATE INDEX library_set_code ON library_set(code)",
)
