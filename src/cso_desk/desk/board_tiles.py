"""The board of hubs for a projector: one tile each, delivered, missing or with a problem."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk import board_view as marks
from cso_desk.desk.board_view import Tile, counted
from cso_desk.desk.exchange_cards import PADDING
from cso_desk.desk.session import hub_name
from cso_desk.places.gazetteer import place
from cso_desk.widgets.controls import IconLabel, Label, column, frame, holder, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, ngettext

_WIDTH = 204
_LOOKS = {
    marks.DELIVERED: ("check-circle", "good", N_("Delivered")),
    marks.OPEN: ("git-merge", "warn", N_("To decide")),
    marks.WAITING: ("download-simple", "accent", N_("Lies here")),
    marks.PROBLEM: ("warning", "bad", N_("Problem")),
    marks.MISSING: ("circle-dashed", "quiet", N_("Missing")),
    marks.SHUT_OUT: ("prohibit", "quiet", N_("Shut out")),
}
_ORDER = tuple(_LOOKS)


def board_card(tiles: Sequence[Tile]) -> QFrame:
    """All hubs, and how many stand how."""
    found = counted(tiles)
    parts = [_count(mark, found[mark]) for mark in _ORDER if found[mark]]
    inside = column(flowing(*parts, gap=20), gap=12, margins=PADDING)
    inside.addWidget(flowing(*(_tile(each) for each in tiles), gap=8))
    if not tiles:
        inside.addWidget(Label(_("No other hub is known here yet."), "quiet"))
    return frame("card", inside)


def _short(hub: str) -> str:
    """The name of a hub without the word for province, which all of them share."""
    found = place(hub)
    return title_of((found.name_km, found.name_en)) if found else hub_name(hub)


def _count(mark: str, count: int) -> QWidget:
    picture, colour, word = _LOOKS[mark]
    number = Label(digits(count), "title")
    return holder(row(IconLabel(picture, 24, colour), number, Label(_(word)), gap=6))


def _tile(each: Tile) -> QFrame:
    picture, colour, word = _LOOKS[each.mark]
    said = _(word)
    if each.mark == marks.OPEN:
        said = ngettext(
            "{number} to decide", "{number} to decide", each.conflicts, number=digits(each.conflicts)
        )
    elif each.mark == marks.DELIVERED and each.changes:
        said = f"{said}  ·  {digits(each.changes)}"
    text = "quiet" if colour in ("quiet", "accent") else colour
    name = Label(_short(each.hub), "group" if each.mark == marks.MISSING else "tile")
    texts = holder(column(name, Label(said, text), gap=0))
    inside = row(IconLabel(picture, 28, colour), texts, gap=8, margins=(10, 2, 8, 2))
    inside.setStretch(1, 1)
    made = frame("choice", inside)
    made.setProperty("mark", each.mark)
    made.setFixedWidth(theme.px(_WIDTH))
    made.setToolTip(each.problem)
    made.setAccessibleName(f"{hub_name(each.hub)}: {said}")
    return made
