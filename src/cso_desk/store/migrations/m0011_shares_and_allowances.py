"""A quorum as a share, travel money of a meeting, files of items of the agenda. Frozen once released."""

TITLE = "shares and allowances"

STATEMENTS = (
    "ALTER TABLE series ADD COLUMN quorum_share TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE meeting ADD COLUMN quorum_share TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE meeting ADD COLUMN allowance TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE agenda_item ADD COLUMN files TEXT NOT NULL DEFAULT ''",
)
