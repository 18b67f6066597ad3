"""Many differences settled in one way: which ones, how, shown before it is done, undone as one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from cso_desk.desk.conflict_words import field_label, values_said
from cso_desk.desk.session import Session, hub_name
from cso_desk.journal.reviews import (
    Choice,
    Conflict,
    Way,
    as_hub_says,
    as_newest,
    as_shown,
    resolve,
    settled_by,
    where_others_are_empty,
)
from cso_desk.widgets.controls import Label, button, column, holder, line, named, part, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import N_, _, ngettext

_SHOWN = 30


@dataclass(frozen=True)
class _How:
    """One way to settle: what it is called in the list, and in the history with its details."""

    said: str
    way: Way
    label: str
    details: dict[str, str]


class BatchCard(QFrame):
    """`closed` is called when the person is done with it."""

    def __init__(self, session: Session, found: Sequence[Conflict], closed: Callable[[], object]) -> None:
        super().__init__()
        part(self, "card")
        self._session, self._closed = session, closed
        self._found: list[Conflict] = []
        self._ways: list[_How] = []
        self.which, self.how = CalmComboBox(), CalmComboBox()
        named(self.which, lambda: _("Which differences"))
        named(self.how, lambda: _("How they are settled"))
        for box in (self.which, self.how):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(30)
            box.activated.connect(lambda _place: self.preview())
        self.rows = QVBoxLayout()
        self.settle = button(lambda: "", self.do_it, name="primary", picture="check", writes="data")
        self._build()
        self.offer(found)

    def offer(self, found: Sequence[Conflict]) -> None:
        """Take the differences that wait now; what was chosen stays where it still makes sense."""
        self._found = list(found)
        self._ways = _ways(found)
        fields = {(each.kind, each.field): field_label(self._session, each) for each in found}
        hubs = sorted({side.hub for each in found for side in each.sides})
        which = [(_("All differences"), "")]
        which += [(_("Those with {hub}", hub=hub_name(hub)), f"hub {hub}") for hub in hubs]
        which += [
            (_("The field {field}", field=label), f"field {kind}.{field}")
            for (kind, field), label in sorted(fields.items(), key=lambda item: item[1])
        ]
        _refill(self.which, which)
        _refill(self.how, [(each.said, str(place)) for place, each in enumerate(self._ways)])
        self.preview()

    def choices(self) -> list[Choice]:
        """What would be settled, and how."""
        kind, _space, name = str(self.which.currentData() or "").partition(" ")
        found = self._found
        if kind == "hub":
            found = [each for each in found if each.side_of(name)]
        elif kind == "field":
            found = [each for each in found if f"{each.kind}.{each.field}" == name]
        return settled_by(found, self._way.way)

    @property
    def _way(self) -> _How:
        return self._ways[max(0, self.how.currentIndex())]

    def preview(self) -> None:
        """Show what would be settled before anything is done."""
        choices = self.choices()
        count = len(choices)
        said = ngettext(
            "Settle {number} difference", "Settle {number} differences", count, number=digits(count)
        )
        self.settle.setText(said)
        self.settle.setAccessibleName(said)
        self.settle.setEnabled(bool(choices))
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for shown in self._shown(choices[:_SHOWN]):
            self.rows.addWidget(line())
            self.rows.addWidget(shown)
        if count > _SHOWN:
            self.rows.addWidget(Label(_("and {count} more", count=digits(count - _SHOWN)), "quiet"))
        if not choices:
            self.rows.addWidget(Label(_("None of the differences can be settled in this way."), "quiet"))

    def do_it(self) -> None:
        """Settle them as one step that Undo takes back."""
        choices, way = self.choices(), self._way
        store = self._session.store
        done = self._session.attempt(
            lambda: resolve(store, choices, label=way.label, details=dict(way.details))
        )
        if done:
            said = ngettext(
                "{number} difference is settled.", "{number} differences are settled.", len(choices),
                number=digits(len(choices)),
            )  # fmt: skip
            self._session.notify(said, undo=True)

    def _build(self) -> None:
        said = _("Nothing is changed before you press the button, and one Undo takes all of it back.")
        boxes = holder(row(self.which, self.how, gap=12))
        leave = button(lambda: _("One after the other"), self._closed, picture="arrow-left")
        inside = column(
            Label(_("Many at once"), "title"),
            Label(said, "quiet", wrap=True),
            boxes,
            flowing(self.settle, leave),
            gap=8,
            margins=(20, 12, 20, 16),
        )
        self.rows.setSpacing(2)
        inside.addLayout(self.rows)
        self.setLayout(inside)

    def _shown(self, choices: Sequence[Choice]) -> list[QWidget]:
        types = self._session.store.shelves.types
        with self._session.store.reading() as reading:
            held = {
                each.record: reading.get(types[each.kind].record, each.record) for each, _value in choices
            }
            names = {
                each.record: title_of(types[each.kind].title(record), record.code)
                for each, _value in choices
                if (record := held[each.record]) is not None
            }
        after = values_said(self._session, choices)
        before = values_said(self._session, [(each, each.shown.value) for each, _value in choices])
        return [
            _line(names.get(each.record, ""), field_label(self._session, each), was, now)
            for (each, _value), was, now in zip(choices, before, after, strict=True)
        ]


def _line(name: str, label: str, was: str, now: str) -> QWidget:
    said = now if was == now else _("{before} → {after}", before=was, after=now)
    inside = row(
        holder(column(Label(name), Label(label, "quiet"), gap=0)),
        Label(said, "quiet" if was == now else "", wrap=True),
        gap=16,
    )
    inside.setStretch(0, 2)
    inside.setStretch(1, 3)
    return holder(inside)


def _ways(found: Sequence[Conflict]) -> list[_How]:
    hubs = sorted({side.hub for each in found for side in each.sides})
    said = [
        _How(
            _("Take what {hub} wrote", hub=hub_name(hub)),
            as_hub_says(hub),
            N_("Settle {count} differences as hub {hub} wrote"),
            {"hub": hub},
        )
        for hub in hubs
    ]
    keep = N_("Settle {count} differences as they were shown")
    newest = N_("Settle {count} differences with the newest value")
    filled = N_("Settle {count} differences where one side was empty")
    return [
        _How(_("Where one side is empty, take the other"), where_others_are_empty, filled, {}),
        *said,
        _How(_("Keep what is shown now"), as_shown, keep, {}),
        _How(_("Take what was written last"), as_newest, newest, {}),
    ]


def _refill(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    chosen = box.currentData()
    box.clear()
    for text, data in choices:
        box.addItem(text, data)
    box.setCurrentIndex(max(0, box.findData(chosen)))
