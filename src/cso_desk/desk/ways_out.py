"""What a person may do at once about something that was refused, where the refusal stands."""

from cso_desk.desk.session import Session
from cso_desk.errors import UserError
from cso_desk.widgets.notices import WayOut
from cso_desk.wording import _


def report_problem(session: Session) -> None:
    """Open the report of a problem over the page."""
    from cso_desk.desk.problem_page import ProblemPage  # noqa: PLC0415  it checks stores: heavy, and rare

    session.show_over(ProblemPage(session))


def way_out(session: Session, cause: UserError | None) -> WayOut | None:
    """The way out of a refusal, None where its sentence says all there is to do."""
    if cause is None:
        return None
    # Not before something is refused: the window is there before the code of the features is read.
    from cso_desk.features.meetings.record.closing import ClosedQuarterError  # noqa: PLC0415
    from cso_desk.features.meetings.record.locking import LockedMinutesError  # noqa: PLC0415
    from cso_desk.features.meetings.service import reopen_quarter, set_minutes_state  # noqa: PLC0415

    store = session.store
    if isinstance(cause, ClosedQuarterError) and cause.hub == store.hub:
        quarter = cause.quarter

        def reopen(reason: str) -> None:
            if session.attempt(lambda: reopen_quarter(store, quarter, reason)):
                session.say(_("The quarter is open again. Make the change once more."))

        return WayOut(lambda: _("Why it must be opened again"), lambda: _("Open again"), reopen)
    if isinstance(cause, LockedMinutesError) and cause.meeting:
        meeting = cause.meeting

        def unlock(reason: str) -> None:
            if session.attempt(lambda: set_minutes_state(store, meeting, "amended", reason=reason)):
                session.say(_("The minutes are unlocked. Make the change once more, then lock them again."))

        return WayOut(lambda: _("Why the minutes must be changed"), lambda: _("Unlock"), unlock)
    return None
