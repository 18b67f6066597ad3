"""What the columns and tables of a list are called, and the boxes that give a column another meaning."""

from collections.abc import Callable, Sequence

from cso_desk.desk.import_words import IN_LANGUAGE, MEANINGS
from cso_desk.importers.columns import BILINGUAL, Meaning, base_of
from cso_desk.importers.preview import SheetReading
from cso_desk.importers.vocabulary import all_meanings
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.showing import digits
from cso_desk.wording import _


def meaning_label(meaning: str) -> str:
    """What a column means, in words."""
    base = base_of(meaning)
    label = _(MEANINGS[base]) if base in MEANINGS else base
    return label if base == meaning else _(IN_LANGUAGE[meaning[-3:]], meaning=label)


def meanings_offered() -> list[str]:
    """Every meaning a column may be given, those of one thing together."""
    known = [name for name in MEANINGS if name in all_meanings()]
    known += [name for name in all_meanings() if name not in MEANINGS]
    offered = []
    for name in known:
        offered += [name, f"{name}_km", f"{name}_en"] if name in BILINGUAL else [name]
    return offered


def tables_of(readings: Sequence[SheetReading]) -> list[tuple[str, str, int]]:
    """Every table of a file: what it is called, the name of its sheet and its place in the sheet."""
    found: list[tuple[str, str, int]] = []
    for reading in readings:
        if reading.sheets:
            label = _("All sheets with the same columns ({count})", count=digits(len(reading.sheets)))
            found.append((label, reading.name, reading.table))
            continue
        if len(reading.tables) < 2:
            found.append((_("Sheet “{name}”", name=reading.name), reading.name, reading.table))
            continue
        for place, table in enumerate(reading.tables):
            label = _(
                "Sheet “{name}”, {first}{first_row} to {last}{last_row}",
                name=reading.name,
                first=table.first_letter,
                first_row=table.first_row,
                last=table.last_letter,
                last_row=table.last_row,
            )
            found.append((label, reading.name, place))
    return found


def meaning_box(column: Meaning, changed: Callable[[str, str], object]) -> CalmComboBox:
    """The box above a column; `changed` gets its letter and the meaning that was chosen."""
    box = CalmComboBox()
    box.addItem(_("(not taken over)"), "")
    for meaning in meanings_offered():
        box.addItem(meaning_label(meaning), meaning)
    if column.meaning and box.findData(column.meaning) < 0:
        box.addItem(meaning_label(column.meaning), column.meaning)
    box.setCurrentIndex(max(0, box.findData(column.meaning)))
    box.setAccessibleName(_("What column {letter} means", letter=column.letter))
    box.setMaxVisibleItems(16)
    box.activated.connect(lambda _place: changed(column.letter, str(box.currentData())))
    return box
