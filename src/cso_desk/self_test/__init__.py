"""Tries out the installed program from end to end, on the computer on which it is installed."""
