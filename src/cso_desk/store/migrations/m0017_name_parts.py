"""Names of institutions taken apart for finding doubles are kept. Frozen once released."""

TITLE = "names taken apart"

STATEMENTS = (
    # Derived from `organisation`, see `features.members.service.duplicates.kept_names`: `said` stands
    # for what the record said when its names were taken apart. The triggers only leave no names behind.
    "CREATE TABLE name_parts(record TEXT PRIMARY KEY, said BLOB NOT NULL, parts BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TRIGGER name_parts_organisation_removed AFTER DELETE ON organisation BEGIN"
    " DELETE FROM name_parts WHERE record = OLD.id; END",
    "CREATE TRIGGER name_parts_organisation_renamed"
    " AFTER UPDATE OF name_km, name_en, acronym, former_names ON organisation BEGIN"
    " DELETE FROM name_parts WHERE record = OLD.id; END",
)
