"""The history of a record: who changed what and when, what it was before, and a button that puts it back."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, button, column, frame, part, row
from cso_desk.widgets.host import HistoryLine, Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import clock_time, show
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

MOST_SHOWN = 200


class HistoryPanel(QScrollArea):
    """Every change of one record, newest first."""

    def __init__(self, host: Host, kind: RecordType) -> None:
        super().__init__()
        self._host, self._kind = host, kind
        self._record: Record | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        live(self, self._draw)

    def show_record(self, record: Record) -> None:
        self._record = record
        self._draw()

    def _draw(self) -> None:
        inside = QWidget()
        part(inside, "inside")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*(theme.px(side) for side in (16, 8, 16, 16)))
        layout.setSpacing(theme.px(8))
        for each in self._steps():
            layout.addWidget(self._step(each))
        layout.addStretch(1)
        self.setWidget(inside)

    def _steps(self) -> list[list[HistoryLine]]:
        """Lines of one step together."""
        if self._record is None:
            return []
        steps: list[list[HistoryLine]] = []
        for each in self._host.history(self._record.id)[:MOST_SHOWN]:
            if steps and (steps[-1][0].at, steps[-1][0].step) == (each.at, each.step):
                steps[-1].append(each)
            else:
                steps.append([each])
        return steps

    def _step(self, lines: list[HistoryLine]) -> QFrame:
        first = lines[0]
        head = row(Label(first.step), None, Label(clock_time(first.at), "quiet"))
        layout = column(Label(first.who, "quiet"), gap=2, margins=(12, 8, 12, 8))
        layout.insertLayout(0, head)
        for each in lines:
            field = self._kind.fields.get(each.field)
            if field is None or not field.kind.typed:
                continue
            shown = [
                show(field.kind, field.kind.from_stored(side), no=True) or "—"
                for side in (each.before, each.after)
            ]
            layout.addWidget(Label(_(field.kind.label), "group"))
            text = shown[1] if each.before is None else f"{shown[0]}  →  {shown[1]}"
            line = row(Label(text, wrap=True))
            if each.before is not None:
                line.addWidget(button(lambda: _("Put back"), self._restorer(each), name="link"))
            line.setStretch(0, 1)
            layout.addLayout(line)
        return frame("card", layout)

    def _restorer(self, each: HistoryLine) -> Callable[[], object]:
        def restore() -> None:
            record = self._record
            if record is None:
                return
            value = self._kind.fields[each.field].kind.from_stored(each.before)
            self._host.change(
                N_("Put back an earlier value of {record}"),
                lambda transaction: transaction.change(type(record), record.id, **{each.field: value}),
                record=record.code or _(self._kind.label),
            )

        return restore
