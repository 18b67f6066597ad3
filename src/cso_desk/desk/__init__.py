"""The window of CSO Desk: its places, its search, its steps back, and the pages no feature owns."""
