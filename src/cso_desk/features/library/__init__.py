"""The titles of the resource library."""
