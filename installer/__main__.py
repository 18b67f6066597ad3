"""`python -m installer debian|windows`: builds one of them into dist/, with its checksum and signature."""

import argparse
import shutil
import sys
import time
from pathlib import Path

from installer.manifest import release_key, sign
from installer.release import ROOT, BuildError, has_uncommitted, version


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 dev.py build", description=__doc__)
    parser.add_argument("what", choices=("debian", "windows"))
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder for what is made")
    parser.add_argument("--key", type=Path, help="file with the release key: 32 bytes in base64")
    parser.add_argument("--uv", type=Path, default=None, help="the program uv, where it lies elsewhere")
    args = parser.parse_args()
    began = time.monotonic()
    try:
        if has_uncommitted():
            print(
                "build: there are changes that are not committed; they are not in what is built",
                file=sys.stderr,
            )
        key, development = release_key(args.key, ROOT / "build" / "development.key")
        if development:
            print(
                "build: no --key is given, so a key of this computer for development signs", file=sys.stderr
            )
        made = _build(args.what, args.out.resolve(), _uv(args.uv))
        beside = sign(made, key, development=development)
    except BuildError as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    for path in (made, *beside):
        print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")
    print(f"CSO Desk {version()} in {time.monotonic() - began:.0f} s")
    return 0


def _build(what: str, out: Path, uv: Path) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    if what == "debian":
        from installer.debian import build_debian  # noqa: PLC0415  each needs other tools

        return build_debian(out, uv)
    from installer.windows import build_windows  # noqa: PLC0415

    return build_windows(out, uv)


def _uv(given: Path | None) -> Path:
    found = given or shutil.which("uv", path=str(ROOT / "build" / "tools" / "bin")) or shutil.which("uv")
    if not found:
        raise BuildError("uv is missing; build by: python3 dev.py build")
    return Path(found)


if __name__ == "__main__":
    sys.exit(main())
