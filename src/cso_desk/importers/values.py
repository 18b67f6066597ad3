"""Turns the cells of a record into values by the meaning of their columns, and tells what was doubtful."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

from cso_desk.importers import vocabulary
from cso_desk.importers.columns import BILINGUAL, Meaning, base_of
from cso_desk.importers.compound_cells import days_of, on_one_line, phone_text, split_names
from cso_desk.importers.evidence import known_place
from cso_desk.importers.grid import running_number, show
from cso_desk.importers.reading import Cell
from cso_desk.importers.tables import Row, Table
from cso_desk.khmer import list_marks
from cso_desk.khmer.digits import parse_number, to_latin_digits
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.khmer.phones import Phone, parse_phones
from cso_desk.khmer.sex import parse_sex
from cso_desk.places import gazetteer
from cso_desk.places.gazetteer import Level
from cso_desk.wording import _, language

Severity = Literal["notice", "warning", "error"]
LEVELS: tuple[Level, ...] = ("province", "district", "commune", "village")
_COUNTS = frozenset({"age", "total", "female", "male", "copies"})
_YEARS = frozenset({"year", "birth_year"})
_DATES = frozenset({"date", "birth_date"})
_TICKED = frozenset({"youth", "disability", "minority"})
_PROSE = frozenset({"remarks", "summary"})
_BUDDHIST = range(2400, 2700)
_SHORTEST_PHONE = 6  # signs; a lone 0 is none
_IN_BRACKETS = re.compile(r"(.*\S)\s*[(（]([^()（）]+)[)）]\s*", re.DOTALL)
_EMAIL = re.compile(r"[^\s@,;/]+@[^\s@,;/]+\.[^\s@,;/]+")
_KHMER = re.compile("[\u1780-\u17b3]")
_SECTION_NUMBER = re.compile(r"^\s*(?:[IVXivx]{1,5}|[0-9០-៩]{1,2}|[A-Zក-អ])\s*[.)\-/៖]\s*")
_SECTION_COUNT = re.compile(r"\s*[(:៖]\s*[0-9០-៩].*$|\s*\([^)]*\)\s*$")
_SECTOR = re.compile(rf"^(?:{list_marks.SECTOR}|sector\b)\s*[:៖]?\s*", re.IGNORECASE)
_KIND = re.compile(rf"^(?:{list_marks.KIND}|type\b|kind\b|category\b)\s*[:៖]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What was doubtful in one cell. `row` is that of the sheet, `column` a letter ("" = the whole row)."""

    row: int
    column: str
    severity: Severity
    message: str


@dataclass
class Reader:
    """Reads the records of one table; `within` is the code of the place it all lies in, or ""."""

    table: Table
    meanings: Sequence[Meaning]
    within: str = ""
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def _has_codes(self) -> bool:
        return any(meaning.meaning == "code" for meaning in self.meanings)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The lowest header of each column, by its letter."""
        return {column.letter: column.labels[-1] for column in self.table.columns if column.labels}

    def read(self, row: Row) -> dict[str, Any]:
        """The values of a record by meaning, blank ones left out; cells without meaning are in `_other`."""
        values: dict[str, Any] = {"_row": row.number}
        if self._has_codes:
            # A list of ours may come home: its cells are read as they are.
            letters = (meaning.letter for meaning in self.meanings)
            values["_cells"] = {
                letter: str(cell).strip() if isinstance(cell, str) else show(cell)
                for letter, cell in zip(letters, row.cells, strict=True)
                if cell not in (None, "")
            }
        self._read_sections(row, values)
        texts: dict[str, tuple[str, str]] = {}
        for meaning, cell in zip(self.meanings, row.cells, strict=True):
            if vocabulary.is_empty(cell):
                continue
            self._read_cell(row, meaning, cell, values, texts)
        self._read_places(row, texts, values)
        _join_names(values)
        self._part_positions(values)
        split_names(values)
        self._check(row, values)
        return values

    def note(self, row: Row, column: str, severity: Severity, message: str) -> None:
        self.problems.append(Problem(row.number, column, severity, message))

    def _read_cell(
        self,
        row: Row,
        meaning: Meaning,
        cell: Cell,
        values: dict[str, Any],
        texts: dict[str, tuple[str, str]],
    ) -> None:
        name = base_of(meaning.meaning)
        if not name:
            # What other programs say to themselves is shown, but it is no remark on a person.
            aside = vocabulary.NOTHING in vocabulary.header_meanings(meaning.header)
            values.setdefault("_aside" if aside else "_other", {})[meaning.letter] = show(cell)
        elif name in {*LEVELS, "place"}:
            texts[name] = (meaning.letter, canonical(show(cell)))
        elif name in _READERS:
            _READERS[name](self, row, meaning, cell, values)
        else:
            _read_text(values, meaning.meaning, name, cell)

    def _unread(self, row: Row, meaning: Meaning, cell: Cell, message: str) -> None:
        """Keep what could not be understood, so that nothing is lost, and say so."""
        name = base_of(meaning.meaning)
        self._kept.setdefault(row.number, {})[name] = show(cell)
        self.note(row, meaning.letter, "warning", message)

    _kept: dict[int, dict[str, str]] = field(default_factory=dict)

    def _read_sections(self, row: Row, values: dict[str, Any]) -> None:
        area = self.within
        for text in row.sections:
            bare = canonical(_SECTION_COUNT.sub("", _SECTION_NUMBER.sub("", text))) or canonical(text)
            code = _place_of_section(bare, area)
            if code:
                level = gazetteer.LEVELS[len(code) // 2 - 1]
                values[level], values[f"{level}_code"] = bare, code
                area = code
            elif _SECTOR.match(bare):
                values["sector"] = _SECTOR.sub("", bare) or bare
            elif _KIND.match(bare):
                values["kind"] = _KIND.sub("", bare) or bare
            elif kind := vocabulary.section_kind(bare):
                values[kind] = bare
            values["section"] = bare

    def _read_places(self, row: Row, texts: dict[str, tuple[str, str]], values: dict[str, Any]) -> None:
        area = self.within
        for level in LEVELS:
            if level in texts:
                letter, text = texts[level]
                values[level] = text
                values.pop(f"{level}_code", None)
                area = self._place(row, letter, text, level, area, values) or area
            elif f"{level}_code" in values:
                area = values[f"{level}_code"]
        if "place" in texts:
            letter, text = texts["place"]
            values["place"] = text
            code = known_place(text, None, area or None) or known_place(text, None, None)
            if code:
                values["place_code"] = code
            else:
                self.note(
                    row, letter, "notice", _("“{text}” is not a place of the list of places.", text=text)
                )
        deepest = next((values[f"{lv}_code"] for lv in reversed(LEVELS) if f"{lv}_code" in values), "")
        for digits, level in zip(range(2, len(deepest), 2), LEVELS, strict=False):
            values.setdefault(f"{level}_code", deepest[:digits])

    def _place(
        self, row: Row, letter: str, text: str, level: Level, area: str, values: dict[str, Any]
    ) -> str:
        if text[-1:].isdecimal() and to_latin_digits(text).isdecimal():
            message = _("“{text}” is a code without a name; write the name of the place.", text=text)
            self.note(row, letter, "warning", message)
            return ""
        depth = (LEVELS.index(level)) * 2
        inside = area[:depth] or None
        code = known_place(text, level, inside)
        if not code and inside and (code := known_place(text, level, None)):
            message = _(
                "“{text}” lies outside {place}.", text=text, place=gazetteer.show_place(inside, language())
            )
            self.note(row, letter, "warning", message)
        if code:
            values[f"{level}_code"] = code
        else:
            message = _("“{text}” is not in the list of places; choose the right one.", text=text)
            self.note(row, letter, "warning", message)
        return code

    def _part_positions(self, values: dict[str, Any]) -> None:
        """Take "(Director)" off a name where the header says that both stand in the cell."""
        for meaning in self.meanings:
            name = base_of(meaning.meaning)
            if name not in ("contact", "name") or not vocabulary.names_position_too(meaning.header):
                continue
            for key in (name, f"{name}_km", f"{name}_en"):
                if key in values and (found := _IN_BRACKETS.fullmatch(str(values[key]))):
                    values[key] = found[1]
                    values.setdefault("position", found[2].strip())
                    values.setdefault(f"position_{_script(found[2])}", found[2].strip())

    def _check(self, row: Row, values: dict[str, Any]) -> None:
        total = values.get("total")
        for part in ("female", "male"):
            count = values.get(part)
            if isinstance(total, int) and isinstance(count, int) and count > total:
                letter = next((m.letter for m in self.meanings if m.meaning == part), "")
                message = _("{count} of {total} cannot be right; please check.", count=count, total=total)
                self.note(row, letter, "error", message)
        if row.number in self._kept:
            values["_unread"] = self._kept.pop(row.number)


def _read_text(values: dict[str, Any], meaning: str, name: str, cell: Cell) -> None:
    text = on_one_line(show(cell)) if name in BILINGUAL else show(cell)
    text = canonical(text, prose=name in _PROSE).strip()
    if not text:
        return
    if name in values and name not in BILINGUAL:
        text = f"{values[name]}; {text}"
    if name not in BILINGUAL:
        values[name] = text
        return
    if meaning == name and name in values:
        text = f"{values[name]} {text}"
    if meaning == name:
        values[name] = text
        values[f"{name}_{_script(text)}"] = text
    else:
        values[meaning] = text
        if name not in values or meaning.endswith("_km"):
            values[name] = text


def _script(text: str) -> str:
    return "km" if _KHMER.search(text) else "en"


def _join_names(values: dict[str, Any]) -> None:
    """Family name and given name of two columns are one name, family name first."""
    parts = [values[part] for part in ("family_name", "given_name") if part in values]
    if parts and "name" not in values:
        values["name"] = " ".join(parts)
        values[f"name_{_script(values['name'])}"] = values["name"]


def _place_of_section(text: str, area: str) -> str:
    for level in LEVELS:
        inside = area[: LEVELS.index(level) * 2]
        if level == "village" and len(inside) < 6:
            continue
        if code := known_place(text, level, inside or None):
            return code
    return known_place(text, None, None)


# ---- one reader for each kind of value ----


@lru_cache(maxsize=50_000)
def _phones_of(text: str) -> tuple[Phone, ...]:
    return tuple(parse_phones(text))


def _read_phones(reader: Reader, row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    text = phone_text(cell)
    if "@" in text:
        # A telephone and an address of mail share the cell.
        _add_emails(values, _EMAIL.findall(text))
        text = _EMAIL.sub(" ", text)
    found = tuple(phone for phone in _phones_of(text) if len(phone.e164) >= _SHORTEST_PHONE)
    if not found and values.get("emails") and not any(letter.isdigit() for letter in text):
        return
    if not found:
        reader._unread(row, meaning, cell, _("“{text}” is not a phone number.", text=show(cell)))
        return
    phones = values.setdefault("phones", [])
    phones += [phone.e164 for phone in found if phone.e164 not in phones]
    values["phone"] = phones[0]
    for phone in found:
        if phone.warning:
            reader.note(row, meaning.letter, "notice", phone.warning)


def _read_sex(reader: Reader, row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    sex = parse_sex(show(cell))
    if sex:
        values["sex"] = sex
    else:
        message = _("“{text}” is neither male nor female; write ប or ស, M or F.", text=show(cell))
        reader._unread(row, meaning, cell, message)


def is_ticked(cell: Cell) -> bool | None:
    """Whether a cell is ticked, crossed out or blank; None where it holds something else."""
    if isinstance(cell, bool):
        return cell
    text = to_latin_digits(show(cell)).strip().casefold()
    if text in vocabulary.raw_words("tick"):
        return True
    return False if text in vocabulary.raw_words("untick") or not text else None


def _read_sex_tick(reader: Reader, row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    if is_ticked(cell) is False:
        return
    sex = "M" if meaning.meaning == "sex_m" else "F"
    if values.get("sex", sex) != sex:
        reader.note(row, meaning.letter, "warning", _("Both male and female are marked."))
        del values["sex"]
        return
    values["sex"] = sex


def _read_tick(_reader: Reader, _row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    ticked = is_ticked(cell)
    if ticked is None:
        values[meaning.meaning] = True
        values[f"{meaning.meaning}_text"] = canonical(show(cell))
    else:
        values[meaning.meaning] = ticked


def _read_id_poor(_reader: Reader, _row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    level = re.search(r"[12]", to_latin_digits(show(cell)))
    ticked = is_ticked(cell)
    values[meaning.meaning] = (
        int(level[0]) if level else (ticked if ticked is not None else canonical(show(cell)))
    )


def _read_date(reader: Reader, row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    date, last = days_of(cell)
    if date is None:
        reader._unread(row, meaning, cell, _("“{text}” is not a date.", text=show(cell)))
        return
    values[meaning.meaning] = date.iso
    if last is not None and meaning.meaning == "date":
        values["date_end"] = last.iso
    if meaning.meaning == "birth_date":
        values.setdefault("birth_year", int(date.iso[:4]))
    if date.warning:
        reader.note(row, meaning.letter, "notice", date.warning)


def _read_year(reader: Reader, row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    year = running_number(cell)
    if year is None or not (1000 <= year < 3000):
        date, _last = days_of(cell)
        year = int(date.iso[:4]) if date else None
    if year is None:
        reader._unread(row, meaning, cell, _("“{text}” is not a year.", text=show(cell)))
        return
    if year in _BUDDHIST:
        message = _(
            "{buddhist_year} is a Buddhist year; taken as {year}.", buddhist_year=year, year=year - 543
        )
        reader.note(row, meaning.letter, "notice", message)
        year -= 543
    values[meaning.meaning] = year


def _read_count(reader: Reader, row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    number: object = cell if isinstance(cell, (int, float)) else parse_number(show(cell))
    if number is None and (found := re.match(r"\s*(\d[\d,]*)\s*\D{0,12}$", to_latin_digits(show(cell)))):
        number = parse_number(found[1])
    if number is None or isinstance(number, bool) or number != int(number):  # type: ignore[call-overload]
        reader._unread(row, meaning, cell, _("“{text}” is not a whole number.", text=show(cell)))
        return
    values[meaning.meaning] = int(number)  # type: ignore[call-overload]


def _read_no(_reader: Reader, _row: Row, _meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    number = running_number(cell)
    values["no"] = canonical(show(cell)) if number is None else number


def _read_email(reader: Reader, row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    found = _EMAIL.findall(show(cell))
    if not found:
        reader._unread(row, meaning, cell, _("“{text}” is not an e-mail address.", text=show(cell)))
        return
    _add_emails(values, found)
    rest = _EMAIL.sub(" ", show(cell))
    if sum(letter.isdigit() for letter in rest) >= _SHORTEST_PHONE:
        _read_phones(reader, row, meaning, rest, values)


def _add_emails(values: dict[str, Any], found: Sequence[str]) -> None:
    if found:
        emails = values.setdefault("emails", [])
        emails += [email for email in found if email not in emails]
        values["email"] = emails[0]


def _read_signature(_reader: Reader, _row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    values[meaning.meaning] = canonical(show(cell))


def _read_category(reader: Reader, _row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    """A column that is called like a kind or a sector and ticked where it holds."""
    if is_ticked(cell) is not False:
        values.setdefault("categories", []).append(reader.labels[meaning.letter])


_ReadCell = Callable[[Reader, Row, Meaning, Cell, dict[str, Any]], None]
_READERS: dict[str, _ReadCell] = {
    "phones": _read_phones,
    "sex": _read_sex,
    "sex_m": _read_sex_tick,
    "sex_f": _read_sex_tick,
    "id_poor": _read_id_poor,
    "no": _read_no,
    "email": _read_email,
    "signature": _read_signature,
    vocabulary.CATEGORY: _read_category,
    **dict.fromkeys(_COUNTS, _read_count),
    **dict.fromkeys(_YEARS, _read_year),
    **dict.fromkeys(_DATES, _read_date),
    **dict.fromkeys(_TICKED, _read_tick),
}


def province_of_titles(titles: Sequence[str]) -> str:
    """The code of the one province that the titles above a table name, or ""."""
    text = fold(" ".join(titles))
    named = set()
    for province in gazetteer.children(""):
        km, en = fold(province.name_km), fold(province.name_en)
        if km in text or re.search(rf"\b{re.escape(en)}\b", text):
            named.add(province.code)
    return named.pop() if len(named) == 1 else ""
