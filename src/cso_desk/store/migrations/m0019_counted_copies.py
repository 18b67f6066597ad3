"""A copy knows in which stock-take it was scanned last. Frozen once released."""

TITLE = "copies that were counted"

STATEMENTS = ("ALTER TABLE library_copy ADD COLUMN counted_in TEXT NOT NULL DEFAULT ''",)
