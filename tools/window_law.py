"""Scenes of legal texts: searched in their files, tied to each other, in force or not."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from window_stage import Room

from cso_desk.features.library.record import LibraryTitle, TitleLink
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blob_texts import GOOD, BlobFound, put_found, put_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cso_desk.desk.shots import Shown
    from cso_desk.store.store import Store

_PAGES = (
    "ព្រះរាជាណាចក្រកម្ពុជា ជាតិ សាសនា ព្រះមហាក្សត្រ",
    "មាត្រា ១. អនុក្រឹត្យនេះកំណត់អំពីការគ្រប់គ្រងព្រៃឈើសហគមន៍ និងការប្រើប្រាស់ធនធានព្រៃឈើដោយនិរន្តរភាព "
    "ក្នុងព្រះរាជាណាចក្រកម្ពុជា ដើម្បីលើកកម្ពស់ជីវភាពប្រជាពលរដ្ឋនៅតាមមូលដ្ឋាន។",
    "មាត្រា ២. សហគមន៍មូលដ្ឋានមានសិទ្ធិស្នើសុំព្រៃសហគមន៍។ Community forestry is managed by those who live there.",
)


def law(room: Room) -> Iterator[Shown]:
    """What the files say, and the links of a title."""
    desk = room.desk()
    old, new = _fill(desk.session.store)
    desk.open_page("library")
    page: Any = desk.page("library")
    page.open_record("search")
    yield "search-empty", desk
    page.search.look_for("ព្រៃឈើសហគមន៍")
    yield "search", desk
    page.search.look_for("xyzzy")
    yield "search-nothing", desk
    for title, name in ((old, "repealed"), (new, "repealing")):
        page.open_record(title.id)
        page.pane.open_tab(2)
        yield f"links-{name}", desk


def _fill(store: Store) -> tuple[LibraryTitle, LibraryTitle]:
    files = []
    with store.writing() as connection:
        for number in range(4):
            pages = [f"{each} {number + 1}" for each in _PAGES]
            name = hashlib.sha256(pages[0].encode()).hexdigest()
            put_found(connection, BlobFound(name, 1, "pdf", len(pages), GOOD))
            put_text(connection, name, list(enumerate(pages, 1)))
            files.append(StoredFile(name, 1, f"{number}.pdf", "application/pdf"))
    old = LibraryTitle(kind="sub_decree", title_km="អនុក្រឹត្យស្តីពីការគ្រប់គ្រងសហគមន៍ព្រៃឈើ", number="79")
    old.title_en, old.date_signed, old.files = "Sub-decree on community forestry", "2003-12-02", (files[0],)
    new = LibraryTitle(kind="law", title_km="ច្បាប់ស្តីពីព្រៃឈើ", number="NS/RKM/0815/009")
    new.date_signed, new.files = "2015-08-12", (files[1],)
    prakas = LibraryTitle(kind="prakas", title_km="ប្រកាសស្តីពីគោលការណ៍ណែនាំព្រៃសហគមន៍", number="219")
    prakas.title_en = "Prakas on guidelines of community forestry"
    prakas.date_signed, prakas.files = "2006-06-20", (files[2],)
    report = LibraryTitle(kind="report", title_km="ព្រៃឈើក្នុងខេត្ត", year=2020, files=(files[3],))
    report.title_en = "Forests of the province"
    with store.transaction("Add library title") as t:
        t.add_all([old, new, prakas, report])
        t.add(TitleLink(title=new.id, kind="repeals", other=old.id, from_date="2016-01-01"))
        t.add(TitleLink(title=prakas.id, kind="implements", other=old.id, articles="5, 11"))
    return old, new


SCENES = {"law": law}
