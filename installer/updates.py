"""Makes update files and what their signatures need: keys, and the root that says which keys release."""

import base64
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cso_desk.errors import UserError
from cso_desk.file_types import UPDATE_ENDING
from cso_desk.trust.signing import BadTrustError, public_key
from cso_desk.updates.release_root import (
    make_root,
    newest_root,
    next_root,
    read_proposed_root,
    read_root,
    signed_root,
)
from cso_desk.updates.update_file import APP, FULL, add_signatures, read_update, write_update
from installer.release import ROOT, BuildError, fits, sequence, version
from installer.tree import add_program, settle

CHANGES = ROOT / "docs" / "releases"


def build_update(
    out: Path, changes: Path | None, keys: Sequence[Path], root: Path | None, roots: Sequence[Path]
) -> Path:
    """Make an update of the program alone, for every system with the same packages.

    It holds no compiled files, which would double it: whoever takes it compiles.
    """
    with tempfile.TemporaryDirectory(prefix="cso-desk-update-") as made:
        app = add_program(Path(made), root)
        settle(app)
        path = out / f"cso-desk-{version()}-{sequence()}{UPDATE_ENDING}"
        return _written(path, app, APP, "", changes, keys, roots)


def build_full_update(
    tree: Path, system: str, out: Path, changes: Path | None, keys: Sequence[Path], roots: Sequence[Path]
) -> Path:
    """Make an update of a whole tree, with its Python and packages, for one system ("debian", "windows")."""
    path = out / f"cso-desk-full-{system}-{version()}-{sequence()}{UPDATE_ENDING}"
    return _written(path, tree, FULL, system, changes, keys, roots)


def _written(
    path: Path,
    folder: Path,
    kind: str,
    system: str,
    changes: Path | None,
    keys: Sequence[Path],
    roots: Sequence[Path],
) -> Path:
    told = {
        "kind": kind, "version": version(), "sequence": sequence(), "fits": fits(), "platform": system,
        "changes": read_changes(changes or CHANGES / f"{version()}.tsv"),
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_update(
            path, folder, told, [read_key(key) for key in keys], [each.read_bytes() for each in roots]
        )
    except ValueError as error:
        raise BuildError(f"the update cannot be made: {error}") from error
    return path


def read_changes(path: Path) -> dict[str, list[str]]:
    """What a version changes, in both languages: lines "English<TAB>Khmer". Raises BuildError."""
    try:
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise BuildError(f"say what this version changes: --changes FILE ({path} is not there)") from error
    pairs = [[each.strip() for each in line.split("\t")] for line in lines]
    for pair in pairs:
        if len(pair) != 2 or not all(pair) or not re.search("[\u1780-\u17ff]", pair[1]):
            raise BuildError(f"{path.name}: each line is English, a tab, Khmer; not: {pair}")
    if not pairs:
        raise BuildError(f"{path.name} says nothing")
    return {"en": [english for english, _khmer in pairs], "km": [khmer for _english, khmer in pairs]}


def sign_further(path: Path, keys: Sequence[Path]) -> None:
    """Add signatures to an update or to a root, as people in several places do. Raises BuildError."""
    signing = [read_key(key) for key in keys]
    try:
        if path.suffix == UPDATE_ENDING:
            add_signatures(path, signing)
        else:
            path.write_bytes(signed_root(path.read_bytes(), signing))
    except (UserError, BadTrustError) as error:
        raise BuildError(f"{path.name} cannot be signed: {error}") from error


def told_of(path: Path, root: Path | None) -> str:
    """Whether a program with this root would take an update, or the root that follows it."""
    try:
        held = read_root(root.read_bytes()) if root else None
        if path.suffix == UPDATE_ENDING:
            if held is None:
                return "say --root FILE to find out whether a program would take it"
            facts = read_update(path, held).facts
            return f"enough signatures for version {facts.version}, release {facts.sequence}"
        text = path.read_bytes()
        made = newest_root(held, [text]) if held else read_root(text)
    except (UserError, BadTrustError, OSError) as error:
        return f"not enough yet: {error}"
    return f"root {made.version}: {made.threshold} of {len(made.keys)} keys release"


def new_key(path: Path) -> str:
    """Make a key in a new file that this user alone can read; gives its public half, in hexadecimal."""
    key = os.urandom(32)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
    return public_key(key).hex()


def read_key(path: Path) -> bytes:
    """The 32 bytes of a private key. Raises BuildError."""
    try:
        key = base64.b64decode(path.read_text("ascii"), validate=False)
    except (OSError, ValueError) as error:
        raise BuildError(f"{path} is no key: {error}") from error
    if len(key) != 32:
        raise BuildError(f"{path} is no key: it has {len(key)} bytes")
    return key


def build_root(
    path: Path, public: Sequence[str], threshold: int, keys: Sequence[Path], before: Path | None
) -> None:
    """Make the first root, or the one that follows `before`, in a new file. Raises BuildError."""
    if path.exists():
        raise BuildError(f"{path} is there already; to add a signature: build sign {path} --key KEY")
    signing, named = [read_key(key) for key in keys], [bytes.fromhex(each) for each in public]
    try:
        if before is None:
            text = make_root(1, named, threshold, signing)
        else:
            text = next_root(read_root(before.read_bytes()), signing, named, threshold)
        read_proposed_root(text)
    except BadTrustError as error:
        raise BuildError(f"no sound root: {error}") from error
    path.write_bytes(text)
