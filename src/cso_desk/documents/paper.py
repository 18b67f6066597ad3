"""What a paper says, described without saying how it is drawn; features build these and nothing else.

Text is `str`, or `Both(km, en)` in a paper of two languages. Lengths are millimetres, letter sizes points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cso_desk.documents.bilingual import Cell, Text


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text
    level: int = 1  # 1 display face, 2 bold, 3 bold and small


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    bold: bool = False
    align: str = "left"  # "left", "center", "right"
    indent: float = 0
    size: float = 10.5
    display: bool = False  # in the display face
    keep: bool = False  # its last line is not parted from the block after it


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values: "Venue: …". With `columns=2` they stand side by side."""

    pairs: Sequence[tuple[Text, Cell]]
    columns: int = 1
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list numbered in the digits of the paper; `indent` sets a list below an item of another one."""

    items: Sequence[Text]
    start: int = 1
    indent: float = 0
    prefix: str = ""  # "2." gives 2.1, 2.2 …


@dataclass(frozen=True, slots=True)
class Bullets:
    items: Sequence[Text]
    indent: float = 0


@dataclass(frozen=True, slots=True)
class Column:
    """`width` 0 lets the content decide; `weight` says how much of the room left over it takes.

    Words of a `whole` column are never torn: telephone numbers.
    """

    title: Text
    width: float = 0
    weight: float = 1
    align: str = "left"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A row across the whole table that names the rows after it."""

    text: Text
    level: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """A bold row: totals."""

    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that is not parted from the row after it."""

    cells: Sequence[Cell]


TableRow = Sequence[Cell] | Section | Total | Kept


@dataclass(frozen=True, slots=True)
class Table:
    """The head repeats on every page; a row is never split unless it is higher than a page."""

    columns: Sequence[Column]
    rows: Sequence[TableRow]
    row_height: float = 0  # the least height of a row
    blank_rows: int = 0  # empty rows to fill in by hand, numbered on if `numbered`
    fill: bool = False  # so many more empty rows that the page with what follows the table is full
    numbered: bool = False  # puts a number into the first cell of every plain row
    size: float = 9
    title: Text = ""
    keep: bool = False  # its last row is not parted from the block after it
    head: bool = True  # without: the titles of the columns are not shown


@dataclass(frozen=True, slots=True)
class Series:
    name: Text
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind`: "bar" (side by side), "stacked", "line" or "rows" (one bar a line, beside a long name).

    Every series has a value for each label. `height` is that of bars and lines, in mm.
    """

    kind: str
    labels: Sequence[Text]
    series: Sequence[Series]
    title: Text = ""
    height: float = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG picture."""

    image: bytes
    width: float = 80
    caption: Text = ""
    align: str = "center"
    most_height: float = 0  # a higher one becomes smaller


@dataclass(frozen=True, slots=True)
class Signature:
    role: Text
    name: Text = ""
    note: Text = ""  # above the role: "Seen and agreed"
    lines: Sequence[Text] = ()  # above the note: place and date, lunar line first


@dataclass(frozen=True, slots=True)
class Signatures:
    """Side by side, first one leftmost; `None` leaves a place empty."""

    people: Sequence[Signature | None]
    gap: float = 24  # room for signature and seal


@dataclass(frozen=True, slots=True)
class DateLines:
    """Place and date at the right: the lunar line (if any) above the Gregorian one."""

    lines: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Space:
    height: float = 5


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks in a frame."""

    blocks: "Sequence[Block]"
    title: Text = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page if they fit on one."""

    blocks: "Sequence[Block]"


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Blocks at the left and at the right, on one page; `share` of the width is for those at the left."""

    left: "Sequence[Block]"
    right: "Sequence[Block]"
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Card:
    """One label, badge or name tent: lines from top to bottom, the first `large` in the display face.

    `bars` is what the bar code (Code 128) below the lines says: letters, digits and signs of ASCII.
    """

    lines: Sequence[Text]
    large: Text = ""
    qr: str = ""
    bars: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards in a grid that fills the page width."""

    cards: Sequence[Card]
    columns: int = 3
    height: float = 37
    border: bool = True
    size: float = 9
    marks: bool = False  # where to cut: short lines at the corners, nothing on the cards
    folded: bool = False  # a tent: each card twice, the upper one on its head, with a line to fold along
    alike: bool = False  # one size of letters for all cards that it suits


@dataclass(frozen=True, slots=True)
class Head:
    """Head of an official paper: kingdom and motto, then the hub with its logo and the reference number.

    As a block it begins a letter: a paper may hold one for each addressee.
    """

    hub: Text = ""
    under_hub: Sequence[Text] = ()  # province, address, telephone
    logo: bytes = b""  # PNG or JPEG
    reference: Text = ""  # complete: "លេខ៖ ០១២/២៦"
    kingdom: bool = True


Block = (
    Heading
    | Paragraph
    | Facts
    | Numbered
    | Bullets
    | Table
    | Chart
    | Picture
    | Signatures
    | DateLines
    | Space
    | PageBreak
    | Box
    | Together
    | SideBySide
    | Cards
    | Head
)


@dataclass(frozen=True, slots=True)
class Paper:
    """`qr` is what the code at the foot says; `code` stands beside it in letters."""

    title: Text
    blocks: Sequence[Block]
    language: str = "km"  # "km", "en" or "both"
    subtitle: Text = ""
    head: Head | None = None
    size: str = "A4"  # or "A5"
    landscape: bool = False
    code: str = ""
    qr: str = ""
    foot: Text = ""
    stamp: Text = ""  # at the head and across every page: that this paper is for practice
    page_numbers: bool = True
    frame: bool = False  # an ornamental border, for certificates
    show_title: bool = True
    margins: tuple[float, float, float, float] = field(default=(15, 15, 15, 20))  # top, right, bottom, left
