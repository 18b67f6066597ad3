"""The hub itself: its names, its address and how it wants its papers and figures."""
