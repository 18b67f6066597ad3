"""One editor for each kind of field, saved when the person leaves it."""
