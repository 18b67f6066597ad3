"""Lays out the tree that is installed: runtime, packages, the program by its version, licences, manifest.

runtime/        CPython of the system it is made for
packages/       what the program needs, at locked versions
app-VERSION/    cso_desk with its words and resources; an update brings another one
current.txt     the app that is started, its number, and which packages it fits
start.py        starts it
licences/       the text of every licence
manifest.json   every file with its SHA-256
"""

import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

from installer.licences import FOLDER, Licensed, gather, write_index
from installer.manifest import files_of, write_manifest
from installer.packages import Platform, install_packages, strip_metadata, trim
from installer.release import PYTHON, ROOT, BuildError, commit, commit_time, fits, git, sequence, version

HERE = Path(__file__).resolve().parent
_SOURCE = ("src/cso_desk", "resources", "translations", "tools", "LICENSE")


def lay_out(platform: Platform, tree: Path, runtime: str, uv: Path, root: Path | None = None) -> None:
    """Add to a `tree` that holds its runtime everything else.

    `runtime` says which Python it is; `root`: which keys release its updates.
    """
    packages = tree / "packages"
    install_packages(platform, packages, uv)
    (packages / ".lock").unlink(missing_ok=True)  # of uv; no update may hold such a name
    licensed = gather(packages, tree)
    trim(platform, packages)
    strip_metadata(packages)
    app = add_program(tree, root)
    _add_own_licence(tree, licensed, runtime)
    shutil.copyfile(HERE / "start.py", tree / "start.py")
    told = f"{app.name} {sequence()} {fits()} -\n"
    (tree / "current.txt").write_text(told, "utf-8", newline="\n")
    compile_sources(packages, keep=False)
    compile_sources(app, keep=True)
    facts = {"version": version(), "commit": commit(), "platform": platform.name, "runtime": runtime}
    settle(tree)
    write_manifest(tree, facts)
    settle(tree)


def add_program(tree: Path, root: Path | None) -> Path:
    """Put the program of the commit, its compiled words and its resources below `tree`; its folder.

    Without a `root` that says which keys release, the program takes no updates.
    """
    sys.path.insert(0, str(ROOT / "tools"))
    from words import compile_words  # type: ignore[import-not-found]  # noqa: PLC0415  tools/ is no package

    app, source = tree / f"app-{version()}", tree / "source"
    with tarfile.open(fileobj=BytesIO(git("archive", "--format=tar", "HEAD", *_SOURCE))) as archive:
        archive.extractall(source, filter="data")
    compile_words(source)
    data = app / "cso_desk" / "_data"
    shutil.copytree(source / "src" / "cso_desk", app / "cso_desk")
    shutil.copytree(source / "resources", data / "resources")
    shutil.copytree(
        source / "translations", data / "translations", ignore=shutil.ignore_patterns("*.po", "*.pot")
    )
    if root is not None:
        (data / "resources" / "releases").mkdir()
        shutil.copyfile(root, data / "resources" / "releases" / "root.json")
    add_guide(source, data / "guide")
    _check_program(app)
    shutil.rmtree(source)
    return app


def add_guide(source: Path, folder: Path) -> None:
    """Make the quick guide of a program, with pictures of its own window, and put it into a folder."""
    command = [sys.executable, str(source / "tools" / "guide.py"), "--out", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise BuildError(f"the quick guide cannot be made: {done.stderr.decode(errors='replace')[-2000:]}")


def _check_program(app: Path) -> None:
    """What runs from its source also when a file is left out by mistake must not be handed out so."""
    for wanted in (
        "store/migrations/*.py",
        "_data/translations/km/LC_MESSAGES/*.mo",
        "_data/resources/fonts/*.ttf",
        "_data/guide/quick-guide-km.pdf",
    ):
        if not list((app / "cso_desk").glob(wanted)):
            raise BuildError(f"the program would be without {wanted}")


def _add_own_licence(tree: Path, licensed: list[Licensed], runtime: str) -> None:
    own = tree / FOLDER / "cso-desk"
    own.mkdir(parents=True)
    (own / "LICENSE").write_bytes(git("show", "HEAD:LICENSE"))
    write_index(tree, licensed, runtime)


def compile_sources(folder: Path, *, keep: bool) -> None:
    """Compile every module, so that the program starts quickly from a folder in which nobody may write.

    Unless told to `keep` them, the sources go: the compiled files lie in their place.
    """
    if ".".join(map(str, sys.version_info[:2])) != PYTHON:
        raise BuildError(f"building needs Python {PYTHON}; this is {sys.version.split()[0]}")
    command = [sys.executable, "-P", "-s", "-m", "compileall", "-q", "-s", str(folder), "-p", folder.name]
    command += ["--invalidation-mode", "unchecked-hash", "-j", "1", *([] if keep else ["-b"]), str(folder)]
    # Sets are written into the files in the order of their hashes: it has to be the same each time.
    done = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": "0"}, capture_output=True, check=False
    )
    if done.returncode:
        raise BuildError(f"not every module compiles: {done.stdout.decode(errors='replace')[-2000:]}")
    if not keep:
        for path in folder.rglob("*.py"):
            path.unlink()


def settle(tree: Path) -> None:
    """Give everything the time of the commit and the same rights everywhere."""
    at = commit_time()
    for path in sorted(tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or _is_program(path) else 0o644)
        os.utime(path, (at, at), follow_symlinks=False)
    tree.chmod(0o755)
    os.utime(tree, (at, at))


def _is_program(path: Path) -> bool:
    return path.parent.name == "bin" and path.parent.parent.name in {"runtime", "usr"}


def megabytes(tree: Path) -> float:
    return sum(path.stat().st_size for path in files_of(tree)) / 1e6
