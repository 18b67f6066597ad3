"""The pictures of the quick guide: pieces of the real window, each button of a step with its number.

What is marked is found by what stands on it: a step and its picture cannot tell different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFrame, QLabel, QLineEdit, QTabBar, QWidget
from window_stage import EMPTY, Room, make_stage

from cso_desk.demo.folder import PASSPHRASE, STORE
from cso_desk.desk.first_start import FirstStartPage
from cso_desk.desk.guide import SECTIONS, button_said
from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.qt import application
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.desk.shots import read_list_in, settle
from cso_desk.desk.starting import UnlockPage
from cso_desk.desk.users_page import UsersPage
from cso_desk.features.meetings.record import Meeting
from cso_desk.store.access import let_in
from cso_desk.store.users import Role
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import dress
from cso_desk.wording import language, use_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_SMALL, _HIGH, _WIDE = (
    (910, 520),
    (960, 700),
    (1080, 700),
)  # sizes of the window in which the pieces are seen well
_WIDEST = 102.0  # millimetres on paper
_A_PIXEL = 0.165  # millimetres on paper of a pixel of the window, where the picture does not get too wide
_AROUND = 8  # pixels of the window around what is cut out
_BADGE = 9  # pixels: half of the width of a number
_INK, _PAPER, _EDGE = QColor("#000000"), QColor("#ffffff"), QColor("#808080")


@dataclass(frozen=True)
class View:
    """A piece of a window, in its pixels."""

    name: str
    window: QWidget
    size: tuple[int, int]
    piece: QRect


def take_pictures(
    folder: Path, languages: Sequence[str]
) -> Iterator[tuple[str, dict[str, tuple[bytes, float]]]]:
    """For each language every picture as a PNG file, with its width on paper in millimetres."""
    made = application()
    listen()
    stage = make_stage(folder / "stage")
    for code in languages:
        use_language(code)
        dress(made, "light")
        found: dict[str, tuple[bytes, float]] = {}
        for number, scene in enumerate(_SCENES):
            with Room(stage, folder / f"{code}-{number}") as room:
                for view in scene(room):
                    found[view.name] = _picture(view)
        yield code, found


# --- the scenes ---


def _first_start(room: Room) -> Iterator[View]:
    page = room.keep(FirstStartPage(room.folder / "new", RunnerAtOnce()))
    page.go(3)
    for line in (page.passphrase.first, page.passphrase.second):
        line.setText("mango rain river lamp")
    yield _view("passphrase", page, page._card)


def _first_list(room: Room) -> Iterator[View]:
    desk = room.desk(EMPTY)
    desk.open_page("today")
    settle(desk, _HIGH)
    yield _view("first-steps", desk, *_cards_with("first-steps", desk))
    page: ImportPage = read_list_in(desk, "members", room.list_file("battambang_members.xlsx"))
    yield _view("rows", desk, page, height=232, size=_SMALL)


def _first_meeting(room: Room) -> Iterator[View]:
    desk = room.desk()
    with desk.session.store.reading() as reading:
        table = reading.table(Meeting)
        held = reading.all(Meeting, order_by=[table.c.starts.desc()], limit=1)[0]
    desk.open_record("meeting", held.id)
    pane: Any = desk.page("meetings").pane  # type: ignore[attr-defined]
    pane.open_tab(2)
    yield _view("meeting", desk, pane, above=46, height=350)


def _first_bundle(room: Room) -> Iterator[View]:
    desk = room.desk()
    desk.open_page("exchange")
    settle(desk, _HIGH)
    yield _view("exchange", desk, *_cards_with("exchange", desk))


def _lost(room: Room) -> Iterator[View]:
    page = room.keep(UnlockPage(room.folder / STORE, RunnerAtOnce()))
    yield _view("unlock", page, page._card)


def _new_secretary(room: Room) -> Iterator[View]:
    let_in(room.folder / STORE, PASSPHRASE, "ចាន់ ធារី", Role.SECRETARY, "mango rain river lamp")
    window = room.unlocked()
    window.show_settings()
    settle(window, _HIGH)
    settings: Any = window.desk.findChild(SettingsPage)
    settings.ensureWidgetVisible(settings.users, 0, 300)
    settle(window, _HIGH)
    yield _view("users", window, *_cards_with("users", window))
    settings.show_users()
    page: Any = window.desk.findChild(UsersPage)
    page.secret.setText(PASSPHRASE)
    page.look()
    yield _view("add", window, page, height=250, size=_WIDE)


_SCENES: tuple[Callable[[Room], Iterator[View]], ...] = (
    _first_start,
    _first_list,
    _first_meeting,
    _first_bundle,
    _lost,
    _new_secretary,
)


# --- cutting out and marking ---


def _view(
    name: str,
    window: QWidget,
    *parts: QWidget | None,
    above: int = 0,
    height: int = 0,
    size: tuple[int, int] = _HIGH,
) -> View:
    """What these parts of the window cover, with a bit more `above` and at most so high."""
    settle(window, size)
    whole = QRect()
    for part in parts:
        if part is not None:
            whole = whole.united(_place(part, window))
    whole.setTop(whole.top() - above)
    if height:
        whole.setHeight(min(height, whole.height()))
        whole.setBottom(_above_what_is_cut(window, whole))
    beside = 0 if above or height else _AROUND  # a card has a frame of its own
    around = whole.adjusted(-beside, -_AROUND, beside, _AROUND)
    return View(name, window, size, around.intersected(window.rect()))


def _above_what_is_cut(window: QWidget, piece: QRect) -> int:
    """The bottom of a piece, or as much above it as leaves no text, field or button cut through."""
    bottom = piece.bottom()
    written = (QLabel, QAbstractButton, QLineEdit, QComboBox)
    parts = [
        _place(each, window)
        for each in window.findChildren(QWidget)
        if isinstance(each, written) and each.isVisible()
    ]
    for part in sorted(parts, key=QRect.top, reverse=True):
        if part.top() <= bottom < part.bottom() and part.intersects(piece):
            bottom = part.top() - 1 - _AROUND
    return bottom


def _place(part: QWidget, window: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def _card_around(part: QWidget) -> QWidget | None:
    """The card on which something stands."""
    above = part.parentWidget()
    while above is not None and not (isinstance(above, QFrame) and above.property("part") == "card"):
        above = above.parentWidget()
    return above


def _cards_with(name: str, window: QWidget) -> list[QWidget]:
    """The cards on which the buttons of a picture stand."""
    found = [_card_around(each) for _number, each in _named(window, name)]
    return [each for each in found if each is not None]


def _named(window: QWidget, name: str) -> Iterator[tuple[int, QAbstractButton]]:
    """The buttons that can be seen, with the number of the step that names what stands on them."""
    for number, said in _steps_of(name):
        for each in window.findChildren(QAbstractButton):
            if each.isVisible() and each.text().strip() in said:
                said.remove(each.text().strip())  # the same words further below belong to something else
                yield number, each


def _steps_of(name: str) -> Iterator[tuple[int, set[str]]]:
    """The steps beside a picture, with what stands on their buttons."""
    for section in SECTIONS:
        if name in section.pictures:
            for number, step in enumerate(section.steps, 1):
                yield number, {button_said(button, language()) for button in step.buttons.values()}


def _marks(window: QWidget, name: str) -> Iterator[tuple[int, QRect]]:
    """What is to be marked in a picture: buttons and tabs, as rectangles of the window."""
    for number, button in _named(window, name):
        yield number, _place(button, window)
    for number, said in _steps_of(name):
        for bar in window.findChildren(QTabBar):
            for tab in range(bar.count() if bar.isVisible() else 0):
                if bar.tabText(tab).strip() in said:
                    yield number, bar.tabRect(tab).translated(bar.mapTo(window, QPoint(0, 0)))


def _picture(view: View) -> tuple[bytes, float]:
    """A view as a PNG file with its marks, and its width on paper in millimetres."""
    settle(view.window, view.size)
    shot = view.window.grab()
    painter = QPainter(shot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    marks = [each for each in _marks(view.window, view.name) if view.piece.contains(each[1])]
    if not marks:
        raise LookupError(f"no button of the steps beside it can be seen in the picture {view.name}")
    rings = [(QRectF(place).adjusted(-2, -2, 2, 2), digits(number)) for number, place in marks]
    for ring, _number in rings:
        _frame(painter, ring)
    for ring, number in rings:  # no frame of the button above goes through a number
        _badge(painter, ring.topLeft(), number)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_EDGE, 1))
    painter.drawRect(QRectF(view.piece).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.end()
    ratio = round(shot.devicePixelRatio())
    cut = shot.copy(QRect(view.piece.topLeft() * ratio, view.piece.size() * ratio))
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    # In grey as most offices print, and a third as large in a PDF; what cannot be told apart is seen here.
    cut.toImage().convertToFormat(QImage.Format.Format_Grayscale8).save(kept, "PNG")
    return bytes(kept.data().data()), min(_WIDEST, view.piece.width() * _A_PIXEL)


def _frame(painter: QPainter, ring: QRectF) -> None:
    """A frame around a button, readable in black and white."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_PAPER, 5.0), (_INK, 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawRoundedRect(ring, 5, 5)


def _badge(painter: QPainter, middle: QPointF, number: str) -> None:
    """The number of a step, on the corner of its button."""
    painter.setPen(QPen(_PAPER, 2))
    painter.setBrush(_INK)
    painter.drawEllipse(middle, _BADGE, _BADGE)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(12)
    painter.setFont(font)
    around = QRectF(middle.x() - _BADGE, middle.y() - _BADGE, 2 * _BADGE, 2 * _BADGE)
    painter.drawText(around, Qt.AlignmentFlag.AlignCenter, number)
