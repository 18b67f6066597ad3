"""Values of fields between people and the store: how each kind is shown, and how what was typed is read."""
