"""Puts the locked packages into a tree and leaves out of them what the program never uses."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from installer.linking import closure, is_linked
from installer.release import PYTHON, ROOT, BuildError

_QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport")
UNUSED = (
    # Babel only compiles the words, QtPy comes with the icon font, cffi is there for packages that are built.
    "babel", "qtpy", "pycparser", "cffi", "bin", "share", "pypdfium2_cli",
    "phonenumbers/geodata", "phonenumbers/carrierdata", "phonenumbers/tzdata",
    "pip", "setuptools", "sqlalchemy/testing", "zstandard/_cffi*", "PIL/_avif*", "PIL/_webp*",
    "lxml/isoschematron", "lxml/includes", "lxml/html", "lxml/objectify*", "rapidfuzz/__pyinstaller",
    "uharfbuzz/_harfbuzz_test*", "PIL/_imagingft*", "PIL/_imagingtk*", "PIL/_imagingcms*",
    "sqlalchemy/dialects/mysql", "sqlalchemy/dialects/oracle", "sqlalchemy/dialects/mssql",
    "sqlalchemy/dialects/postgresql",
    "sqlalchemy/orm", "sqlalchemy/ext",
    "*/tests", "*/test", "qtawesome/fonts/[!p]*", "pyicu_wheels.libs/libicuio*",
    "shiboken6/vcamp140.dll", "shiboken6/vcomp140.dll", "shiboken6/concrt140.dll", "icu/icuio*", "icu/icutu*",
    # Papers have fonts of our own; one of these is under the GPL.
    "reportlab/fonts/*", "reportlab/graphics/samples",
    "docx/templates/default-docx-template",
)  # fmt: skip
_UNUSED_METADATA = ("babel", "QtPy", "cffi", "pycparser")
_NEVER = (".pyi", ".pxd", ".pyx", ".pxi", ".lib", ".h", ".hpp", ".c", ".cpp", ".po", ".pot")


@dataclass(frozen=True)
class Platform:
    """How the packages of one system are named and laid out."""

    name: str
    wheels: str  # as uv names it
    module: str  # how the modules of PySide6 end
    qt: str  # the folder of plugins, within PySide6
    libraries: str  # where Qt's libraries lie, within PySide6
    plugins: tuple[str, ...]


DEBIAN = Platform(
    "debian",
    "x86_64-manylinux_2_36",
    ".abi3.so",
    "Qt/plugins",
    "Qt/lib",
    (
        "platforms/libqxcb", "platforms/libqoffscreen", "platforms/libqminimal", "imageformats/libqjpeg",
        "platforminputcontexts/libcompose*", "platforminputcontexts/libibus*",
        "platformthemes/libqxdgdesktopportal", "printsupport/*",
    ),
)  # fmt: skip
WINDOWS = Platform(
    "windows",
    "x86_64-pc-windows-msvc",
    ".pyd",
    "plugins",
    ".",
    ("platforms/qwindows", "platforms/qoffscreen", "styles/*", "imageformats/qjpeg", "printsupport/*"),
)


def install_packages(platform: Platform, to: Path, uv: Path) -> None:
    """Put every package of requirements/run.txt, by its hash, into the folder `to`."""
    command = [
        str(uv), "pip", "install", "--quiet", "--no-config", "--link-mode", "copy", "--target", str(to),
        "--python-platform", platform.wheels, "--python-version", PYTHON,
        "--only-binary", ":all:", "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt"),
    ]  # fmt: skip
    if subprocess.call(command, env={**os.environ, "UV_NO_PROGRESS": "1"}):
        raise BuildError("the packages could not be loaded; see above")


def trim(platform: Platform, packages: Path) -> None:
    """Take out what is not used: parts of Qt, and what a finished program never reads."""
    _trim_qt(platform, packages)
    for pattern in UNUSED:
        for path in sorted(packages.glob(pattern)):
            _remove(path)
    for path in sorted(packages.rglob("*")):
        if path.is_file() and path.suffix in _NEVER:
            path.unlink()
    _drop_unlinked(packages)
    if platform is DEBIAN:
        _strip(packages)
        _empty_icu_of_qt(packages / "PySide6" / platform.libraries)
    remove_empty(packages)


def _drop_unlinked(packages: Path) -> None:
    """Libraries that came with a module nobody keeps, such as those of a picture format."""
    beside = [path for path in linked_files(packages) if path.parent.name.endswith(".libs")]
    rest = [path for path in linked_files(packages) if path not in beside]
    for path in set(beside) - closure(rest, {path.name.lower(): path for path in beside}):
        path.unlink()


def _strip(packages: Path) -> None:
    """Take what only debuggers read out of the libraries: a fifth of everything."""
    files = [str(path) for path in linked_files(packages)]
    done = subprocess.run(["strip", "--strip-unneeded", *files], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"strip did not work: {done.stderr[-500:]}")


def _empty_icu_of_qt(libraries: Path) -> None:
    """Replace the data of Qt's own ICU (32 MB) by none, as ICU foresees.

    Qt takes words for dates, sorting and old codings from it. The program does all of that by itself, with
    the newer ICU of pyicu-wheels.
    """
    (library,) = libraries.glob("libicudata.so.*")
    number = library.name.rpartition(".")[2]
    source = Path(__file__).resolve().parent / "linux" / "no_icu_data.c"
    command = ["gcc", "-O2", "-s", "-shared", "-fPIC", "-nostdlib", f"-DDATA=icudt{number}_dat"]
    command += [f"-Wl,-soname,{library.name}", "-Wl,--build-id=none", "-o", str(library), str(source)]
    library.unlink()
    if subprocess.call(command):
        raise BuildError("the empty data of ICU could not be made; see above")


def strip_metadata(packages: Path) -> None:
    """Leave of each dist-info what the running program may ask for; licences were gathered before."""
    for info in sorted(packages.glob("*.dist-info")):
        if info.name.split("-")[0].lower() in {name.lower() for name in _UNUSED_METADATA}:
            shutil.rmtree(info)
            continue
        for path in sorted(info.iterdir()):
            if path.name not in {"METADATA", "entry_points.txt"}:
                _remove(path)


def _trim_qt(platform: Platform, packages: Path) -> None:
    qt = packages / "PySide6"
    libraries = sorted((qt / platform.libraries).glob("*")) + sorted(qt.glob("*"))
    offered = {path.name.lower(): path for path in libraries if path.is_file() and is_linked(path)}
    own = ("QtDBus",) if platform is DEBIAN else ()  # there the system says by it that it was locked
    roots = [qt / f"{name}{platform.module}" for name in (*_QT_MODULES, *own)]
    missing = [path.name for path in roots if not path.exists()]
    if missing:
        raise BuildError(f"PySide6 has no {missing}; has its layout changed?")
    for pattern in platform.plugins:
        roots += sorted((qt / platform.qt).glob(pattern + (".dll" if platform is WINDOWS else ".so")))
    kept = closure(roots, offered)
    # Linked through shiboken6, which lies beside PySide6.
    kept |= {path for name, path in offered.items() if name.startswith(("libpyside6.", "pyside6.abi3"))}
    kept |= closure(kept, offered)
    kept |= {path for path in qt.glob("*.py") if path.is_file()} | set((qt / "support").glob("*.py"))
    for path in sorted(qt.rglob("*")):
        if path.is_symlink() or (path.is_file() and path not in kept):
            path.unlink()
    remove_empty(qt)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def remove_empty(folder: Path) -> None:
    """Remove every folder below that holds nothing."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()


def linked_files(folder: Path) -> Iterable[Path]:
    """Every program and library below `folder`."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and is_linked(path))
