"""Meetings saved for the calendar of a telephone: one, those of a series, or what the list shows."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cso_desk.features.hub.form import list_paper
from cso_desk.widgets.host import Host, Paper
from cso_desk.wording import _, language, ngettext

if TYPE_CHECKING:
    from cso_desk.features.meetings.printing import CalendarFile
    from cso_desk.widgets.list_page import ListPage


def save_calendar(host: Host, parent: QWidget, name: str, *, meeting: str = "", series: str = "") -> None:
    """Ask where to write a meeting, or those of a series, and write them."""
    host.choose_where(
        parent,
        _("Where to write the calendar file"),
        f"{name}.ics",
        lambda path: write_calendar(host, path, meeting=meeting, series=series),
    )


def write_calendar(host: Host, path: Path, *, meeting: str = "", series: str = "") -> None:
    """Write a meeting, or those of a series, in the language of the window, and say what is in the file."""
    # Heavy to import, and calendars are written seldom.
    from cso_desk.documents.saving import save_bytes  # noqa: PLC0415
    from cso_desk.features.meetings.printing import meetings_calendar  # noqa: PLC0415

    def act() -> None:
        asked = {meeting} if meeting else None
        made = meetings_calendar(host.store, language(), meetings=asked, series=series)
        save_bytes(path, made.data)
        host.notify(" ".join([_("Saved as {file}.", file=path.name), _told(made)]))

    host.attempt(act)


def meetings_paper(page: "ListPage") -> Paper:
    """The paper of the list of meetings, with its rows for a calendar too."""
    rows, store, paper = page.model.snapshot(only=page.chosen()), page.host.store, list_paper(page)
    said = [""]

    def make(language: str, suffix: str, progress: Callable[[int, int], None]) -> bytes:
        if suffix != "ics":
            return paper.make(language, suffix, progress)
        from cso_desk.features.meetings.printing import meetings_calendar  # noqa: PLC0415  heavy

        ids = {each.id for records, _titles in rows() for each in records}
        made = meetings_calendar(store, language, meetings=ids)
        said[0] = _told(made)
        return made.data

    def remark(suffix: str) -> str:
        return said[0] if suffix == "ics" else ""

    return replace(paper, make=make, suffixes=(*paper.suffixes, "ics"), remark=remark)


def _told(made: "CalendarFile") -> str:
    """How many meetings a file has, and why others are not in it."""
    from cso_desk.features.meetings.printing import left_out  # noqa: PLC0415  see above

    count = ngettext("{count} meeting is in it.", "{count} meetings are in it.", made.count)
    return " ".join([count, *left_out(made)])
