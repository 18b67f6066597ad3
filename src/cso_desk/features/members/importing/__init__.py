"""Takes over lists of members and of people; the plan of a list is what other features' lists use too."""

from cso_desk.features.members.importing.cells import (
    Values,
    choice_code,
    choice_of_beginning,
    notes_of,
    pair_of,
    place_of,
    text_of,
)
from cso_desk.features.members.importing.choosing import (
    CHOICES,
    Choices,
    choose,
    choose_again,
    doubts_like,
    note_choices,
    other_record,
    record_of,
)
from cso_desk.features.members.importing.doubts import Doubt, Sort
from cso_desk.features.members.importing.entries import (
    PERSON_FIELDS,
    Entry,
    answer,
    entry_of_person,
    id_poor,
)
from cso_desk.features.members.importing.guarding import ask_guard
from cso_desk.features.members.importing.lists import plan_import, run_import, take_over
from cso_desk.features.members.importing.own_lists import is_of_other_type
from cso_desk.features.members.importing.plan import (
    COUNTS,
    Choice,
    Existing,
    Hand,
    ImportPlan,
    ImportReport,
    PlannedRow,
    Progress,
    State,
    news_of,
    problems_by_row,
    run_plan,
    said_again,
)
from cso_desk.features.members.importing.shapes import remember, remembered

__all__ = [
    "CHOICES",
    "COUNTS",
    "PERSON_FIELDS",
    "Choice",
    "Choices",
    "Doubt",
    "Entry",
    "Existing",
    "Hand",
    "ImportPlan",
    "ImportReport",
    "PlannedRow",
    "Progress",
    "Sort",
    "State",
    "Values",
    "answer",
    "ask_guard",
    "choice_code",
    "choice_of_beginning",
    "choose",
    "choose_again",
    "doubts_like",
    "entry_of_person",
    "id_poor",
    "is_of_other_type",
    "news_of",
    "note_choices",
    "notes_of",
    "other_record",
    "pair_of",
    "place_of",
    "plan_import",
    "problems_by_row",
    "record_of",
    "remember",
    "remembered",
    "run_import",
    "run_plan",
    "said_again",
    "take_over",
    "text_of",
]
