"""The paper of the minutes says everything that was written, and never why minutes were unlocked."""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from cso_desk.documents.bilingual import Both
from cso_desk.documents.letter import docx_bytes
from cso_desk.documents.paper import Table
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.features.meetings.printing import agenda_paper, minutes_paper
from cso_desk.features.meetings.record import Action, AgendaItem, Decision, Meeting, MinutesEntry, Series
from cso_desk.features.meetings.service import (
    WalkIn,
    add_action,
    add_decision,
    add_minutes_entry,
    close_action,
    invite,
    record_attendance,
    set_minutes_state,
)
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import add_organisation, add_person_with_position
from cso_desk.store.store import Store


def words_of(thing: Any) -> str:
    """Every text of a paper."""
    if isinstance(thing, str):
        return thing
    if isinstance(thing, Both):
        return f"{thing.km} {thing.en}"
    if is_dataclass(thing):
        return " ".join(words_of(getattr(thing, each.name)) for each in fields(thing))
    if isinstance(thing, Sequence) and not isinstance(thing, bytes):
        return " ".join(words_of(each) for each in thing)
    return ""


@pytest.fixture
def two_meetings(store: Store) -> tuple[Meeting, Meeting]:
    """Two meetings of a series; the second has many items, people and lines."""
    with store.transaction("Plan") as t:
        series = t.add(Series(title_km="ប្រចាំត្រីមាស", title_en="Quarterly")).id
        chair = t.add(Person(name_km="សុខ ដារ៉ា", name_en="Sok Dara", sex="F"))
        first = t.add(Meeting(title_en="First", title_km="ទីមួយ", series=series, starts="2026-06-02"))
        second = t.add(
            Meeting(title_en="Second", title_km="ទីពីរ", series=series, starts="2026-09-25", number="12",
                    start_time="08:30", end_time="11:45", venue_km="សាលាខេត្ត", venue_en="Hall", place="0203",
                    chair=chair.id, note_taker=chair.id, next_date="2026-12-18", quorum=2)
        )  # fmt: skip
        items = [
            t.add(AgendaItem(meeting=second.id, number=n, title_km="ចំណុច", title_en=f"Item {n}"))
            for n in range(1, 13)
        ]
    record_attendance(store, first.id)
    late = add_action(store, Action(meeting=first.id, what_en="Repair the pump", what_km="ជួសជុលស្នប់",
                                    body="Commune", due="2026-07"))  # fmt: skip
    body = add_organisation(store, Organisation(name_km="សមាគម", name_en="Farmers", kind="association"))
    guests = [
        WalkIn(
            person=Person(
                name_km=f"អ្នក{chr(0x1780 + n % 30)}{chr(0x1780 + n // 30)}",
                name_en=f"Person {n}",
                sex="FM"[n % 2],
            ),
            organisation=body,
        )
        for n in range(60)
    ]
    away = add_person_with_position(store, Person(name_km="ចាន់", name_en="Chan"), None)[0]
    invite(store, second.id, people=[away.id])
    record_attendance(store, second.id, walk_ins=guests, excused=[away.id])
    for n, item in enumerate(items):
        add_minutes_entry(store, MinutesEntry(
            meeting=second.id, agenda_item=item.id, kind="discussion", text_km="ពិភាក្សា",
            text_en=f"They talked at length about item {n}. " * 4))  # fmt: skip
        add_decision(
            store, Decision(meeting=second.id, agenda_item=item.id, text_km="យល់ព្រម", text_en="Agreed")
        )
    for kind, text in (("concern_cso", "No water"), ("concern_authority", "No list"), ("challenge", "Roads"),
                       ("other", "A greeting")):  # fmt: skip
        add_minutes_entry(store, MinutesEntry(meeting=second.id, kind=kind, text_en=text, text_km="ក",
                                              raised_by="Farmers", referred_to="District"))  # fmt: skip
    add_action(
        store, Action(meeting=second.id, what_en="Write", what_km="សរសេរ", person=chair.id, due="2026-10")
    )
    close_action(store, late.id, on="2026-09-25", result="Repaired")
    set_minutes_state(store, first.id, "approved", on="2026-09-25", at=second.id)
    return first, second


def test_the_minutes_say_all_that_belongs_into_them(
    store: Store, two_meetings: tuple[Meeting, Meeting]
) -> None:
    _first, second = two_meetings
    said = words_of(minutes_paper(store, second.id, "en"))
    for each in (
        "No.: 12", "08:30", "Hall", "Sok Dara", "60 people", "30 of them women", "Excused: Chan.",
        "The minutes of the meeting of 2 June 2026 were approved.", "Repair the pump", "Done: Repaired",
        "Item 12", "Decision 2026/12: Agreed", "No water", "District", "No list", "Roads", "A greeting",
        "October 2026", "Next meeting: 18 December 2026.", "The meeting ended at 11:45.", "Seen and agreed",
        "quorum of 2", "Annex",
    ):  # fmt: skip
        assert each in said, each


def test_khmer_minutes_have_khmer_digits_only(store: Store, two_meetings: tuple[Meeting, Meeting]) -> None:
    _first, second = two_meetings
    said = words_of(minutes_paper(store, second.id, "km").blocks)
    names = {"Commune", "Farmers", "District", "Repaired"}
    assert not re.findall(r"\d", re.sub("|".join(names), "", said), re.ASCII)


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_the_minutes_become_a_pdf_and_a_document(
    store: Store, two_meetings: tuple[Meeting, Meeting], language: str
) -> None:
    paper = minutes_paper(store, two_meetings[1].id, language)
    assert pdf_bytes(paper).startswith(b"%PDF")
    assert docx_bytes(paper).startswith(b"PK")


def test_minutes_of_which_nothing_is_known_are_a_paper_too(store: Store) -> None:
    with store.transaction("Plan") as t:
        meeting = t.add(Meeting(title_en="Short"))
    assert pdf_bytes(minutes_paper(store, meeting.id, "en")).startswith(b"%PDF")


def test_why_minutes_were_unlocked_is_printed_nowhere(
    store: Store, two_meetings: tuple[Meeting, Meeting]
) -> None:
    _first, second = two_meetings
    for state in ("approved", "locked"):
        set_minutes_state(store, second.id, state)
    set_minutes_state(store, second.id, "amended", reason="Somebody was offended")
    for language in ("km", "en"):
        assert "offended" not in words_of(minutes_paper(store, second.id, language))


def test_the_agenda_carries_what_is_still_to_be_done(
    store: Store, two_meetings: tuple[Meeting, Meeting]
) -> None:
    first, second = two_meetings
    add_action(store, Action(meeting=first.id, what_en="Paint the office", body="Secretariat"))
    said = words_of(agenda_paper(store, second.id, "en"))
    assert "Item 12" in said
    assert "Paint the office" in said
    assert "Secretariat" in said


def test_an_item_of_the_agenda_keeps_its_time_and_its_title_beside_its_number(store: Store) -> None:
    with store.transaction("Plan") as t:
        meeting = t.add(Meeting(title_en="Meeting", starts="2026-09-25"))
        t.add(AgendaItem(meeting=meeting.id, number=1, time="08:30", title_en="Opening", presenter="Dara"))
    (table,) = (each for each in agenda_paper(store, meeting.id, "en").blocks if isinstance(each, Table))
    assert table.rows == [[None, "08:30", "Opening", "Dara"]]
    assert len(table.columns) == 4
