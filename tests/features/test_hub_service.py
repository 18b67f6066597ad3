"""What a hub says of itself: named with its store, changed later, and what of it Undo takes back."""

import pytest

from cso_desk.errors import UserError
from cso_desk.features.hub.service import name_hub, profile, save_profile
from cso_desk.journal.history import steps
from cso_desk.journal.undo import redo, redoable, undo, undoable
from cso_desk.store.store import Store


def test_undo_passes_over_the_naming_of_the_hub(store: Store) -> None:
    name_hub(store, name_en="Our hub")
    with store.reading() as reading:
        assert undoable(reading.connection) is None
    with pytest.raises(UserError):
        undo(store)
    assert profile(store).name_en == "Our hub"


def test_the_step_that_named_the_hub_is_not_undone_by_its_name_either(store: Store) -> None:
    name_hub(store, name_en="Our hub")
    with store.reading() as reading:
        step = steps(reading.connection)[0]
    with pytest.raises(UserError):
        undo(store, step.uid)
    assert profile(store).name_en == "Our hub"


def test_a_later_change_of_the_name_is_undone_and_done_again(store: Store) -> None:
    name_hub(store, name_en="Our hub")
    save_profile(store, name_en="Another name")
    undo(store)
    assert profile(store).name_en == "Our hub"
    with store.reading() as reading:
        assert undoable(reading.connection) is None
        assert redoable(reading.connection) is not None
    redo(store)
    assert profile(store).name_en == "Another name"


def test_a_rule_of_lending_that_cannot_work_is_refused(store: Store) -> None:
    save_profile(store, name_en="Hub", loan_days=21)
    for wrong in ({"loan_days": 0}, {"loan_items": 0}, {"loan_renewals": -1}):
        with pytest.raises(UserError):
            save_profile(store, **wrong)
    assert profile(store).loan_days == 21
