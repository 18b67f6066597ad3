"""Paints every page of the window:  python tools/shots.py [OUT] [--store FOLDER] [--passphrase WORDS].

Without a store it makes one for practice, with the first sample list in it, and leaves it nowhere.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from cso_desk.assembly import create_store
from cso_desk.desk.shots import take_shots
from cso_desk.features.hub.service import save_profile
from cso_desk.features.members.importing import plan_import, run_import
from cso_desk.importers.preview import read_list
from cso_desk.resources import resource


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", default="build/shots")
    parser.add_argument("--store")
    parser.add_argument("--passphrase")
    parser.add_argument("--size", type=int, default=10, help="text size in points")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(args.store) if args.store else _practice(Path(folder) / "practice")
        files = take_shots(
            store, args.passphrase, Path(args.out), themes=("light", "dark", "contrast"), text_size=args.size
        )
    _index(Path(args.out), files)
    print(f"{len(files)} pictures: {args.out}/index.html")
    return 0


def _practice(folder: Path) -> Path:
    store, _code = create_store(folder, "02", passphrase=None, actor="Sok Chantha")
    save_profile(store, name_km="បណ្តាញបាត់ដំបង", name_en="Network of Battambang")
    for path in sorted(resource("samples").glob("*members*.xlsx"))[:1]:
        run_import(store, plan_import(store, max(read_list(path), key=lambda each: each.records)))
    store.close()
    return folder


def _index(out: Path, files: list[Path]) -> None:
    pictures = "".join(f'<figure><img src="{file.name}"><figcaption>{file.stem}' for file in files)
    style = "<style>img{width:48%}figure{display:inline}</style>"
    page = f'<!doctype html><meta charset="utf-8">{style}{pictures}'
    (out / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
