"""How much of the computer reading one file may take; beyond that the process that reads it is ended."""

MEMORY = 1_024 * 1024 * 1024
"""Bytes that the process may ask for; a usual file takes a twentieth."""

FILE_BYTES = 256 * 1024 * 1024
"""The largest file that is read; larger ones are kept unread."""

CPU_SECONDS = 60
"""Computing time for one file or one drawn page."""

SILENT_SECONDS = 45.0
"""How long the process may say nothing, however slow the computer is."""

PAGES = 5_000
PAGE_CHARACTERS = 500_000
FILE_CHARACTERS = 20_000_000
PIXELS = 80_000_000
"""Of a picture before it is unpacked: a small file may claim to be endless."""

DRAWN = 6_000
"""Pixels along the longer side of a drawn page."""
