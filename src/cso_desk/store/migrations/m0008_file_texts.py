"""What was read from files, and pages corrected by people. Frozen once released."""

TITLE = "texts of files"


def _stale(value: str) -> str:
    """Not INSERT OR IGNORE: the upsert that wakes a trigger overrules what the trigger says of conflicts."""
    return (
        f" INSERT INTO blob_stale SELECT {value} WHERE {value} <> ''"
        f" AND NOT EXISTS (SELECT 1 FROM blob_stale WHERE sha256 = {value});"
    )


def _trigger(event: str, table: str, *values: str) -> str:
    name = f"{table}_{event.split(maxsplit=1)[0].lower()}_text"
    return f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN{''.join(map(_stale, values))} END"


STATEMENTS = (
    "CREATE TABLE page_correction(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', scope TEXT NOT NULL "
    "DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, merged_into TEXT NOT NULL DEFAULT '', sensitivity "
    "TEXT NOT NULL DEFAULT 'network', verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL "
    "DEFAULT '', title TEXT NOT NULL DEFAULT '', file TEXT NOT NULL DEFAULT '', page INTEGER, text TEXT "
    "NOT NULL DEFAULT '')",
    "CREATE INDEX page_correction_title ON page_correction(title)",
    "CREATE INDEX page_correction_file ON page_correction(file)",
    # Derived, see `store.blob_texts`: read anew from the files where it is lost. `layer` is what a program
    # wrote into the file, `ocr` what was read from the pictures of its pages.
    "CREATE TABLE blob_text(no INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, page INTEGER NOT NULL,"
    " source TEXT NOT NULL, text TEXT NOT NULL, UNIQUE(sha256, page, source))",
    "CREATE TABLE blob_found(sha256 TEXT PRIMARY KEY, reader INTEGER NOT NULL, kind TEXT NOT NULL,"
    " pages INTEGER NOT NULL, verdict TEXT NOT NULL, refused TEXT NOT NULL, thumbnail BLOB NOT NULL)",
    # Files whose text is other than when it was last indexed. Triggers, because corrections are also written
    # by receiving, by taking back and by undo.
    "CREATE TABLE blob_stale(sha256 TEXT PRIMARY KEY) WITHOUT ROWID",
    _trigger("INSERT", "blob_text", "NEW.sha256"),
    _trigger("DELETE", "blob_text", "OLD.sha256"),
    _trigger("UPDATE", "blob_text", "NEW.sha256", "OLD.sha256"),
    _trigger("UPDATE OF verdict", "blob_found", "NEW.sha256"),
    _trigger("INSERT", "page_correction", "NEW.file"),
    _trigger("DELETE", "page_correction", "OLD.file"),
    _trigger("UPDATE", "page_correction", "NEW.file", "OLD.file"),
)
