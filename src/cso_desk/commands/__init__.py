"""The command line: one module for each verb, run through the same services as the window."""
