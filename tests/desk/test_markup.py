"""What people wrote is never markup: Qt would load the pictures it names, from disks and from servers.

Every text of every record names a picture of one colour that the window has nowhere; it must be seen nowhere.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from looking import play, roots
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot
from window_stage import Room
from window_states import SCENES

from cso_desk.desk.window import DeskWindow
from cso_desk.records import kinds
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store
from cso_desk.wording import use_language

COLOUR = QColor(255, 0, 254)
_BYTES = bytes((254, 0, 255, 255))
_FORBIDDEN = ("QTextBrowser", "QTextDocument", "QTextEdit", "QMessageBox", "QErrorMessage", "Html(")
_SCENES = ("pages", "records", "trash", "nation", "papers")


def mark(folder: Path) -> str:
    """Markup that shows the picture in this folder, where somebody reads it as markup."""
    return f"<img src={(folder / 'seen.png').as_uri()}><b>bold</b>"


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictured")
    image = QImage(24, 24, QImage.Format.Format_RGB32)
    image.fill(COLOUR)
    assert image.save(str(folder / "seen.png"))
    return folder


@pytest.fixture(scope="module")
def marked(stage: Path, pictured: Path) -> Iterator[Path]:
    """A stage whose hub has the markup in every text of every record."""
    with Room(stage, pictured / "stage") as room:
        assert mark_all(room.store("02"), mark(pictured)) > 100
    return pictured / "stage"


def mark_all(store: Store, text: str) -> int:
    """Write the markup into every field of text of every record; gives how many were written."""
    count = 0
    with store.reading() as reading:
        found = [(type_, reading.all(type_.record)) for type_ in store.shelves.types.values()]
    with store.transaction(text) as t:
        for type_, records in found:
            values = marks(type_, text)
            for record in records if values else ():
                t.change(type_.record, record.id, **values)
                count += 1
    return count


def marks(type_: RecordType, text: str) -> dict[str, Any]:
    values = {name: marked_as(type_.fields[name].kind, text) for name in type_.typed}
    return {name: value for name, value in values.items() if value is not None}


def marked_as(kind: kinds.Kind, text: str) -> Any:
    """The markup in the form of a field; None where the field holds no text of people."""
    if isinstance(kind, kinds.Phones | kinds.Places | kinds.References):
        return None
    if isinstance(kind, kinds.Tags):
        return (text,) if kind.free else None
    if isinstance(kind, kinds.Several):
        return (text,)
    return text if isinstance(kind, kinds.Text) else None


def is_seen(widget: QWidget) -> bool:
    """Whether the picture is painted somewhere in a window."""
    data = bytes(widget.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32).constBits())
    at = data.find(_BYTES)
    while at % 4 and at != -1:
        at = data.find(_BYTES, at + 1)
    return at != -1


def tip(text: str, over: QWidget) -> QLabel:
    """What is shown where the mouse rests."""
    QToolTip.showText(QPoint(0, 0), "", over)
    QToolTip.showText(QPoint(0, 0), text, over)
    QApplication.processEvents()
    windows = QApplication.topLevelWidgets()
    (found,) = [each for each in windows if each.inherits("QTipLabel") and each.isVisible()]
    assert isinstance(found, QLabel)
    return found


def read_as_markup(window: QWidget) -> list[str]:
    """The labels that would read a text as markup, whatever they show now."""
    plain = Qt.TextFormat.PlainText
    labels = [each for each in window.findChildren(QLabel) if each.text() and each.textFormat() != plain]
    return [f"{type(each).__name__} “{each.text()}”" for each in labels]


def test_the_picture_would_be_seen(qtbot: QtBot, pictured: Path) -> None:
    label = QLabel(mark(pictured))
    qtbot.addWidget(label)
    assert is_seen(label)
    assert read_as_markup(label.parentWidget() or _around(label)) != []


def _around(label: QLabel) -> QWidget:
    made = QWidget()
    label.setParent(made)
    return made


@pytest.mark.parametrize(
    "scene", [pytest.param(each, marks=[] if each in _SCENES else pytest.mark.long) for each in SCENES]
)
def test_markup_in_every_field_is_shown_as_it_stands(
    qtbot: QtBot, marked: Path, tmp_path: Path, scene: str
) -> None:
    states = 0
    for name, window in play(scene, marked, tmp_path, "en"):
        states += 1
        for root in roots(window):
            assert not is_seen(root), f"{scene}/{name}"
            assert read_as_markup(root) == [], f"{scene}/{name}"
    assert states


def test_a_tip_shows_markup_as_it_stands(desk: DeskWindow, pictured: Path) -> None:
    """Tips of buttons, of labels and of the cells of lists are all shown by one label of Qt."""
    use_language("en")
    shown = tip(mark(pictured), desk)
    assert shown.textFormat() == Qt.TextFormat.PlainText
    assert not is_seen(shown)


def test_nothing_that_reads_markup_is_used() -> None:
    sources = Path(__file__).parents[2] / "src" / "cso_desk"
    files = [path for name in ("desk", "widgets", "features") for path in (sources / name).rglob("*.py")]
    assert len(files) > 100
    used = [(path.name, word) for path in files for word in _FORBIDDEN if word in path.read_text("utf-8")]
    assert used == []
