"""Builds the Debian package: the tree in /usr/lib/cso-desk with Debian's own Python inside."""

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from installer.icon import write_png
from installer.licences import FOLDER
from installer.linking import needed_libraries
from installer.manifest import files_of
from installer.packages import DEBIAN, linked_files, remove_empty
from installer.release import PYTHON, BuildError, commit_time, version
from installer.tree import compile_sources, lay_out, megabytes, settle

HERE = Path(__file__).resolve().parent
_RUNTIME = (f"python{PYTHON}-minimal", f"libpython{PYTHON}-minimal", f"libpython{PYTHON}-stdlib")
_UNUSED = (
    "test", "idlelib", "lib2to3", "pydoc_data", "turtle*", "ensurepip", "distutils", "config-*",
    "sitecustomize.py",
    "curses", "dbm", "ctypes/test", "unittest/test", "tkinter", "venv", "EXTERNALLY-MANAGED",
    "wsgiref", "xmlrpc", "lib-dynload/_codecs_[hijkt]*", "lib-dynload/_test*",
    "lib-dynload/_xxtest*", "lib-dynload/xx*", "lib-dynload/nis.*",
    "lib-dynload/ossaudiodev*", "lib-dynload/audioop*", "lib-dynload/readline*", "lib-dynload/_curses*",
    "lib-dynload/_dbm*", "lib-dynload/_crypt*", "lib-dynload/_ctypes_test*",
)  # fmt: skip
_T64 = {"libglib2.0-0", "libssl3", "libcups2"}  # newer Debian and Ubuntu add t64 to their names
_PACKAGES = {
    "libc6 (>= 2.36)": "c m dl pthread rt util ld-linux-x86-64",
    "libgcc-s1": "gcc_s", "libstdc++6": "stdc++", "zlib1g": "z", "libexpat1": "expat",
    "libssl3": "ssl crypto",
    "libffi8": "ffi", "libbz2-1.0": "bz2", "liblzma5": "lzma", "libuuid1": "uuid", "libsqlite3-0": "sqlite3",
    "libglib2.0-0": "glib-2.0 gthread-2.0 gobject-2.0 gio-2.0", "libgl1": "GL", "libegl1": "EGL",
    "libopengl0": "OpenGL", "libglx0": "GLX", "libxkbcommon0": "xkbcommon",
    "libxkbcommon-x11-0": "xkbcommon-x11",
    "libdbus-1-3": "dbus-1", "libfontconfig1": "fontconfig", "libfreetype6": "freetype", "libcups2": "cups",
    "libx11-6": "X11", "libx11-xcb1": "X11-xcb", "libxcb1": "xcb", "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm", "libxcb-image0": "xcb-image", "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-randr0": "xcb-randr", "libxcb-render-util0": "xcb-render-util", "libxcb-render0": "xcb-render",
    "libxcb-shape0": "xcb-shape", "libxcb-shm0": "xcb-shm", "libxcb-sync1": "xcb-sync",
    "libxcb-xfixes0": "xcb-xfixes", "libxcb-xkb1": "xcb-xkb",
    "libxcb-util1": "xcb-util", "libzstd1": "zstd", "libsm6": "SM", "libice6": "ICE",
}  # fmt: skip
"""Debian's package -> the libraries in it that we know of, without "lib" and ".so"."""
ICONS = (
    ("apps", "cso-desk"),
    ("mimetypes", "application-vnd.cso-desk.bundle"),
    ("mimetypes", "application-vnd.cso-desk.update"),
)
_SCRIPT = '#!/bin/sh\nexec /usr/lib/cso-desk/runtime/bin/python3 -I /usr/lib/cso-desk/start.py "$@"\n'


def build_debian(out: Path, uv: Path, releasing: Path | None = None) -> Path:
    """Make `out`/cso-desk_VERSION_amd64.deb. `releasing`: the root that says which keys release updates."""
    with tempfile.TemporaryDirectory(prefix="cso-desk-debian-") as made:
        root = Path(made) / "root"
        tree = root / "usr" / "lib" / "cso-desk"
        lay_debian_tree(tree, Path(made) / "parts", uv, releasing)
        print(f"installed: {megabytes(tree):.1f} MB", flush=True)
        _add_desktop(root)
        _add_control(root, depends(tree), sum(-(-p.stat().st_size // 1024) for p in files_of(root)))
        return _pack(root, out / f"cso-desk_{version()}_amd64.deb")


def lay_debian_tree(tree: Path, parts: Path, uv: Path, releasing: Path | None) -> None:
    """Lay out everything that is installed, as a full update brings it too."""
    lay_out(DEBIAN, tree, add_runtime(tree, parts), uv, releasing)


def add_runtime(tree: Path, parts: Path) -> str:
    """Put Debian's Python into `tree`/runtime; which one. apt has checked the archive's signature."""
    parts.mkdir(parents=True)
    done = subprocess.run(
        ["apt-get", "download", *_RUNTIME], cwd=parts, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"Python {PYTHON} of Debian 12 is needed (apt-get download): {done.stderr.strip()}")
    told = []
    for deb in sorted(parts.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", deb, parts / "x"], check=True)
        told.append(f"{deb.name.replace('%3a', ':')} {hashlib.sha256(deb.read_bytes()).hexdigest()}")
    usr, runtime = parts / "x" / "usr", tree / "runtime"
    (runtime / "bin").mkdir(parents=True)
    shutil.copyfile(usr / "bin" / f"python{PYTHON}", runtime / "bin" / "python3")
    library = runtime / "lib" / f"python{PYTHON}"
    shutil.copytree(usr / "lib" / f"python{PYTHON}", library, ignore_dangling_symlinks=True)
    for pattern in _UNUSED:
        for path in library.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    remove_empty(library)
    licence = tree / FOLDER / "python" / "LICENSE.txt"
    licence.parent.mkdir(parents=True)
    shutil.copyfile(usr / "share" / "doc" / f"libpython{PYTHON}-minimal" / "copyright", licence)
    shutil.copyfile(HERE / "sitecustomize.py", library / "sitecustomize.py")
    compile_sources(library, keep=False)
    return f"CPython of Debian: {', '.join(told)}"


def depends(tree: Path) -> list[str]:
    """The packages of Debian whose libraries the tree is linked to.

    Raises BuildError for a library that is neither in the tree nor in a package known here.
    """
    inside = {path.name for path in files_of(tree)}
    known = {
        f"lib{name}" if name[:2] != "ld" else name: package
        for package, names in _PACKAGES.items()
        for name in names.split()
    }
    found, unknown = set(), set()
    for path in linked_files(tree):
        for library in set(needed_libraries(path)) - inside:
            package = known.get(re.sub(r"\.so(\.\d+)*$", "", library))
            found.add(package) if package else unknown.add(f"{library} (for {path.name})")
    if unknown:
        raise BuildError(f"no package of Debian is known for {', '.join(sorted(unknown))}")
    return sorted(f"{name} | {name}t64" if name in _T64 else name for name in found if name)


def _add_desktop(root: Path) -> None:
    """What makes the program start from the menu and by its files, and the licences where Debian has them."""
    share, start = root / "usr" / "share", root / "usr" / "bin" / "cso-desk"
    start.parent.mkdir(parents=True)
    start.write_text(_SCRIPT, "ascii")
    for name, place in {"cso-desk.desktop": "applications", "cso-desk.xml": "mime/packages"}.items():
        (share / place).mkdir(parents=True)
        shutil.copyfile(HERE / "linux" / name, share / place / name)
    for size in (16, 32, 48, 64, 128, 256):
        for place, name in ICONS:
            path = share / "icons" / "hicolor" / f"{size}x{size}" / place / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_png(path, size)
    doc = share / "doc" / "cso-desk"
    doc.mkdir(parents=True)
    shutil.copyfile(root / "usr" / "lib" / "cso-desk" / FOLDER / "README.txt", doc / "copyright")


def _add_control(root: Path, needed: list[str], kilobytes: int) -> None:
    control = root / "DEBIAN"
    control.mkdir()
    sums = [
        f"{hashlib.md5(each.read_bytes(), usedforsecurity=False).hexdigest()}  {each.relative_to(root)}\n"
        for each in files_of(root / "usr")
    ]
    (control / "md5sums").write_text("".join(sums), "utf-8")
    text = (HERE / "linux" / "control").read_text("utf-8")
    text = text.format(version=version(), depends=", ".join(needed), size=kilobytes)
    (control / "control").write_text(text, "utf-8")


def _pack(root: Path, deb: Path) -> Path:
    settle(root)
    deb.parent.mkdir(parents=True, exist_ok=True)
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--threads-max=1", "--build", str(root), str(deb)]
    environment = {"SOURCE_DATE_EPOCH": str(commit_time()), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"dpkg-deb did not work: {done.stderr.strip()}")
    return deb
