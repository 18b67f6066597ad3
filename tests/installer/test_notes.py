"""Release notes: what is told in short, in both languages, and never one without the other."""

from pathlib import Path

import pytest
from installer.notes import in_short, release_notes
from installer.release import BuildError

CHANGELOG = """# Changes

## Unreleased

### In short

- One thing that goes
  on in the next line.
- Another.

### Details

- Much more.

## 1.0.0, 1 December 2026

### In short

- The first.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "releases").mkdir(parents=True)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    return tmp_path


def translate(project: Path, *lines: str) -> None:
    path = project / "docs" / "releases" / "1.0.0.tsv"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def test_the_section_of_a_version_is_read_and_before_its_release_the_open_one() -> None:
    assert in_short(CHANGELOG, "1.0.0") == ["The first."]
    assert in_short(CHANGELOG, "1.1.0") == ["One thing that goes on in the next line.", "Another."]


def test_a_section_that_says_nothing_in_short_is_refused() -> None:
    with pytest.raises(BuildError, match="In short"):
        in_short("## 1.0.0\n\n- Much.\n", "1.0.0")


def test_the_notes_say_it_in_khmer_and_in_english(project: Path) -> None:
    translate(project, "The first.\tទីមួយ។")
    text = release_notes("1.0.0", project)
    khmer, english = text.split("# CSO Desk 1.0.0: what is new")
    assert "- ទីមួយ។" in khmer
    assert "- The first." in english


def test_a_line_without_its_khmer_is_told(project: Path) -> None:
    translate(project, "Something else.\tផ្សេង។")
    with pytest.raises(BuildError, match="Something else"):
        release_notes("1.0.0", project)


def test_the_version_that_is_built_next_has_its_notes() -> None:
    lines = release_notes().splitlines()
    told = [line for line in lines if line.startswith("- ")]
    assert len(told) % 2 == 0
    assert 3 <= len(told) // 2 <= 12
