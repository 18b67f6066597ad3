"""The file that was looked at: what it is, what it would do, and the digits that a person compares first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QPushButton

from cso_desk.bundles.many import Arrival
from cso_desk.bundles.receiving import Checked, NewDevice, Preview, check_bundle, preview_bundle
from cso_desk.desk.exchange_cards import PADDING, compare_card
from cso_desk.desk.exchange_words import device_said, origin_said, preview_said
from cso_desk.desk.session import Session
from cso_desk.desk.trust_cards import root_card
from cso_desk.errors import UserError
from cso_desk.widgets.controls import Label, button, column, part
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits
from cso_desk.wording import _

Accept = Callable[[str], object]


@dataclass(frozen=True)
class LookedAt:
    """A file and what taking it in would do; `preview` is None where it cannot be taken in."""

    checked: Checked
    preview: Preview | None

    @property
    def unmet(self) -> tuple[NewDevice, ...]:
        """The devices whose digits a person has to compare first."""
        return Arrival(self.checked.path, self.checked).unmet

    @property
    def brings_nothing(self) -> bool:
        """Whether everything in the file is here already; a receipt or a request has its use even so."""
        checked, preview = self.checked, self.preview
        if preview is None or checked.kind not in ("delta", "full"):
            return False
        known = not (checked.new_devices or checked.strangers or checked.root or checked.files)
        return known and not (preview.changes or preview.conflicts)


def look_at_file(session: Session, path: Path, progress: Callable[[int, int], None]) -> LookedAt:
    """Check a file and find out what it would do, as if its strange devices were accepted."""
    store = session.store
    checked = check_bundle(store, path)
    accept = ",".join([checked.root, *(device.fingerprint for device in checked.strangers)]).strip(",")
    if not checked.can_receive and not accept:
        return LookedAt(checked, None)
    try:
        return LookedAt(checked, preview_bundle(store, path, accept=accept, progress=progress))
    except UserError:
        # Its problems are told by `checked` already.
        return LookedAt(checked, None)


class LookedAtCard(QFrame):
    """Shows the file. `take` gets the fingerprints that were compared, divided by commas."""

    def __init__(
        self, session: Session, looked_at: LookedAt, take: Accept, leave: QPushButton, request: QPushButton
    ) -> None:
        super().__init__()
        part(self, "card")
        self._looked_at, self._compared = looked_at, set[str]()
        checked, preview = looked_at.checked, looked_at.preview
        inside = column(
            Label(checked.path.name, "heading", wrap=True),
            Label(origin_said(checked)),
            Label(_("Signed by {fingerprint}", fingerprint=digits(checked.signed_by)), "quiet"),
            gap=4,
            margins=PADDING,
        )
        if not (checked.strangers or checked.root) or preview is None:
            for problem in checked.problems:
                inside.addWidget(Label(problem, "bad", wrap=True))
        # To join a network is a change even where no record is one.
        if preview is not None and (preview.changes or not checked.root):
            inside.addWidget(Label(preview_said(preview, checked, session), wrap=True))
        if checked.root and preview is not None:
            inside.addWidget(root_card(checked.root, False, partial(self._tick, checked.root)))
        for device in looked_at.unmet:
            inside.addWidget(self._compare(device))
        for device in checked.new_devices:
            if device not in looked_at.unmet:
                inside.addWidget(Label(device_said(device), "quiet", wrap=True))
        self._take = button(
            lambda: _("Take it in"),
            lambda: take(",".join(sorted(self._compared))),
            name="" if looked_at.brings_nothing else "primary",
            picture="check",
            writes="data",
        )
        inside.addWidget(flowing(*self._choices(take, leave, request)))
        self.setLayout(inside)
        self._allow()

    def _choices(self, take: Accept, leave: QPushButton, request: QPushButton) -> Sequence[QPushButton]:
        checked = self._looked_at.checked
        if checked.gap:
            return request, leave
        if self._looked_at.brings_nothing:
            return button(lambda: _("Close"), leave.click, name="primary"), self._take
        if self._looked_at.preview is not None and self._looked_at.unmet and not checked.strangers:
            # Nothing is known of that hub yet, so the person may leave the comparing for later.
            return (
                self._take,
                button(lambda: _("Take in without comparing"), lambda: take(""), writes="data"),
                leave,
            )
        return self._take, leave

    def _compare(self, device: NewDevice) -> QFrame:
        return compare_card(device, False, partial(self._tick, device.fingerprint))

    def _tick(self, fingerprint: str, on: bool) -> None:
        (self._compared.add if on else self._compared.discard)(fingerprint)
        self._allow()

    def _allow(self) -> None:
        needed = {device.fingerprint for device in self._looked_at.unmet} | {self._looked_at.checked.root} - {
            ""
        }
        compared = needed <= self._compared
        self._take.setEnabled(self._looked_at.preview is not None and compared)
