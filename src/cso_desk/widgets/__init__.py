"""The parts every page is made of: the look, the list, the record edited in place, notices, long work."""
