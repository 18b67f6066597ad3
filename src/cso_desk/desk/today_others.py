"""Cards of Today beside the meetings: first steps of a new hub, what other hubs wait for, the last backup."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from cso_desk.bundles import hub_states as steps
from cso_desk.bundles.hub_states import HubState
from cso_desk.desk.attention import attention
from cso_desk.desk.backups_look import days_without_copy
from cso_desk.desk.session import Session, hub_name
from cso_desk.desk.today_look import Look
from cso_desk.journal.identity import BEHIND
from cso_desk.rescue.bringing_over import what_was_kept
from cso_desk.settings import home_folder, load_settings
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.store import NATIONAL
from cso_desk.store.upkeep import upkeep_of
from cso_desk.trust.directory import ACTIVE
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, line, row
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import N_, _, ngettext

_CARD = (20, 12, 20, 12)
_MOST_HUBS = 4

_DO = {
    steps.INTRODUCE: N_("Introduce us…"),
    steps.MAKE: N_("Make the file…"),
    steps.CARRY: N_("Carry the file…"),
    steps.WAIT: N_("Look at Exchange"),
    steps.REQUEST: N_("Ask for it…"),
    steps.DECIDE: N_("Decide…"),
}
"""The words on the button of each step."""


def first_steps(session: Session, found: Look) -> list[QWidget]:
    """What a new hub still has to begin with."""
    open_steps: list[tuple[str, str, Callable[[], object], str, str]] = []  # the last: what it writes
    if not found.members:
        open_steps.append(
            (N_("Bring the list of your members, from Excel as it is."), N_("Import the list of members…"),
             partial(session.import_list, "members"), "download-simple", "data")
        )  # fmt: skip
    if not found.due.meetings:
        open_steps.append(
            (N_("Plan your first meeting; its attendance sheet is printed from here."),
             N_("Plan a meeting"), partial(session.go, "meetings", "add"), "calendar-blank", "data")
        )  # fmt: skip
    known = any(hub.status == ACTIVE for hub in found.hubs)
    if not known and session.store.hub != NATIONAL and not session.store.practice:
        open_steps.append(
            (N_("Introduce this computer to the national hub, so that files for it are locked."),
             N_("Open Exchange"), partial(session.go, "exchange"), "arrows-left-right", "")
        )  # fmt: skip
    if not open_steps:
        return []
    inside = column(Label(_("First steps"), "heading"), gap=4, margins=_CARD)
    for number, (said, word, act, picture, writes) in enumerate(open_steps):
        inside.addWidget(line())
        what = Label(_(said), wrap=True)
        go = button(partial(_, word), act, name="" if number else "primary", picture=picture, writes=writes)
        inside.addLayout(_stretched(IconLabel("circle", 20, "accent"), what, go))
    return [frame("card", inside)]


def others_card(session: Session, found: Look) -> list[QWidget]:
    """What each hub has not received yet, and what came and went last."""
    told = [hub for hub in found.hubs if hub.devices or hub.made or hub.came]
    if not told:
        return []
    shown = sorted(told, key=lambda hub: (hub.step == steps.NOTHING, hub.hub != NATIONAL, hub.hub))
    inside = column(Label(_("Other hubs"), "heading"), gap=2, margins=_CARD)
    for hub in shown[:_MOST_HUBS]:
        inside.addWidget(line())
        inside.addWidget(_hub_line(session, hub))
    if len(shown) > _MOST_HUBS:
        more = digits(len(shown) - _MOST_HUBS)
        inside.addWidget(Label(_("and {count} more", count=more), "quiet"))
    return [frame("card", inside)]


def _hub_line(session: Session, hub: HubState) -> QWidget:
    said = Label(f"{hub_name(hub.hub)}: {_lacking(hub)}", wrap=True)
    last = Label(_last(hub), "quiet", wrap=True)
    parts: list[QWidget] = [holder(column(said, last, gap=0) if last.text() else column(said, gap=0))]
    if hub.step != steps.NOTHING:
        where = "conflicts" if hub.step == steps.DECIDE else ""
        parts.append(button(partial(_, _DO[hub.step]), partial(session.go, "exchange", where)))
    inside = row(*parts)
    inside.setStretch(0, 1)
    return holder(inside)


def _lacking(hub: HubState) -> str:
    """What is still on its way to a hub, and since when."""
    if hub.step == steps.INTRODUCE:
        return _("no computer of it is known here yet.")
    if not hub.lacks:
        return _("it has everything that is here.")
    if hub.receipt:
        return ngettext(
            "it has not confirmed {number} change yet; its last word came on {when}.",
            "it has not confirmed {number} changes yet; its last word came on {when}.",
            hub.lacks,
            number=digits(hub.lacks),
            when=clock_time(hub.receipt),
        )
    return ngettext(
        "it has not confirmed {number} change, and nothing came back from it so far.",
        "it has not confirmed {number} changes, and nothing came back from it so far.",
        hub.lacks,
        number=digits(hub.lacks),
    )


def _last(hub: HubState) -> str:
    """The last file in each direction."""
    said = []
    if hub.made is not None:
        said.append(_("last file to it: {when}", when=clock_time(hub.made.at)))
    if hub.came is not None:
        said.append(_("last file from it: {when}", when=clock_time(hub.came.at)))
    return "   ·   ".join(said)


def backup_card(session: Session, found: Look) -> list[QWidget]:
    """When a copy was last put beside the store."""
    if session.store.practice:
        return []
    if not found.backup:
        return []
    said = _("The last backup on this computer was made on {when}.", when=clock_time(found.backup))
    inside = row(IconLabel("floppy-disk", 18), Label(said, "quiet", wrap=True))
    inside.setStretch(1, 1)
    return [holder(inside)]


def care_cards(session: Session) -> list[QWidget]:
    """What a check found, what waits to be taken over after a restore, and a copy elsewhere that is due."""
    if session.store.practice:
        return []
    days = days_without_copy(session.store, load_settings(home_folder()).backup_days)
    return [*_behind(session), *_restored(session), *([_elsewhere(session, days)] if days else [])]


def _behind(session: Session) -> list[QWidget]:
    """Changes of this computer that its own file did not hold any more when it was opened."""
    count = int(kept_fact(session.store, BEHIND) or 0)
    if not count:
        return []
    said = ngettext(
        "The file of the store is older than what this computer wrote last: {number} change of ours is "
        "missing. If another hub has it, it comes back with the next file of that hub; else look for a newer "
        "backup.",
        "The file of the store is older than what this computer wrote last: {number} changes of ours are "
        "missing. What another hub has comes back with its next file; for the rest look for a newer backup.",
        count,
        number=digits(count),
    )

    def seen() -> None:
        if session.attempt(lambda: keep_fact(session.store, BEHIND, "")):
            made.hide()

    go = button(lambda: _("Open the backups"), partial(show_backups, session), name="primary")
    known = button(lambda: _("I have seen this"), seen, name="flat", writes="folder")
    made = attention("clock-counter-clockwise", said, known, go)
    return [made]


def _restored(session: Session) -> list[QWidget]:
    told = upkeep_of(session.store.folder).found
    if what_was_kept(session.store) is not None:
        told = _("The store was restored from a backup. What was entered since can be taken over.")
    if not told:
        return []
    look = button(lambda: _("Open the backups"), partial(show_backups, session), name="primary")
    return [attention("first-aid-kit", told, look)]


def show_backups(session: Session) -> None:
    """Open the page of backups over the desk."""
    # Most mornings nobody goes there.
    from cso_desk.desk.backups_page import BackupsPage  # noqa: PLC0415

    session.show_over(BackupsPage(session))


def _elsewhere(session: Session, days: int) -> QWidget:
    said = ngettext(
        "No copy of the data was put elsewhere for {number} day. If this computer is lost, so are they.",
        "No copy of the data was put elsewhere for {number} days. If this computer is lost, so are they.",
        days,
        number=digits(days),
    )
    go = button(lambda: _("Put a copy on a stick…"), partial(show_backups, session), name="primary")
    return attention("hard-drive", said, go)


def _stretched(picture: QWidget, what: QWidget, act: QPushButton) -> QBoxLayout:
    inside = row(picture, what, act)
    inside.setStretch(1, 1)
    return inside
