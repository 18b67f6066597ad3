"""Starts the installed program; sitecustomize.py has said where it lies."""

import sys

from cso_desk.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
