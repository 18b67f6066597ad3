"""Starts the process that reads files: a script for `python -I`, which knows no folder but its own."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from cso_desk.extraction.worker import main

    sys.exit(main())
