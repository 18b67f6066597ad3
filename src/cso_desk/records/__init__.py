"""What a record is: its fields, their kinds, and the type that describes it to every other part."""
