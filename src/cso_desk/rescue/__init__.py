"""Looks after a store: checks it, brings back a backup, mends what is broken, saves what can be read."""
