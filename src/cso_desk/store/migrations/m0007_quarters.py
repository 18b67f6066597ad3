"""Words and results of quarters, and what is kept counted of each meeting. Frozen once released."""

TITLE = "quarters, and meetings counted"

# What a tally counts of an attendance and of a person; the rest may change without a new count.
_ATTENDANCE = "meeting, person, organisation, status, deleted, youth, disability, minority, id_poor"
_PERSON = "sex, birth_year, age_band, disability, minority, id_poor"


def _values(row: str, columns: str) -> str:
    return ", ".join(f"{row}.{column}" for column in columns.split(", "))


def _changed(columns: str) -> str:
    return f"({_values('OLD', columns)}) IS NOT ({_values('NEW', columns)})"


def _without(who: str) -> str:
    """Drop the tallies of the meetings of somebody, and of those merged into them."""
    return (
        "DELETE FROM tally WHERE meeting IN (SELECT a.meeting FROM attendance a"
        f" WHERE a.person = {who} OR a.person IN (SELECT record FROM alias WHERE survivor = {who}));"
    )


def _without_merged(row: str) -> str:
    return (
        "DELETE FROM tally WHERE meeting IN (SELECT a.meeting FROM attendance a"
        f" WHERE a.person = {row}.record OR a.organisation = {row}.record);"
    )


STATEMENTS = (
    "CREATE TABLE quarter_report(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', scope TEXT NOT NULL "
    "DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, merged_into TEXT NOT NULL DEFAULT '', sensitivity "
    "TEXT NOT NULL DEFAULT 'network', verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL "
    "DEFAULT '', quarter TEXT NOT NULL DEFAULT '', hub TEXT NOT NULL DEFAULT '', highlights_km TEXT NOT "
    "NULL DEFAULT '', highlights_en TEXT NOT NULL DEFAULT '', challenges_km TEXT NOT NULL DEFAULT '', "
    "challenges_en TEXT NOT NULL DEFAULT '', lessons_km TEXT NOT NULL DEFAULT '', lessons_en TEXT NOT "
    "NULL DEFAULT '', plan_km TEXT NOT NULL DEFAULT '', plan_en TEXT NOT NULL DEFAULT '', state TEXT NOT "
    "NULL DEFAULT 'open', closed_on TEXT NOT NULL DEFAULT '', told TEXT NOT NULL DEFAULT '', "
    "reopen_reason TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE quarter_result(id TEXT PRIMARY KEY, code TEXT NOT NULL DEFAULT '', scope TEXT NOT NULL "
    "DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, merged_into TEXT NOT NULL DEFAULT '', sensitivity "
    "TEXT NOT NULL DEFAULT 'network', verified_by TEXT NOT NULL DEFAULT '', verified_on TEXT NOT NULL "
    "DEFAULT '', quarter TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', title_km TEXT NOT NULL "
    "DEFAULT '', title_en TEXT NOT NULL DEFAULT '', day TEXT NOT NULL DEFAULT '', place TEXT NOT NULL "
    "DEFAULT '', people TEXT NOT NULL DEFAULT '', women TEXT NOT NULL DEFAULT '', planned TEXT NOT NULL "
    "DEFAULT '', basis TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', files TEXT NOT NULL "
    "DEFAULT '', notes TEXT NOT NULL DEFAULT '')",
    "CREATE INDEX quarter_report_quarter ON quarter_report(quarter)",
    "CREATE INDEX quarter_result_quarter ON quarter_result(quarter)",
    # Derived, see `features.meetings.service.tallies`: a meeting without a tally is counted when somebody
    # looks. Triggers, because rows are also written by receiving, by taking back and by undo.
    "CREATE TABLE tally_no(no INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE)",
    "CREATE TABLE tally(meeting TEXT PRIMARY KEY, participations INTEGER NOT NULL,"
    " female INTEGER NOT NULL, male INTEGER NOT NULL, disability INTEGER NOT NULL,"
    " minority INTEGER NOT NULL, id_poor INTEGER NOT NULL, ages BLOB NOT NULL, bands TEXT NOT NULL,"
    " women BLOB NOT NULL, men BLOB NOT NULL, others BLOB NOT NULL, institutions BLOB NOT NULL)"
    " WITHOUT ROWID",
    "CREATE TRIGGER tally_attendance_added AFTER INSERT ON attendance BEGIN"
    " DELETE FROM tally WHERE meeting = NEW.meeting; END",
    "CREATE TRIGGER tally_attendance_removed AFTER DELETE ON attendance BEGIN"
    " DELETE FROM tally WHERE meeting = OLD.meeting; END",
    f"CREATE TRIGGER tally_attendance_changed AFTER UPDATE ON attendance WHEN {_changed(_ATTENDANCE)} BEGIN"
    " DELETE FROM tally WHERE meeting IN (OLD.meeting, NEW.meeting); END",
    f"CREATE TRIGGER tally_person_added AFTER INSERT ON person BEGIN {_without('NEW.id')} END",
    f"CREATE TRIGGER tally_person_removed AFTER DELETE ON person BEGIN {_without('OLD.id')} END",
    f"CREATE TRIGGER tally_person_changed AFTER UPDATE ON person WHEN {_changed(_PERSON)} BEGIN"
    f" {_without('NEW.id')} END",
    f"CREATE TRIGGER tally_alias_added AFTER INSERT ON alias BEGIN {_without_merged('NEW')} END",
    f"CREATE TRIGGER tally_alias_removed AFTER DELETE ON alias BEGIN {_without_merged('OLD')} END",
)
