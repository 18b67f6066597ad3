"""That people were erased, and which records that took values from. Frozen once released."""

TITLE = "erasures"

STATEMENTS = (
    "CREATE TABLE IF NOT EXISTS erasure(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '',"
    " scope TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0,"
    " merged_into TEXT NOT NULL DEFAULT '',"
    " sensitivity TEXT NOT NULL DEFAULT 'network', verified_by TEXT NOT NULL DEFAULT '',"
    " verified_on TEXT NOT NULL DEFAULT '', of TEXT NOT NULL DEFAULT '', target TEXT NOT NULL DEFAULT '',"
    " day TEXT NOT NULL DEFAULT '')",
    # See `journal.erasing`: `root` the person, else a part; `whole`: nothing of it is shown any more.
    "CREATE TABLE IF NOT EXISTS erased(record TEXT PRIMARY KEY, kind TEXT NOT NULL, root INTEGER NOT NULL,"
    " whole INTEGER NOT NULL) WITHOUT ROWID",
)
