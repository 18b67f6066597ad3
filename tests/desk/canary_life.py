"""A day in the window with one name and one number everywhere; it ends when the process kills itself.

Run as `python canary_life.py FOLDER WHAT`: `enter` kills itself in the middle, `again` starts once more.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.catalog import RECORD_TYPES
from cso_desk.commands.running import run
from cso_desk.desk.application import Desk
from cso_desk.desk.faults import tell_faults
from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.shots import pages_in
from cso_desk.features.members.record import Organisation, Person
from cso_desk.records import kinds
from cso_desk.records.record_type import RecordType
from cso_desk.rescue.problem_report import save_problem_report
from cso_desk.settings import home_folder, load_settings
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED
from cso_desk.store.drafts import kept_drafts
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.private_folder import PassingFolder
from cso_desk.store.store import Store
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.theme import dress
from desk.canary_exchange import exchange, keep_a_paper, save_by_will

NAME, LATIN, PHONE = "សុខកាណារីវ៉ាន់ណា", "Zéphyrine Canarïvanna", "+85512998877"
CANARIES = (NAME, LATIN, PHONE.removeprefix("+855"))
PASSPHRASE = "rice in the rain"


def value_for(kind: kinds.Kind) -> Any:
    """The canary in the form of a field; None where the field holds no text of people."""
    if isinstance(kind, kinds.Phones):
        return (PHONE,)
    if isinstance(kind, kinds.Tags):
        return (LATIN,) if kind.free else None
    if isinstance(kind, kinds.Places | kinds.References):
        return None
    if isinstance(kind, kinds.Several):
        return (f"{NAME} {LATIN}",)
    return f"{NAME} {LATIN} {PHONE}" if isinstance(kind, kinds.Text) else None


def every_field(type_: RecordType) -> Any:
    """A record of a type with the canary in every field in which people type text."""
    values = {name: value_for(type_.fields[name].kind) for name in type_.typed}
    return type_.record(**{name: value for name, value in values.items() if value is not None})


def fill(store: Store) -> str:
    """One record of every type; one of them changed, put away and brought back. Gives an institution's id."""
    for type_ in RECORD_TYPES:
        with store.transaction("Add") as t:
            t.add(every_field(type_))
    with store.transaction("Edit") as t:
        women = t.add(Organisation(name_km=NAME, name_en="before", scope="network"))
        t.change(Organisation, women.id, name_en=LATIN)
        person = t.add(Person(name_km=NAME, phones=(PHONE,)))
    with store.transaction("Put {count} records into the trash", count=1) as t:
        t.trash(Person, person.id)
    return str(women.id)


def fail() -> None:
    raise KeyError(f"{NAME} {LATIN} {PHONE}")


class Failing:
    """A command that fails with a name in its message."""

    def add_arguments(self, parser: Any) -> None:
        """It takes none."""

    def run(self, args: Any) -> Any:
        fail()


def unlocked(folder: Path) -> Any:
    """The whole window with the desk of the store open."""
    window = Desk(folder, load_settings(home_folder()), home_folder(), RunnerAtOnce())
    tell_faults(window)
    window.show()
    window.begin()
    page: Any = window.centralWidget()
    page.passphrase.setText(PASSPHRASE)
    page.unlock()
    assert window.desk is not None
    return window


def work(window: Any, women: str, folder: Path) -> None:
    """Everything that handles the name: pages, search, a draft, a list, a paper, a backup, faults."""
    desk, store = window.desk, window.desk.session.store
    for _name, _shown in pages_in(desk):
        QApplication.processEvents()
    search = desk.top.search if isinstance(desk.top.search, QLineEdit) else desk.top.findChild(QLineEdit)
    search.setText(LATIN)
    desk.open_import("members")
    page = desk.findChildren(ImportPage)[-1]
    page.read(folder / "hers" / "list.csv")
    page.take_over()
    desk.close_over()
    desk.page("members").print_directory()
    for each in desk.findChildren(PaperPage):
        each.grab()
    desk.close_over()
    back_up(store, ASKED)
    make_bundle(store, "", kind="hello", folder=folder / "given")
    printing = window.printing = PassingFolder()
    (printing.path / "paper.pdf").write_bytes(LATIN.encode())
    run(["fail"], window=lambda _args: 0, further={"fail": ("Fails.", Failing())})
    desk.session.attempt(fail)
    QTimer.singleShot(0, window, fail)
    for _round in range(3):  # it fails, then it is told
        QApplication.processEvents()
    desk.open_record("organisation", women)
    field = desk.stack.currentWidget().organisations.pane.editor.editors["name_en"].control()
    field.setFocus()
    field.setText(f"{NAME} {LATIN} {PHONE}")
    window.watching.drafts.look()
    assert kept_drafts(store)


def main(folder: Path, what: str) -> None:
    application = QApplication([])
    dress(application)
    hub = home_folder() / "store"
    if what == "enter":
        store, _code = create_store(hub, "02", passphrase=PASSPHRASE, actor=NAME, cost=CHEAP)
        women = fill(store)
        keep_a_paper(store, folder / "hers" / "scan.pdf", CANARIES)
        exchange(store, folder / "given", PASSPHRASE)
        save_by_will(store, folder / "hers", CANARIES)
        store.close()
        work(unlocked(hub), women, folder)
        os.kill(os.getpid(), signal.SIGKILL)
    PassingFolder().remove()  # whoever prints next clears what the killed program left
    window = unlocked(hub)
    assert kept_drafts(window.desk.session.store)
    save_problem_report(folder / "given" / "problem.json", window.desk.session.store)
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
