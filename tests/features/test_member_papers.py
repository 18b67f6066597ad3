"""The papers of members, read back from the PDF: booklet, contacts, figures, networks, compliance, groups."""

from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from cso_desk.documents.paper import Paper
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.documents.workbook import write_workbook
from cso_desk.features.hub.service import save_profile
from cso_desk.features.members.printing import (
    booklet_paper,
    compliance_paper,
    compliance_workbook,
    contacts_paper,
    directory_paper,
    figures_paper,
    figures_workbook,
    labels_paper,
    missing_paper,
    tree_paper,
)
from cso_desk.features.members.record import (
    ComplianceYear,
    ContactGroup,
    GroupMembership,
    Membership,
    Organisation,
    Person,
    Position,
    Relation,
)
from cso_desk.features.members.service import rename
from cso_desk.features.members.service.papers import Asked
from cso_desk.store.store import Store

DAY, LATER = date(2026, 9, 30), date(2026, 10, 1)
in_each_language = pytest.mark.parametrize("language", ["km", "en", "both"])


def pages_of(paper: Paper) -> list[str]:
    document = pypdfium2.PdfDocument(pdf_bytes(paper))
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(text.replace("\ufffe", "").split()) for text in texts]


def text_of(paper: Paper) -> str:
    return " ".join(pages_of(paper))


@pytest.fixture
def network(store: Store) -> dict[str, Organisation]:
    with store.transaction("x") as t:
        light = t.add(
            Organisation(name_km="អង្គការពន្លឺ", name_en="River Light", acronym="RL", kind="ngo", place="0208",
                         sectors=("health",), phones=("+85512345678",), consent=True)
        )  # fmt: skip
        women = t.add(
            Organisation(name_km="សមាគមស្ត្រី", name_en="Women Together", kind="association", place="0203",
                         sectors=("gender", "health"))
        )  # fmt: skip
        roof = t.add(Organisation(name_km="បណ្តាញធំ", name_en="Big Network", kind="network", consent=True))
        head = t.add(Person(name_km="សុខ ដារ៉ា", name_en="Sok Dara", sex="F", phones=("+85598765432",)))
        t.add(Position(person=head.id, organisation=light.id, role="head", title_en="Director"))
        t.add(Membership(organisation=light.id, since="2020"))
        t.add(Membership(organisation=women.id, since="2026-10-01"))
        for each in (light, women):
            t.add(Membership(organisation=each.id, body=roof.id))
        t.add(Relation(organisation=light.id, kind="hosts", other=roof.id))
        t.add(ComplianceYear(organisation=light.id, year=2025, activity_report_on="2026-02-20"))
    return {"light": light, "women": women, "roof": roof}


@in_each_language
def test_the_booklet_has_a_cover_numbered_entries_and_an_index(
    store: Store, network: dict[str, Organisation], language: str
) -> None:
    pages = pages_of(booklet_paper(store, Asked(DAY), language))
    assert len(pages) >= 3
    name = "River Light" if language == "en" else "អង្គការពន្លឺ"
    assert name not in pages[0]
    assert name in " ".join(pages[1:-1])
    assert name in pages[-1]
    assert "RL" in pages[-1]


def test_the_booklet_to_be_folded_has_half_as_many_sides(
    store: Store, network: dict[str, Organisation]
) -> None:
    plain, folded = (pages_of(booklet_paper(store, Asked(DAY), "en", size=size)) for size in ("A5", "A4"))
    assert len(folded) == -(-len(plain) // 4) * 2
    assert all(any(words in side for side in folded) for words in ("Index of names", "Page 1 of"))


@in_each_language
def test_where_nobody_fits_papers_say_so_and_have_no_empty_pages(
    store: Store, network: dict[str, Organisation], language: str
) -> None:
    asked = Asked(DAY, kinds=("media",), place="0210")
    for make in (directory_paper, booklet_paper, contacts_paper, labels_paper):
        (page,) = pages_of(make(store, asked, language))
        if language == "en":
            assert "No institution fits what was asked for." in page


def test_a_narrowed_paper_says_what_it_is_of(store: Store, network: dict[str, Organisation]) -> None:
    for make in (directory_paper, booklet_paper, contacts_paper):
        text = text_of(make(store, Asked(LATER, kinds=("ngo",), place="0208"), "en"))
        assert "Only: NGO, Sangkae District, Battambang" in text
        assert "Only:" not in text_of(make(store, Asked(LATER), "en"))


def test_names_are_sorted_in_the_language_of_the_paper(store: Store) -> None:
    with store.transaction("x") as t:
        for km, en in (("កសិករ", "Zinnia"), ("អង្គការ", "Acacia"), ("", "Mango")):
            t.add(Organisation(name_km=km, name_en=en, kind="ngo", place="0208"))
    for make in (directory_paper, contacts_paper, booklet_paper, labels_paper, compliance_paper):
        text = text_of(make(store, Asked(DAY), "en"))
        assert text.index("Acacia") < text.index("Mango") < text.index("Zinnia")
        text = text_of(make(store, Asked(DAY), "km"))
        assert text.index("កសិករ") < text.index("អង្គការ")


def test_a_column_in_which_nobody_has_anything_is_left_away(
    store: Store, network: dict[str, Organisation]
) -> None:
    assert "Telegram" not in text_of(contacts_paper(store, Asked(LATER), "en"))
    assert "E-mail" not in text_of(directory_paper(store, Asked(LATER), "en"))
    with store.transaction("x") as t:
        t.change(network["light"], telegram="@light", email="light@example.org")
    assert "@light" in text_of(contacts_paper(store, Asked(LATER), "en"))
    assert "light@example.org" in text_of(directory_paper(store, Asked(LATER), "en"))


def test_the_booklet_is_of_its_day(store: Store, network: dict[str, Organisation]) -> None:
    rename(store, network["light"].id, "2026-09-30", name_en="Bright River")
    now = text_of(booklet_paper(store, Asked(LATER), "en"))
    then = text_of(booklet_paper(store, Asked(DAY), "en"))
    assert "Bright River" in now
    assert "Women Together" in now
    assert "River Light" in then
    assert "Women Together" not in then


@pytest.mark.parametrize("by", ["district", "kind"])
def test_contacts_stand_below_their_district_or_kind(
    store: Store, network: dict[str, Organisation], by: str
) -> None:
    text = text_of(contacts_paper(store, Asked(LATER), "en", by=by))
    assert "012 345 678" in text
    assert ("Association" in text) is (by == "kind")
    assert ("Place not known" in text) is (by == "district")


@in_each_language
def test_the_network_in_figures(store: Store, network: dict[str, Organisation], language: str) -> None:
    text = text_of(figures_paper(store, Asked(LATER), language))
    said = {"km": "វិស័យតាមស្រុក", "en": "Sectors by district", "both": "Sectors by district"}
    assert said[language] in text


def test_the_grid_as_a_workbook_sums_up_to_its_institutions(
    store: Store, network: dict[str, Organisation], tmp_path: Path
) -> None:
    path = tmp_path / "figures.xlsx"
    write_workbook(figures_workbook(store, Asked(LATER), "en"), path)
    book = openpyxl.load_workbook(path)
    cells = [[cell.value for cell in row] for row in book.worksheets[0].rows]
    book.close()
    counts = {row[0]: sum(each or 0 for each in row[1:]) for row in cells if row[0] in ("Health", "Gender")}
    assert counts == {"Health": 2, "Gender": 1}


def test_the_tree_has_each_institution_below_its_network(
    store: Store, network: dict[str, Organisation]
) -> None:
    text = text_of(tree_paper(store, Asked(DAY), "en"))
    assert text.index("Big Network") < text.index("River Light")
    assert "is a member of, hosts the secretariat of" in text


def test_the_tree_begins_with_the_hubs_own_network(store: Store, network: dict[str, Organisation]) -> None:
    save_profile(store, name_km="បណ្តាញយើង", name_en="Our Network")
    text = text_of(tree_paper(store, Asked(DAY), "en"))
    assert text.index("Our Network", text.index("As of")) < text.index("– River Light (since 2020)")
    assert text.index("– River Light") < text.rindex("Big Network")


@in_each_language
def test_the_compliance_calendar_says_what_is_late(
    store: Store, network: dict[str, Organisation], language: str
) -> None:
    text = text_of(compliance_paper(store, Asked(DAY), language))
    if language == "en":
        assert "Reports on 2025 are due on 28 February 2026" in text
        assert "late" in text
        assert "0 of 2 handed in both" in text
    (sheet,) = compliance_workbook(store, Asked(DAY), language)
    assert [row[4] for row in sheet.rows if row[4]] == ["2026-02-20"]


def test_the_list_for_a_group_has_the_invitation(store: Store, network: dict[str, Organisation]) -> None:
    with store.transaction("x") as t:
        group = t.add(ContactGroup(name_km="ក្រុម", name_en="Channel", link="https://t.me/+abc"))
    text = text_of(missing_paper(store, group, "km", as_of=DAY))
    assert "សុខ ដារ៉ា" in text
    assert "https://t.me/+abc" in text
    with store.transaction("x") as t:
        person = t.all(Person)[0]
        t.add(GroupMembership(contact_group=group.id, person=person.id))
    assert "សុខ ដារ៉ា" not in text_of(missing_paper(store, group, "km", as_of=DAY))


@pytest.mark.parametrize(
    "make",
    [
        directory_paper,
        booklet_paper,
        contacts_paper,
        labels_paper,
        tree_paper,
        compliance_paper,
        figures_paper,
    ],
)
def test_papers_for_outside_name_nobody_who_did_not_agree(
    store: Store, network: dict[str, Organisation], make: object
) -> None:
    inside = text_of(make(store, Asked(LATER), "en"))  # type: ignore[operator]
    outside = text_of(make(store, Asked(LATER, outside=True), "en"))  # type: ignore[operator]
    if make is not figures_paper:
        assert "Women Together" in inside
    assert "Women Together" not in outside
    assert "Sok Dara" not in outside
    assert "098 765 432" not in outside


def test_a_paper_with_somebody_who_did_not_agree_says_that_it_stays_in_the_hub(
    store: Store, network: dict[str, Organisation]
) -> None:
    said = "For use inside the hub: 1 institution"
    assert said in text_of(directory_paper(store, Asked(LATER), "en"))
    assert said not in text_of(directory_paper(store, Asked(DAY), "en"))
