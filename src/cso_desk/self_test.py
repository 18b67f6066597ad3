"""Tries out the installed program from end to end, in a folder of its own that is removed afterwards."""

import contextlib
import os
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

import pypdfium2

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.commands.result import OUR_FAULT, Result
from cso_desk.documents.paper import Column, Paper, Paragraph, Table
from cso_desk.documents.pdf import write_pdf
from cso_desk.documents.workbook import Sheet, SheetColumn, write_workbook
from cso_desk.errors import UserError
from cso_desk.features.hub.service import save_profile
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import add_organisation
from cso_desk.importers.preview import read_list
from cso_desk.journal.undo import redo, undo
from cso_desk.khmer.normalise import fold
from cso_desk.places.gazetteer import children, place, show_place
from cso_desk.records.base import Record
from cso_desk.settings import home_folder
from cso_desk.store.files import DATABASE
from cso_desk.store.search import search
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import N_, _, words

_PASSPHRASE = "self-test of this installation"  # noqa: S105  opens a store that lives for a second
_HUB = "02"


class FailedError(Exception):
    """A part of the program did something else than it should; the text says what."""


@dataclass(frozen=True)
class Trial:
    """How one part did; `milliseconds` by the clock on the wall."""

    name: str
    ok: bool
    milliseconds: int
    problem: str = ""


def run(_args: Namespace) -> Result:
    """Try every part; the exit code is that of a fault of ours where one does not do."""
    with tempfile.TemporaryDirectory(prefix="cso-desk-self-test-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        with _home_in(folder):
            trials = [_tried(label, work, folder) for label, work in _TRIALS]
    ok = all(trial.ok for trial in trials)
    lines = [
        f"{_('works') if each.ok else _('DOES NOT WORK')}  {_(each.name)}  {each.problem}".rstrip()
        for each in trials
    ]
    lines.append(
        _("This installation works.") if ok else _("This installation does not work. Install it again.")
    )
    return Result({"ok": ok, "trials": [asdict(each) for each in trials]}, lines, code=0 if ok else OUR_FAULT)


@contextlib.contextmanager
def _home_in(folder: Path) -> Iterator[None]:
    """The marks of the trial's stores must not stay in the user's own folder."""
    before = os.environ.get("CSO_DESK_HOME")
    os.environ["CSO_DESK_HOME"] = str(folder / "home")
    try:
        yield
    finally:
        if before is None:
            del os.environ["CSO_DESK_HOME"]
        else:
            os.environ["CSO_DESK_HOME"] = before


def _tried(name: str, work: Callable[[Path], None], folder: Path) -> Trial:
    began = time.monotonic()
    problem = ""
    try:
        work(folder)
    except Exception as error:  # noqa: BLE001  whatever goes wrong is what is being looked for
        problem = f"{type(error).__name__}: {error}"
    return Trial(name, not problem, round((time.monotonic() - began) * 1000), problem)


def _check(fact: object, what: str) -> None:
    if not fact:
        raise FailedError(what)


def _names() -> list[str]:
    """Khmer words to try with: the districts of one province."""
    return [each.name_km for each in children(_HUB)]


def _store(folder: Path) -> None:
    name = _names()[0]
    store, code = create_store(folder / "one", _HUB, passphrase=_PASSPHRASE)
    with contextlib.closing(store):
        save_profile(store, name_km=show_place(_HUB, "km"), name_en=show_place(_HUB, "en"))
        add_organisation(store, Organisation(name_km=name, place=children(_HUB)[0].code))
    for secret in (_PASSPHRASE, code):
        with contextlib.closing(open_store(folder / "one", secret)) as again:
            _check(_organisation(again, name), "the record is not there again")
    try:
        open_store(folder / "one", "another passphrase").close()
    except UserError:
        pass
    else:
        raise FailedError("a wrong passphrase opened the store")
    for path in (folder / "one").glob(f"{DATABASE}*"):
        _check(name.encode() not in path.read_bytes(), "the store is not encrypted")
    _check(home_folder().is_relative_to(folder), "the trial left its folder")


def _organisation(store: Store, name: str) -> Record | None:
    with store.reading() as reading:
        found = reading.all(Organisation, reading.table(Organisation).c.name_km == name)
        return found[0] if found else None


def _steps(folder: Path) -> None:
    name = _names()[1]
    with contextlib.closing(open_store(folder / "one", _PASSPHRASE)) as store:
        add_organisation(store, Organisation(name_km=name))
        undo(store)
        _check(_organisation(store, name) is None, "undo did not take the record back")
        redo(store)
        _check(_organisation(store, name), "redo did not bring the record back")
        _check(any(each.title_km == name for each in search(store, name)), "the search does not find it")


def _paper(folder: Path) -> None:
    names, path = _names(), folder / "paper.pdf"
    table = Table([Column("1"), Column("2")], [[each, each] for each in names])
    write_pdf(Paper(words("km")("Minutes"), [Paragraph(" ".join(names)), table]), path)
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        text = fold("\n".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()
    missing = [each for each in names if fold(each) not in text]
    _check(not missing, f"not found in the paper: {missing}")


def _sheet(folder: Path) -> None:
    path, say = folder / "list.xlsx", words("en")
    columns = [SheetColumn(say("Name in Khmer")), SheetColumn(say("Sex")), SheetColumn(say("Phone numbers"))]
    rows = [[each, "F", f"012 345 {number:03}"] for number, each in enumerate(_names())]
    write_workbook([Sheet("1", columns, rows)], path)
    [reading] = read_list(path)
    _check(reading.records == len(rows), f"{reading.records} rows were read instead of {len(rows)}")
    _check(all(row.get("sex") == "F" for row in reading.rows), "a column was not understood")


def _exchange(folder: Path) -> None:
    ours, _code = create_store(folder / "ours", _HUB, passphrase=None)
    nation, _code = create_store(folder / "nation", NATIONAL, passphrase=None)
    name = _names()[2]
    with contextlib.closing(ours), contextlib.closing(nation):
        add_organisation(ours, Organisation(name_km=name, consent=True))
        made = make_bundle(ours, NATIONAL, folder / "to-nation.csobundle", allow_plain=True)
        done = receive_bundle(nation, made.path)
        _check(done.changes and _organisation(nation, name), "the record did not arrive")
        _check(not receive_bundle(nation, made.path).changes, "a bundle was taken in twice")
        undo_receive(nation, done.uid)
        _check(_organisation(nation, name) is None, "the bundle was not taken back")


def _places(_folder: Path) -> None:
    _check(place("02"), "the list of places is not there")
    _check(len(children("")) == 25, "provinces are missing")
    _check(words("km")("Minutes") != "Minutes", "the Khmer words are not there")


def _window(_folder: Path) -> None:
    import_module("PySide6.QtWidgets")


_TRIALS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    (N_("Words and places"), _places),
    (N_("Encrypted store"), _store),
    (N_("Undo, redo and search"), _steps),
    (N_("Khmer paper"), _paper),
    (N_("Reading a list"), _sheet),
    (N_("Exchange"), _exchange),
    (N_("Window"), _window),
)
