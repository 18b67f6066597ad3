#!/usr/bin/env python3
"""One command sets CSO Desk up and starts it; needs nothing but Python 3.11 to 3.14.

    python3 dev.py demo [FOLDER]     make a demo hub in FOLDER (demo-out) and open it
    python3 dev.py run [...]         start CSO Desk
    python3 dev.py test [...]        run the tests (arguments go to pytest)
    python3 dev.py check             style, types, map of the packages, words
    python3 dev.py bench [NAME...]   measure
    python3 dev.py words [...]       keep the translations (see: words --help)
    python3 dev.py guide             make the quick guide, two pages in Khmer and two in English
    python3 dev.py notes             write the release notes of this version in both languages to dist/
    python3 dev.py build debian      make the package for Debian (or: windows, update) in dist/
    python3 dev.py setup             only install what the others need
    python3 dev.py xvfb COMMAND...   any of these on an invisible X screen
    python3 dev.py NAME [...]        run tools/NAME.py

On Windows write  py dev.py  instead. Everything is put into the folder .venv beside this file.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)

# What Qt's wheels take from the system: library -> Debian package (newer Debian and Ubuntu add t64 to some).
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
BUILD_PROGRAMS = {
    "debian": {"git": "git", "gcc": "gcc", "strip": "binutils"},
    "windows": {
        "git": "git",
        "makensis": "nsis",
        "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    },
}


def tell(text: str) -> None:
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def give_up(text: str) -> NoReturn:
    """Stop because something outside this folder is missing: exit code 2."""
    tell(text)
    raise SystemExit(2)


def quietly(*command: object) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it prints; the caller looks at its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, check=False, capture_output=True, text=True, errors="replace")


# --- what must be on the system ----------------------------------------------------------------------------


def use_fitting_python() -> None:
    """Go on with a Python that the locked packages exist for."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            raise SystemExit(subprocess.call([other, *sys.argv]))
    give_up(
        f"CSO Desk needs Python 3.11 to 3.14; this is {sys.version.split()[0]}.\n"
        "  Debian, Ubuntu:  sudo apt-get install python3 python3-venv\n"
        "  Windows:         install Python 3.13 from the Microsoft Store or from python.org"
    )


def install_debian(packages: list[str], why: str) -> None:
    """Install Debian packages where we may; otherwise say exactly what to type, and stop."""
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    if not shutil.which("apt-get"):
        give_up(f"{why} needs these Debian packages or their like on your system: {' '.join(packages)}")
    as_root: list[str] = []
    if os.geteuid() != 0:
        as_root = ["sudo", "-n"]
        if not shutil.which("sudo") or quietly(*as_root, "true").returncode:
            command = f"sudo {shlex.join(install + packages)}"
            give_up(f"{why} needs system packages. Please type this, then try again:\n  {command}")
    tell(f"installing system packages for {why}: {' '.join(packages)}")
    as_root += ["env", "DEBIAN_FRONTEND=noninteractive"]
    quietly(*as_root, "apt-get", "update", "-q")
    wanted = [newer if _apt_knows(newer := f"{name}t64") else name for name in packages]
    done = quietly(*as_root, *install, *wanted)
    if done.returncode:
        give_up(f"that did not work:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _apt_knows(package: str) -> bool:
    return quietly("apt-cache", "show", package).returncode == 0


def prepare_system(*, screen: bool) -> None:
    """See to it that everything outside this folder is there; all of it is asked for at once."""
    if not sys.platform.startswith("linux"):
        return
    missing = []
    for library, package in {**LIBRARIES, **(SCREEN_LIBRARIES if screen else {})}.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if not PYTHON.exists() and not importlib.util.find_spec("ensurepip"):  # Debian has a package for it
        missing.insert(0, "python3-venv")
    if missing:
        install_debian(missing, "CSO Desk")


# --- the folder .venv --------------------------------------------------------------------------------------


def set_up(kind: str) -> None:
    """Bring .venv to what requirements/`kind`.txt says; quick when nothing changed."""
    wanted = _state(kind)
    stamp = VENV / f"{kind}.stamp"
    if not PYTHON.exists() or not stamp.exists() or stamp.read_text("utf-8") != wanted:
        if not PYTHON.exists() or quietly(PYTHON, "-c", "import pip").returncode:
            _make_venv()
        _install(kind)
        _make_importable()
        for done in ("run", "dev") if kind == "dev" else ("run",):  # dev.txt holds all of run.txt
            (VENV / f"{done}.stamp").write_text(_state(done), "utf-8")
    _compile_words()


def _state(kind: str) -> str:
    """What .venv was made of and where: another lock, Python or place needs another set-up."""
    made_by = VENV / "pyvenv.cfg"
    parts = [
        (ROOT / "requirements" / f"{kind}.txt").read_bytes(),
        made_by.read_bytes() if made_by.exists() else b"",
        str(ROOT).encode("utf-8", "surrogateescape"),
        Path(__file__).read_bytes(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _make_venv() -> None:
    tell("making the folder .venv")
    done = quietly(sys.executable, "-m", "venv", "--clear", VENV)
    if done.returncode:
        give_up(f"python -m venv did not work:\n{done.stdout}{done.stderr}")


def _install(kind: str) -> None:
    lock = ROOT / "requirements" / f"{kind}.txt"
    count = len(re.findall(r"^[\w.-]+==", lock.read_text("utf-8"), re.MULTILINE))
    tell(
        f"installing {count} packages into .venv; the first time this loads 200 MB and takes a minute or more"
    )
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", lock]
    if subprocess.call([str(word) for word in (*pip, *locked)], cwd=ROOT):
        give_up("pip could not install the packages; see above. Is the network there? Then try again.")


def _make_importable() -> None:
    """`import cso_desk` and `cso-desk` work in .venv, also when the folder's name has spaces or Khmer."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run(
        [PYTHON, "-X", "utf8", "-c", ask], capture_output=True, encoding="utf-8", check=True
    )
    # An "import" line keeps the file pure ASCII: how Python decodes .pth files depends on its version.
    line = (
        "import os, sys; sys.path.append(os.path.join(os.path.dirname(os.path.abspath(sys.prefix)), 'src'))\n"
    )
    (Path(site.stdout.strip()) / "cso_desk_source.pth").write_text(line, "ascii")
    if WINDOWS:
        (VENV / "Scripts" / "cso-desk.cmd").write_text('@"%~dp0python.exe" -m cso_desk %*\n', "ascii")
        return
    start = VENV / "bin" / "cso-desk"
    start.write_text('#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -m cso_desk "$@"\n', "ascii")
    start.chmod(0o755)


def _compile_words() -> None:
    for po in (ROOT / "translations").glob("*.po"):
        mo = po.with_suffix("") / "LC_MESSAGES" / "cso_desk.mo"
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            subprocess.run([PYTHON, ROOT / "tools" / "words.py", "compile"], check=True)
            return


# --- the commands ------------------------------------------------------------------------------------------


def has_screen() -> bool:
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def python(*arguments: object, cwd: Path | None = None, **env: str) -> int:
    """Run the Python of .venv; its exit code (128 + n where signal n ended it)."""
    environment = {**os.environ, **env}
    if not has_screen():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    code = subprocess.call([str(PYTHON), *map(str, arguments)], cwd=cwd, env=environment)
    return code if code >= 0 else 128 - code


def demo(arguments: list[str]) -> int:
    if arguments and arguments[0].startswith("-"):
        give_up(f"{arguments[0]} is not a folder. It is: python3 dev.py demo [FOLDER]")
    prepare_system(screen=has_screen())
    set_up("run")
    folder = Path(arguments[0] if arguments else "demo-out").resolve()
    code = python("-m", "cso_desk", "demo", folder, *arguments[1:])
    if code == 0 and has_screen() and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        tell(f"opening the demo hub in {folder}")
        return python("-m", "cso_desk", CSO_DESK_HOME=str(folder))
    if code == 0:
        tell(f"there is no screen here, so no window opens. The demo hub is in {folder}")
    return code


def run(arguments: list[str]) -> int:
    prepare_system(screen=has_screen())
    set_up("run")
    return python("-m", "cso_desk", *arguments)


def test(arguments: list[str]) -> int:
    prepare_system(screen=False)
    set_up("dev")
    # Paths are meant from where the person stands; the tests run from the project's folder.
    given = [str(Path(a).resolve()) if Path(a.split("::")[0]).exists() else a for a in arguments]
    one_process = any(re.match(r"-n|--pdb|--numprocesses|--collect-only|--co$", a) for a in arguments)
    return python(
        "-m", "pytest", *([] if one_process else ["-n", "2", "--dist", "worksteal"]), *given, cwd=ROOT
    )


def check(arguments: list[str]) -> int:
    if arguments:
        give_up("check takes no arguments")
    prepare_system(screen=False)
    set_up("dev")
    contracts = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    steps: list[tuple[str, list[object], str]] = [
        ("style", ["-m", "ruff", "check", "--quiet", "."], ".venv/bin/ruff check --fix ."),
        ("layout", ["-m", "ruff", "format", "--quiet", "--check", "."], ".venv/bin/ruff format ."),
        ("types", ["-m", "mypy"], "mend the lines above"),
        ("map of the packages", ["-c", contracts], "import only downwards; the map is in pyproject.toml"),
        (
            "words",
            ["tools/words.py", "check"],
            "python3 dev.py words update; … missing; … translate FILE.tsv",
        ),
    ]
    failed = []
    for name, command, mend in steps:
        tell(f"checking {name}")
        if python(*command, cwd=ROOT):
            failed.append(f"  {name}: {mend}")
    if failed:
        print("Checks failed. To mend:", *failed, sep="\n")
        return 1
    print("All checks passed.")
    return 0


def build(arguments: list[str]) -> int:
    """Make what people receive, see docs/building.md; the programs for that come from Debian."""
    if not shutil.which("dpkg-deb"):
        give_up("both packages are built on Debian 12")
    prepare_system(screen=False)
    set_up("dev")
    wanted = BUILD_PROGRAMS.get(next(iter(arguments), ""), {})
    missing = sorted({package for program, package in wanted.items() if not shutil.which(program)})
    if missing:
        install_debian(missing, "building")
    tools = ROOT / "build" / "tools"
    lock = ROOT / "requirements" / "build.txt"
    stamp = tools / "made-of.txt"
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--upgrade",
            "--target",
            tools,
        ]
        if python(*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock):
            give_up("pip could not install uv; see above")
        stamp.write_bytes(lock.read_bytes())
    return python("-m", "installer", *arguments, cwd=ROOT)


def script(path: Path, arguments: list[str]) -> int:
    prepare_system(screen=False)
    set_up("dev")
    return python(path, *arguments)


def xvfb(arguments: list[str]) -> int:
    """Start this file again with an invisible X screen, for what the offscreen platform cannot show."""
    if not sys.platform.startswith("linux"):
        give_up("an invisible X screen exists on Linux only")
    if not shutil.which("xvfb-run") or not shutil.which("xauth"):
        install_debian(["xvfb", "xauth"], "the invisible screen")
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    again = ["xvfb-run", "-a", sys.executable, str(Path(__file__).resolve()), *arguments]
    return subprocess.call(again, env=environment)


def main(arguments: list[str]) -> int:
    what, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if what in {"-h", "--help", "help"}:
        print(__doc__)
        return 0
    use_fitting_python()
    known = {"demo": demo, "run": run, "test": test, "check": check, "build": build, "xvfb": xvfb}
    if what in known:
        return known[what](rest)
    if what == "setup":
        prepare_system(screen=has_screen())
        set_up("dev")
        return 0
    tool = ROOT / ("benchmarks/run.py" if what == "bench" else f"tools/{what}.py")
    if re.fullmatch(r"[a-z_]+", what) and tool.exists():
        return script(tool, rest)
    print(__doc__)
    give_up(f"there is no command {what!r}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
