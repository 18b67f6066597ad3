"""Keeps what is being typed once a second, and offers it again after a power cut."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.session import Session
from cso_desk.errors import UserError
from cso_desk.khmer.date_ranges import join_range, split_range
from cso_desk.records.base import Record
from cso_desk.records.kinds import Days
from cso_desk.store.drafts import Draft, keep_drafts, kept_drafts
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.controls import IconLabel, Label, button, part, row
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.editors.lines import LineEditor
from cso_desk.widgets.field_lines import span_from
from cso_desk.widgets.record_editor import RecordEditor
from cso_desk.widgets.showing import digits
from cso_desk.wording import N_, _

_EVERY = 1000  # milliseconds
_LONGEST_SHOWN = 60
_MOST_SHOWN = 3


class DraftKeeper(QObject):
    """Looks at all fields once a second; nothing is written while nothing changes.

    Drafts of an earlier time (`offered`) are kept beside them until the person has answered.
    """

    def __init__(self, session: Session, desk: QWidget) -> None:
        super().__init__(desk)
        self._session, self._desk = session, desk
        self.offered = kept_drafts(session.store)
        self._kept = self.offered
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY)

    def look(self) -> None:
        """Keep what is typed now, or forget what is saved by now."""
        typed = typed_now(self._desk)
        places = {(each.record, each.field) for each in typed}
        drafts = (*typed, *(each for each in self.offered if (each.record, each.field) not in places))
        if drafts == self._kept:
            return
        try:
            done = keep_drafts(self._session.store, drafts)
        except UserError:
            # The disk is full or gone: saving the field will say so, a draft need not.
            return
        if done:
            self._kept = drafts

    def answered(self) -> None:
        """The person has decided about the drafts that were offered."""
        self.offered = ()
        self.look()

    def stop(self) -> None:
        self._timer.stop()


def typed_now(desk: QWidget) -> tuple[Draft, ...]:
    """What stands in any field and is not saved, however it came there."""
    return tuple(
        Draft(whole.kind.name, record, field, text)
        for whole in desk.findChildren(RecordEditor)
        for (record, field), text in whole.unsaved().items()
    )


def put_back(session: Session, drafts: Sequence[Draft]) -> list[tuple[Draft, str]]:
    """Put the texts into their fields as if they had been typed to the end, as one step that can be undone.

    Gives those that cannot stand in their fields, with a sentence why.
    """
    changes, refused = [], []
    for draft in drafts:
        try:
            changes.append(_change_of(session, draft))
        except UserError as error:
            refused.append((draft, str(error)))

    def act(transaction: Transaction) -> None:
        for record, values in changes:
            transaction.change(type(record), record.id, **values)

    if changes and not session.change(N_("Put back what was typed"), act):
        return [(draft, "") for draft in drafts]
    return refused


def _change_of(session: Session, draft: Draft) -> tuple[Record, dict[str, Any]]:
    """The record of a draft and its new values. Raises UserError where the text says none."""
    kind = session.store.shelves.types.get(draft.kind)
    with session.store.reading() as reading:
        record = reading.get(kind.record, draft.record, trash=False) if kind else None
    if kind is None or record is None or draft.field not in kind.fields:
        raise UserError(_("The record in which you were typing is no longer there."))
    span = span_from(kind, draft.field)
    names = span.fields if span else (draft.field,)
    editor = LineEditor(Days(span.label)) if span else editor_for(kind.fields[draft.field], kind, session)
    stored = [getattr(record, name) for name in names]
    editor.show_value(join_range(stored[0], stored[1]) if span else stored[0])
    said: list[Any] = []
    editor.committed.connect(said.append)
    editor.type_in(draft.text)
    editor.commit_now()
    told = editor.hint()
    editor.deleteLater()
    if not said and told:
        raise UserError(told)
    if not said:
        return record, {}  # it is saved already
    return record, dict(zip(names, split_range(said[0]) if span else said, strict=True))


class DraftOffer(QFrame):
    """One line above the desk: what was being typed, and what to do with it."""

    def __init__(self, session: Session, keeper: DraftKeeper, gone: Callable[[], object]) -> None:
        super().__init__()
        part(self, "bar")
        self._session, self._keeper, self._gone = session, keeper, gone
        self._drafts = keeper.offered
        self.said = Label(self._say, wrap=True)
        self.back = button(lambda: _("Put it back"), self.put_back, name="primary", writes="data")
        self.forget = button(lambda: _("Forget it"), self._end, name="flat")
        picture = IconLabel("pencil-simple", 20)
        layout = row(picture, self.said, self.back, self.forget, margins=(16, 6, 12, 6))
        layout.setStretchFactor(self.said, 1)
        self.setLayout(layout)

    def put_back(self) -> None:
        """Put the texts into their fields and show the first record."""
        refused = put_back(self._session, self._drafts)
        if refused:
            self.said.show_text("\n".join(f"{sentence} “{draft.text}”" for draft, sentence in refused))
            self.back.setEnabled(False)
            return
        first = self._drafts[0]
        self._end()
        self._session.go_to_record(first.kind, first.record)

    def _end(self) -> None:
        self._keeper.answered()
        self._gone()

    def _say(self) -> str:
        said = [self._field_said(each) for each in self._drafts]
        if len(said) == 1:
            return _("The program ended while you were typing into the field {field}.", field=said[0])
        more = _("and {count} more", count=digits(len(said) - _MOST_SHOWN))
        fields = "; ".join([*said[:_MOST_SHOWN], *([more] if len(said) > _MOST_SHOWN else [])])
        return _("The program ended while these fields were not saved: {fields}.", fields=fields)

    def _field_said(self, draft: Draft) -> str:
        kind = self._session.store.shelves.types.get(draft.kind)
        field = kind.fields.get(draft.field) if kind else None
        text = " ".join(draft.text.split())
        short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        return f"{_(field.kind.label) if field else draft.field}: “{short}”"
