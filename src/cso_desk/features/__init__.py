"""The slices of the program, one for each group of records, each from record.py up to page.py."""
