"""Scenes of handing titles out, of sets of the library and of the bulletin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cso_desk.features.bulletin.form import BulletinPage
from cso_desk.features.library.form.distribution import HandOutPage
from cso_desk.features.library.record import LibraryTitle, TitleVersion
from cso_desk.features.library.service.distribution import HandOut, hand_out, standings
from cso_desk.features.library.service.sets import make_set, promise_set
from cso_desk.store.store import NATIONAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from window_stage import Room

    from cso_desk.desk.shots import Shown


def handing_out(room: Room) -> Iterator[Shown]:
    """Many institutions entered at once, and the register of it."""
    desk = room.desk()
    store = desk.session.store
    with store.transaction("Add") as t:
        title = t.add(
            LibraryTitle(kind="sub_decree", number="193", title_km="អនុក្រឹត្យលេខ ១៩៣", title_en="Sub-decree 193")
        )
        old, new = (
            t.add(TitleVersion(title=title.id, label=label, dated=dated))
            for label, dated in (("v1", "2019-06"), ("v2", "2024-05-20"))
        )
    with store.reading() as reading:
        bodies = [each.organisation.id for each in standings(reading, title.id, "2026-11-20")]
    for version, some, day in ((old, bodies[:4], "2024-01-15"), (new, bodies[2:9], "2026-11-20")):
        hand_out(store, HandOut([title.id], some, day, {title.id: version.id}))
    page = HandOutPage(desk.session, [title.id])
    desk.session.show_over(page)
    page.tick_those_without()
    yield "page", desk
    page.print_missing()
    yield "not-received", desk
    desk.close_over()
    desk.close_over()
    desk.open_page("library", "distribution")
    yield "register", desk


def sets(room: Room) -> Iterator[Shown]:
    """A set with its titles, and the hubs that get it."""
    desk = room.desk()
    store = desk.session.store
    with store.reading() as reading:
        titles = reading.all(LibraryTitle, limit=12)
    ids = [each.id for each in titles]
    made = make_set(store, ids, "ច្បាប់សម្រាប់ក្រុមប្រឹក្សាឃុំ", "Laws of the commune", edition="2026")
    with store.transaction("Number") as t:
        t.change(made, code=titles[0].code)  # one that the test of words knows from the stage
    promise_set(store, made.id, [NATIONAL])
    desk.open_record("library_set", made.id)
    library: Any = desk.page("library")
    for place, name in ((1, "titles"), (2, "hubs")):
        library.currentWidget().pane.open_tab(place)
        yield name, desk


def bulletin(room: Room) -> Iterator[Shown]:
    """An issue of the bulletin is put together."""
    desk = room.desk()
    desk.open_page("reports")
    reports: Any = desk.page("reports")
    page = BulletinPage(desk.session, reports.quarter)
    desk.session.show_over(page)
    page.number.setText("12")
    page.words_km.setPlainText("សូមអរគុណសមាជិកទាំងអស់ដែលបានចូលរួមក្នុងត្រីមាសនេះ។")
    yield "page", desk


SCENES = {"handing-out": handing_out, "sets": sets, "bulletin": bulletin}
