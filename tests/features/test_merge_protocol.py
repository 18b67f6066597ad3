"""The merge protocol names who delivered and who did not, and how each difference was decided."""

from datetime import date

import pypdfium2
import pytest

from cso_desk.documents.pdf import pdf_bytes
from cso_desk.features.hub.printing import Delivered, Doubted, Opinion, Settled, Unsettled, merge_protocol
from cso_desk.features.hub.record import HubProfile

NATION = HubProfile(hub="00", name_km="លេខាធិការដ្ឋានជាតិ", name_en="National Secretariat")
BATTAMBANG = Delivered("02", "សុខ ដារ៉ា", "KH02-battambang_0003.csobundle", "2026-09-21", 607, 90, 1)
DIFFERENCE = Settled(
    code="BTB-0023",
    name_km="អង្គការបឹង",
    name_en="Lake Watch",
    field="Phone numbers",
    opinions=(
        Opinion("02", "សុខ ដារ៉ា", "2026-09-24", ("+85512000124",)),
        Opinion("17", "គង់ បុប្ផា", "2026-09-24", ("+85512000217",)),
    ),
    decided=("+85512000124", "+85512000217"),
    by="ជុំ មករា",
    on="2026-10-02",
)


def printed(language: str, *, settled: list[Settled], expected: list[str]) -> str:
    paper = merge_protocol(
        NATION,
        language,
        quarter="2026Q3",
        on=date(2026, 10, 2),
        delivered=[BATTAMBANG],
        settled=settled,
        expected=expected,
    )
    document = pypdfium2.PdfDocument(pdf_bytes(paper))
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def test_hubs_that_delivered_nothing_are_named() -> None:
    text = printed("en", settled=[], expected=["02", "17", "12"])
    assert "Nothing was delivered by: Siem Reap Province, Phnom Penh" in text
    assert "Nothing stood against each other." in text


def test_where_every_hub_delivered_the_paper_says_so() -> None:
    text = printed("en", settled=[], expected=["02"])
    assert "Every hub that is known here has delivered." in text
    assert "Nothing was delivered by" not in text


def test_a_merge_of_several_days_tells_what_was_looked_over_and_what_is_open() -> None:
    right = Doubted(
        "This person stands twice on the list of this meeting. They are counted once; it is right so where "
        "they spoke for two institutions.",
        {},
        (("កិច្ចប្រជុំ", "Forum"), ("សុខ ដារ៉ា", "Sok Dara")),
        right=True,
        reason="Two days",
    )
    open_ = Doubted(
        "{count} people are the head of this institution at the same time. Only one can be.",
        {"count": 2},
        (("អង្គការបឹង", "Lake Watch"),),
    )
    paper = merge_protocol(
        NATION, "en", quarter="2026Q3", on=date(2026, 10, 1), until=date(2026, 10, 2), delivered=[BATTAMBANG],
        expected=["02"], doubted=[right, open_], unsettled=Unsettled(3, (("17", 12),)),
    )  # fmt: skip
    document = pypdfium2.PdfDocument(pdf_bytes(paper))
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    for expected in (
        "The merge lasted from 1 October 2026 to 2 October 2026.", "2 people are the head", "Lake Watch",
        "To be mended", "Right so: Two days", "Forum, Sok Dara", "nobody has decided yet: 3",
        "Siem Reap Province (12)",
    ):  # fmt: skip
        assert expected in text


def test_every_opinion_and_the_decision_stand_on_the_paper() -> None:
    text = printed("en", settled=[DIFFERENCE], expected=["02"])
    for expected in ("Lake Watch (BTB-0023)", "012 000 124", "012 000 217", "2 October 2026", "607"):
        assert expected in text
    assert "Nothing stood against each other." not in text


@pytest.mark.parametrize("language", ["km", "both"])
def test_it_exists_in_khmer_too(language: str) -> None:
    text = "".join(printed(language, settled=[DIFFERENCE], expected=["17"]).split())
    assert "".join(NATION.name_km.split()) in text
    assert "ជុំមករា" in text
    assert ("០១២០០០២១៧" in text) == (language == "km")


def test_25_hubs_sign_on_one_page_together_with_who_prepared_it() -> None:
    many = [Delivered(f"{n:02d}", f"Person {n}", f"file-{n}", "2026-10-02", 1, 1, 0) for n in range(1, 26)]
    paper = merge_protocol(NATION, "en", quarter="2026Q3", on=date(2026, 10, 2), delivered=many)
    document = pypdfium2.PdfDocument(pdf_bytes(paper))
    last = document[len(document) - 1].get_textpage().get_text_range()
    document.close()
    assert "Signatures of the hubs" in last
    assert all(f"Person {n}" in last for n in range(1, 26))
    assert "Prepared by" in last


def test_the_national_hub_is_called_by_its_name_and_not_by_its_code() -> None:
    said = Settled(
        code="BTB-0023", name_km="", name_en="Lake Watch", field="Phone numbers", decided="b", by="x",
        on="2026-10-02", opinions=(Opinion("00", "Chan Dara", "2026-09-24", "a"),),
    )  # fmt: skip
    text = printed("en", settled=[said], expected=[])
    assert "National hub: Chan Dara" in text
    assert "00: Chan Dara" not in text
