"""Editors of what is typed on one line: text, numbers, days, quarters, times, phones, several texts."""

import re
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from cso_desk.khmer.dates import parse_date, parse_quarter, show_quarter
from cso_desk.khmer.digits import parse_number, to_latin_digits
from cso_desk.khmer.normalise import canonical
from cso_desk.khmer.phones import parse_phones, show_phone
from cso_desk.widgets.editors.base import Editor, LineEditor, Reading, WrongInputError, grow
from cso_desk.widgets.showing import digits, long_date
from cso_desk.wording import _, language

_TIME = re.compile(r"(\d{1,2})[:.h ]?(\d{2})?")
_BETWEEN = re.compile(r"[;,\n]")


class TextEditor(LineEditor):
    """One line of text, stored in its canonical form."""

    def read(self, text: str) -> Reading:
        return Reading(canonical(text).strip())

    def shown(self, value: Any) -> str:
        return str(value or "")


class NumberEditor(LineEditor):
    """A whole number in Khmer or Latin digits; empty where nothing is known."""

    def read(self, text: str) -> Reading:
        if not text.strip():
            return Reading(None)
        number = parse_number(text)
        if number is None or isinstance(number, Decimal) or number < 0:
            raise WrongInputError(_("Type a whole number here, for example 25, or leave it empty."))
        return Reading(number)

    def shown(self, value: Any) -> str:
        return "" if value is None else digits(value)


class DateEditor(LineEditor):
    """A day, a month or a year as people write them."""

    def read(self, text: str) -> Reading:
        if not text.strip():
            return Reading("")
        date = parse_date(text)
        if date is None:
            raise WrongInputError(
                _("This is not a day that CSO Desk can read. Type it like 30/09/2026, 09/2026 or 2026.")
            )
        return Reading(date.iso, date.warning or "")

    def shown(self, value: Any) -> str:
        return long_date(value or "")


class QuarterEditor(LineEditor):
    """A quarter: "Q3 2026"."""

    def read(self, text: str) -> Reading:
        if not text.strip():
            return Reading("")
        quarter = parse_quarter(text)
        if quarter is None:
            raise WrongInputError(_("Type a quarter with its year, for example Q3 2026."))
        return Reading(quarter)

    def shown(self, value: Any) -> str:
        return show_quarter(value, language()) if value else ""


class TimeEditor(LineEditor):
    """A time of day: "08:30"."""

    def read(self, text: str) -> Reading:
        plain = to_latin_digits(text).strip()
        if not plain:
            return Reading("")
        found = _TIME.fullmatch(plain)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise WrongInputError(_("Type a time of day, for example 8:30 or 14:00."))
        return Reading(f"{hour:02}:{minute:02}")

    def shown(self, value: Any) -> str:
        return digits(value or "")


class PhonesEditor(LineEditor):
    """Phone numbers, several parted by a comma; one that looks wrong is kept and marked."""

    def read(self, text: str) -> Reading:
        phones = parse_phones(text)
        if text.strip() and not phones:
            raise WrongInputError(_("There is no digit here. Type a phone number, for example 012 345 678."))
        warnings = " ".join(phone.warning for phone in phones if phone.warning)
        return Reading(tuple(phone.e164 for phone in phones), warnings)

    def shown(self, value: Any) -> str:
        return ", ".join(digits(show_phone(phone)) for phone in value or ())


class SeveralEditor(LineEditor):
    """Several short texts on one line, parted by commas; quarters are read as quarters."""

    def read(self, text: str) -> Reading:
        parts = [canonical(part).strip() for part in _BETWEEN.split(text)]
        return Reading(tuple(parse_quarter(part) or part for part in parts if part))

    def shown(self, value: Any) -> str:
        return ", ".join(value or ())


class LongTextEditor(Editor):
    """Running text of several lines; grows with what is in it. Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self._value = ""
        self._area = QPlainTextEdit()
        self._area.setProperty("part", "quiet")
        self._area.setTabChangesFocus(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.textChanged.connect(self._grow)
        self._area.installEventFilter(self)
        self.place(self._area)
        self._grow()

    def control(self) -> QPlainTextEdit:
        return self._area

    def is_typing(self) -> bool:
        return self._area.toPlainText() != self._value

    def show_value(self, value: Any) -> None:
        self._value = str(value or "")
        self._area.setPlainText(self._value)

    def commit_now(self) -> None:
        lines = [canonical(line).rstrip() for line in self._area.toPlainText().splitlines()]
        text = "\n".join(lines).strip()
        if text != self._value:
            self.show_value(text)
            self.committed.emit(text)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.commit_now()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            ended = (
                event.key() == Qt.Key.Key_Return and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            )
            if ended:
                self.commit_now()
            return ended
        return False

    def _grow(self) -> None:
        grow(self._area)
