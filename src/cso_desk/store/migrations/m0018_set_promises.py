"""Whom a set was promised is a record, known on every computer of its hub. Frozen once released."""

TITLE = "promises of sets"

STATEMENTS = (
    "CREATE TABLE set_promise(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '',"
    " scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0,"
    " merged_into TEXT NOT NULL DEFAULT '', sensitivity TEXT NOT NULL DEFAULT 'network',"
    " verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL DEFAULT '',"
    " library_set TEXT NOT NULL DEFAULT '', hub TEXT NOT NULL DEFAULT '')",
    "CREATE INDEX set_promise_library_set ON set_promise(library_set)",
)
