"""The timeline of a record: what is dated about it, the latest first, some at a time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, button, column
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.record_column import RecordColumn
from cso_desk.widgets.showing import days, title_of
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.journal.timeline import Event

_LONGEST = 44  # letters of a name: a button does not break its line


class TimelinePanel(RecordColumn):
    """Everything dated about one record; Enter or a click opens what is told."""

    def _draw(self) -> None:
        events = self._host.timeline(self._kind, self._record.id, self.shown + 1) if self._record else []
        if not events:
            self.setWidget(_nothing())
            return
        lines: list[QWidget] = []
        year = ""
        for each in events[: self.shown]:
            if (now := _year(each.day)) != year:
                year = now
                lines.append(Label(days(year), "group"))
            lines.append(self._line(each))
        if len(events) > self.shown:
            lines.append(self._more())
        self.show_lines(lines, gap=4)

    def _link(self, event: "Event", name: str) -> QWidget:
        made = button(
            lambda: _short(name), lambda: self._host.go_to_record(event.kind, event.record), name="link"
        )
        made.setToolTip(name)
        return made

    def _line(self, event: "Event") -> QWidget:
        kind = self._host.store.shelves.types[event.kind]
        head = [_shown_day(event.day), _said(kind, event)]
        names = list(dict.fromkeys(title_of(each) for each in event.names))
        rest = [*names[1:], *(_(each) for each in event.choices)]
        whole = QWidget()
        layout = column(Label("   ".join(head), "quiet", wrap=True), gap=0)
        if event.before:
            layout.addWidget(Label(f"{event.before}  →  {event.after or '—'}", wrap=True))
        if names:
            layout.addWidget(self._link(event, names[0]), 0, Qt.AlignmentFlag.AlignLeft)
        if rest and event.via:
            layout.addWidget(Label(" · ".join(rest), wrap=True))
        whole.setLayout(layout)
        return whole


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _said(kind: RecordType, event: "Event") -> str:
    """What it is that happened on the day."""
    if event.before:
        return _("Name changed")
    field = kind.fields.get(event.field)
    label = _(field.kind.label) if field else ""
    if not event.via:
        return label
    via = kind.fields[event.via].kind
    # A meeting is told of its chair as "Meeting: Chair", a position of its person as "Position: From".
    if not kind.parent:
        label = _(via.label)
    return f"{_(kind.label)}: {label}" if len(kind.dates) > 1 or not kind.parent else _(kind.label)


def _year(day: str) -> str:
    return day.lstrip("/")[:4]


def _shown_day(day: str) -> str:
    try:
        return days(day)
    except (ValueError, IndexError):
        return day


def _nothing() -> EmptyPage:
    return EmptyPage(
        "clock",
        lambda: _("Timeline"),
        lambda: _("Positions, meetings and other things with a day are told here in the order of time."),
    )
