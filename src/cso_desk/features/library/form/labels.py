"""How labels are handed to the window: drawn for the sheet of labels that was chosen there."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

from collections.abc import Collection, Sequence
from dataclasses import replace

from cso_desk.features.hub.form import paper
from cso_desk.features.library.record import LibraryCopy, LibraryTitle
from cso_desk.features.library.service import GONE
from cso_desk.features.members.record import Person
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.widgets.host import Paper
from cso_desk.wording import _

_QR = "+qr"
_SOME = 500  # ids in one statement


def labelled_in(
    reading: Reading, titles: Collection[str], only: Collection[str] = ()
) -> list[tuple[LibraryCopy, LibraryTitle]]:
    """The copies of titles that are not lost or withdrawn, by their numbers; `only` these copies."""
    copies, table, wanted = reading.table(LibraryCopy), reading.table(LibraryTitle), sorted(titles)
    found: list[tuple[LibraryCopy, LibraryTitle]] = []
    for start in range(0, len(wanted), _SOME):
        some = wanted[start : start + _SOME]
        named = {each.id: each for each in reading.all(LibraryTitle, table.c.id.in_(some))}
        held = reading.all(LibraryCopy, copies.c.title.in_(some), copies.c.state.not_in(GONE))
        found += [
            (each, named[each.title])
            for each in held
            if each.title in named and (not only or each.id in only)
        ]
    return sorted(found, key=lambda each: (each[0].code, each[0].id))


def labels_in_window(
    store: Store,
    labelled: Sequence[tuple[LibraryCopy, LibraryTitle]],
    sheet: str = "3x8",
    *,
    spines: bool = False,
) -> Paper:
    """Labels of copies, or of their spines; the sheet of labels is the size of the paper.

    Labels of copies have bar codes, or codes that telephones read as well.
    """
    from cso_desk.features.library.printing import LABEL_SHEETS, QR_SHEETS, copy_labels, spine_labels

    name, square = sheet.removesuffix(_QR), sheet.endswith(_QR)
    made = paper(
        lambda: _("Spine labels") if spines else _("Labels of copies"),
        "spine-labels" if spines else "copy-labels",
        lambda language: (
            spine_labels(store, labelled, language, sheet=name)
            if spines
            else copy_labels(store, labelled, language, sheet=name, square=square)
        ),
    )
    every = {each: told.name for each, told in LABEL_SHEETS.items()}
    if not spines:
        every |= {f"{each}{_QR}": told for each, told in QR_SHEETS.items()}
    sizes = tuple((each, every[each]) for each in (sheet, *(each for each in every if each != sheet)))
    return replace(made, sizes=sizes, of_size=lambda to: labels_in_window(store, labelled, to, spines=spines))


def cards_in_window(store: Store, people: Sequence[Person]) -> Paper:
    """Cards of readers, which the lending desk scans."""
    from cso_desk.features.library.printing import reader_cards

    return paper(
        lambda: _("Reader cards"), "reader-cards", lambda language: reader_cards(store, people, language)
    )
