"""What Today says where files of the outbox still wait to be made anew after an erasure."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cso_desk.desk.attention import attention
from cso_desk.desk.session import Session
from cso_desk.journal.erasing import are_files_due
from cso_desk.widgets.controls import button
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.bundles.erased_files import Cleared


def outbox_due(session: Session) -> list[QWidget]:
    """The line, with a button that tries it now; nothing where all files were made."""
    store = session.store
    if not are_files_due(store):
        return []
    # Nobody was erased in most stores, and what makes bundles is big.
    from cso_desk.bundles.erased_files import clear_files, is_outbox_due, told_of_cleared  # noqa: PLC0415

    if not is_outbox_due(store):
        return []

    def tell(cleared: "Cleared") -> None:
        session.notify(" ".join(told_of_cleared(cleared)))
        made.setVisible(bool(cleared.why))

    def again() -> None:
        session.work(_("Making the files anew…"), lambda _progress: clear_files(store), tell)

    said = _("Somebody was erased, and files for other hubs still have to be made anew without them.")
    go = button(lambda: _("Try again"), again, picture="arrow-clockwise", writes="data")
    made = attention("arrows-left-right", said, go)
    return [made]
