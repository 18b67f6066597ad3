"""The states of a list on its way in: choosing a file, doubts, all new, known already, a list of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from window_stage import ALIKE, DOUBTFUL, EMPTY

from cso_desk.desk.shots import read_list_in
from cso_desk.features.members.record import ORGANISATION, Organisation
from cso_desk.wording import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from window_stage import Room

    from cso_desk.desk.shots import Shown
    from cso_desk.store.store import Store

    Scene = Callable[[Room], Iterator[Shown]]


def alike_list(store: Store, path: Path) -> Path:
    """Write a list of institutions, some here under a name in another order; gives its path."""
    with store.reading() as reading:
        there = [each for each in reading.all(Organisation) if each.name_km and each.name_en][:6]
    lines = ["ល.រ,ឈ្មោះអង្គភាព,Name of institution,ទូរស័ព្ទ,អ៊ីមែល"]
    for number, each in enumerate(there, 1):
        phone = f"0{each.phones[0][4:]}" if each.phones else ""
        first, *more = each.name_en.split()
        name = " ".join((*more, first)) if number % 2 else each.name_en
        called = each.name_km if not number % 2 else ""
        lines.append(f"{number},{called},{name},{phone},new{number}@example.org")
    lines.append("7,ក្រុមថ្មី,Phnom Sampov Savings Group,,")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def emptied_list(store: Store, path: Path) -> Path:
    """Write a list as this program saves it, with cells that somebody emptied; gives its path."""
    with store.reading() as reading:
        there = [each for each in reading.all(Organisation) if each.name_km and each.name_en][:9]
    fields = [ORGANISATION.fields[name].kind.label for name in ("name_km", "name_en", "acronym", "notes")]
    lines = [",".join(_(label) for label in ("Code", *fields))]
    for number, each in enumerate(there):
        name, notes = (
            ("", "") if number == 1 else (each.name_km, "វគ្គបណ្តុះបណ្តាល" if number == 4 else each.notes)
        )
        english = "" if number in (1, 3) else each.name_en
        lines.append(f'{each.code},"{name}","{english}",{each.acronym},"{notes}"')
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


_COLUMNS = ("ល.រ", "ឈ្មោះអង្គការ", "អ្នកទំនាក់ទំនង", "លេខទូរស័ព្ទ")
_OF_DISTRICTS = {
    "ស្រុកបាណន់": ("អង្គការពន្លឺភូមិ", "សមាគមស្ត្រីបាណន់", "ក្រុមសន្សំភ្នំសំពៅ", "សហគមន៍ព្រៃឈើអន្លង់វិល"),
    "ស្រុកបវេល": ("បណ្តាញយុវជនបវេល", "អង្គការពន្លឺភូមិ", "សមាគមកសិករបវេល"),
    "ស្រុកថ្មគោល": ("អង្គការក្តីសង្ឃឹមថ្មគោល", "សហគមន៍ទឹកស្អាត", "ក្រុមស្រូវអង្គរ"),
}
_CONTACTS = ("សុខ ដារ៉ា", "ចាន់ នី", "មាស វណ្ណា", "កែវ រតនា")


def sheets_by_district(path: Path) -> Path:
    """Write a workbook with a sheet of institutions for each district, and one that only counts them."""
    book = openpyxl.Workbook()
    summary = book.worksheets[0]
    summary.title = "សរុប"
    summary.append(["ស្រុក", "ចំនួន"])
    for place, (district, names) in enumerate(_OF_DISTRICTS.items()):
        summary.append([district, len(names)])
        sheet = book.create_sheet(district)
        sheet.append([f"បញ្ជីសមាជិក {district}"])
        sheet.append(_COLUMNS)
        for number, name in enumerate(names, 1):
            same = number - 1 if name in _OF_DISTRICTS["ស្រុកបាណន់"] else place
            phone = f"0123{len(name):02}{same}{number:02}"
            sheet.append([number, name, _CONTACTS[(number + place) % len(_CONTACTS)], phone])
    book.save(path)
    return path


def importing(room: Room) -> Iterator[Shown]:
    """A list on its way in: choosing, doubts, all new, taken over, known already, other kinds of lists."""
    desk = room.desk(EMPTY)
    desk.open_import("members")
    yield "choose", desk
    desk.close_over()
    page = read_list_in(desk, "members", room.list_file(DOUBTFUL))
    yield "doubts", desk
    page.to_check.click()
    yield "to-check", desk
    desk.close_over()
    page = read_list_in(desk, "members", room.list_file("battambang_members.xlsx"))
    yield "new", desk
    page.take_over()
    yield "done", desk
    desk.notice.hide()
    read_list_in(desk, "members", room.list_file("battambang_members.xlsx"))
    yield "known", desk
    desk.close_over()
    page = read_list_in(desk, "members", alike_list(desk.session.store, room.list_file(ALIKE)))
    yield "alike", desk
    page.head.chips["doubtful"].click()
    yield "side-by-side", desk
    page.rows.choose("same")
    yield "chosen", desk
    page.rows.close_doubt()
    page.head.chips[""].click()
    page.head.columns.click()
    yield "columns", desk
    desk.close_over()
    page = read_list_in(desk, "members", emptied_list(desk.session.store, room.list_file("ours.csv")))
    page.known.setCurrentIndex(page.known.findData("replace"))
    page.known.activated.emit(page.known.currentIndex())
    yield "ours", desk
    desk.close_over()
    read_list_in(desk, "meetings", room.list_file("battambang_attendance_2026-07-21.xlsx"))
    yield "which-meeting", desk
    desk.close_over()
    read_list_in(desk, "library", room.list_file("battambang_library.xlsx"))
    yield "library", desk
    desk.close_over()
    page = read_list_in(desk, "members", sheets_by_district(room.list_file("districts.xlsx")))
    page.head.open_columns(True)
    yield "sheets", desk


SCENES: dict[str, Scene] = {each.__name__: each for each in (importing,)}
