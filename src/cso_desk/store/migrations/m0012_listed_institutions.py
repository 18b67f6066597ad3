"""A tally knows which institutions were on the list and did not come. Frozen once released."""

TITLE = "institutions that stayed away"

STATEMENTS = (
    # Derived: each meeting is counted anew when somebody looks, now with those that stayed away.
    "DELETE FROM tally",
    "ALTER TABLE tally ADD COLUMN missed BLOB NOT NULL DEFAULT x''",
)
