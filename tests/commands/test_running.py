"""How commands answer: options anywhere, two languages, JSON, exit codes, faults, closed pipes."""

import json
import os
import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import command_line
import pytest
from command_line import Desk

from cso_desk.assembly import open_store
from cso_desk.commands.result import Result
from cso_desk.commands.running import run
from cso_desk.commands.speaking import usual_language
from cso_desk.commands.verbs import VERBS
from cso_desk.features.members.record import Organisation

empty, desk, filled = command_line.empty, command_line.desk, command_line.filled
made_once = command_line.made_once
ROOT = Path(__file__).resolve().parents[2]


def program(*words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "cso_desk", *words],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
def test_what_was_done_is_done_also_where_the_answer_finds_no_room(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cso_desk", "places", "Banan", "--lang", "en"],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
    assert done.returncode == 0
    assert b"It is done" in done.stderr


def test_every_verb_is_documented() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    titles = " ".join(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert {verb for verb in [*VERBS, "self-test"] if f"`{verb}`" not in titles} == set()


@pytest.mark.parametrize("verb", [*VERBS, "self-test"])
@pytest.mark.parametrize("lang", ["km", "en"])
def test_every_verb_has_help(empty: Desk, verb: str, lang: str) -> None:
    said = empty(verb, "--help", lang=lang)
    assert (said.code, said.err) == (0, "")
    assert f"cso-desk {verb}" in said.out


@pytest.mark.parametrize("place", [0, 1, 2])
def test_options_stand_before_or_after_the_verb(filled: Desk, place: int) -> None:
    words = ["list", "members"]
    words[place:place] = ["--json"]
    assert json.loads(filled(*words).out)["count"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("lsit",),
        ("list",),
        ("list", "members", "more"),
        ("init",),
        ("init", "--hub"),
        ("init", "--hub", "02", "--national"),
        ("meeting",),
        ("meeting", "dance"),
        ("set", "BTB-0001"),
        ("resolve",),
        ("--nonsense",),
        ("import", "x.xlsx", "--as", "nonsense"),
    ],
)
def test_what_is_not_understood_gets_a_sentence(filled: Desk, words: tuple[str, ...]) -> None:
    for lang in ("km", "en"):
        said = filled(*words, lang=lang)
        assert (said.code, said.out) == (2, "")
        assert "--help" in said.err
    assert set(filled.json(*words, code=2)) == {"error"}


def test_the_two_languages_say_it_differently(empty: Desk) -> None:
    assert empty("list", "members").err != empty("list", "members", lang="km").err


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "km_KH.UTF-8"}, "km"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "km_KH.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "CSO_DESK_LANG": "km"}, "km"),
        ({"LANG": "km_KH", "CSO_DESK_LANG": "en"}, "en"),
        ({"LANG": "km_KH", "CSO_DESK_LANG": "xx"}, "km"),
    ],
)
def test_the_language_is_the_persons_own(environment: dict[str, str], language: str) -> None:
    assert usual_language(environment) == language


def test_without_a_verb_the_window_opens(tmp_path: Path) -> None:
    opened: list[Namespace] = []

    def window(args: Namespace) -> int:
        opened.append(args)
        return 7

    assert run(["--store", str(tmp_path)], window=window, further={}) == 7
    assert opened[0].store == str(tmp_path)


def test_the_window_alone_starts_without_the_command_line() -> None:
    text = """
import sys, types
from cso_desk.__main__ import main
desk = sys.modules["cso_desk.desk.running"] = types.ModuleType("desk")
desk.run_desk = lambda folder, arrived: (6 if arrived else 5) if folder is None else 1
print(main([]), main(["a b.csobundle"]), main(["a.CSOUPDATE"]), "argparse" in sys.modules)
def fails(folder, arrived):
    raise OSError(28, "full", "store")
desk.run_desk = fails
print(main([]))
"""
    done = subprocess.run(
        [sys.executable, "-c", text],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "CSO_DESK_LANG": "en"},
    )
    assert done.stdout.splitlines() == ["5 6 6 False", "2"]
    assert done.stderr == "The disk is full, so nothing was saved. Free some space, then do it again.\n"


class Failing:
    """A verb that fails as told."""

    def __init__(self, failure: BaseException) -> None:
        self._failure = failure

    def add_arguments(self, parser: ArgumentParser) -> None:
        """It takes no arguments."""

    def run(self, args: Namespace) -> Result:
        raise self._failure


def fail(failure: BaseException, *words: str) -> int:
    further = {"fail": ("Fails.", Failing(failure))}
    return run(["--lang", "en", *words, "fail"], window=lambda _args: 0, further=further)


def test_a_fault_of_ours_is_noted_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert fail(RuntimeError("Sok Sopha 012345678")) == 1
    said = capsys.readouterr()
    assert (said.out, "Sok Sopha" in said.err) == ("", False)
    log = Path(os.environ["CSO_DESK_HOME"]) / "desk.log"
    assert str(log) in said.err
    noted = log.read_text("utf-8")
    assert "RuntimeError" in noted
    assert "test_running:" in noted
    assert "Sok Sopha" not in noted
    assert fail(RuntimeError("x"), "--json") == 1
    assert set(json.loads(capsys.readouterr().out)) == {"error"}


def test_text_that_cannot_be_read_is_refused(filled: Desk) -> None:
    for words in (("set", "BTB-0001", "name_en=\udcff"), ("add", "organisation", "name_en=\udcff")):
        assert filled(*words).code == 2
    assert filled("show", "\udcff").code == 2


def test_ctrl_c_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert fail(KeyboardInterrupt()) == 2
    assert "Stopped" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (OSError(28, "No space left on device"), "disk is full"),
        (PermissionError(13, "Permission denied", "secret.pdf"), "secret.pdf"),
    ],
)
def test_a_disk_that_does_not_let_us_is_no_fault_of_ours(
    capsys: pytest.CaptureFixture[str], failure: OSError, told: str
) -> None:
    assert fail(failure) == 2
    assert told in capsys.readouterr().err


def test_the_program_runs_as_a_process(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    made = program(
        "--store", store, "init", "--hub", "02", "--name-km", "មជ្ឈមណ្ឌល", "--json", LANG="C", LC_ALL="C"
    )
    assert (made.returncode, made.stderr) == (0, b"")
    assert json.loads(made.stdout.decode("utf-8"))["name_km"] == "មជ្ឈមណ្ឌល"
    refused = program("--store", store, "show", "nothing", PYTHONIOENCODING="ascii", CSO_DESK_LANG="km")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.decode("utf-8").strip()


def test_commands_and_help_do_not_load_the_window() -> None:
    text = "import sys; from cso_desk.__main__ import main; main(sys.argv[1:])\n"
    text += "print([m for m in sys.modules if m in ('PySide6', 'sqlalchemy', 'reportlab')])"
    expected = {("--help",): "[]", ("places", "Banan"): "[]", ("list", "members"): "['sqlalchemy']"}
    for words, loaded in expected.items():
        done = subprocess.run(
            [sys.executable, "-c", text, *words],
            check=True,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        assert done.stdout.splitlines()[-1] == loaded, words


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
def test_a_reader_that_has_enough_breaks_nothing() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "cso_desk", "places", "Phum", "--level", "village", "--limit", "5000"],
        check=False,
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_others_wrote_never_speaks_to_the_terminal(filled: Desk) -> None:
    """Escapes move the cursor, hide lines and give the window another title."""
    store = open_store(filled.folder)
    with store.transaction("Add") as t:
        t.add(Organisation(name_en="Evil\x1b[2J\x1b]0;owned\x07\x08\x9b31m", phones=("\x1b[31m1",)))
        t.add(Organisation(name_en="Two\nlines\tand a tab"))
    store.close()
    for words in (("list", "organisation"), ("history",), ("show", "BTB-0003"), ("search", "Evil")):
        said = filled(*words)
        assert said.code == 0
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", said.out + said.err)
    assert "Evil[2J]0;owned31m" in filled("list", "organisation").out
    assert "Two\nlines\tand a tab" in filled("list", "organisation").out
    assert "\x1b" not in filled("show", "\x1b[31m").err
