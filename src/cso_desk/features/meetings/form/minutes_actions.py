"""What somebody has to do, added in one line below an item of the agenda: what, who, by when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cso_desk.features.meetings.record import Action
from cso_desk.fields.reading import WrongInputError, read
from cso_desk.khmer.normalise import canonical, is_khmer
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.records.kinds import Date
from cso_desk.store.search import search
from cso_desk.widgets.controls import IconLabel, Label, button, column, holder, icon_button, named, row
from cso_desk.widgets.editors.finding import FindLine, Suggestion
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_WIDTHS = (300, 220, 150)  # of what, who, by when
_HINTS = (N_("What has to be done"), N_("Who: a person or a body"), N_("By when"))
_MOST = 6
_DUE = Date(N_("By when"))


@dataclass(frozen=True)
class Owner:
    """Who has to do it: a person of the network, or what an outside body is called."""

    person: RecordId = NOBODY
    body: str = ""
    name: str = ""


Keep = Callable[[Action], bool]
"""Keeps a new or corrected action; False where that failed."""


class ActionLine(QWidget):
    """Enter goes from field to field and adds in the last one; Escape empties the line."""

    edited = Signal()
    left = Signal()

    def __init__(self, host: Host, keep: Keep) -> None:
        super().__init__()
        self._host, self._keep = host, keep
        self._action = Action()
        self._owner = Owner()
        self.what, self.who, self.due = QLineEdit(), FindLine(self._suggest), QLineEdit()
        self.fields: tuple[QLineEdit, ...] = (self.what, self.who, self.due)
        for each, width, hint in zip(self.fields, _WIDTHS, _HINTS, strict=True):
            each.setFixedWidth(theme.px(width))
            named(each, partial(_, hint))
            live(each, partial(self._say_hint, each, hint))
            each.textEdited.connect(lambda _text: self.edited.emit())
        self.add = button(lambda: _("Add action"), self.take, picture="plus", writes="data")
        self.said = Label("", "bad", wrap=True)
        self.said.hide()
        whole = column(flowing(IconLabel("check-square"), *self.fields, self.add), self.said, gap=2)
        self.setLayout(whole)
        self.what.returnPressed.connect(self._after_what)
        self.who.returnPressed.connect(lambda: self.due.setFocus(Qt.FocusReason.OtherFocusReason))
        self.who.chosen.connect(self._choose)
        self.who.textEdited.connect(self._forget_owner)
        self.due.returnPressed.connect(self.take)

    def begin(self) -> None:
        """Put the keyboard into the line."""
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> list[str]:
        """What stands in the fields, with who is meant; empty where nothing does."""
        texts = [each.text() for each in self.fields]
        return [*texts, self._owner.person, self._action.id] if any(texts) else []

    def put_back(self, texts: Sequence[str]) -> None:
        """Put a draft into the fields as if it had just been typed."""
        for each, text in zip(self.fields, texts, strict=False):
            each.setText(text)
        if len(texts) > len(self.fields) and texts[len(self.fields)]:
            self._owner = Owner(RecordId(texts[len(self.fields)]), name=self.who.text())

    def correct(self, action: Action, who: str) -> None:
        """Take an action that is there into the line, to be corrected."""
        self._action = action
        self.what.setText(title_of((action.what_km, action.what_en)))
        self.who.setText(who)
        self._owner = Owner(action.person, action.body, who)
        self.due.setText(short_date(action.due) if action.due else "")
        self.begin()

    def take(self) -> None:
        """Keep what was typed as an action; what cannot be read is told below."""
        what = canonical(self.what.text()).strip()
        if not what:
            self.begin()
            return
        try:
            due = str(read(_DUE, self.due.text()).value)
        except WrongInputError as error:
            self.tell(str(error))
            self.due.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        owner = self._owner_typed()
        km, en = (what, "") if is_khmer(what) else ("", what)
        before = self._action
        if what in (before.what_km, before.what_en):
            km, en = before.what_km, before.what_en
        made = replace(before, what_km=km, what_en=en, person=owner.person, body=owner.body, due=due)
        if self._keep(made):
            self.clear()
            self.begin()

    def clear(self) -> None:
        """Empty the line for the next one."""
        self._action, self._owner = Action(), Owner()
        for each in self.fields:
            each.clear()
        self.tell("")
        self.edited.emit()

    def tell(self, text: str) -> None:
        self.said.show_text(text)
        self.said.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.typed():
            self.clear()
            self.begin()
        else:
            super().keyPressEvent(event)

    # --- parts ---

    def _after_what(self) -> None:
        if self.what.text().strip():
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _suggest(self, text: str) -> list[Suggestion]:
        """People, then institutions, then the text itself as an outside body."""
        typed = canonical(text).strip()
        if not typed:
            return []
        hits = search(
            self._host.store, typed, ("person", "organisation"), limit=_MOST, typing=True, alike=True
        )
        found = []
        for hit in hits:
            name = title_of((hit.title_km, hit.title_en), hit.code)
            owner = (
                Owner(RecordId(hit.record), "", name) if hit.kind == "person" else Owner(NOBODY, name, name)
            )
            found.append(Suggestion(name, owner, (hit.title_km, hit.title_en)))
        return [*found, Suggestion(_("Outside body: {name}", name=typed), Owner(NOBODY, typed, typed))]

    def _choose(self, owner: object) -> None:
        if isinstance(owner, Owner):
            self.who.setText(owner.name)
            self._owner = owner
            self.due.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()

    def _forget_owner(self, _text: str) -> None:
        self._owner = Owner()

    def _owner_typed(self) -> Owner:
        """Who was chosen; a text that was only typed is an outside body."""
        typed = canonical(self.who.text()).strip()
        if self._owner.name and self._owner.name == self.who.text():
            return self._owner
        return Owner(NOBODY, typed, typed)

    def _say_hint(self, field: QLineEdit, hint: str) -> None:
        field.setPlaceholderText(_(hint))


class ActionList(QWidget):
    """The actions of an item, each with a button to correct it and one to put it away."""

    def __init__(self, correct: Callable[[Action, str], object], trash: Callable[[Action], object]) -> None:
        super().__init__()
        self._correct, self._trash = correct, trash
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)

    def show_actions(self, actions: Sequence[tuple[Action, str]], *, locked: bool) -> None:
        """Show actions, each with what its owner is called."""
        while self._inside.count():
            item = self._inside.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for action, who in actions:
            said = Label(action_said(action, who), wrap=True)
            parts: list[QWidget] = [IconLabel("check-square"), said]
            if not locked:
                what = title_of((action.what_km, action.what_en))
                parts.append(_small("pencil-simple", N_("Correct: {what}"), what,
                                    partial(self._correct, action, who)))  # fmt: skip
                parts.append(_small("trash", N_("Put away: {what}"), what, partial(self._trash, action)))
            line = row(*parts)
            line.setStretch(1, 1)
            self._inside.addWidget(holder(line))


def action_said(action: Action, who: str) -> str:
    """An action on one line: what, who, by when."""
    what = title_of((action.what_km, action.what_en), action.code)
    due = _("by {day}", day=short_date(action.due)) if action.due else ""
    return "   ·   ".join(filter(None, (what, who, due)))


def _small(picture: str, message: str, what: str, act: Callable[[], object]) -> QWidget:
    return icon_button(picture, lambda: _(message, what=what), act, writes="data")
