"""Turns the cells of a record into values by the meaning of their columns, and tells what was doubtful."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from cso_desk.importers import vocabulary
from cso_desk.importers.cell_values import READERS
from cso_desk.importers.columns import BILINGUAL, Meaning, base_of
from cso_desk.importers.compound_cells import on_one_line, people_of, split_names, two_things
from cso_desk.importers.contact_cells import part_contacts
from cso_desk.importers.evidence import known_place
from cso_desk.importers.grid import show
from cso_desk.importers.place_values import LEVELS, bare_heading, read_places, read_sections
from cso_desk.importers.reading import Cell
from cso_desk.importers.tables import Row, Table
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.places import gazetteer
from cso_desk.wording import _

Severity = Literal["notice", "warning", "error"]
_PARTS_OF_COUNTS = (
    ("total", "female"), ("total", "male"), ("staff", "staff_female"), ("staff", "staff_male"),
)  # fmt: skip
_PEOPLE = ("contact", "name")
_PROSE = frozenset({"remarks", "summary"})
_IN_BRACKETS = re.compile(r"(.*\S)\s*[(（]([^()（）]+)[)）]\s*", re.DOTALL)
_KHMER = re.compile("[\u1780-\u17b3]")
# A time to the second, or the key of a record: only another program can use it.
_OF_PROGRAMS = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*|(?:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4,12}){1,4}", re.IGNORECASE
)
_NAMELESS = re.compile(r"(?:sheet|table|page|list|feuil)\W*\d*", re.IGNORECASE)
_SAMPLE = 50
_COUNTED = re.compile(r"\s*\(?(\d{1,4})\s*[.)\-/៖]\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class Problem:
    """What was doubtful in one cell. `row` is that of the sheet, `column` a letter ("" = the whole row)."""

    row: int
    column: str
    severity: Severity
    message: str


@dataclass
class Reader:
    """Reads the records of one table; `within` is the code of the place it all lies in, or "".

    `above` stands above all sections, as the name of a sheet does that names a place.
    """

    table: Table
    meanings: Sequence[Meaning]
    within: str = ""
    above: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The letters of columns whose cells begin with a running number: "1. Light", "2. Hope"."""
        return frozenset(
            column.letter for place, column in enumerate(self.table.columns) if self._counts(place)
        )

    def _counts(self, place: int) -> bool:
        texts = (show(row.cells[place]) for row in self.table.records[:_SAMPLE])
        marks = [_COUNTED.match(to_latin_digits(text)) for text in texts if text]
        return len(marks) > 1 and all(
            mark is not None and int(mark[1]) == at for at, mark in enumerate(marks, 1)
        )

    @cached_property
    def labels(self) -> dict[str, str]:
        """The lowest header of each column, by its letter."""
        return {column.letter: column.labels[-1] for column in self.table.columns if column.labels}

    def read(self, row: Row) -> dict[str, Any]:
        """The values of a record by meaning, blank ones left out; cells without meaning are in `_other`."""
        values: dict[str, Any] = {"_row": row.number}
        read_sections(self, row, values)
        texts: dict[str, tuple[str, str]] = {}
        for meaning, cell in zip(self.meanings, row.cells, strict=True):
            if vocabulary.is_empty(cell):
                continue
            self._read_cell(row, meaning, cell, values, texts)
        read_places(self, row, texts, values)
        _join_names(values)
        part_contacts(values)
        self._part_positions(values)
        self._part_organisations(values)
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
        if name in BILINGUAL and meaning.letter in self.counted:
            cell = re.sub(r"^\W*\w{1,4}\W*", "", show(cell))
        paired = vocabulary.person_and_organisation(self.labels.get(meaning.letter, ""))[0]
        if name in _PEOPLE and not paired and len(people := people_of(show(cell))) > 1:
            cell = people[0]
            self.keep(row, name, ", ".join(people[1:]))
            told = _(
                "Several people stand here. {name} is taken over, the others go to the notes.", name=cell
            )
            self.note(row, meaning.letter, "warning", told)
        if not name:
            # What other programs say to themselves is shown, but it is no remark on a person.
            said = vocabulary.header_meanings(meaning.header).get(vocabulary.NOTHING)
            aside = said == vocabulary.EXACT or _OF_PROGRAMS.fullmatch(show(cell)) is not None
            if meaning.letter == self.table.sheet_letter:
                aside = not names_contents(show(cell))
            values.setdefault("_aside" if aside else "_other", {})[meaning.letter] = show(cell)
        elif name in {*LEVELS, "place"}:
            texts[name] = (meaning.letter, canonical(show(cell)))
        elif name == "coverage":
            above = f"{texts[name][1]}; " if name in texts else ""
            texts[name] = (meaning.letter, above + show(cell))
        elif name in READERS:
            READERS[name](self, row, meaning, cell, values)
        else:
            _read_text(values, meaning.meaning, name, cell)

    def unread(self, row: Row, meaning: Meaning, cell: Cell, message: str) -> None:
        """Keep what could not be understood, so that nothing is lost, and say so."""
        self.keep(row, base_of(meaning.meaning), show(cell))
        self.note(row, meaning.letter, "warning", message)

    def keep(self, row: Row, name: str, text: str) -> None:
        """Keep a text of a meaning that no field takes, for the notes."""
        kept = self._kept.setdefault(row.number, {})
        kept[name] = "; ".join(filter(None, (kept.get(name), text)))

    _kept: dict[int, dict[str, str]] = field(default_factory=dict)

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

    def _part_organisations(self, values: dict[str, Any]) -> None:
        """Part "Sok Dara (Light)" where the header says that a person and an institution are there."""
        for meaning in self.meanings:
            said = vocabulary.person_and_organisation(self.labels.get(meaning.letter, ""))
            name = base_of(meaning.meaning)
            if name != said[0] or not name:
                continue
            for key in (name, f"{name}_km", f"{name}_en"):
                first, second = two_things(str(values.get(key, "")))
                if second and said[1] not in values:
                    values[key] = first
                    values[said[1]] = values[f"{said[1]}_{_script(second)}"] = second
                    values[f"{name}_{_script(first)}"] = first

    def _check(self, row: Row, values: dict[str, Any]) -> None:
        for whole, part in _PARTS_OF_COUNTS:
            total, count = values.get(whole), values.get(part)
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
    whole = " ".join(parts)
    if parts and f"name_{_script(whole)}" not in values:
        values["name"] = values[f"name_{_script(whole)}"] = whole


def place_of_sheet(name: str, within: str) -> tuple[str, ...]:
    """The name of a sheet where it names a province or a district, as where each has a sheet of its own."""
    bare = bare_heading(name)
    named = known_place(bare, "province", None) or known_place(bare, "district", within or None)
    return (name,) if named else ()


def names_contents(sheet: str) -> bool:
    """Whether the name of a sheet is more than a number or the place where its rows are."""
    return not (_NAMELESS.fullmatch(sheet.strip()) or place_of_sheet(sheet, ""))


def province_of_titles(titles: Sequence[str]) -> str:
    """The code of the one province that the titles above a table name, or ""."""
    text = fold(" ".join(titles))
    named = set()
    for province in gazetteer.children(""):
        km, en = fold(province.name_km), fold(province.name_en)
        if km in text or re.search(rf"\b{re.escape(en)}\b", text):
            named.add(province.code)
    return named.pop() if len(named) == 1 else ""
