"""Reads what stands in files of others - papers, books, pictures - in a process that may be lost."""
