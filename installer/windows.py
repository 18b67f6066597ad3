"""Builds the Windows set-up on Linux: signed CPython, wheels for Windows, a launcher, NSIS."""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from installer.icon import write_ico
from installer.licences import FOLDER
from installer.linking import needed_libraries
from installer.manifest import files_of
from installer.packages import WINDOWS, linked_files
from installer.release import PYTHON, ROOT, BuildError, commit_time, version
from installer.setup_words import for_c, for_nsis, setup_words
from installer.tree import lay_out, megabytes, settle

HERE = Path(__file__).resolve().parent / "windows_setup"
TOOLS = {
    "makensis": "nsis",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "x86_64-w64-mingw32-windres": "gcc-mingw-w64-x86-64",
}
"""Program -> Debian's package of it."""
_DIGITS = PYTHON.replace(".", "")
_UNUSED = ("python.cat", "_msi.pyd", "winsound.pyd", "LICENSE.txt")
_SYSTEM = {
    "advapi32", "authz", "bcrypt", "bcryptprimitives", "cfgmgr32", "comctl32", "comdlg32", "crypt32", "d2d1",
    "d3d11",
    "d3d12", "d3d9", "dcomp", "dnsapi", "dwmapi", "dwrite", "dxgi", "gdi32", "icuuc", "icuin", "imm32",
    "iphlpapi",
    "kernel32", "mpr", "msimg32", "mscms", "netapi32", "ncrypt", "ntdll", "ole32", "oleaut32", "opengl32",
    "propsys",
    "psapi", "powrprof", "rpcrt4", "secur32", "setupapi", "shcore", "shell32", "shlwapi", "user32", "userenv",
    "usp10", "uxtheme", "version", "wevtapi", "windowscodecs", "winmm", "winspool.drv", "ws2_32", "wtsapi32",
    "ucrtbase", "uiautomationcore", "runtimeobject", "synchronization", "msvcrt", "winhttp", "wsock32",
    "dbghelp",
}  # fmt: skip
"""Libraries that every Windows 10 1809 has."""


def build_windows(out: Path, uv: Path, releasing: Path | None = None, target: str = "") -> Path:
    """Make `out`/cso-desk-setup-VERSION.exe. `target` is another stub of NSIS, for trying it out.

    `releasing`: the root that says which keys release updates.
    """
    with tempfile.TemporaryDirectory(prefix="cso-desk-windows-") as made:
        parts, tree = Path(made) / "parts", Path(made) / "tree"
        lay_windows_tree(tree, parts, uv, releasing)
        print(f"installed: {megabytes(tree):.1f} MB", flush=True)
        return _pack(tree, parts, out / f"cso-desk-setup-{version()}.exe", target)


def lay_windows_tree(tree: Path, parts: Path, uv: Path, releasing: Path | None) -> None:
    """Lay out everything that is installed, as a full update brings it too."""
    parts.mkdir()
    write_ico(parts / "desk.ico")
    runtime = add_runtime(tree, parts)
    make_launchers(tree, parts)
    lay_out(WINDOWS, tree, runtime, uv, releasing)
    check_linked(tree)


def add_runtime(tree: Path, parts: Path) -> str:
    """Put the embeddable CPython of python.org into `tree`/runtime; which one.

    It comes in a package of somebody else. The hash in requirements/windows-runtime.txt is that of the
    package in which every program file was seen to carry a valid signature of the Python Software Foundation.
    """
    lock = ROOT / "requirements" / "windows-runtime.txt"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    command += ["--require-hashes", "-r", str(lock), "-d", str(parts / "runtime")]
    if subprocess.call(command):
        raise BuildError("Python for Windows could not be loaded; see above")
    (package,) = (parts / "runtime").glob("*.tar.gz")
    with tarfile.open(package) as archive:
        (member,) = (name for name in archive.getnames() if name.endswith("/data.zip"))
        data = archive.extractfile(member)
        assert data is not None
        with zipfile.ZipFile(BytesIO(data.read())) as inner:
            inner.extractall(parts / "embed")
    runtime = tree / "runtime"
    shutil.copytree(parts / "embed" / f"cp{_DIGITS}", runtime)
    licence = tree / FOLDER / "python" / "LICENSE.txt"
    licence.parent.mkdir(parents=True)
    shutil.copyfile(runtime / "LICENSE.txt", licence)
    for name in _UNUSED:
        (runtime / name).unlink()
    # Nothing from outside gets in: no variable, no folder of the user, no registry.
    (runtime / f"python{_DIGITS}._pth").write_text(
        f"python{_DIGITS}.zip\n.\nimport site\n", "ascii", newline="\r\n"
    )
    shutil.copyfile(HERE.parent / "sitecustomize.py", runtime / "sitecustomize.py")
    return f"CPython for Windows: {package.name}"


def make_launchers(tree: Path, parts: Path) -> None:
    """Compile "CSO Desk.exe" (the window) and "desk.exe" (commands)."""
    for name in ("launcher.c", "launcher.rc", "launcher.manifest"):
        shutil.copyfile(HERE / name, parts / name)
    (parts / "words.h").write_text("#include <stdio.h>\n" + for_c(setup_words()), "ascii")
    numbers = version().replace(".", ",") + ",0"
    resource = ["x86_64-w64-mingw32-windres", f"-DNUMBERS={numbers}", f'-DTEXT=\\"{version()}\\"']
    _run([*resource, "launcher.rc", "-O", "coff", "-o", "launcher.res"], parts)
    compile_ = [
        "x86_64-w64-mingw32-gcc",
        "-O2",
        "-s",
        "-municode",
        "-Wall",
        "-Werror",
        "-Wl,--no-insert-timestamp",
    ]
    for flags, name in ((["-mwindows"], "CSO Desk.exe"), (["-DCONSOLE"], "desk.exe")):
        _run([*compile_, *flags, "launcher.c", "launcher.res", "-o", str(tree / name)], parts)


def check_linked(tree: Path) -> None:
    """Raises BuildError where a library is neither in the tree nor in every Windows that is served."""
    inside = {path.name.lower() for path in files_of(tree)}
    unknown = set()
    for path in linked_files(tree):
        for library in {name.lower() for name in needed_libraries(path)} - inside:
            if library.removesuffix(".dll") not in _SYSTEM and not library.startswith(
                ("api-ms-win-", "ext-ms-")
            ):
                unknown.add(f"{library} (for {path.name})")
    if unknown:
        raise BuildError(f"not in every Windows: {', '.join(sorted(unknown))}")


def _pack(tree: Path, parts: Path, out: Path, target: str) -> Path:
    words = parts / "words.nsh"
    words.write_text(for_nsis(setup_words()), "utf-8")
    settle(tree)
    kilobytes = int(megabytes(tree) * 1000 / 1.024)
    defines = {
        "VERSION": version(), "TREE": tree, "OUT": out, "ICON": parts / "desk.ico", "WORDS": words,
        "KILOBYTES": kilobytes, **({"TARGET": target} if target else {}),
    }  # fmt: skip
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    command += [f"-D{name}={value}" for name, value in defines.items()]
    _run([*command, str(HERE / "setup.nsi")], parts)
    return out


def _run(command: list[str], folder: Path) -> None:
    if command[0] in TOOLS and not shutil.which(command[0]):
        raise BuildError(f"{command[0]} is missing: sudo apt-get install {TOOLS[command[0]]}")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time()), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{command[0]} did not work: {(done.stdout + done.stderr)[-2000:]}")
