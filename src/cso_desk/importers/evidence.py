"""What the cells of a column say about its meaning: phones, sexes, dates, places, scripts, ticks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from cso_desk.importers import vocabulary
from cso_desk.importers.compound_cells import days_of, two_things
from cso_desk.importers.contact_cells import beside_phones
from cso_desk.importers.grid import DATE, NUMBER, PHONE, TEXT, TICK, look, running_number, show
from cso_desk.importers.reading import Cell
from cso_desk.importers.tables import Table
from cso_desk.khmer import list_marks
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.honorifics import part_honorific
from cso_desk.khmer.sex import parse_sex
from cso_desk.places.finding import resolve_place
from cso_desk.places.gazetteer import Level

_SAMPLE = 200
_LONGEST_POSITION, _LONGEST_HONORIFIC = 40, 20
_SERIALS = (20_000, 60_000)
_PLACES = 25
_KHMER = re.compile("[\u1780-\u17b3]")
_LATIN = re.compile("[A-Za-z]")
_EMAIL = re.compile(r"[\s,;/]*(?:e-?mail\s*[.:]?\s*)?\S+@\S+\.\S+[\s,;/]*", re.IGNORECASE)
_PHONE_WORD = re.compile(rf"^\s*(?:tel|phone|h/?p|mobile|{list_marks.PHONE})\s*[.:៖]*\s*", re.IGNORECASE)
_SITE = re.compile(
    r"(?:https?://|www\.)\S+|[\w.-]+\.(?:org|com|net|gov|edu|info)(?:\.kh)?(?:/\S*)?", re.IGNORECASE
)
_FILE = re.compile(r".+\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|mp[34]|txt|zip)", re.IGNORECASE)
_LEVELS: tuple[Level, ...] = ("province", "district", "commune")


@lru_cache(maxsize=20_000)
def known_place(text: str, level: Level | None, within: str | None) -> str:
    """The code of the one place `text` means, or ""."""
    found = resolve_place(text, level=level, within=within)
    return found.code if found else ""


def looks_like_phone(cell: Cell) -> bool:
    """Whether a cell holds a phone number, a number cell without its zero included."""
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, (int, float)):
        return cell == int(cell) and len(str(int(cell))) in (8, 9, 11, 12)
    if look(cell) == PHONE:
        return True
    # An apostrophe keeps the zero of a number in a spreadsheet.
    text = _EMAIL.sub("", _PHONE_WORD.sub("", show(cell))).lstrip("'’")
    if text != show(cell) and look(text) == PHONE:
        return True  # "Tel: 012 345 678, dara@light.org"
    digits = re.sub(r"\D", "", to_latin_digits(show(cell)))
    return len(digits) in (8, 9) and look(cell) == NUMBER and "." not in show(cell)


def _is_sex(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= 12 and parse_sex(cell) is not None


def _is_date(cell: Cell) -> bool:
    if look(cell) == DATE:
        return True
    return isinstance(cell, str) and any(map(str.isdigit, cell)) and days_of(cell)[0] is not None


def _is_serial(cell: Cell) -> bool:
    """A day as Excel counts them (1954 to 2064), where its format was lost."""
    return type(cell) is int and _SERIALS[0] <= cell <= _SERIALS[1]


def _is_year(cell: Cell) -> bool:
    number = running_number(cell)
    return number is not None and (1930 <= number <= 2100 or 2470 <= number <= 2640)


def is_organisation(cell: Cell) -> bool:
    """Whether a cell has a word that only names of institutions have."""
    return isinstance(cell, str) and vocabulary.is_organisation(cell)


def _is_position(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST_POSITION and vocabulary.starts_as("position", cell)


def _is_titled(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(part_honorific(cell)[0])


def is_honorific(text: str) -> bool:
    """Whether a text is an honorific without a name: "Mr.", "លោកស្រី"."""
    return (
        len(text) <= _LONGEST_HONORIFIC
        and bool(part_honorific(f"{text.strip()} ក")[0])
        and (part_honorific(f"{text.strip()} ក")[1] == "ក")
    )


def _share(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells) if cells else 0.0


@dataclass(frozen=True)
class Evidence:
    """Shares from 0 to 1 of the filled cells of a column; `script` is "km", "en" or "" where mixed.

    `called` say whose telephones stand in them, `pairs` hold two things, `positions` are words for such,
    `titled` begin with an honorific, `honorifics` are nothing else, `coded` are 1 or 2, `figures` hold a
    digit.
    """

    count: int
    phones: float
    called: float
    sexes: float
    dates: float
    years: float
    serials: float
    numbers: float
    ages: float
    ticks: float
    emails: float
    sites: float
    files: float
    organisations: float
    pairs: float
    positions: float
    titled: float
    honorifics: float
    coded: float
    figures: float
    distinct: float
    length: float
    script: str
    level: str
    running: bool

    @property
    def days(self) -> float:
        """The share of cells that can be days where the header says so."""
        return min(self.dates + self.years + self.serials, 1.0)

    def fit(self, meaning: str) -> float:
        """What the cells add to a meaning the header gives, from -0.9 to +0.3; 0 where there are none."""
        if not self.count:
            return 0.0
        known: dict[str, tuple[float, float]] = {
            "phones": (self.phones, 0.5), "email": (self.emails, 0.4),
            "sex": (max(self.sexes, self.coded), 0.6), "honorific": (self.honorifics, 0.6),
            "date": (self.days, 0.4), "birth_date": (self.days, 0.4),
            "birth_year": (max(self.years, self.dates), 0.4), "year": (max(self.years, self.dates), 0.4),
            "age": (self.ages, 0.5), "total": (self.numbers, 0.5), "female": (self.numbers, 0.5),
            "male": (self.numbers, 0.5), "copies": (self.numbers, 0.4), "file": (self.files, 0.4),
            "website": (self.sites, 0.3), "staff": (self.numbers, 0.5), "staff_female": (self.numbers, 0.5),
            "staff_male": (self.numbers, 0.5), "founded": (self.days, 0.4),
            "registration_date": (self.days, 0.4), "member_until": (self.days, 0.4),
        }  # fmt: skip
        if meaning in known:
            share, enough = known[meaning]
            if meaning == "phones" and share < enough <= self.called + share:
                return -0.2  # "012 345 678 (Dara)": so it is where the header says nothing else
            nothing = -0.9 if self.count >= 3 and share < 0.05 else -0.5
            return 0.3 if share >= enough else (-0.1 if share >= 0.15 else nothing)
        return self._fit_of_words(meaning)

    def _fit_of_words(self, meaning: str) -> float:  # noqa: PLR0911  one return for each meaning
        if meaning == "no":
            return 0.2 if self.running else -0.5
        if meaning in {"sex_m", "sex_f"}:
            return 0.2 if self.ticks >= 0.8 else -0.5
        if meaning in {"name", "contact", "family_name", "given_name"}:
            odd = self.phones >= 0.5 or self.dates >= 0.5 or self.numbers >= 0.5 or self.files >= 0.5
            return -0.6 if odd else (-0.35 if self.organisations >= 0.5 else 0.05)
        if meaning == "org":
            return 0.3 if self.organisations >= 0.5 else (-0.5 if self.phones >= 0.5 else 0.0)
        if meaning in {"title", "position", "kind", "doc_kind", "agency", "author"}:
            if self.sexes >= 0.85:
                return -0.6  # Mr, Ms
            return -0.4 if max(self.files, self.phones, self.numbers) >= 0.5 else 0.05
        if meaning in {"number", "registration_no"}:
            odd = self.running or self.phones >= 0.6 or (self.count >= 2 and self.figures < 0.2)
            return -0.3 if odd else 0.1
        if meaning in {"province", "district", "commune", "village"}:
            return 0.1 if self.level == meaning else 0.0
        if meaning == "place":
            return 0.2 if self.level else 0.0
        return 0.0

    def suggestions(self, *, named: bool, labelled: bool) -> dict[str, float]:
        """Meanings that the cells alone give; where a header is known they only fill gaps.

        `labelled`: the column has a header, known or not; texts under a strange header are no names.
        """
        weight = 0.55 if named else 0.8
        found: dict[str, float] = {}
        if self.count < 1:
            return found
        for meaning, share, enough in (
            ("phones", self.phones, 0.7), ("sex", self.sexes, 0.85), ("email", self.emails, 0.6),
            ("date", self.dates, 0.8), ("file", self.files, 0.8),
        ):  # fmt: skip
            if share >= enough:
                found[meaning] = weight
        if self.level and not named:
            found[self.level] = weight * 0.9
        if self.organisations >= 0.6 and not named:
            found["org"] = weight * 0.9
        if not labelled and self.titled >= 0.5:
            found["name"] = weight * 0.9
        elif not labelled and self.positions >= 0.6:
            found["position"] = weight * 0.9
        elif self._may_be_names() and not labelled:
            found["name"] = 0.5
        return found

    def _may_be_names(self) -> bool:
        other = self.phones + self.sexes + self.dates + self.numbers + self.emails + self.ticks
        return (
            not other
            and self.distinct >= 0.8
            and 3 <= self.length <= 28
            and self.count >= 3
            and not self.level
        )


def weigh_cells(table: Table, place: int) -> Evidence:
    """The evidence of one column, from at most 200 of its filled cells."""
    step = max(len(table.records) // _SAMPLE, 1)
    cells = [row.cells[place] for row in table.records[::step]]
    cells = [cell for cell in cells if look(cell) and not vocabulary.is_empty(cell)]
    texts = [show(cell) for cell in cells]
    numbers = [running_number(cell) for cell in cells]
    khmer = sum(1 for text in texts if _KHMER.search(text))
    latin = sum(1 for text in texts if _LATIN.search(text) and not _KHMER.search(text))
    known = [number for number in numbers if number is not None]
    return Evidence(
        count=len(cells),
        phones=_share(cells, looks_like_phone),
        called=_share(texts, lambda text: bool(beside_phones(str(text)))),
        sexes=_share(cells, _is_sex),
        dates=_share(cells, _is_date),
        years=_share(cells, _is_year),
        serials=_share(cells, _is_serial),
        numbers=_share(
            cells,
            lambda cell: (
                look(cell) == NUMBER
                or bool(re.match(rf"\d+\s*(?:{list_marks.PERSONS}|ppl|pax)?$", to_latin_digits(show(cell))))
            ),
        ),
        ages=_share(numbers, lambda number: isinstance(number, int) and 3 <= number <= 110),
        ticks=_share(cells, lambda cell: look(cell) == TICK or show(cell) in {"1", "0", "១", "០"}),
        emails=_share(texts, lambda text: bool(_EMAIL.search(str(text)))),
        sites=_share(texts, lambda text: bool(_SITE.fullmatch(str(text)))),
        files=_share(texts, lambda text: bool(_FILE.fullmatch(str(text)))),
        organisations=_share(cells, is_organisation),
        pairs=_share(texts, lambda text: bool(two_things(str(text))[1])),
        positions=_share(cells, _is_position),
        titled=_share(cells, _is_titled),
        honorifics=_share(cells, lambda cell: isinstance(cell, str) and is_honorific(cell)),
        figures=_share(texts, lambda text: any(letter.isdigit() for letter in str(text))),
        coded=_share(cells, lambda cell: to_latin_digits(show(cell)) in {"1", "2"}),
        distinct=len(set(texts)) / len(texts) if texts else 0.0,
        length=sum(map(len, texts)) / len(texts) if texts else 0.0,
        script=_script(khmer, latin, len(texts)),
        level=_level(cells),
        running=len(known) >= 0.8 * len(cells)
        and len(known) > 0
        and all(b > a or b == 1 for a, b in pairwise(known))
        and known[0] <= 1,
    )


def _script(khmer: int, latin: int, count: int) -> str:
    if count and khmer >= 0.8 * count:
        return "km"
    return "en" if count and latin >= 0.8 * count else ""


def _level(cells: Sequence[Cell]) -> str:
    """The level of the places a column names, where nearly all its cells are places of one level."""
    names = sorted({show(cell) for cell in cells if look(cell) == TEXT and len(show(cell)) <= 40})[:_PLACES]
    if not names or len(names) < 0.5 * len({show(cell) for cell in cells[:_PLACES]}):
        return ""
    for level in _LEVELS:
        if sum(1 for name in names if known_place(name, level, None)) >= 0.7 * len(names):
            return level
    return ""
