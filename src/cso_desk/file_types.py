"""The endings of our files that a double click opens; both installers register them with the system."""

BUNDLE_ENDING = ".csobundle"
UPDATE_ENDING = ".csoupdate"
OPENED = (BUNDLE_ENDING, UPDATE_ENDING)
