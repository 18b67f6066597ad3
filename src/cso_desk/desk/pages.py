"""The list of pages: what stands in the sidebar, in this order, and how each page is made.

A page is imported when it is first opened, so that the window stands before anything heavy is read.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cso_desk.wording import N_

if TYPE_CHECKING:
    from cso_desk.bundles.holdings import Holding
    from cso_desk.desk.session import Session

Making = Callable[["Session"], QWidget]


@dataclass(frozen=True)
class Page:
    """One place of the sidebar. `kinds` are the record types it opens."""

    name: str
    label: str
    icon: str
    load: Callable[[], "Making"]
    kinds: tuple[str, ...] = ()

    def make(self, session: "Session") -> QWidget:
        """The page in a window; `load` has read its code, in a thread where there was time."""
        return self.load()(session)


def _today() -> "Making":
    from cso_desk.desk.today_page import TodayPage

    return TodayPage


def _members() -> "Making":
    from cso_desk.features.members.page import MembersPage

    def made(session: "Session") -> QWidget:
        def erase(record: str) -> None:
            from cso_desk.desk.erasure_page import open_erasure

            open_erasure(session, record)

        return MembersPage(session, erase)

    return made


def _meetings() -> "Making":
    from cso_desk.features.meetings.page import MeetingsPage

    return MeetingsPage


def _library() -> "Making":
    from cso_desk.features.library.page import LibraryPage

    def made(session: "Session") -> QWidget:
        def told(groups: Mapping[str, Collection[str]]) -> "Sequence[Holding]":
            from cso_desk.bundles.holdings import holdings

            return holdings(session.store, groups)

        return LibraryPage(session, told)

    return made


def _reports() -> "Making":
    from cso_desk.desk.reports_page import ReportsPage

    return ReportsPage


def _exchange() -> "Making":
    from cso_desk.desk.exchange_page import ExchangePage

    return ExchangePage


PAGES = (
    Page("today", N_("Today"), "sun-horizon", _today),
    Page(
        "members",
        N_("Members"),
        "users-three",
        _members,
        (
            "organisation",
            "person",
            "position",
            "organisation_name",
            "membership",
            "relation",
            "contact_group",
            "group_membership",
            "compliance_year",
        ),
    ),
    Page(
        "meetings",
        N_("Meetings"),
        "calendar-blank",
        _meetings,
        (
            "meeting",
            "series",
            "agenda_item",
            "attendance",
            "printed_sheet",
            "minutes_entry",
            "decision",
            "action",
            "minutes_step",
        ),
    ),
    Page(
        "library",
        N_("Library"),
        "books",
        _library,
        (
            "library_title",
            "title_version",
            "title_link",
            "library_copy",
            "waiting_reader",
            "loan",
            "distribution",
            "library_set",
            "set_promise",
        ),
    ),
    Page("reports", N_("Reports"), "chart-bar", _reports, ("quarter_report", "quarter_result")),
    Page("exchange", N_("Exchange"), "arrows-left-right", _exchange),
)


def page_of(kind: str) -> Page | None:
    """The page that shows records of this type."""
    return next((page for page in PAGES if kind in page.kinds), None)
