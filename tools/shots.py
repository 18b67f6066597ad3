"""Paints the window in every state:  python tools/shots.py [STATE...] [--out FOLDER] [--language km] ...

    shots.py                                  every state x language x palette x scale, and index.html
    shots.py bars importing/doubts            some scenes and states; * and ? may stand in their names
    shots.py --language km --palette light --scale 100
    shots.py --docs                           renews the pictures of docs/design-language.md

The scale is that of the display of a laptop with 1366 x 768: the larger the letters, the less room there is.
The states are described in tools/window_states.py.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import subprocess
import sys
import tempfile
import time
from fnmatch import fnmatch
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

LANGUAGES, PALETTES, SCALES = ("km", "en"), ("light", "dark", "contrast"), (100, 125, 150)
SCREEN = (1366, 768)
TASK_BAR = 40
DOCS = ROOT / "docs" / "pictures"
_DOCUMENTED = (
    ("records/member", "km", "light", 100),
    ("importing/doubts", "km", "light", 100),
    ("differences/first", "en", "dark", 100),
    ("empty/library", "en", "contrast", 150),
)
_DOCS_WIDTH = 800


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("states", nargs="*")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "shots")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--palette", action="append", choices=PALETTES)
    parser.add_argument("--scale", action="append", type=int, choices=SCALES)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        return _paint(json.loads(args.worker))
    if args.docs:
        work = [_work([state], DOCS, *rest, width=_DOCS_WIDTH) for state, *rest in _DOCUMENTED]
    else:
        combinations = product(args.language or LANGUAGES, args.palette or PALETTES, args.scale or SCALES)
        work = [_work(args.states, args.out, *each) for each in combinations]
    started = time.time()
    failed = _run(work, args.jobs)
    out = DOCS if args.docs else args.out
    files = sorted(each for each in out.glob("*.png") if each.stat().st_mtime >= started - 1)
    if not args.docs:
        _index(out, files)
    print(f"{len(files)} pictures in {time.time() - started:.0f} seconds: {out}")
    return 1 if failed or not files else 0


def _work(
    states: list[str], out: Path, language: str, palette: str, scale: int, width: int = 0
) -> dict[str, object]:
    out.mkdir(parents=True, exist_ok=True)
    return {"states": states, "out": str(out), "language": language, "palette": palette, "scale": scale,
            "width": width}  # fmt: skip


def _run(work: list[dict[str, object]], jobs: int) -> int:
    """Do each piece of work in a process of its own, some at a time; gives how many failed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from window_stage import make_stage  # noqa: PLC0415  Qt reads the variable above when it is imported

        stage = make_stage(Path(folder) / "stage")
        screen = Path(folder) / "screen.json"
        laptop = {"name": "laptop", "x": 0, "y": 0, "width": SCREEN[0], "height": SCREEN[1]}
        screen.write_text(json.dumps({"screens": [laptop]}), encoding="utf-8")
        waiting, running, failed = list(work), [], 0
        while waiting or running:
            while waiting and len(running) < jobs:
                told = waiting.pop(0) | {"stage": str(stage)}
                environment = os.environ | {
                    "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
                    "QT_SCALE_FACTOR": str(int(str(told["scale"])) / 100),
                }
                command = [sys.executable, __file__, "--worker", json.dumps(told)]
                running.append(subprocess.Popen(command, env=environment))
            failed += bool(running.pop(0).wait())
    return failed


def _paint(told: dict[str, object]) -> int:
    """Paint what was asked for in one language, palette and scale; gives how many scenes failed."""
    from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415
    from window_states import SCENES  # noqa: PLC0415

    from cso_desk.desk.qt import application  # noqa: PLC0415  see _run
    from cso_desk.widgets.live import listen  # noqa: PLC0415
    from cso_desk.widgets.theme import dress  # noqa: PLC0415
    from cso_desk.wording import use_language  # noqa: PLC0415

    qInstallMessageHandler(pass_on)
    made = application()
    listen()
    use_language(str(told["language"]))
    dress(made, str(told["palette"]))
    failed = 0
    for scene in SCENES:
        if _asked(told, scene):
            try:
                _paint_scene(told, scene)
            except Exception as error:  # noqa: BLE001  the other scenes are painted all the same
                print(f"{scene}, {told['language']}: {type(error).__name__}: {error}", file=sys.stderr)
                failed += 1
    return failed


def _paint_scene(told: dict[str, object], scene: str) -> None:
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from window_stage import Room  # noqa: PLC0415
    from window_states import SCENES  # noqa: PLC0415

    from cso_desk.desk.shots import picture_of, settle  # noqa: PLC0415  see _run

    scale, width = int(str(told["scale"])), int(str(told["width"]))
    size = (SCREEN[0] * 100 // scale, (SCREEN[1] - TASK_BAR) * 100 // scale)
    with (
        tempfile.TemporaryDirectory() as folder,
        Room(Path(str(told["stage"])), Path(folder) / "room", size) as room,
    ):
        for name, window in SCENES[scene](room):
            if not _asked(told, scene, name):
                continue
            window.move(0, 0)
            settle(window, size)
            picture = picture_of(window)
            if width:
                picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            file = f"{scene}-{name}-{told['language']}-{told['palette']}-{scale}.png"
            picture.save(str(Path(str(told["out"])) / file))


def _asked(told: dict[str, object], scene: str, name: str = "") -> bool:
    """Whether a state, or without its name any state of a scene, was asked for."""
    patterns: list[str] = told["states"]  # type: ignore[assignment]
    if not patterns:
        return True
    if not name:
        return any(fnmatch(scene, each.split("/")[0]) for each in patterns)
    return any(fnmatch(scene, each) or fnmatch(f"{scene}/{name}", each) for each in patterns)


def pass_on(_kind: object, _context: object, message: str) -> None:
    """Pass on what Qt says, without what a platform that has no screen cannot do and need not."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


def _index(out: Path, files: list[Path]) -> None:
    pictures = "".join(
        f'<figure><a href="{html.escape(file.name)}"><img loading="lazy" src="{html.escape(file.name)}"></a>'
        f"<figcaption>{html.escape(file.stem)}</figcaption></figure>\n"
        for file in files
    )
    style = (
        "body{font:14px sans-serif;margin:16px;display:grid;grid-template-columns:1fr 1fr;gap:16px}"
        "figure{margin:0}img{width:100%;border:1px solid #ccc}"
    )
    page = f'<!doctype html><meta charset="utf-8"><title>CSO Desk</title><style>{style}</style>{pictures}'
    (out / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
