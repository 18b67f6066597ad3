"""The tables of earlier names, memberships, relations, groups and compliance cards. Frozen once released."""

TITLE = "how organisations belong together"

STATEMENTS = (
    "CREATE TABLE organisation_name(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "organisation TEXT NOT NULL DEFAULT '', name_km TEXT NOT NULL DEFAULT '', "
    "name_en TEXT NOT NULL DEFAULT '', acronym TEXT NOT NULL DEFAULT '', "
    "from_date TEXT NOT NULL DEFAULT '', to_date TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE membership(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "organisation TEXT NOT NULL DEFAULT '', body TEXT NOT NULL DEFAULT '', "
    "kind TEXT NOT NULL DEFAULT 'full', status TEXT NOT NULL DEFAULT 'active', "
    "since TEXT NOT NULL DEFAULT '', until TEXT NOT NULL DEFAULT '', vote TEXT NOT NULL DEFAULT '', "
    "notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE relation(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "organisation TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', "
    "other TEXT NOT NULL DEFAULT '', from_date TEXT NOT NULL DEFAULT '', "
    "to_date TEXT NOT NULL DEFAULT '', files TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE contact_group(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "name_km TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', "
    "expected TEXT NOT NULL DEFAULT 'representatives', link TEXT NOT NULL DEFAULT '', "
    "owner TEXT NOT NULL DEFAULT '', purpose_km TEXT NOT NULL DEFAULT '', "
    "purpose_en TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE group_membership(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "contact_group TEXT NOT NULL DEFAULT '', person TEXT NOT NULL DEFAULT '', "
    "organisation TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT 'member', "
    "since TEXT NOT NULL DEFAULT '', until TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE compliance_year(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "organisation TEXT NOT NULL DEFAULT '', year INTEGER, activity_report_on TEXT NOT NULL DEFAULT '', "
    "finance_report_on TEXT NOT NULL DEFAULT '', bank_notice_on TEXT NOT NULL DEFAULT '', "
    "gpp_number TEXT NOT NULL DEFAULT '', gpp_until TEXT NOT NULL DEFAULT '', "
    "files TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '')",
    "ALTER TABLE organisation ADD COLUMN staff_on TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX organisation_name_organisation ON organisation_name(organisation)",
    "CREATE INDEX membership_organisation ON membership(organisation)",
    "CREATE INDEX membership_body ON membership(body) WHERE body <> ''",
    "CREATE INDEX relation_organisation ON relation(organisation)",
    "CREATE INDEX relation_other ON relation(other)",
    "CREATE INDEX contact_group_code ON contact_group(code)",
    "CREATE INDEX group_membership_contact_group ON group_membership(contact_group)",
    "CREATE INDEX group_membership_person ON group_membership(person)",
    "CREATE INDEX compliance_year_organisation ON compliance_year(organisation)",
)
