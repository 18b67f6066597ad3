"""A set of 200 titles goes from the nation to a hub with its files, by two files and in both windows."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from secretary import Secretary
from typing_in import all_of

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.desk.session import hub_name
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.form.file_page import FilePage
from cso_desk.features.library.form.sets import SetHubs
from cso_desk.features.library.record import LibrarySet, LibraryTitle, TitleVersion
from cso_desk.features.library.service.file_texts import waiting_files
from cso_desk.features.library.service.sets import set_lines
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext, use_language

TITLES, PADDING = 200, 60_000
"""So many files of so many bytes are more than one file of 10 MB takes."""
SUBJECT = "ប្រជាធិបតេយ្យ"
KILLED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from cso_desk.assembly import open_store
from cso_desk.desk.window import DeskWindow
from cso_desk.widgets.operation import RunnerAtOnce

class PowerCut(RunnerAtOnce):
    def start(self, operation):
        operation.progressed.connect(lambda done, total: cut(operation, done, total))
        super().start(operation)

def cut(operation, done, total):
    if receiving and total and done > total // 2:
        os.kill(os.getpid(), signal.SIGKILL)

receiving = False
application = QApplication([])
desk = DeskWindow(open_store(Path(sys.argv[1])), PowerCut())
exchange = desk.page("exchange")
exchange.check(Path(sys.argv[2]))
receiving = True
exchange.receive()
"""


@pytest.fixture
def folders(look: None, tmp_path: Path) -> dict[str, Path]:
    """The nation with 200 laws and their files, and a hub that knows it; both are closed."""
    stores = {hub: create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("00", "02")}
    for source, reader in (("00", "02"), ("02", "00")):
        receive_bundle(stores[reader], make_bundle(stores[source], "", kind="hello").path, backup=False)
    shelve(stores["00"])
    for store in stores.values():
        store.close()
    return {hub: tmp_path / hub for hub in stores}


@pytest.fixture(autouse=True)
def khmer(look: None) -> Iterator[None]:
    use_language("km")
    yield
    use_language("en")


def law(number: int) -> bytes:
    """A page, with bytes behind its end that nobody can make smaller."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(200, 200), pageCompression=0, invariant=1)
    canvas.drawString(20, 150, f"Sub-decree {number} on gardens")
    canvas.save()
    return out.getvalue() + b"\n%" + random.Random(number).randbytes(PADDING)


def shelve(store: Store) -> None:
    blobs = blobs_of(store)
    kept = [(number, blobs.add(BytesIO(law(number)))) for number in range(1, TITLES + 1)]
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_km="សៀវភៅមួយទៀត"))
        for number, blob in kept:
            title = t.add(
                LibraryTitle(kind="sub_decree", number=str(number), title_km=f"អនុក្រឹត្យលេខ {number}",
                             subjects=(SUBJECT,))
            )  # fmt: skip
            file = StoredFile(blob.sha256, blob.size, f"SD {number}.pdf", "application/pdf")
            t.add(TitleVersion(title=title.id, label="v2", files=(file,)))


class Sitting:
    """Somebody before the open window of a hub; whoever leaves it closes window and store."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.store = open_store(folder)
        self.window = DeskWindow(self.store, RunnerAtOnce())
        self.window.resize(1366, 728)
        self.window.show()
        self.window.activateWindow()
        self.secretary = Secretary(self.window, qtbot)

    def __enter__(self) -> Secretary:
        return self.secretary

    def __exit__(self, *_error: object) -> None:
        self.window.take_down()
        self.store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_set_of_200_titles_travels_by_two_files_is_interrupted_and_is_whole_and_read(
    folders: dict[str, Path], qtbot: QtBot, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with Sitting(folders["00"], qtbot) as nation:
        make_the_set(nation)
        promise_it(nation)
        hand_it_out(nation, stick)
    first, second = sorted(stick.iterdir(), key=lambda path: (len(path.name), path.name))
    lose_power_while_it_comes(folders["02"], first)
    with Sitting(folders["02"], qtbot) as hub:
        assert all_of(hub.window.session.store, LibrarySet) == []
        take_in(hub, first, 1)
        assert 0 < complete(hub) < TITLES
        look_at_the_set(hub, "half of it")
    with Sitting(folders["02"], qtbot) as hub:
        take_in(hub, second, 2)
        assert complete(hub) == TITLES
        look_at_the_set(hub, "all of it")
        read_and_find(hub)


def make_the_set(nation: Secretary) -> None:
    nation.press(_("Library"))
    nation.see("library")
    page: Any = nation.window.page("library")
    nation.click(page.titles.filter)
    nation.type(SUBJECT)
    nation.see("laws")
    nation.press(_("Make a set"))
    nation.see("set")
    nation.fill(_("Title in Khmer"), "បណ្តុំច្បាប់សម្រាប់ខេត្ត")
    (made,) = all_of(nation.window.session.store, LibrarySet)
    assert len(made.titles) == TITLES


def promise_it(nation: Secretary) -> None:
    nation.press(_("Hubs"), "tab")
    nation.see("hubs")
    hubs = next(each for each in nation.window.findChildren(SetHubs) if each.isVisible())
    hubs.table.setCurrentCell(0, 0)
    nation.qtbot.keyClick(hubs.table, Qt.Key.Key_Space)
    nation.see("ticked")


def hand_it_out(nation: Secretary, stick: Path) -> None:
    nation.press(_("Exchange"))
    nation.see("exchange")
    nation.pick(_("For which hub"), hub_name("02"))
    nation.press(_("By Telegram or mail"), "segment")
    nation.press(_("Make the file…"))
    nation.choose_file(stick)
    nation.see("written")
    more = ngettext(
        "{number} more part belongs to it.", "{number} more parts belong to it.", 1, number=digits(1)
    )
    assert nation.reads(more)


def lose_power_while_it_comes(hub: Path, file: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_HALF_WAY, str(hub), str(file)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL


def take_in(hub: Secretary, file: Path, part: int) -> None:
    hub.press(_("Exchange"))
    hub.press(_("Choose the file…"))
    hub.choose_file(file)
    hub.see("looked at")
    assert hub.reads(_("Part {number} of {count}", number=digits(part), count=digits(2)))
    hub.press(_("Take it in"))
    hub.see("taken in")


def complete(hub: Secretary) -> int:
    store = hub.window.session.store
    (came,) = all_of(store, LibrarySet)
    return sum(line.complete for line in set_lines(store, came.id))


def look_at_the_set(hub: Secretary, name: str) -> None:
    (came,) = all_of(hub.window.session.store, LibrarySet)
    hub.window.open_record("library_set", came.id)
    hub.press(_("Titles"), "tab")
    hub.see(name)
    said = ngettext(
        "{whole} of {number} title is here with all its files.",
        "{whole} of {number} titles are here with all their files.",
        TITLES, whole=digits(complete(hub)), number=digits(TITLES),
    )  # fmt: skip
    assert hub.reads(said)


def read_and_find(hub: Secretary) -> None:
    store = hub.window.session.store
    hub.window.session.file_readings.begin()
    assert waiting_files(store) == []
    hub.press(_("Library"))
    page: Any = hub.window.page("library")
    hub.window.open_page("library", "search")
    hub.see("search")
    hub.fill(_("Search in the files"), "gardens 182", Qt.Key.Key_Return)
    hub.see("found")
    assert [row.hit.title.number for row in page.search.rows] == ["182"]
    hub.click(page.search.rows[0])
    hub.see("read")
    (shown,) = hub.window.findChildren(FilePage)
    assert "182" in shown.text.toPlainText()
