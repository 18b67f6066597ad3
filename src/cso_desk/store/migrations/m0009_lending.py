"""By which rule a hub lends its books. Frozen once released."""

TITLE = "rule of lending"

STATEMENTS = (
    "ALTER TABLE hub_profile ADD COLUMN loan_days INTEGER",
    "ALTER TABLE hub_profile ADD COLUMN loan_renewals INTEGER",
    "ALTER TABLE hub_profile ADD COLUMN loan_items INTEGER",
    "CREATE INDEX loan_open ON loan(returned_on, due_on)",
)
