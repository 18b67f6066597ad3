"""Khmer text, names, numbers and dates: what is typed becomes one stored form, and reads well again."""
