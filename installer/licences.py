"""Gathers the licence of everything that is handed out, and refuses what may not be."""

import re
import shutil
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from pathlib import Path

from installer.release import BuildError

FOLDER = "licences"
_TEXTS = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS|COPYRIGHT)", re.IGNORECASE)
_OWN = Path(__file__).resolve().parent / "licences"
_KNOWN = {
    "pyrage": "MIT OR Apache-2.0",
    "sqlcipher3": "Zlib",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
"""Packages whose metadata name no licence, or none that says anything: what their text says."""
_NAMED = {"MIT License": "MIT", "BSD License": "BSD", "Apache Software License": "Apache-2.0"}
_REFUSED = re.compile(r"(?<![L\w])A?GPL|GNU (Affero )?General Public", re.IGNORECASE)
_LONGEST = 60  # letters: more is the text of a licence in the field for its name


@dataclass(frozen=True)
class Licensed:
    """One package: what it is called, its licence, and where the texts lie below `licences`."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


def licence_of(metadata: Message) -> str:
    """The licence as a package names it; "" where it does not."""
    known = _KNOWN.get((metadata["Name"] or "").lower())
    named = known or metadata["License-Expression"] or (metadata["License"] or "").strip()
    if not named or (len(named) > _LONGEST and not re.search(r"\b(OR|AND)\b", named)):
        classes = [c.split("::")[-1].strip() for c in metadata.get_all("Classifier", []) if "License ::" in c]
        named = " OR ".join(_NAMED.get(each, each) for each in classes) or named.split(":")[0][:_LONGEST]
    return " ".join(named.split())


def allowed(licence: str) -> bool:
    """Whether what is under this licence may be handed out with the program.

    Of several to choose from, one that is allowed is enough; GPL and AGPL alone are not.
    """
    choices = re.split(r"\s+OR\s+", licence)
    return any(each and not _REFUSED.search(each) for each in choices)


def gather(packages: Path, to: Path) -> list[Licensed]:
    """Copy the texts of every package in `packages` (by its dist-info) below `to`/licences.

    Raises BuildError where a package names no licence, carries no text of it, or may not be handed out.
    """
    found, troubles = [], []
    for info in sorted(packages.glob("*.dist-info")):
        metadata = message_from_string((info / "METADATA").read_text("utf-8"))
        name, licence = metadata["Name"], licence_of(metadata)
        if not licence or not allowed(licence):
            troubles.append(f"{name} may not be handed out under “{licence}”")
            continue
        texts = _copy_texts(info, to / FOLDER / f"{name}-{metadata['Version']}", name)
        if not texts:
            troubles.append(f"{name} carries no text of its licence; put it into installer/licences/{name}")
        found.append(Licensed(name, metadata["Version"], licence, texts))
    if troubles:
        raise BuildError("; ".join(troubles))
    return found


def _copy_texts(info: Path, to: Path, name: str) -> tuple[str, ...]:
    inside = info / "licenses"
    sources = {p: p.relative_to(inside) for p in sorted(inside.rglob("*")) if p.is_file()}
    sources |= {
        p: p.relative_to(info) for p in sorted(info.iterdir()) if p.is_file() and _TEXTS.match(p.name)
    }
    own = _OWN / name
    if own.is_dir():
        sources |= {p: p.relative_to(own) for p in sorted(own.iterdir())}
    for source, relative in sources.items():
        target = to / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return tuple(sorted((Path(to.name) / relative).as_posix() for relative in sources.values()))


def write_index(to: Path, licensed: list[Licensed], runtime: str) -> Path:
    """Write the list that people read: `to`/licences/README.txt."""
    path = to / FOLDER / "README.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "CSO Desk is under the Apache License 2.0, see cso-desk/LICENSE. It comes with these parts:",
        "",
        f"{runtime}  (PSF-2.0; see python/)",
        *(f"{each.name} {each.version}  ({each.licence})" for each in licensed),
        "",
        "PySide6, shiboken6 and Qt are used under the LGPL 3: they lie as libraries of their own in the",
        "folder packages and may be replaced by changed ones. Their source: https://download.qt.io/official_releases/",
        "The fonts of the program are under the SIL Open Font License 1.1; see the app's resources/fonts.",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return path
