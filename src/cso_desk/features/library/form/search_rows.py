"""One title that a search in files found: its name, where the words stand, and the words marked."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextLayout
from PySide6.QtGui import QTextCharFormat as Look
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from cso_desk.features.library.record import KINDS, number_of
from cso_desk.features.library.service.search import TextHit
from cso_desk.khmer.breaking import line_breaks
from cso_desk.khmer.law_numbers import written
from cso_desk.store.search_snippets import Span
from cso_desk.widgets.controls import Label, column, part
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, language, ngettext

_FARTHEST = 4000  # pixels; a snippet has a few lines


def broken(text: str, marks: tuple[Span, ...]) -> tuple[str, list[Span]]:
    """A text with U+200B where its lines may break, and where its marks are then."""
    ends = line_breaks(text)
    pieces = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]

    def moved(at: int) -> int:
        return at + sum(1 for end in ends if end <= at)

    def moved_end(at: int) -> int:
        return at + sum(1 for end in ends if end < at)

    return "\u200b".join(pieces), [(moved(a), moved_end(b)) for a, b in marks]


class MarkedText(QWidget):
    """A text of some lines in which words are marked; never markup, whatever the text is."""

    def __init__(self, text: str, marks: tuple[Span, ...]) -> None:
        super().__init__()
        self.text, self.marks = text, marks
        self._broken, self._marks = broken(text, marks)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)
        theme.changed.connect(self._look_changed)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid(width)[1]

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), self.heightForWidth(self.width() or theme.px(400)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme.palette.quiet))
        self._laid(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()

    def _laid(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self._broken, theme.font())
        layout.setFormats([self._range(start, end) for start, end in self._marks])
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(min(max(width, 1), _FARTHEST))
            line.setPosition(QPointF(0, height))
            height += line.height() + theme.px(2)
        layout.endLayout()
        return layout, round(height)

    def _range(self, start: int, end: int) -> QTextLayout.FormatRange:
        made, look = QTextLayout.FormatRange(), Look()
        look.setBackground(QColor(theme.palette.accent_soft))
        look.setForeground(QColor(theme.palette.text))
        made.start, made.length, made.format = start, end - start, look
        return made

    def _look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class HitRow(QFrame):
    """A title that was found; Enter or a press opens it at the page."""

    opened = Signal()
    beside = Signal(int)
    """To which row the keyboard goes: -1 the one before, 1 the next."""

    def __init__(self, hit: TextHit) -> None:
        super().__init__()
        part(self, "hit")
        self.hit = hit
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title, self._where = Label("", "heading", wrap=True), Label("", "quiet", wrap=True)
        self.snippet = MarkedText(hit.snippet.text, hit.snippet.marks)
        self.setLayout(column(self._title, self._where, self.snippet, gap=2, margins=(16, 8, 16, 10)))
        live(self, self._say)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.beside.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def _say(self) -> None:
        self._title.show_text(named(self.hit))
        self._where.show_text("   ·   ".join(where(self.hit)))
        self.setAccessibleName(f"{named(self.hit)}. {', '.join(where(self.hit))}")


def named(hit: TextHit) -> str:
    """What people call the title that was found."""
    title = hit.title
    return title_of((title.title_km, title.title_en), title.code)


def where(hit: TextHit) -> list[str]:
    """The kind and number of a title, the page, and how many other pages have the words."""
    law = number_of(hit.title)
    kind = _(KINDS[hit.title.kind]) if hit.title.kind in KINDS else ""
    # As it is printed: the number of a sub-decree says its kind, that of a kram who signed it.
    said = [kind if law is None or not law.kind or law.month else "", written(law, language()) if law else ""]
    said.append(_("page {page}", page=digits(hit.page)))
    if hit.others:
        count = len(hit.others)
        said.append(ngettext("{number} more page", "{number} more pages", count, number=digits(count)))
    if hit.source == "ocr":
        said.append(_("read by machine"))
    return [each for each in said if each]
