"""Papers and workbooks: described by features, drawn here."""
