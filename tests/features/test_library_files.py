"""Papers come into the library with what they say of themselves, in one step, whatever happens then."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from cso_desk.assembly import open_store
from cso_desk.documents.paper import Paper, Paragraph
from cso_desk.documents.pdf import write_pdf
from cso_desk.errors import CancelledError, UserError
from cso_desk.features.library.record import LibraryTitle, PageCorrection, TitleVersion
from cso_desk.features.library.service.corrections import doubted
from cso_desk.features.library.service.file_texts import (
    KeptTexts,
    correct_page,
    file_text,
    read_file_by_machine,
    read_waiting,
    waiting_files,
)
from cso_desk.features.library.service.search import find_texts
from cso_desk.features.library.service.taking_in import (
    SeenFile,
    Taken,
    files_in,
    forget_unnamed,
    look_at,
    take_files,
)
from cso_desk.journal.undo import undo
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blob_texts import GOOD, MISSING, REFUSED, texts_of
from cso_desk.store.blobs import blobs_of
from cso_desk.store.search_texts import index_behind
from cso_desk.store.store import Store

LAW = ("ច្បាប់ស្តីពីសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល", "ជំពូកទី ១ បទប្បញ្ញត្តិទូទៅ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Papers as they lie on a stick: a law as PDF and DOCX, a photo, a program, a leftover of a program."""
    made = tmp_path / "stick"
    (made / "laws").mkdir(parents=True)
    write_pdf(Paper(LAW[0], [Paragraph(LAW[1])], "km"), made / "laws" / "lango.pdf")
    document = Document()
    for text in LAW:
        document.add_paragraph(text)
    document.save(str(made / "laws" / "lango.docx"))
    Image.new("RGB", (600, 800), "grey").save(made / "notice.png")  # more than a pipe takes at once
    (made / "setup.exe").write_bytes(b"MZ" + b"\0" * 100)
    (made / "Thumbs.db").write_bytes(b"x")
    return made


def _titles(store: Store) -> list[LibraryTitle]:
    with store.reading() as reading:
        return reading.all(LibraryTitle)


def _versions(store: Store) -> list[TitleVersion]:
    with store.reading() as reading:
        return reading.all(TitleVersion)


def test_what_programs_leave_behind_is_no_file_to_add(folder: Path) -> None:
    assert [path.name for path in files_in([folder])] == [
        "notice.png",
        "setup.exe",
        "lango.docx",
        "lango.pdf",
    ]


def test_looking_changes_no_record_and_keeps_no_file(store: Store, folder: Path) -> None:
    seen = {each.path.name: each for each in look_at(store, [folder])}
    assert seen["lango.pdf"].guess.title_km == LAW[0]
    assert seen["lango.pdf"].guess.kind == "law"
    assert seen["lango.docx"].found.verdict == GOOD
    assert seen["notice.png"].found.verdict == MISSING
    assert (seen["setup.exe"].found.verdict, seen["setup.exe"].may_be_taken) == (REFUSED, False)
    assert _titles(store) == []
    assert blobs_of(store).held() == []


def test_files_come_in_as_one_step_and_their_text_with_them(store: Store, folder: Path) -> None:
    assert take_files(store, look_at(store, [folder])) == Taken(2, 2, 3)
    law = next(each for each in _titles(store) if each.title_km == LAW[0])
    version = next(each for each in _versions(store) if each.title == law.id)
    assert sorted(file.name for file in version.files) == ["lango.docx", "lango.pdf"]
    assert waiting_files(store) == []
    with store.reading() as reading:
        texts = [texts_of(reading.connection, file.sha256) for file in version.files]
    assert all(LAW[1][:9] in pages[0].text for pages in texts)
    undo(store)
    assert (_titles(store), _versions(store)) == ([], [])


def test_a_file_that_is_here_is_told_and_not_taken_again(store: Store, folder: Path) -> None:
    take_files(store, look_at(store, [folder]))
    copy = folder / "another name.pdf"
    copy.write_bytes((folder / "laws" / "lango.pdf").read_bytes())
    seen = look_at(store, [copy])
    assert [(each.here, each.may_be_taken) for each in seen] == [(LAW[0], False)]
    assert take_files(store, seen) == Taken(0, 0, 0)


def test_two_files_with_one_content_come_in_once_by_the_plainer_name(store: Store, folder: Path) -> None:
    shutil.copyfile(folder / "notice.png", folder / "a copy of notice.png")
    seen = {each.name: each.same for each in look_at(store, [folder])}
    assert seen["notice.png"] == ("a copy of notice.png",)
    assert "a copy of notice.png" not in seen


def test_a_paper_of_a_title_that_is_listed_becomes_its_version(store: Store, folder: Path) -> None:
    with store.transaction("Add") as t:
        listed = t.add(LibraryTitle(title_km=LAW[0], kind="law"))
    assert take_files(store, look_at(store, [folder / "laws"])) == Taken(0, 1, 2)
    assert [each.title for each in _versions(store)] == [listed.id]


def test_what_a_person_alters_is_what_is_kept(store: Store, folder: Path) -> None:
    seen = look_at(store, [folder / "notice.png"])
    altered = [
        replace(seen[0], guess=replace(seen[0].guess, title_km="សេចក្តីជូនដំណឹង", title_en="", date="2024-05"))
    ]
    take_files(store, altered)
    assert [(each.title_km, each.title_en, each.date_signed) for each in _titles(store)] == [
        ("សេចក្តីជូនដំណឹង", "", "2024-05")
    ]


def test_a_file_changed_after_it_was_looked_at_is_refused_and_nothing_stays(
    store: Store, folder: Path
) -> None:
    seen = look_at(store, [folder])
    with (folder / "laws" / "lango.pdf").open("ab") as file:
        file.write(b"%%EOF")
    with pytest.raises(UserError):
        take_files(store, seen)
    assert _titles(store) == []
    assert set(blobs_of(store).held()).isdisjoint({each.sha256 for each in seen})


def test_stopping_half_way_leaves_nothing_but_what_was_here(store: Store, folder: Path) -> None:
    blobs = blobs_of(store)
    before = blobs.add_file(folder / "notice.png")

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        take_files(store, look_at(store, [folder]), stop)
    assert blobs.held() == [before.sha256]
    assert _titles(store) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from cso_desk.assembly import open_store
from cso_desk.features.library.service.file_texts import read_waiting
from cso_desk.features.library.service.taking_in import look_at, take_files

def end():
    os.kill(os.getpid(), signal.SIGKILL)

def at_second(done, total):
    if done == 2:
        end()

store, papers, when = open_store(Path(sys.argv[1])), [Path(sys.argv[2])], sys.argv[3]
if when == "reading":
    read_waiting(store, at_second)
seen = look_at(store, papers, at_second if when == "looking" else None)
if when == "kept":
    store.on_changed(lambda changed: end())
take_files(store, seen, at_second if when == "keeping" else None)
"""


def _power_cut(store: Store, folder: Path, when: str) -> Store:
    """Close the store, have another process begin the work and kill it there; open the store again."""
    store.close()
    source = str(Path(__file__).resolve().parents[2] / "src")
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(store.folder), str(folder), when],
        env={**os.environ, "PYTHONPATH": source},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    return open_store(store.folder)


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
@pytest.mark.parametrize(
    ("when", "kept"), [pytest.param("looking", 0, marks=pytest.mark.long), ("keeping", 2)]
)
def test_a_power_cut_half_way_leaves_a_clean_store_and_the_next_try_ends_it(
    store: Store, folder: Path, when: str, kept: int
) -> None:
    again = _power_cut(store, folder, when)
    try:
        assert len(blobs_of(again).held()) == kept
        assert _titles(again) == []
        forget_unnamed(again)
        assert blobs_of(again).held() == []
        with again.reading() as reading:
            assert reading.connection.exec_driver_sql("SELECT count(*) FROM blob_text").scalar() == 0
        assert take_files(again, look_at(again, [folder])).files == 3
    finally:
        again.close()


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_after_a_power_cut_behind_the_step_everything_is_there_once(store: Store, folder: Path) -> None:
    again = _power_cut(store, folder, "kept")
    try:
        forget_unnamed(again)
        assert (len(_titles(again)), len(_versions(again)), len(blobs_of(again).held())) == (2, 2, 3)
        assert take_files(again, look_at(again, [folder])) == Taken(0, 0, 0)
        read_waiting(again)
        assert find_texts(again, LAW[1]).hits[0].title.title_km == LAW[0]
    finally:
        again.close()


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_texts_that_a_power_cut_left_unread_are_read_the_next_time(store: Store, folder: Path) -> None:
    take_files(store, look_at(store, [folder]))
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM blob_found")
    every = sorted(blobs_of(store).held())
    again = _power_cut(store, folder, "reading")
    try:
        assert waiting_files(again) == every
        assert read_waiting(again) == len(every)
        assert (waiting_files(again), len(_titles(again))) == ([], 2)
    finally:
        again.close()


def test_files_that_came_otherwise_are_read_when_there_is_time(store: Store, folder: Path) -> None:
    blob = blobs_of(store).add_file(folder / "laws" / "lango.pdf")
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_km=LAW[0], files=(StoredFile(blob.sha256, blob.size, "lango.pdf"),)))
        t.add(LibraryTitle(title_km="elsewhere", files=(StoredFile("a" * 64, 5, "not here.pdf"),)))
    assert waiting_files(store) == [blob.sha256]

    def stop(_done: int, _total: int) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        read_waiting(store, stop)
    assert waiting_files(store) == [blob.sha256]
    assert read_waiting(store) == 1
    assert (waiting_files(store), read_waiting(store)) == ([], 0)
    with store.reading() as reading:
        assert index_behind(reading) == 0
    assert file_text(store, blob.sha256).page_count == 1


def _tesseract(folder: Path, body: str) -> None:
    """A program that stands in for Tesseract: it takes what it takes and says what it says."""
    program = folder / "tesseract"
    program.write_text(f"#!{sys.executable}\n{body}")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


_SAYING = """
import sys
if "--list-langs" in sys.argv:
    print("List of available languages (2):\\neng\\nkhm")
else:
    import time
    time.sleep(0.3)  # it loads its languages before it takes the picture
    picture = sys.stdin.buffer.read()
    assert picture.startswith(b"P6 "), picture[:20]
    assert sys.argv[1:5] == ["stdin", "stdout", "-l", "khm+eng"], sys.argv
    sys.stdout.buffer.write("សេចក្តីជូនដំណឹង".encode())
"""


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_a_scan_is_read_by_machine_and_put_right_by_a_person(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_files(store, look_at(store, [folder / "notice.png"]))
    sha256 = blobs_of(store).held()[0]
    assert [(each.of.file.sha256, each.page) for each in doubted(store).pages] == [(sha256, 1)]
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(UserError):
        read_file_by_machine(store, sha256)
    _tesseract(tmp_path, _SAYING)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_file_by_machine(store, sha256) == 1
    assert [each.machine for each in doubted(store).files] == [True]
    assert [(each.text, each.source) for each in file_text(store, sha256).pages] == [("សេចក្តីជូនដំណឹង", "ocr")]
    title = _titles(store)[0]
    correct_page(store, title.id, sha256, 1, "សេចក្តីជូនដំណឹងលេខ ១")
    correct_page(store, title.id, sha256, 1, "សេចក្តីជូនដំណឹងលេខ ២ ")
    assert [(each.text, each.source) for each in file_text(store, sha256).pages] == [
        ("សេចក្តីជូនដំណឹងលេខ ២", "corrected")
    ]
    assert (doubted(store).pages, doubted(store).done) == ([], 1)
    with store.reading() as reading:
        assert [each.text for each in reading.all(PageCorrection)] == ["សេចក្តីជូនដំណឹងលេខ ២"]


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_a_machine_that_fails_is_told_as_a_sentence(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_files(store, look_at(store, [folder / "notice.png"]))
    (tmp_path / "broken").mkdir()
    _tesseract(
        tmp_path / "broken", "import sys\nprint('eng\\nkhm')\nsys.exit('--list-langs' not in sys.argv)"
    )
    monkeypatch.setenv("PATH", str(tmp_path / "broken"))
    with pytest.raises(UserError):
        read_file_by_machine(store, blobs_of(store).held()[0])


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_cancelling_ends_a_machine_that_hangs(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_files(store, look_at(store, [folder / "notice.png"]))
    (tmp_path / "hanging").mkdir()
    _tesseract(
        tmp_path / "hanging",
        "import sys, time\nprint('eng\\nkhm')\n'--list-langs' in sys.argv or time.sleep(600)",
    )
    monkeypatch.setenv("PATH", str(tmp_path / "hanging"))

    def stop(_done: int, total: int) -> None:
        if not total:  # it is at work
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        read_file_by_machine(store, blobs_of(store).held()[0], stop)
    assert file_text(store, blobs_of(store).held()[0]).pages == ()


def test_a_seen_file_that_nobody_takes_leaves_nothing(store: Store, folder: Path) -> None:
    seen: list[SeenFile] = look_at(store, [folder])
    with KeptTexts(store) as kept:
        kept.add("b" * 64, seen[0].found)
    forget_unnamed(store)
    with store.reading() as reading:
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM blob_found").scalar() == 0
