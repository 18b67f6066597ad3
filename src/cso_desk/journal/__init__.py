"""Every change ever made: recorded, ordered by what its author saw, shown, taken back, exchanged."""
