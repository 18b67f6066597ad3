"""Rows that may be a title that is here already: the same number or name, and nothing against it."""

from collections import defaultdict
from collections.abc import Iterable

from cso_desk.features.library.record import LIBRARY_TITLE, LibraryTitle
from cso_desk.features.members.importing import Doubt, PlannedRow
from cso_desk.importers.duplicates import number_key
from cso_desk.importers.vocabulary import key
from cso_desk.wording import N_, _

SAME_NUMBER, SAME_NAME = N_("the same kind and number"), N_("the same title")
_MOST = 20  # titles of one name or number that are compared with a row


def ask_about_titles(rows: Iterable[PlannedRow], there: Iterable[LibraryTitle]) -> None:
    """Let every new row that may be a kept title say so; it stays new until a person chooses."""
    numbers: defaultdict[tuple[str, str], list[LibraryTitle]] = defaultdict(list)
    names: defaultdict[str, list[LibraryTitle]] = defaultdict(list)
    for title in there:
        if number := _number(title):
            numbers[title.kind, number].append(title)
        for name in _names(title):
            names[name].append(title)
    for row in rows:
        title = row.payload
        if row.action != "create" or not isinstance(title, LibraryTitle):
            continue
        by_number = numbers[title.kind, _number(title)][:_MOST] if _number(title) and title.kind else ()
        by_name = [each for name in _names(title) for each in names[name][:_MOST]]
        found = next((each for each in (*by_number, *by_name) if _may_be(title, each)), None)
        if found is not None:
            _ask(row, title, found)


def _ask(row: PlannedRow, title: LibraryTitle, other: LibraryTitle) -> None:
    number = bool(_number(title)) and (title.kind, _number(title)) == (other.kind, _number(other))
    name = bool({*_names(title)} & {*_names(other)})
    reasons = (*([SAME_NUMBER] if number else []), *([SAME_NAME] if name else []))
    row.existing = other.id
    row.doubt = Doubt(LIBRARY_TITLE.name, other.id, reasons, told_sort="reached" if number else "name")
    row.problems.append(
        _(
            "May be the same as {name} ({code}): {reasons}.",
            name=other.title_km or other.title_en,
            code=other.code,
            reasons="; ".join(_(each) for each in reasons),
        )
    )


def _may_be(one: LibraryTitle, other: LibraryTitle) -> bool:
    """Whether nothing that both say tells them apart: another day, another number, another language."""
    days = (one.date_signed, other.date_signed)
    if all(days) and not (days[0].startswith(days[1]) or days[1].startswith(days[0])):
        return False
    if one.year and other.year and one.year != other.year:
        return False
    if _number(one) and _number(other) and _number(one) != _number(other):
        return False
    return not (one.languages and other.languages and not set(one.languages) & set(other.languages))


def _number(title: LibraryTitle) -> str:
    return number_key({"number": title.number})


def _names(title: LibraryTitle) -> list[str]:
    return [name for name in (key(title.title_km), key(title.title_en)) if name]
