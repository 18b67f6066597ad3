"""Keeps and counts the titles of the library."""

from sqlalchemy import case, func, select

from cso_desk.errors import UserError
from cso_desk.features.library.record import LibraryCopy, LibraryTitle
from cso_desk.features.library.service.copies import GONE
from cso_desk.store.store import Store
from cso_desk.wording import N_, _


def add_title(store: Store, title: LibraryTitle, *, initiator: object = None) -> LibraryTitle:
    """Keep a new title."""
    if not (title.title_km.strip() or title.title_en.strip()):
        raise UserError(_("Give the document a title in Khmer or in English."))
    if title.copies is not None and title.copies < 0:
        raise UserError(_("There cannot be fewer than no copies. Correct the number."))
    with store.transaction(N_("Add library title"), initiator=initiator) as t:
        return t.add(title)


def titles_by_kind(store: Store) -> dict[str, list[LibraryTitle]]:
    """The register: the titles of each kind, by number and date."""
    with store.reading() as reading:
        table = reading.table(LibraryTitle)
        found = reading.all(LibraryTitle, order_by=[table.c.date_signed, table.c.number, table.c.id])
    register: dict[str, list[LibraryTitle]] = {}
    for title in found:
        register.setdefault(title.kind, []).append(title)
    return register


def counts_by_kind(store: Store) -> dict[str, tuple[int, int]]:
    """How many titles and how many copies there are of each kind; copies are counted where they are kept."""
    with store.reading() as reading:
        table, copies = reading.table(LibraryTitle), reading.table(LibraryCopy)
        kept = (
            select(copies.c.title, func.sum(case((copies.c.state.in_(GONE), 0), else_=1)).label("held"))
            .where(copies.c.deleted == 0)
            .group_by(copies.c.title)
            .subquery()
        )
        rows = reading.rows(
            select(table.c.kind, func.count(), func.sum(func.coalesce(kept.c.held, table.c.copies, 0)))
            .select_from(table.outerjoin(kept, kept.c.title == table.c.id))
            .where(table.c.deleted == 0)
            .group_by(table.c.kind)
        )
    return {str(row[0]): (int(row[1]), int(row[2])) for row in rows}
