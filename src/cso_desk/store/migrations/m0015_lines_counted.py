"""A tally knows on how many lines of the list its people stand. Frozen once released."""

TITLE = "people on two lines of a list"

STATEMENTS = (
    # Derived: each meeting is counted anew when somebody looks, whoever stands on two lines once.
    "DELETE FROM tally",
    "ALTER TABLE tally ADD COLUMN lines INTEGER NOT NULL DEFAULT 0",
)
