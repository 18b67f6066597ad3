"""A new secretary's first quarter of meetings, in Khmer, with nothing but keys and mouse in the window."""

import datetime as dt
from pathlib import Path

import docx
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from secretary import Secretary
from typing_in import all_of

from cso_desk.desk.window import DeskWindow
from cso_desk.features.hub.service import save_profile
from cso_desk.features.meetings.record import Action, Decision, Meeting
from cso_desk.features.meetings.service import meeting_totals
from cso_desk.features.members.record import ContactGroup, GroupMembership, Organisation, Person, Position
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.store.store import Store
from cso_desk.widgets.showing import quarter, short_date
from cso_desk.wording import _

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = dt.date.today()  # noqa: DTZ011  as the window does
MEMBERS = (
    ("អង្គការពន្លឺស្ទឹងសង្កែ", "River Light", "សុខ ចន្ថា", "Sok Chantha", "F", "ngo"),
    ("សមាគមស្ត្រីដើម្បីសន្តិភាពស្រុកបវេល", "Bavel Women", "កែវ សុភា", "Keo Sophea", "F", "association"),
    ("សហគមន៍កសិកម្មអូរតាគី", "Ou Ta Ki Farmers", "ជា វុទ្ធី", "Chea Vuthy", "M", "cbo"),
    ("អង្គការយុវជនឃុំស្អាត", "Clean Communes", "លី ដារ៉ា", "Ly Dara", "M", "ngo"),
    ("សហគមន៍នេសាទបឹងទន្លេសាប", "Fishers", "នួន បុប្ផា", "Nuon Bopha", "F", "cbo"),
    ("អង្គការសិទ្ធិកុមារ", "Child Rights", "ទេព មករា", "Tep Makara", "M", "ngo"),
)
ACTION = "ជួសជុលស្នប់ទឹកនៅភូមិព្រៃតូច"


@pytest.fixture
def members(look: None, empty_store: Store) -> Store:
    """Six institutions with a representative each; five of them are in a group."""
    save_profile(empty_store, name_km="បណ្តាញអង្គការសង្គមស៊ីវិលខេត្តបាត់ដំបង", name_en="Network of Battambang")
    with empty_store.transaction("Import") as t:
        group = t.add(ContactGroup(name_km="ក្រុមការងារប្រចាំត្រីមាស"))
        for place, (km, en, person_km, person_en, sex, kind) in enumerate(MEMBERS):
            body = t.add(Organisation(name_km=km, name_en=en, kind=kind, place=f"020{place + 1}"))
            person = t.add(Person(name_km=person_km, name_en=person_en, sex=sex))
            t.add(Position(person=person.id, organisation=body.id, title_km="នាយក", role="representative"))
            if place < 5:
                t.add(GroupMembership(contact_group=group.id, person=person.id))
    return empty_store


def day(away: int = 0) -> str:
    """A day as it is typed."""
    return (TODAY + dt.timedelta(days=away)).strftime("%d/%m/%Y")


def text_of(path: Path) -> str:
    """Everything that stands in a PDF."""
    document = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def text_of_word(path: Path) -> str:
    """Everything that stands in a DOCX file."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u200b", "")


def test_a_quarter_goes_from_the_first_series_to_its_report_without_reading_anything_else(
    members: Store, khmer_desk: DeskWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    secretary = Secretary(khmer_desk, qtbot)
    plan_a_series(secretary)
    plan_its_first_meeting(secretary)
    invite_the_group(secretary)
    print_letters_and_sheet(secretary, tmp_path)
    type_in_the_sheet(secretary, members, tmp_path)
    write_the_minutes(secretary, members)
    carry_the_action_over(secretary, members)
    count_a_district_meeting(secretary, members)
    close_and_report(secretary, tmp_path)


def plan_a_series(secretary: Secretary) -> None:
    secretary.press(_("Meetings"))
    secretary.see("no meetings")
    secretary.press(_("Series"))
    secretary.see("no series")
    secretary.press(_("Add a series"))
    secretary.see("new series")
    secretary.type("កិច្ចប្រជុំបណ្តាញប្រចាំត្រីមាស")
    secretary.key(Qt.Key.Key_Tab)
    secretary.pick(_("Rhythm"), _("Every quarter"))
    secretary.see("series")


def plan_its_first_meeting(secretary: Secretary) -> None:
    secretary.press(_("Meetings"), "tab")
    secretary.see("meetings of the series")
    secretary.press(_("Plan the next one"))
    secretary.see("planned")
    secretary.type(day())
    secretary.key(Qt.Key.Key_Tab)
    secretary.fill(_("Venue in Khmer"), "សាលប្រជុំសាលាខេត្តបាត់ដំបង")
    secretary.press(_("Agenda"), "tab")
    secretary.see("no agenda")
    for title in ("សេចក្តីរាយការណ៍ប្រចាំត្រីមាស", "បញ្ហាទឹកស្អាតនៅតាមឃុំ"):
        secretary.press(_("Add"))
        secretary.type(title)
        secretary.key(Qt.Key.Key_Tab)
    secretary.see("agenda")


def invite_the_group(secretary: Secretary) -> None:
    secretary.press(_("Attendance"), "tab")
    secretary.see("nobody invited")
    secretary.press(_("Invite…"))
    secretary.type("ក្រុម")
    secretary.see("group found")
    secretary.key(Qt.Key.Key_Return)
    secretary.see("invited")
    assert secretary.reads(to_khmer_digits("5"))


def print_letters_and_sheet(secretary: Secretary, folder: Path) -> None:
    for name, title in (("letters", _("Invitation letters")), ("sheet", _("Attendance sheet"))):
        secretary.choose(_("Papers"), title)
        secretary.see(name)
        save_paper(secretary, "PDF", folder / f"{name}.pdf")
    letters, sheet = (text_of(folder / f"{name}.pdf") for name in ("letters", "sheet"))
    for _km, _en, person, _person_en, _sex, _kind in MEMBERS[:5]:
        assert person.split()[0] in letters
        assert person.split()[0] in sheet


def save_paper(secretary: Secretary, kind: str, path: Path, *, back: bool = True) -> None:
    secretary.press(_("Save as {kind}", kind=kind))
    secretary.choose_file(path)
    secretary.see(f"saved as {kind}")
    if back:
        secretary.press(_("Back"))


def type_in_the_sheet(secretary: Secretary, store: Store, folder: Path) -> None:
    secretary.press(_("Type in the sheet"))
    secretary.see("sheet")
    for _row in range(4):
        secretary.key(Qt.Key.Key_Space)
    secretary.type("a")
    secretary.see("line for others")
    secretary.type("ទេព ម")
    secretary.key(Qt.Key.Key_Return)
    secretary.see("known person")
    secretary.enter("ហេង សុភាព")
    secretary.type("f")
    secretary.enter("សហគមន៍នេសាទ", "សមាជិក", "097 123 4567")
    secretary.see("new person")
    secretary.fill(_("Total on the sheet"), "6")
    secretary.fill(_("Women on the sheet"), "3")
    secretary.see("totals")
    assert secretary.reads(_("The sheet and what was entered agree."))
    secretary.press(_("Scan of the sheet"))
    secretary.see("no scan")
    scan = QImage(600, 800, QImage.Format.Format_RGB32)
    scan.fill(0xFFEEDD)
    scan.save(str(folder / "scan.jpg"))
    secretary.press(f"{_('Scans')}: {_('Add files…')}")
    secretary.choose_file(folder / "scan.jpg")
    secretary.see("scan")
    secretary.press(_("Close the sheet"))
    secretary.see("after the sheet")
    (meeting,) = all_of(store, Meeting)
    assert (meeting.status, len(meeting.scans)) == ("held", 1)
    totals = meeting_totals(store, meeting.id)
    assert (totals.participations, totals.female) == (6, 3)


def write_the_minutes(secretary: Secretary, store: Store) -> None:
    secretary.press(_("Minutes"), "tab")
    secretary.see("no minutes")
    secretary.press(_("Write the minutes"))
    secretary.see("minutes")
    secretary.enter("ប្រធានមណ្ឌលបានរាយការណ៍ពីលទ្ធផលនៃត្រីមាស")
    secretary.key(Qt.Key.Key_PageDown, CTRL)
    secretary.enter("ភូមិពីរគ្មានទឹកស្អាតប្រើប្រាស់នៅរដូវប្រាំង")
    secretary.key(Qt.Key.Key_3, CTRL)
    secretary.see("a decision")
    secretary.enter("ស្នើសុំឱ្យឃុំជួសជុលស្នប់ទឹកមុនរដូវប្រាំង")
    secretary.key(Qt.Key.Key_Return, CTRL)
    secretary.see("an action")
    secretary.enter(ACTION, "សាលាឃុំព្រៃតូច", day(30))
    secretary.see("written")
    (decision,), (action,) = all_of(store, Decision), all_of(store, Action)
    assert decision.number == f"{TODAY.year}/1"
    assert (action.what_km, action.body) == (ACTION, "សាលាឃុំព្រៃតូច")
    for way in ("Mark as amended", "Approve", "Lock"):
        secretary.press(_(way))
        secretary.see(way)
    secretary.press(_("Print"))
    secretary.see("minutes on paper")
    secretary.press(_("Back"))
    secretary.press(_("Back"))
    secretary.see("minutes in the tab")
    assert [each.minutes_state for each in all_of(store, Meeting)] == ["locked"]
    for tab in ("Decisions", "Actions"):
        secretary.press(_(tab), "tab")
        secretary.see(f"tab {tab}")


def carry_the_action_over(secretary: Secretary, store: Store) -> None:
    secretary.press(_("Series"))
    secretary.press(_("Meetings"), "tab")
    secretary.see("series with a meeting")
    secretary.press(_("Plan the next one"))
    secretary.see("next planned")
    assert secretary.reads(_("{number} open action is carried over.", number="១"))
    secretary.press(_("Minutes"), "tab")
    secretary.press(_("Write the minutes"))
    secretary.see("carried over")
    assert secretary.reads(ACTION)
    secretary.fill(_("What came of it: {what}", what=ACTION), "ឃុំបានជួសជុលរួច")
    secretary.press(_("Done"))
    secretary.see("done")
    secretary.press(_("Back"))
    (action,) = all_of(store, Action)
    assert (action.status, action.result) == ("done", "ឃុំបានជួសជុលរួច")


def count_a_district_meeting(secretary: Secretary, store: Store) -> None:
    secretary.press(_("Plan a meeting"))
    secretary.see("new meeting")
    secretary.type("កិច្ចប្រជុំបណ្តាញស្រុកបវេល")
    secretary.key(Qt.Key.Key_Tab)
    secretary.fill(_("When"), day())
    secretary.fill(_("Place"), "ស្រុកបវេល", Qt.Key.Key_Return)
    secretary.see("district meeting")
    secretary.press(_("Attendance"), "tab")
    secretary.press(_("Head count"))
    secretary.see("head count")
    secretary.enter("៣៥", "20")
    secretary.see("counted")
    made = next(each for each in all_of(store, Meeting) if each.title_km == "កិច្ចប្រជុំបណ្តាញស្រុកបវេល")
    assert (made.total_counted, made.female_counted, made.status) == (35, 20, "held")
    assert len(made.place) == len("0203")


def close_and_report(secretary: Secretary, folder: Path) -> None:
    secretary.press(_("Reports"))
    secretary.see("figures")
    now = f"{TODAY.year}Q{(TODAY.month + 2) // 3}"
    assert secretary.reads(quarter(now))
    secretary.press(_("By place"), "segment")
    secretary.see("by place")
    secretary.press(_("The report"), "segment")
    secretary.see("report side")
    secretary.press(_("Write"))
    secretary.see("words")
    secretary.fill(_("Challenges in Khmer"), "ទឹកជំនន់នៅខែតុលាបានពន្យារកិច្ចប្រជុំ")
    secretary.press(_("Back"))
    secretary.press(_("Close the quarter"))
    secretary.see("closed")
    assert secretary.reads(short_date(TODAY.isoformat()))
    secretary.press(_("Quarterly report"))
    secretary.see("report")
    save_paper(secretary, "PDF", folder / "report.pdf", back=False)
    save_paper(secretary, "Word", folder / "report.docx")
    for text in (text_of(folder / "report.pdf"), text_of_word(folder / "report.docx")):
        assert "២ ក្នុងចំណោម ២" in text  # meetings held, of those planned
        assert "៤១" in text  # participations: six on the sheet, thirty-five counted
        assert "២៣ (៥៦%)" in text  # women: three on the sheet, twenty counted
        assert "ទឹកជំនន់" in text
