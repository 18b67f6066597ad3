"""The history of a record: who changed what and when, what it was before, and a button that puts it back."""

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from cso_desk.records.kinds import Reference, References, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, button, column, frame, row
from cso_desk.widgets.host import HistoryLine
from cso_desk.widgets.record_column import RecordColumn
from cso_desk.widgets.showing import Titles, clock_time, show
from cso_desk.wording import N_, _

Steps = list[list[HistoryLine]]


class HistoryPanel(RecordColumn):
    """Every change of one record by its steps, newest first; a field or the whole record can be put back."""

    def put_back(self, values: Mapping[str, Stored]) -> None:
        """Give fields of the record values that they had, in one step that can be undone."""
        record = self._record
        if record is None:
            return
        told = {name: self._kind.fields[name].kind.from_stored(value) for name, value in values.items()}
        self._host.change(
            N_("Put back an earlier value of {record}"),
            lambda transaction: transaction.change(type(record), record.id, **told),
            record=record.code or _(self._kind.label),
        )

    def _draw(self) -> None:
        steps = self._steps()
        self._titles: Titles = self._named([line for lines in steps[: self.shown] for line in lines])
        shown: list[QWidget] = [
            self._step(lines, steps[:place], made=place == len(steps) - 1)
            for place, lines in enumerate(steps[: self.shown])
        ]
        if len(steps) > self.shown:
            shown.append(self._more())
        self.show_lines(shown, gap=8)

    def _steps(self) -> Steps:
        """Lines of one step together; what people never type is left out, except the trash."""
        steps: Steps = []
        for each in self._host.history(self._record.id) if self._record else []:
            field = self._kind.fields.get(each.field)
            if field is None or not (field.kind.typed or each.field == "deleted"):
                continue
            if steps and (steps[-1][0].at, steps[-1][0].step) == (each.at, each.step):
                steps[-1].append(each)
            else:
                steps.append([each])
        return steps

    def _named(self, lines: list[HistoryLine]) -> Titles:
        """What the records are called that the values refer to."""
        from cso_desk.store.listing import titles  # noqa: PLC0415  see RecordModel.load

        told: set[str] = set()
        for each in lines:
            what = self._kind.fields[each.field].kind
            if isinstance(what, (Reference, References)):
                for value in map(what.from_stored, (each.before, each.after)):
                    told.update(value if isinstance(value, tuple) else (value,))
        with self._host.store.reading() as reading:
            return titles(reading, told)

    def _step(self, lines: list[HistoryLine], later: Steps, *, made: bool) -> QFrame:
        """One step. `made`: it made the record, so there is nothing before it."""
        first = lines[0]
        head = row(Label(first.step, wrap=True), Label(clock_time(first.at), "quiet"), gap=12)
        head.setStretch(0, 1)
        layout = column(Label(first.who, "quiet", wrap=True), gap=2, margins=(12, 8, 12, 8))
        layout.insertLayout(0, head)
        order = list(self._kind.fields)
        for each in sorted(lines, key=lambda line: order.index(line.field)):
            layout.addWidget(Label(_(self._kind.fields[each.field].kind.label), "group"))
            layout.addLayout(self._line(each, made=made))
        then = _before(later, self._kind)
        if len(then) > 1 or (then and made):
            layout.addWidget(
                button(lambda: _("Put the whole record back as it was then"), lambda: self.put_back(then),
                       name="link", writes="data")
            )  # fmt: skip
        return frame("card", layout)

    def _line(self, line: HistoryLine, *, made: bool) -> QHBoxLayout:
        field = self._kind.fields[line.field]
        was = field.default if line.before is None else line.before
        before, after = (
            show(field.kind, field.kind.from_stored(side), self._titles, no=True) or "—"
            for side in (was, line.after)
        )
        said = row(Label(after if made else f"{before}  →  {after}", wrap=True))
        if not made:
            said.addWidget(
                button(
                    lambda: _("Put back"),
                    lambda: self.put_back({line.field: was}),
                    name="link",
                    writes="data",
                )
            )
        said.setStretch(0, 1)
        return said


def _before(later: Steps, kind: RecordType) -> dict[str, Stored]:
    """What the fields that later steps changed held before them."""
    found: dict[str, Stored] = {}
    for lines in later:
        for each in lines:
            found[each.field] = kind.fields[each.field].default if each.before is None else each.before
    return found
