"""The release notes of a version in both languages: what CHANGELOG.md says in short, with its Khmer."""

import re
from pathlib import Path

from installer.release import ROOT, BuildError, version
from installer.updates import CHANGES, read_changes

_IN_SHORT = "In short"
_TITLES = {"km": "CSO Desk {version}", "en": "CSO Desk {version}: what is new"}


def in_short(changelog: str, of: str) -> list[str]:
    """What the section of a version, or the one not released yet, says in short. Raises BuildError."""
    sections = {
        part.partition("\n")[0].strip(): part for part in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]
    }
    told = next((part for name, part in sections.items() if name.split(",")[0].split(" ")[0] == of), "")
    parts = re.split(r"^### ", told or sections.get("Unreleased", ""), flags=re.MULTILINE)
    short = next((part.partition("\n")[2] for part in parts if part.startswith(f"{_IN_SHORT}\n")), "")
    lines = [" ".join(each.split()) for each in re.split(r"^- ", short, flags=re.MULTILINE)[1:]]
    if not lines:
        raise BuildError(f"CHANGELOG.md has no “{_IN_SHORT}” for {of}")
    return lines


def release_notes(of: str = "", root: Path = ROOT) -> str:
    """The notes of a version, Khmer first, as Markdown.

    Raises BuildError where its lines in docs/releases are not those that CHANGELOG.md says in short.
    """
    named = of or version(root)
    said = in_short((root / "CHANGELOG.md").read_text("utf-8"), named)
    translated = read_changes(root / CHANGES.relative_to(ROOT) / f"{named}.tsv")
    differing = set(said) ^ set(translated["en"])
    if differing or len(said) != len(translated["en"]):
        raise BuildError(f"CHANGELOG.md and docs/releases/{named}.tsv differ in: {sorted(differing)}")
    khmer = dict(zip(translated["en"], translated["km"], strict=True))
    lines = {"km": [khmer[each] for each in said], "en": said}
    return "\n".join(
        f"# {title.format(version=named)}\n\n" + "".join(f"- {each}\n" for each in lines[language])
        for language, title in _TITLES.items()
    )
