"""A name that was typed everywhere is in no file in plain sight, also after the program was killed.

Everything that the program writes lies below one folder: its home, the system's temporary folder, what is
given to other hubs and to helpers, and what it prints. What the person keeps herself (`hers`) is left out.
"""

import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from desk import canary_life

ROOT = Path(canary_life.__file__).parents[2]
LIST = "ល.រ,ឈ្មោះអង្គភាព,Name of institution,ទូរស័ព្ទ\n1,{name},{latin},012 998 877\n"


def forms(text: str) -> Iterator[bytes]:
    """How a text may stand in a file: in several codings, letters put together or apart, escaped, in hex."""
    for form, coding in product(("NFC", "NFD"), ("utf-8", "utf-16-le", "utf-16-be", "unicode_escape")):
        raw = unicodedata.normalize(form, text).encode(coding)
        yield from (raw, raw.lower(), raw.hex().encode())


def found_in(data: bytes, canaries: tuple[str, ...]) -> list[str]:
    return [each for each in canaries if any(form in data for form in forms(each))]


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file with its content, and those inside of packed ones."""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        place = str(path.relative_to(folder))
        yield place, os.fsencode(path.name) + path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield f"{place}:{name}", packed.read(name)


def live(folder: Path, what: str) -> int:
    """One life of the program in a process with a home of its own; what it prints is kept beside."""
    named = {"HOME": "home", "USERPROFILE": "home", "CSO_DESK_HOME": "home/desk", "TMPDIR": "temp",
             "XDG_CONFIG_HOME": "home/.config", "XDG_DATA_HOME": "home/.local/share", "TEMP": "temp",
             "XDG_CACHE_HOME": "home/.cache", "XDG_STATE_HOME": "home/.state", "TMP": "temp"}  # fmt: skip
    environment = {**os.environ, **{name: str(folder / place) for name, place in named.items()}}
    environment["PYTHONPATH"] = os.pathsep.join(str(ROOT / each) for each in ("src", "tests"))
    environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, str(canary_life.__file__), str(folder), what]
    with (folder / f"{what}.printed").open("wb") as printed:
        done = subprocess.run(command, env=environment, stdout=printed, stderr=printed, check=False)
    return done.returncode


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is left when the program was killed in the middle of its work, and started once more."""
    folder = tmp_path_factory.mktemp("canary")
    for name in ("home", "temp", "hers", "given"):
        (folder / name).mkdir()
    told = LIST.format(name=canary_life.NAME, latin=canary_life.LATIN)
    (folder / "hers" / "list.csv").write_text(told, "utf-8")
    assert live(folder, "enter") == -9, (folder / "enter.printed").read_text("utf-8")
    assert live(folder, "again") == 0, (folder / "again.printed").read_text("utf-8")
    return folder


def test_the_search_for_it_would_find_it(tmp_path: Path) -> None:
    for number, form in enumerate(forms(canary_life.LATIN)):
        (tmp_path / str(number)).write_bytes(b"before" + form + b"after")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("part", canary_life.LATIN)
    missed = [name for name, data in files_below(tmp_path) if not found_in(data, (canary_life.LATIN,))]
    assert missed == ["packed.zip"]


def test_what_was_typed_everywhere_is_in_no_file(lived: Path) -> None:
    leaks = {
        name: leaked
        for name, data in files_below(lived)
        if not name.startswith("hers") and (leaked := found_in(data, canary_life.CANARIES))
    }
    assert leaks == {}


def test_what_she_saved_by_will_holds_it(lived: Path) -> None:
    """Her own folder has papers, cards and lists with the name, so their makers had it in hand."""
    hers = [name for name, data in files_below(lived / "hers") if found_in(data, canary_life.CANARIES)]
    kinds = ("scan.pdf", "copy.pdf", "people.vcf", "library.xlsx:", "list.csv")
    assert [each for each in kinds if not any(name.startswith(each) for name in hers)] == []


def test_no_paper_and_no_picture_stands_open(lived: Path) -> None:
    """Pages that were drawn, small pictures of papers and copies of them hold names that no search reads."""
    begins = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"BM", b"PK\3\4")
    opened = [
        str(path.relative_to(lived))
        for path in lived.rglob("*")
        if path.is_file() and not path.is_relative_to(lived / "hers") and path.read_bytes().startswith(begins)
    ]
    assert opened == []


def test_there_was_something_to_look_into(lived: Path) -> None:
    names = {name for name, data in files_below(lived) if len(data) > len(name)}
    kinds = ("store.db", "desk.log", "settings.json", "keyslots", ".csobundle", "backup.json", "problem.json",
             "outbox/", "given/nation/store.db", "files/")  # fmt: skip
    assert [each for each in kinds if not any(each in name for name in names)] == []
    log = (lived / "home" / "desk" / "desk.log").read_text("utf-8")
    assert log.count("KeyError") == 3
    assert log.count("__main__") >= 3


def test_no_paper_that_was_being_printed_stays(lived: Path) -> None:
    names = [name for name, _data in files_below(lived) if not name.startswith("hers")]
    assert [name for name in names if name.endswith((".pdf", ".png"))] == []
