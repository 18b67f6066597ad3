"""Lists from outside: read, understood by structure, previewed."""
