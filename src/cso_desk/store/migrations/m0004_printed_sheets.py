"""Attendance sheets as they were printed, and how many women a sheet tells of. Frozen once released."""

TITLE = "printed attendance sheets"

STATEMENTS = (
    "CREATE TABLE printed_sheet(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "meeting TEXT NOT NULL DEFAULT '', number INTEGER, printed_on TEXT NOT NULL DEFAULT '', "
    "attendances TEXT NOT NULL DEFAULT '')",
    "ALTER TABLE meeting ADD COLUMN sheet_female INTEGER",
    "CREATE INDEX printed_sheet_meeting ON printed_sheet(meeting)",
)
