"""tools/words.py gathers every message, and loses no translation."""

import gettext
from pathlib import Path

import pytest
import words


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    return tmp_path


def write(project: Path, source: str, name: str = "a.py") -> None:
    (project / "src" / name).write_text(source, "utf-8")


@pytest.mark.parametrize(
    ("source", "messages"),
    [
        ('_("One {a}", a=1)', {"One {a}"}),
        ('FIELDS = [N_("Name")]', {"Name"}),
        ('say("Total")', {"Total"}),
        ('words("km")("Total")', {"Total"}),
        ('self._say("Total")', {"Total"}),
        ('w = words(lang)\nw("Total")', {"Total"}),
        ('def f(talk: Words):\n    talk("Total")', {"Total"}),
        ('_("yes" if x else "no")', {"yes", "no"}),
        ('_("one " + "two")', {"one two"}),
        ('ngettext("{count} row", "{count} rows", n)', {("{count} row", "{count} rows")}),
        ('say.plural("{count} row", "{count} rows", n)', {("{count} row", "{count} rows")}),
        ('words(l).plural("{count} row", "{count} rows", n)', {("{count} row", "{count} rows")}),
        ('_("{count} row")\nngettext("{count} row", "{count} rows", n)', {("{count} row", "{count} rows")}),
        ('def f(paper: Speech):\n    paper("Total")', {"Total"}),
        ("def plural(one, many, n):\n    return words(l).plural(one, many, n)", set()),
        ("_(record.label)", set()),
        ('print("not for the catalogue")', set()),
    ],
)
def test_messages_are_gathered(project: Path, source: str, messages: set[object]) -> None:
    write(project, source)
    found = words.gather(project)
    assert set(found.messages) == messages
    assert found.problems == []


@pytest.mark.parametrize(
    "source",
    [
        '_(f"row {x}")',
        '_("row {}".format(x))',
        '_("row " + x)',
        "N_(label)",
        "ngettext(one, many, 3)",
        'TITLE = "Members"\n_(TITLE)',
        'ngettext("a", "b", n)\nngettext("a", "c", n)',
        "def (",
    ],
)
def test_what_cannot_be_gathered_is_told(project: Path, source: str) -> None:
    write(project, source)
    assert len(words.gather(project).problems) == 1


def test_english_says_the_message_and_khmer_the_translation(project: Path) -> None:
    write(project, '_("Total\\nrows"); ngettext("{count} row", "{count} rows", n)')
    assert words.translate(["Total\\nrows\tសរុប", "{count} row|||{count} rows\t{count} ជួរ"], project) == []
    words.update(project)
    assert words.check(project) == []
    km = gettext.translation("cso_desk", project / "translations", ["km"])
    en = gettext.translation("cso_desk", project / "translations", ["en"])
    assert km.gettext("Total\nrows") == "សរុប"
    assert km.ngettext("{count} row", "{count} rows", 1) == "{count} ជួរ"
    assert en.gettext("Total\nrows") == "Total\nrows"
    assert en.ngettext("{count} row", "{count} rows", 2) == "{count} rows"


def test_a_lost_placeholder_and_an_unknown_message_are_refused(project: Path) -> None:
    write(project, '_("{count} files in {folder}")')
    refused = words.translate(["{count} files in {folder}\tឯកសារ {count}", "Nowhere\tគ្មាន"], project)
    assert len(refused) == 2
    assert words.missing(root=project) == ["{count} files in {folder}\t"]


def test_missing_words_fail_the_check(project: Path) -> None:
    write(project, '_("Total")')
    words.update(project)
    assert words.check(project) == ["km.po: no translation: Total"]
    write(project, '_("Total"); _("More")')
    assert len([p for p in words.check(project) if "not in the catalogue" in p]) == 2


def test_a_translation_outlives_a_broken_or_moved_source(project: Path) -> None:
    write(project, '_("Total")')
    words.translate(["Total\tសរុប"], project)
    write(project, "def (")
    words.update(project)
    assert words.missing(root=project) == []
    write(project, "")
    words.update(project)
    write(project, '_("Total")', "b.py")
    words.update(project)
    assert words.missing(root=project) == []


def test_an_english_text_changed_by_a_proof_reader_stays(project: Path) -> None:
    write(project, '_("Colour")')
    words.update(project)
    english = project / "translations" / "en.po"
    english.write_text(english.read_text("utf-8").replace('msgstr "Colour"', 'msgstr "Color"'), "utf-8")
    words.update(project)
    assert 'msgstr "Color"' in english.read_text("utf-8")


def test_gathering_twice_changes_nothing(project: Path) -> None:
    write(project, '_("b {x}"); _("a"); ngettext("{count} c", "{count} cs", 1)')
    words.update(project)
    before = {p: p.read_bytes() for p in (project / "translations").glob("*.po")}
    words.update(project)
    assert before == {p: p.read_bytes() for p in (project / "translations").glob("*.po")}
