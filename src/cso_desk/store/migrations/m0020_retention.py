"""A hub says after how many years it wants to be reminded of people nobody met. Frozen once released."""

TITLE = "retention"

STATEMENTS = ("ALTER TABLE hub_profile ADD COLUMN retain_years INTEGER",)
