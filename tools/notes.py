"""Writes the release notes of a version in Khmer and English:  python tools/notes.py [VERSION] [--out FOLDER]

They are what CHANGELOG.md says of the version in short, and the Khmer of it in docs/releases/VERSION.tsv.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from installer.notes import release_notes  # noqa: E402
from installer.release import BuildError, version  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("version", nargs="?", default=version())
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    args = parser.parse_args()
    try:
        text = release_notes(args.version)
    except BuildError as error:
        print(f"notes: {error}", file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / f"release-notes-{args.version}.md"
    path.write_text(text, encoding="utf-8", newline="\n")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
