"""A box for a small number with arrows beside it, in the digits of the window; either digits may be typed."""

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from cso_desk.khmer.digits import to_latin_digits
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits


class NumberBox(QSpinBox):
    """A number from `least` to `most`."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        live(self, self._say)

    def textFromValue(self, value: int) -> str:
        return digits(value)

    def valueFromText(self, text: str) -> int:
        return int(to_latin_digits(text).strip() or self.minimum())

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        state, _latin, after = super().validate(to_latin_digits(text), place)
        return state, text, after

    def _say(self) -> None:
        self.lineEdit().setText(self.textFromValue(self.value()))
