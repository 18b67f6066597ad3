"""Finds words that cannot be read in full: cut, elided, run into one another, or too tall for their line."""

from functools import cache
from itertools import pairwise
from typing import Any

from looking import called, place_in, seen
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QWidget,
)

from cso_desk.widgets.flow import FlowLayout
from cso_desk.widgets.notices import NoticeBar
from cso_desk.widgets.table_view import RecordTable
from cso_desk.widgets.theme import theme
from cso_desk.widgets.wrapped_link import WrappedLink

TALL = "ស្ត្រីភ្ញាក់ខ្ញុំឡើញ៉ាំង្គ្រោះ"
"""Khmer with signs above vowels and subscripts below subscripts."""

_SLACK = 1  # pixels that rounding may take


# --- room ---


def wider_than(window: QWidget, size: tuple[int, int]) -> list[str]:
    """Where the window, or a page in it, needs more room than there is; lists may be moved sideways."""
    found = []
    if (window.width(), window.height()) != size:
        found.append(f"the window needs {window.width()} x {window.height()} of {size}")
    for area in seen(window, QScrollArea):
        beyond = area.horizontalScrollBar().maximum()
        if beyond:
            found.append(f"{called(area)} is {beyond} px too narrow for what is in it")
    return found


def cut_by_what_is_around(root: QWidget) -> list[str]:
    """What sticks out of the widgets around it; within a scroll area one may scroll up and down."""
    found = []
    for each in seen(root, QLabel, QAbstractButton, QLineEdit, QComboBox):
        place, around = place_in(each, root), each.parentWidget()
        while around is not None and not _is_view(around):
            room = place_in(around, root)
            outside = place.left() < room.left() or place.right() > room.right()
            if not outside and not _is_viewport(around):
                outside = place.top() < room.top() or place.bottom() > room.bottom()
            if outside:
                found.append(f"{called(each)} {_said(place)} sticks out of {called(around)} {_said(room)}")
            if outside or around is root or _is_viewport(around):
                break
            around = around.parentWidget()
    return found


def _is_viewport(widget: QWidget) -> bool:
    area = widget.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is widget


def _is_view(widget: QWidget) -> bool:
    return _is_viewport(widget) and isinstance(widget.parentWidget(), QAbstractItemView)


def one_over_another(root: QWidget) -> list[str]:
    """Words or controls that lie over their neighbours."""
    found = []
    around: dict[QWidget, list[QWidget]] = {}
    for each in seen(root, QLabel, QAbstractButton, QLineEdit, QComboBox):
        around.setdefault(each.parentWidget(), []).append(each)
    for above, neighbours in around.items():
        if isinstance(above, NoticeBar) or _is_view(above):
            continue
        for place, one in enumerate(neighbours):
            for other in neighbours[place + 1 :]:
                common = one.geometry() & other.geometry()
                if common.width() > _SLACK and common.height() > _SLACK:
                    found.append(f"{called(one)} lies over {called(other)}")
    return found


def _said(place: QRect) -> str:
    return f"({place.x()}, {place.y()}, {place.width()} x {place.height()})"


# --- words ---


def cut_words(root: QWidget) -> list[str]:
    """Words for which their widget has not room enough, in width or for what Khmer stacks on its lines."""
    found = [f"{called(each)}: {why}" for each in seen(root, QLabel) if (why := cut_label(each))]
    found += [f"{called(each)}: {why}" for each in seen(root, QAbstractButton) if (why := cut_button(each))]
    found += [f"{called(each)}: {why}" for each in seen(root, QLineEdit) if (why := cut_line(each))]
    for each in seen(root, QComboBox):
        room = _choice_room(each)
        if each.fontMetrics().horizontalAdvance(each.currentText()) > room.width() + _SLACK:
            found.append(f"{called(each)} cuts “{each.currentText()}”: {room.width()} px")
    for table in seen(root, RecordTable):
        found += cut_heads(table)
    return found


def cut_label(label: Any) -> str:
    """Why a label cannot be read in full, "" where it can."""
    text = label.text()
    if not text:
        need = label.pixmap().deviceIndependentSize().toSize()
        cut = need.width() > label.width() or need.height() > label.height()
        return f"its picture needs {need.toTuple()}, has {label.size().toTuple()}" if cut else ""
    if not label.wordWrap():
        need = label.sizeHint()
        cut = need.width() > label.width() + _SLACK or need.height() > label.height() + _SLACK
        return f"needs {need.toTuple()}, has {label.size().toTuple()}" if cut else _ink(label)
    width = label.contentsRect().width()
    flags = int(Qt.TextFlag.TextWordWrap)
    need = label.fontMetrics().boundingRect(0, 0, width, 10_000, flags, text)
    if need.width() > width + _SLACK:
        return f"a word of it needs {need.width()} px, has {width}"
    high = max(label.heightForWidth(label.width()), need.height())
    if high > label.height() + _SLACK:
        return f"needs {high} px of height, has {label.height()}"
    return _ink(label)


def cut_button(button: Any) -> str:
    """Why a button cannot be read in full. One in a flow may be cut where it is wider than a whole line."""
    # A link that wraps would like one line; what it needs is the longest of the lines in which it stands.
    need = QPushButton.sizeHint(button) if isinstance(button, WrappedLink) else button.sizeHint()
    around = button.parentWidget()
    if not button.text():
        return ""
    alone = isinstance(around.layout(), FlowLayout) and button.width() >= around.width() - _SLACK
    if need.height() > button.height() + _SLACK or (need.width() > button.width() + _SLACK and not alone):
        return f"needs {need.toTuple()}, has {button.size().toTuple()}"
    above, below = inked(button.text(), button.font().toString())
    metrics = button.fontMetrics()
    base = (button.height() - metrics.height()) / 2 + metrics.ascent()
    return "its signs stand out of it" if base + above < 0 or base + below > button.height() else ""


def _ink(label: Any) -> str:
    """Whether strokes of a label run into the next line or out of its room."""
    lines = label.text().split("\n")
    if label.wordWrap():
        lines = _broken(label.text(), label.font(), label.contentsRect().width())
    ink = [inked(line, label.font().toString()) for line in lines]
    metrics = label.fontMetrics()
    for above, below in pairwise(ink):
        if above[1] - below[0] > metrics.lineSpacing() + _SLACK:
            return "a line of it runs into the next"
    free = max(0, label.height() - len(lines) * metrics.lineSpacing())
    over = max(0, -ink[0][0] - metrics.ascent(), ink[-1][1] - metrics.descent())
    return f"its signs stand {over} px out of its line" if over > free / 2 + _SLACK else ""


@cache
def inked(text: str, font: str) -> tuple[int, int]:
    """How far the strokes of a line reach above (negative) and below its base line, in pixels."""
    made = QFont()
    made.fromString(font)
    drawn = QFontMetrics(made).tightBoundingRect(text.replace("\u200b", ""))
    return drawn.top(), drawn.bottom()


def _broken(text: str, font: QFont, width: int) -> list[str]:
    lines = []
    for part in text.split("\n"):
        layout = QTextLayout(part, font)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(part[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
    return lines or [""]


def cut_line(line: Any) -> str:
    """Why the hint of an empty line, or Khmer typed into it, cannot be read in full."""
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    metrics, hint = line.fontMetrics(), line.placeholderText()
    if hint and not line.text() and metrics.horizontalAdvance(hint) > room.width() - 2:
        return f"its hint “{hint}” needs {metrics.horizontalAdvance(hint)} px, has {room.width() - 2}"
    above, below = inked(TALL, line.font().toString())
    base = room.y() + (room.height() - metrics.height()) / 2 + metrics.ascent()
    outside = base + above < room.top() - _SLACK or base + below > room.bottom() + 1 + _SLACK
    return f"Khmer stands out of its {room.height()} px" if outside else ""


def _choice_room(box: QComboBox) -> QRect:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(control, option, part, box)


def cut_heads(table: RecordTable) -> list[str]:
    """Titles of columns that are cut, and rows too low for Khmer."""
    found = []
    head, model = table.horizontalHeader(), table.model()
    bold = QFont(head.font())
    bold.setBold(True)
    for column in range(model.columnCount()):
        text = str(model.headerData(column, Qt.Orientation.Horizontal))
        need = QFontMetrics(bold).horizontalAdvance(text) + theme.px(16)
        if not head.isSectionHidden(column) and need > head.sectionSize(column) + _SLACK:
            found.append(f"the head “{text}” needs {need} px, has {head.sectionSize(column)}")
    above, below = inked(TALL, table.font().toString())
    if model.rowCount() and table.rowHeight(0) < below - above + 4:
        found.append(f"rows of {table.rowHeight(0)} px are too low for Khmer of {below - above} px")
    return found
