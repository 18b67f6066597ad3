"""How minutes came to their state; to which item of the agenda an action belongs. Frozen once released."""

TITLE = "states of minutes"

STATEMENTS = (
    "CREATE TABLE minutes_step(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', "
    "scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, "
    "merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network', "
    "verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '', "
    "meeting TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '', day TEXT NOT NULL DEFAULT '', "
    "actor TEXT NOT NULL DEFAULT '', at_meeting TEXT NOT NULL DEFAULT '', "
    "reason TEXT NOT NULL DEFAULT '', lines TEXT NOT NULL DEFAULT '')",
    "ALTER TABLE action ADD COLUMN agenda_item TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX minutes_step_meeting ON minutes_step(meeting)",
    "CREATE INDEX decision_number ON decision(number)",
)
