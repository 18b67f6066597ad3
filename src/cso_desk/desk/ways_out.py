"""What a person may do at once about something that was refused, where the refusal stands."""

from cso_desk.desk.session import Session
from cso_desk.errors import UserError
from cso_desk.widgets.notices import WayOut
from cso_desk.wording import _


def way_out(session: Session, cause: UserError | None) -> WayOut | None:
    """The way out of a refusal, None where its sentence says all there is to do."""
    if cause is None:
        return None
    # Not before something is refused: the window is there before the code of the features is read.
    from cso_desk.features.meetings.record.closing import ClosedQuarterError  # noqa: PLC0415
    from cso_desk.features.meetings.service import reopen_quarter  # noqa: PLC0415

    if not isinstance(cause, ClosedQuarterError) or cause.hub != session.store.hub:
        return None

    def reopen(reason: str) -> None:
        if session.attempt(lambda: reopen_quarter(session.store, cause.quarter, reason)):
            session.say(_("The quarter is open again. Make the change once more."))

    return WayOut(lambda: _("Why it must be opened again"), lambda: _("Open again"), reopen)
