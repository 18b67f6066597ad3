"""Making files for other hubs: for whom, by which way, how big it would be, and where it is written."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cso_desk.bundles.attachments import MAIL, STICK, Profile
from cso_desk.bundles.hub_states import ON_STICK, note_way
from cso_desk.bundles.packing import Made, Planned, make_bundle, plan_bundle
from cso_desk.desk.file_dialogs import ask_folder
from cso_desk.desk.session import Session
from cso_desk.features.library.service.sets import promised_records
from cso_desk.store.store import NATIONAL
from cso_desk.trust.devices import devices
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage


class Giving:
    """What the card Give is about. `to`: for which hub; `by_mail`: small, to be sent by Telegram or mail.

    `planned`: how big it would be, where somebody asked; `asking_openly`: whether a person is being asked
    about a file that whoever finds it could read.
    """

    def __init__(self, page: "ExchangePage", session: Session) -> None:
        self._page, self._session = page, session
        self.to = "" if session.store.hub == NATIONAL else NATIONAL
        self.by_mail = False
        self.planned: Planned | None = None
        self.asking_openly = False

    @property
    def _profile(self) -> Profile:
        return MAIL if self.by_mail else STICK

    def choose_hub(self, hub: str) -> None:
        """Choose for whom a file is made."""
        changed = self.asking_openly or self.planned is not None
        self.to, self.asking_openly, self.planned = hub, False, None
        if changed:
            self._page.draw()

    def choose_way(self, *, by_mail: bool) -> None:
        """Choose whether it goes on a stick or by Telegram or mail."""
        self.by_mail, self.planned = by_mail, None
        self._page.draw()

    def plan(self) -> None:
        """Find out how big the file would be; nothing is written."""
        store, hub, profile = self._session.store, self.to, self._profile

        def work(progress: Any) -> Planned:
            promised = promised_records(store, hub)
            return plan_bundle(store, hub, profile, promised=promised, progress=progress)

        self._session.work(_("Looking how big it is…"), work, self._planned, alone=True)

    def _planned(self, planned: Planned) -> None:
        self.planned = planned
        self._page.draw()

    def start(self) -> None:
        """Ask where to write the file; first whether to, where whoever finds it could read it."""
        if any(each.hub == self.to for each in devices(self._session.store)):
            self.ask_where()
        else:
            self.ask_openly(ask=True)

    def ask_openly(self, *, ask: bool) -> None:
        """Ask before a file is written that anybody could read."""
        self.asking_openly = ask
        self._page.draw()

    def ask_where(self, kind: str = "delta", to: str = "", *, openly: bool = False) -> None:
        """Ask where to write a file, then make it."""
        ask_folder(
            self._page,
            _("Where to write the file, for example a stick"),
            lambda folder: self.make(folder, kind=kind, to=to, openly=openly),
        )

    def make(self, folder: Path, *, kind: str = "delta", to: str = "", openly: bool = False) -> None:
        """Write a file for the hub that is chosen, or for `to`, into a folder.

        `openly` writes changes for a hub of which no device is known, which whoever finds the file can read.
        """
        hub, store, profile = to or self.to, self._session.store, self._profile
        plain = openly or kind in ("hello", "request")

        def work(progress: Any) -> Made:
            promised = promised_records(store, hub) if kind == "delta" else ()
            return make_bundle(
                store, hub, kind=kind, profile=profile, promised=promised, folder=folder, allow_plain=plain,
                progress=progress,
            )  # fmt: skip

        self._session.work(_("Making the file…"), work, self._made, alone=True)

    def _made(self, made: Made) -> None:
        note_way(self._session.store, [made.uid], ON_STICK)
        said = ngettext(
            "{file} was written with {number} change.",
            "{file} was written with {number} changes.",
            made.changes,
            number=digits(made.changes),
            file=made.path.name,
        )
        if made.kind == "hello":
            said = _("The introduction {file} was written. Give it to the other hub.", file=made.path.name)
        elif made.kind == "request":
            said = _("The request {file} was written. Give it to the other hub.", file=made.path.name)
        elif made.further:
            said += " " + ngettext(
                "{number} more part belongs to it.",
                "{number} more parts belong to it.",
                len(made.further),
                number=digits(len(made.further)),
            )
        self._session.notify(said)
        self.asking_openly, self.planned = False, None
        if made.kind == "request":
            self._page.asked_for_missing()
        self._page.draw()


def planned_said(planned: Planned) -> str:
    """How big a file would be."""
    size = -(-planned.bytes // 100_000)
    parts = ngettext("{number} part", "{number} parts", planned.volumes, number=digits(planned.volumes))
    files = ngettext("{number} file", "{number} files", planned.files, number=digits(planned.files))
    changes = ngettext("{number} change", "{number} changes", planned.changes, number=digits(planned.changes))
    return _(
        "{changes}, {files}, about {size} MB in {parts}",
        changes=changes, files=files, size=digits(f"{size // 10}.{size % 10}"), parts=parts,
    )  # fmt: skip
