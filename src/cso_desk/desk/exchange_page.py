"""Exchange with other hubs by files on a stick: make one, take one in, and see what went where."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.bundles.listing import BundleLine, bundles_of
from cso_desk.bundles.packing import Made, make_bundle
from cso_desk.bundles.receiving import (
    Checked,
    NewDevice,
    Preview,
    Received,
    check_bundle,
    preview_bundle,
    receive_bundle,
    undo_receive,
)
from cso_desk.bundles.trust import devices
from cso_desk.desk.file_dialogs import ask_folder, ask_open
from cso_desk.desk.scroll_page import ScrollPage
from cso_desk.desk.session import Session, hub_name
from cso_desk.journal.reviews import conflicts
from cso_desk.places.gazetteer import children
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, line, named, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import N_, _, ngettext

_MOST = 12
_STATES = {
    "made": N_("Made; nobody has confirmed it yet"),
    "proved": N_("Arrived"),
    "taken": N_("Taken in"),
    "undone": N_("Taken back"),
}


class ExchangePage(ScrollPage):
    """Cards: what waits for a decision, the file just looked at, make, take in, files, devices."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._to = "" if session.store.hub == NATIONAL else NATIONAL
        self._looked_at: tuple[Checked, Preview | None] | None = None

    # --- what can be done ---

    def make(self, folder: Path) -> None:
        """Write a bundle for the hub that is chosen into a folder."""
        to, store = self._to, self._session.store

        def work(progress: Any) -> Made:
            return make_bundle(store, to, folder=folder, allow_plain=True, progress=progress)

        self._session.work(_("Making the file…"), work, self._made, alone=True)

    def check(self, path: Path) -> None:
        """Look at a file and say what taking it in would do; nothing is changed."""
        store = self._session.store

        def work(progress: Any) -> tuple[Checked, Preview | None]:
            checked = check_bundle(store, path)
            return checked, preview_bundle(store, path, progress=progress) if checked.can_receive else None

        self._session.work(_("Looking at the file…"), work, self._checked, alone=True)

    def receive(self, accept: str = "") -> None:
        """Take in the file that was looked at."""
        if self._looked_at is None:
            return
        path, store = self._looked_at[0].path, self._session.store

        def work(progress: Any) -> Received:
            return receive_bundle(store, path, accept=accept, receipt=path.parent, progress=progress)

        self._session.work(_("Taking the file in…"), work, self._received, alone=True)

    def take_back(self, uid: str) -> None:
        """Remove what a bundle brought, as if it had never come."""

        def done(count: int) -> None:
            self._session.notify(
                ngettext(
                    "{number} change was taken back.",
                    "{number} changes were taken back.",
                    count,
                    number=digits(count),
                )
            )
            self.draw()

        store = self._session.store
        self._session.work(_("Taking it back…"), lambda _progress: undo_receive(store, uid), done, alone=True)

    def open_record(self, what: str) -> None:
        """Open the review of differences where that was asked for."""
        if what == "conflicts":
            self._session.review()

    # --- cards ---

    def cards(self) -> list[QWidget]:
        store = self._session.store
        with store.reading() as reading:
            waiting = len(conflicts(reading.connection, store.shelves))
        shown: list[QWidget] = [holder(column(Label(_("Exchange"), "title"), self._said(), gap=0))]
        if waiting:
            shown.append(self._waiting(waiting))
        if self._looked_at is not None:
            shown.append(self._looked_at_card(*self._looked_at))
        shown.append(holder(row(self._make_card(), self._take_card(), gap=12)))
        shown.append(self._files_card(bundles_of(store)))
        shown.append(self._devices_card())
        return shown

    def _said(self) -> Label:
        return Label(
            _(
                "Hubs work without internet. What you enter travels in one signed file on a stick or by "
                "Telegram, and comes back with what others entered. Nothing is ever lost by it."
            ),
            "quiet",
            wrap=True,
        )

    def _waiting(self, count: int) -> QFrame:
        said = ngettext(
            "{number} difference waits for a decision: two hubs entered different values.",
            "{number} differences wait for a decision: two hubs entered different values.",
            count,
            number=digits(count),
        )
        look = button(lambda: _("Decide now"), self._session.review, name="primary")
        inside = row(
            IconLabel("git-merge", 24, "warn"), Label(said, wrap=True), look, margins=(16, 10, 12, 10)
        )
        inside.setStretch(1, 1)
        return frame("caution", inside)

    def _make_card(self) -> QFrame:
        box = CalmComboBox()
        named(box, lambda: _("For which hub"))
        own = self._session.store.hub
        hubs = [NATIONAL, *(province.code for province in children(""))]
        for hub in hubs:
            if hub != own:
                box.addItem(hub_name(hub), hub)
        box.setCurrentIndex(max(0, box.findData(self._to)))
        self._to = str(box.currentData())
        box.activated.connect(lambda _place: setattr(self, "_to", str(box.currentData())))
        make = button(lambda: _("Make the file…"), self._ask_folder, name="primary", picture="export")
        inside = column(
            Label(_("Give"), "heading"),
            Label(_("A file with everything that this hub is not known to have."), "quiet", wrap=True),
            box,
            make,
            None,
            margins=(20, 12, 20, 16),
        )
        return frame("card", inside)

    def _take_card(self) -> QFrame:
        look = button(
            lambda: _("Choose the file that came…"), self._ask_file, name="primary", picture="download-simple"
        )
        inside = column(
            Label(_("Take in"), "heading"),
            Label(
                _("You see who made the file and what it would change before anything is changed."),
                "quiet",
                wrap=True,
            ),
            None,
            look,
            margins=(20, 12, 20, 16),
        )
        return frame("card", inside)

    def _looked_at_card(self, checked: Checked, preview: Preview | None) -> QFrame:
        inside = column(
            Label(checked.path.name, "heading", wrap=True),
            Label(
                _("From {hub}, made {when}", hub=hub_name(checked.from_hub), when=clock_time(checked.made_at))
            ),
            Label(_("Signed by {fingerprint}", fingerprint=digits(checked.signed_by)), "quiet"),
            gap=4,
            margins=(20, 12, 20, 16),
        )
        for problem in checked.problems:
            inside.addWidget(Label(problem, "bad", wrap=True))
        if preview is not None:
            inside.addWidget(Label(_preview_text(preview, self._session), wrap=True))
        for device in checked.new_devices:
            inside.addWidget(Label(_device_text(device), "warn", wrap=True))
        take = button(lambda: _("Take it in"), self._take, name="primary", picture="check")
        take.setEnabled(checked.can_receive)
        leave = button(lambda: _("Leave it"), self._leave)
        inside.addLayout(row(None, leave, take))
        return frame("card", inside)

    def _files_card(self, lines: list[BundleLine]) -> QFrame:
        inside = column(Label(_("Files made and taken in"), "heading"), gap=2, margins=(20, 12, 20, 12))
        for each in lines[:_MOST]:
            inside.addWidget(line())
            inside.addWidget(self._file_line(each))
        if not lines:
            inside.addWidget(Label(_("No file was made or taken in yet."), "quiet"))
        return frame("card", inside)

    def _file_line(self, each: BundleLine) -> QWidget:
        out = each.direction == "out"
        way = _("To {hub}", hub=hub_name(each.hub)) if out else _("From {hub}", hub=hub_name(each.hub))
        said = [Label(way), Label(_(_STATES.get(each.status, "")), "quiet")]
        counted = ngettext("{number} change", "{number} changes", each.changes, number=digits(each.changes))
        inside = row(
            IconLabel("export" if out else "download-simple", 18),
            holder(column(*said, gap=0)),
            None,
            Label(counted, "quiet"),
            Label(clock_time(each.at), "quiet"),
            gap=12,
        )
        if each.can_undo:
            inside.addWidget(button(lambda: _("Take back"), lambda: self.take_back(each.uid), name="flat"))
        made = holder(inside)
        made.setToolTip(Path(each.file).name)
        return made

    def _devices_card(self) -> QFrame:
        inside = column(
            Label(_("Devices"), "heading"),
            Label(
                _(
                    "Read the fingerprint to each other by phone before you trust a device for the first "
                    "time."
                ),
                "quiet",
                wrap=True,
            ),
            gap=2,
            margins=(20, 12, 20, 12),
        )
        for each in devices(self._session.store):
            inside.addWidget(line())
            name = ", ".join(part for part in (hub_name(each.hub), each.name) if part)
            own = [Label(_("this device"), "badge")] if each.own else []
            inside.addWidget(holder(row(Label(name), *own, None, Label(digits(each.fingerprint), "code"))))
        return frame("card", inside)

    # --- answers ---

    def _ask_folder(self) -> None:
        ask_folder(self, _("Where to write the file, for example a stick"), self.make)

    def _ask_file(self) -> None:
        filters = _("Files of CSO Desk") + " (*.csob *.csobundle *.bundle);;" + _("All files") + " (*)"
        ask_open(self, _("Choose the file that came"), filters, self.check)

    def _made(self, made: Made) -> None:
        said = ngettext(
            "{file} was written with {number} change.",
            "{file} was written with {number} changes.",
            made.changes,
            number=digits(made.changes),
            file=made.path.name,
        )
        self._session.notify(" ".join(part for part in (said, made.why_plain) if part))
        self.draw()

    def _checked(self, looked_at: tuple[Checked, Preview | None]) -> None:
        self._looked_at = looked_at
        self.draw()
        self.verticalScrollBar().setValue(0)

    def _take(self) -> None:
        new = self._looked_at[0].new_devices if self._looked_at else ()
        self.receive(accept=new[0].fingerprint if new else "")

    def _leave(self) -> None:
        self._looked_at = None
        self.draw()

    def _received(self, received: Received) -> None:
        self._looked_at = None
        said = ngettext(
            "{number} change was taken in.", "{number} changes were taken in.", received.changes,
            number=digits(received.changes),
        )  # fmt: skip
        if received.receipt_path is not None:
            said += " " + _("Carry the receipt {file} back with the stick.", file=received.receipt_path.name)
        self._session.notify(said)
        self.draw()
        if received.conflicts:
            self._session.review()


def _preview_text(preview: Preview, session: Session) -> str:
    types = session.store.shelves.types
    kinds = [
        f"{_(types[name].plural)}: {digits(count)}" for name, count in preview.types.items() if name in types
    ]
    said = [
        ngettext(
            "{number} change would be made.",
            "{number} changes would be made.",
            preview.changes,
            number=digits(preview.changes),
        )
    ]
    if kinds:
        said.append("  ·  ".join(kinds))
    if preview.conflicts:
        said.append(
            ngettext(
                "{number} difference would wait for a decision.",
                "{number} differences would wait for a decision.",
                preview.conflicts,
                number=digits(preview.conflicts),
            )
        )
    return "\n".join(said)


def _device_text(device: NewDevice) -> str:
    return _(
        "New device of {hub}: {name}, fingerprint {fingerprint}. Take the file in only if its owner "
        "reads you the same digits.",
        hub=hub_name(device.hub),
        name=device.name,
        fingerprint=digits(device.fingerprint),
    )
