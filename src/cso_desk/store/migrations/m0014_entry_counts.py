"""How many rows each list has is kept counted. Frozen once released."""

TITLE = "counts of lists"

STATEMENTS = (
    # Derived from `entry`: without it the list of all records would be counted each time it is opened.
    "CREATE TABLE entry_count(kind TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO entry_count SELECT kind, count(*) FROM entry WHERE trash = 0 GROUP BY kind",
    "CREATE TRIGGER entry_insert_count AFTER INSERT ON entry WHEN NEW.trash = 0 BEGIN"
    " INSERT INTO entry_count VALUES (NEW.kind, 1) ON CONFLICT(kind) DO UPDATE SET count = count + 1; END",
    "CREATE TRIGGER entry_delete_count AFTER DELETE ON entry WHEN OLD.trash = 0 BEGIN"
    " UPDATE entry_count SET count = count - 1 WHERE kind = OLD.kind; END",
    "CREATE TRIGGER entry_update_count AFTER UPDATE OF kind, trash ON entry BEGIN"
    " UPDATE entry_count SET count = count - 1 WHERE kind = OLD.kind AND OLD.trash = 0;"
    " INSERT INTO entry_count SELECT NEW.kind, 1 WHERE NEW.trash = 0"
    " ON CONFLICT(kind) DO UPDATE SET count = count + 1; END",
)
