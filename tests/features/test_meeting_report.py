"""The quarterly report of many meetings in many hubs stays a paper that somebody reads."""

from pathlib import Path

from cso_desk.assembly import create_store
from cso_desk.documents.paper import Bullets, Chart, Together
from cso_desk.features.meetings.printing import quarterly_report
from cso_desk.features.meetings.printing.report import MOST_DOUBTS
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store


def held(store: Store, hubs: tuple[str, ...], meetings: int) -> None:
    """Meetings at which somebody was whose sex nobody wrote down: each is doubtful."""
    with store.transaction("Meetings") as t:
        for hub in hubs:
            somebody = t.add(Person(name_en="Sok Dara", scope=f"hub/{hub}"))
            for number in range(meetings):
                meeting = t.add(
                    Meeting(
                        title_en=f"Forum {number}", starts="2026-08-05", status="held", scope=f"hub/{hub}"
                    )
                )
                t.add(
                    Attendance(meeting=meeting.id, person=somebody.id, status="present", scope=f"hub/{hub}")
                )


def test_of_many_doubtful_meetings_a_few_are_named_and_the_others_counted(store: Store) -> None:
    held(store, ("02",), MOST_DOUBTS + 3)
    last = quarterly_report(store, "2026Q3", "en").blocks[-1]
    assert isinstance(last, Together)
    (told,) = (each.items for each in last.blocks if isinstance(each, Bullets))
    assert sum(str(each).startswith("Forum") for each in told) == MOST_DOUBTS
    assert "and 3 more, told on the page Reports" in told


def test_a_chart_of_hubs_calls_the_national_one_by_its_name(tmp_path: Path) -> None:
    nation, _code = create_store(tmp_path / "nation", "00", passphrase=None)
    held(nation, ("00", "02"), 1)
    charts = [each for each in quarterly_report(nation, "2026Q3", "en").blocks if isinstance(each, Chart)]
    nation.close()
    assert charts[0].labels == ["National hub", "Battambang Province"]
