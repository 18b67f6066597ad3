"""Builds what is handed out into dist/: `debian` and `windows`, `update`, and what their signatures need."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from installer.manifest import is_signed, release_key, sign
from installer.release import ROOT, BuildError, has_uncommitted, version

RELEASE_ROOT = ROOT / "installer" / "release_root.json"
"""Which keys release, once people hold them: it is built into the program."""


def main() -> int:
    args = _parser().parse_args()
    began = time.monotonic()
    try:
        if has_uncommitted() and args.what in {"debian", "windows", "update"}:
            _tell("there are changes that are not committed; they are not in what is built")
        made = _WORK[args.what](args)
    except BuildError as error:
        _tell(str(error))
        return 1
    for path in made:
        print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")
    print(f"CSO Desk {version()} in {time.monotonic() - began:.0f} s")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 dev.py build", description=__doc__)
    verbs = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, does in (("debian", "the package"), ("windows", "the set-up"), ("update", "an update file")):
        one = verbs.add_parser(name, help=does, description=does)
        one.add_argument("--out", type=Path, default=ROOT / "dist", help="folder for what is made")
        one.add_argument("--uv", type=Path, default=None, help="the program uv, where it lies elsewhere")
        _add_keys(one)
        if name == "update":
            one.add_argument(
                "--full", choices=("debian", "windows"), help="with Python and packages, for one system"
            )
            one.add_argument("--changes", type=Path, help="what it changes: lines English<TAB>Khmer")
            one.add_argument(
                "--bring", type=Path, action="append", default=[], help="a root for older programs"
            )
    sign_more = verbs.add_parser("sign", help="sign an update or a root once more")
    sign_more.add_argument("file", type=Path)
    _add_keys(sign_more)
    key = verbs.add_parser("key", help="make a key and say its public half")
    key.add_argument("file", type=Path)
    root = verbs.add_parser("root", help="say which keys release")
    root.add_argument("file", type=Path)
    root.add_argument("--public", action="append", default=[], help="a key, 64 hexadecimal digits")
    root.add_argument("--threshold", type=int, default=0, help="how many of them must sign")
    _add_keys(root)
    return parser


def _add_keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", type=Path, action="append", default=[], help="a key: 32 bytes in base64")
    parser.add_argument(
        "--root", type=Path, default=RELEASE_ROOT if RELEASE_ROOT.exists() else None,
        help="which keys release; with root: the one before",
    )  # fmt: skip


def _installers(args: argparse.Namespace) -> Sequence[Path]:
    if len(args.key) > 1:
        raise BuildError("one key signs the checksum of an installer")
    key, development = release_key(args.key[0] if args.key else None, ROOT / "build" / "development.key")
    if development:
        _tell("no --key is given, so a key of this computer for development signs")
    if args.root is None:
        _tell("no --root is given, so what is built takes no updates")
    out, uv = args.out.resolve(), _uv(args.uv)
    out.mkdir(parents=True, exist_ok=True)
    if args.what == "debian":
        from installer.debian import build_debian  # noqa: PLC0415  each needs other tools

        made = build_debian(out, uv, args.root)
    else:
        from installer.windows import build_windows  # noqa: PLC0415

        made = build_windows(out, uv, args.root)
    beside = sign(made, key, development=development)
    if not is_signed(made, key.public_key().public_bytes_raw()):
        raise BuildError(f"{made} changed while it was signed")
    return made, *beside


def _update(args: argparse.Namespace) -> Sequence[Path]:
    from installer.updates import build_full_update, build_update, told_of  # noqa: PLC0415  see above

    out = args.out.resolve()
    if args.full is None:
        made = build_update(out, args.changes, args.key, args.root, args.bring)
    else:
        with tempfile.TemporaryDirectory(prefix="cso-desk-full-") as folder:
            tree, parts, uv = Path(folder) / "tree", Path(folder) / "parts", _uv(args.uv)
            if args.full == "debian":
                from installer.debian import lay_debian_tree as lay  # noqa: PLC0415
            else:
                from installer.windows import lay_windows_tree as lay  # noqa: PLC0415
            lay(tree, parts, uv, args.root)
            made = build_full_update(tree, args.full, out, args.changes, args.key, args.bring)
    _tell(told_of(made, args.root))
    return (made,)


def _sign(args: argparse.Namespace) -> Sequence[Path]:
    from installer.updates import sign_further, told_of  # noqa: PLC0415

    sign_further(args.file, args.key)
    _tell(told_of(args.file, args.root))
    return (args.file,)


def _key(args: argparse.Namespace) -> Sequence[Path]:
    from installer.updates import new_key  # noqa: PLC0415

    print(new_key(args.file))
    return (args.file,)


def _root(args: argparse.Namespace) -> Sequence[Path]:
    from installer.updates import build_root, told_of  # noqa: PLC0415

    build_root(args.file, args.public, args.threshold, args.key, args.root)
    _tell(told_of(args.file, args.root))
    return (args.file,)


_WORK = {
    "debian": _installers,
    "windows": _installers,
    "update": _update,
    "sign": _sign,
    "key": _key,
    "root": _root,
}


def _uv(given: Path | None) -> Path:
    found = given or shutil.which("uv", path=str(ROOT / "build" / "tools" / "bin")) or shutil.which("uv")
    if not found:
        raise BuildError("uv is missing; build by: python3 dev.py build")
    return Path(found)


def _tell(text: str) -> None:
    print(f"build: {text}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
