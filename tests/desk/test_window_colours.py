"""Every text that people read stands out from what it stands on, measured where it is painted."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from looking import called, painted, place_in, play, roots, seen
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_states import SCENES

from cso_desk.widgets.controls import Label
from cso_desk.widgets.palette import PALETTES, contrast

LEAST = 4.5  # WCAG 2.2, level AA
_SAMPLE = ("unlocking", "adding", "bars", "importing", "exchange", "telling")
_SMALL = QRect(0, 0, 240, 40)  # as much of a widget as is looked at


@pytest.mark.parametrize("palette", PALETTES)
def test_every_text_stands_out_from_its_ground(
    qtbot: QtBot, stage: Path, tmp_path: Path, palette: str
) -> None:
    assert not (found := faint(stage, tmp_path, palette, _SAMPLE)), "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("palette", PALETTES)
def test_every_text_of_every_state_stands_out_from_its_ground(
    qtbot: QtBot, stage: Path, tmp_path: Path, palette: str
) -> None:
    assert not (found := faint(stage, tmp_path, palette, tuple(SCENES))), "\n".join(found)


def faint(stage: Path, folder: Path, palette: str, scenes: tuple[str, ...]) -> list[str]:
    """Texts of too little contrast; of those that look alike by their parts and states only the first."""
    found, looked_at = [], set[Any]()
    for scene in scenes:
        for name, window in play(scene, stage, folder / scene, "en", palette):
            for root in roots(window):
                for each, place in texts(root):
                    look = _look(each, place)
                    if look not in looked_at:
                        looked_at.add(look)
                        ratio = measured(painted(root, place))
                        if ratio < LEAST:
                            found.append(f"{scene}/{name}: {called(each)} has {ratio:.1f} : 1")
    return found


def texts(root: QWidget) -> list[tuple[Any, QRect]]:
    """The widgets that show a text, with the part of the window to look at. What is only an icon, and a
    button that cannot be pressed now, is not read.
    """
    found = []
    for each in seen(root, QLabel, QAbstractButton, QLineEdit, QComboBox):
        shown = each.currentText() if isinstance(each, QComboBox) else each.text()
        shown = shown or (each.placeholderText() if isinstance(each, QLineEdit) else "")
        place = place_in(each, root) & root.rect()
        if (
            shown.strip()
            and not place.isEmpty()
            and (each.isEnabled() or not isinstance(each, QAbstractButton))
        ):
            part = _where_words_are(each)
            if each.visibleRegion().boundingRect().contains(part):
                found.append((each, part.translated(place_in(each, root).topLeft())))
    for view in seen(root, QTableView, QListView):
        found += [(view, place) for place in _cells(view, root)]
    return found


def _where_words_are(widget: Any) -> QRect:
    """As much of a widget as is enough to see its first or middle words."""
    small = QRect(0, 0, min(widget.width(), _SMALL.width()), min(widget.height(), _SMALL.height()))
    middle = widget.rect().center()
    if isinstance(widget, QLabel) and not widget.alignment() & Qt.AlignmentFlag.AlignLeft:
        small.moveCenter(middle)
    elif not isinstance(widget, QLabel) or widget.alignment() & Qt.AlignmentFlag.AlignVCenter:
        small.moveTop(middle.y() - small.height() // 2)
    return small & widget.rect()


def _cells(view: QAbstractItemView, root: QWidget) -> list[QRect]:
    """The first cells of a list that hold a text, chosen ones and others."""
    model, found = view.model(), []
    columns = min(model.columnCount(), 4) if isinstance(view, QTableView) else 1
    for row in range(min(model.rowCount(), 6)):
        for column in range(columns):
            index = model.index(row, column)
            place = view.visualRect(index) & view.viewport().visibleRegion().boundingRect()
            if str(index.data() or "").strip() and place.width() > 20 and place.height() > 20:
                found.append(place.translated(view.viewport().mapTo(root, place.topLeft()) - place.topLeft()))
    return found


def _look(widget: Any, place: QRect) -> Any:
    around, above = [], widget.parentWidget()
    while above is not None and len(around) < 4:
        around.append((type(above).__name__, above.property("part"), above.property("chosen")))
        above = above.parentWidget()
    state = [widget.isEnabled(), widget.hasFocus(), widget.property("wrong"), widget.property("part")]
    state.append(isinstance(widget, QAbstractButton) and widget.isChecked())
    state.append(isinstance(widget, QLineEdit) and bool(widget.text()))
    if isinstance(widget, QAbstractItemView):
        state.append((place.x(), place.y()))
    return type(widget).__name__, *state, *around


def measured(image: QImage) -> float:
    """The contrast of the ground, the colour there is most of, and the ink, the one that stands out most."""
    # Every second stroke is enough, and a colour that is there only once is the edge of one.
    colours = Counter(memoryview(bytes(image.constBits())).cast("I")[::2].tolist())
    ground = _hex(colours.most_common(1)[0][0])
    inks = [_hex(colour) for colour, count in colours.items() if count > 2]
    return max((contrast(ground, ink) for ink in inks), default=1.0)


def _hex(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06x}"


# --- this finds what it looks for ---


@pytest.mark.parametrize(("ink", "reads"), [("#9aa39d", False), ("#565f60", True)])
def test_a_faint_text_is_found(qtbot: QtBot, look: None, ink: str, reads: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setLayout(QVBoxLayout())
    label = Label("Nothing is open.")
    label.setStyleSheet(f"color: {ink}; background: #ffffff;")
    window.layout().addWidget(label)
    window.show()
    ((_widget, place),) = texts(window)
    assert (measured(painted(window, place)) >= LEAST) is reads
