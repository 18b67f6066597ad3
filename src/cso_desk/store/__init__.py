"""The encrypted database of one hub and the only way to change it."""
