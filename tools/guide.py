"""Makes the quick guide, two printed pages in Khmer and two in English, with pictures of the real window.

    python tools/guide.py [--out FOLDER]

Without a folder it is written to build/guide, where the help of a program that runs from its source finds it.
The same program gives the same files to the last byte. The pictures are described in tools/guide_pictures.py.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

_SCALE = 2  # pixels of a picture for each of the window: about 330 in an inch on paper


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "guide", help="folder for the files")
    parser.add_argument("--pictures", type=Path, help="folder in which the pictures are kept as well")
    args = parser.parse_args()
    started = time.monotonic()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        _use_a_screen(Path(folder))
        made = _make(args.out, Path(folder), args.pictures)
    for path in made:
        print(f"{path}  {path.stat().st_size / 1e3:.0f} kB")
    print(f"quick guide in {time.monotonic() - started:.0f} s")
    return 0


def _use_a_screen(folder: Path) -> None:
    """Let Qt, once it is imported, paint on a screen of its own on which every pixel counts twice."""
    screen = folder / "screen.json"
    laptop = {"name": "laptop", "x": 0, "y": 0, "width": 2732, "height": 1536}
    screen.write_text(json.dumps({"screens": [laptop]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    os.environ["QT_SCALE_FACTOR"] = str(_SCALE)


def _make(out: Path, folder: Path, keep: Path | None) -> list[Path]:
    # Qt reads what _use_a_screen set when it is imported.
    from guide_pictures import take_pictures  # noqa: PLC0415
    from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415
    from shots import pass_on  # noqa: PLC0415

    from cso_desk import __version__  # noqa: PLC0415
    from cso_desk.desk.guide import PAGES, guide_file, guide_paper  # noqa: PLC0415
    from cso_desk.documents.pdf import page_count, write_pdf  # noqa: PLC0415
    from cso_desk.wording import LANGUAGES  # noqa: PLC0415

    qInstallMessageHandler(pass_on)
    made = []
    for language, pictures in take_pictures(folder, LANGUAGES):
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            for name, (image, _width) in pictures.items():
                (keep / f"{name}-{language}.png").write_bytes(image)
        paper = guide_paper(language, pictures, __version__)
        if page_count(paper) != PAGES:
            raise SystemExit(f"the quick guide in {language} takes {page_count(paper)} pages: shorten it")
        made.append(guide_file(out, language))
        write_pdf(paper, made[-1])
    return made


if __name__ == "__main__":
    sys.exit(main())
