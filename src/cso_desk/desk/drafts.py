"""Keeps what is being typed once a second, and offers it again after a power cut."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.session import Session
from cso_desk.errors import UserError
from cso_desk.store.drafts import Draft, forget_draft, keep_draft, kept_draft
from cso_desk.widgets.controls import IconLabel, Label, button, part, row
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.record_editor import RecordEditor
from cso_desk.wording import N_, _

_EVERY = 1000  # milliseconds
_LONGEST_SHOWN = 60


class DraftKeeper(QObject):
    """Looks at the field with the keyboard once a second; nothing is written while nothing is typed.

    A draft of an earlier time (`offered`) is left alone until the person has answered or types again.
    """

    def __init__(self, session: Session, desk: QWidget) -> None:
        super().__init__(desk)
        self._session, self._desk = session, desk
        self.offered = kept_draft(session.store)
        self._kept = self.offered
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY)

    def look(self) -> None:
        """Keep what is typed now, or forget what is saved by now."""
        draft = typed_now(self._session, self._desk)
        if draft == self._kept or (draft is None and self.offered is not None):
            return
        try:
            done = keep_draft(self._session.store, draft) if draft else forget_draft(self._session.store)
        except UserError:
            # The disk is full or gone: saving the field will say so, a draft need not.
            return
        if done:
            self._kept = draft

    def answered(self) -> None:
        """The person has decided about the draft that was offered."""
        self.offered = None
        self.look()

    def stop(self) -> None:
        self._timer.stop()


def typed_now(session: Session, desk: QWidget) -> Draft | None:
    """What stands in the field with the keyboard and is not saved; None where there is nothing."""
    control = desk.focusWidget()
    editor = _above(control, Editor)
    whole = _above(editor, RecordEditor)
    if not isinstance(editor, Editor) or not isinstance(whole, RecordEditor) or not editor.is_typing():
        return None
    record = whole.record
    name = next((name for name, each in whole.editors.items() if each is editor), "")
    if record is None or not name:
        return None
    return Draft(session.store.shelves.type_of(record).name, record.id, name, editor.typed())


def put_back(session: Session, draft: Draft) -> str:
    """Put the text into its field as if it had been typed to the end, as a step that can be undone.

    Gives "" or, where the text cannot stand in the field, a sentence.
    """
    kind = session.store.shelves.types.get(draft.kind)
    with session.store.reading() as reading:
        record = reading.get(kind.record, draft.record, trash=False) if kind else None
    if kind is None or record is None or draft.field not in kind.fields:
        return _("The record in which you were typing is no longer there.")
    editor = editor_for(kind.fields[draft.field], kind, session)
    editor.show_value(getattr(record, draft.field))
    saved: list[bool] = []
    editor.committed.connect(
        lambda value: saved.append(
            session.change(
                N_("Put back what was typed"),
                lambda transaction: transaction.change(kind.record, record.id, **{draft.field: value}),
            )
        )
    )
    editor.type_in(draft.text)
    editor.commit_now()
    told = editor.hint() if not saved else ""
    editor.deleteLater()
    return told


class DraftOffer(QFrame):
    """One line above the desk: what was being typed, and what to do with it."""

    def __init__(self, session: Session, keeper: DraftKeeper, gone: Callable[[], object]) -> None:
        super().__init__()
        part(self, "bar")
        self._session, self._keeper, self._gone = session, keeper, gone
        self._draft = keeper.offered
        self.said = Label(self._say, wrap=True)
        self.back = button(lambda: _("Put it back"), self.put_back, name="primary")
        self.forget = button(lambda: _("Forget it"), self._end, name="flat")
        picture = IconLabel("pencil-simple", 20)
        layout = row(picture, self.said, self.back, self.forget, margins=(16, 6, 12, 6))
        layout.setStretchFactor(self.said, 1)
        self.setLayout(layout)

    def put_back(self) -> None:
        """Put the text into its field and show the record."""
        if self._draft is None:
            return
        sentence = put_back(self._session, self._draft)
        if sentence:
            self.said.show_text(f"{sentence} “{self._draft.text}”")
            self.back.setEnabled(False)
            return
        draft = self._draft
        self._end()
        self._session.go_to_record(draft.kind, draft.record)

    def _end(self) -> None:
        self._keeper.answered()
        self._gone()

    def _say(self) -> str:
        if self._draft is None:
            return ""
        kind = self._session.store.shelves.types.get(self._draft.kind)
        field = kind.fields.get(self._draft.field) if kind else None
        text = " ".join(self._draft.text.split())
        short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        return _(
            "The program ended while you were typing into the field {field}: “{text}”.",
            field=_(field.kind.label) if field else self._draft.field,
            text=short,
        )


def _above(widget: QWidget | None, cls: type[QWidget]) -> QWidget | None:
    while widget is not None and not isinstance(widget, cls):
        widget = widget.parentWidget()
    return widget
