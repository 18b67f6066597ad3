"""Copies, loans and the waiting list of a library."""

from typing import Any

import pytest

from cso_desk.errors import UserError
from cso_desk.features.hub.service import save_profile
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, Loan
from cso_desk.features.library.service import (
    add_copies,
    copies_of,
    copy_counts_in,
    copy_meant,
    counts_by_kind,
    forget_history,
    give_back_in,
    history_in,
    lend_in,
    mark_copies,
    number_told_copies,
    open_lines_in,
    overdue_count_in,
    overdue_in,
    renew_in,
    renumber_copy,
    tell_in,
    wait_in,
    waiting_in,
)
from cso_desk.features.members.record import Person
from cso_desk.journal.undo import undo
from cso_desk.store.store import Store
from cso_desk.wording import use_language

DAY, LATER = "2026-11-01", "2026-11-23"


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def add(store: Store, record: Any) -> Any:
    with store.transaction("Add") as t:
        return t.add(record)


@pytest.fixture
def book(store: Store) -> LibraryTitle:
    return add(store, LibraryTitle(kind="law", title_en="Law on Associations", copies=3, shelf="A1"))  # type: ignore[no-any-return]


@pytest.fixture
def dara(store: Store) -> Person:
    return add(store, Person(name_en="Sok Dara"))  # type: ignore[no-any-return]


def lend(store: Store, copy: LibraryCopy, person: Person, day: str = DAY) -> Loan:
    with store.transaction("Lend") as t:
        return lend_in(t, copy.id, person.id, day=day)


def refusal(act: Any, *arguments: Any) -> str:
    with pytest.raises(UserError) as caught:
        act(*arguments)
    return str(caught.value)


def test_several_copies_are_added_at_once_each_with_its_own_number(store: Store, book: LibraryTitle) -> None:
    made = add_copies(store, book.id, 3)
    assert [each.code for each in made] == ["BTB-C0001", "BTB-C0002", "BTB-C0003"]
    assert {each.shelf for each in made} == {"A1"}
    for wrong in (0, -1, 501):
        refusal(add_copies, store, book.id, wrong)


def test_copies_that_a_list_told_of_are_numbered_once(store: Store, book: LibraryTitle) -> None:
    add(store, LibraryTitle(title_en="Nothing told"))
    with store.reading() as reading:
        assert copies_of(book, copy_counts_in(reading)) == 3
    assert number_told_copies(store) == 3
    assert number_told_copies(store) == 0
    mark_copies(store, [_copies(store)[0].id], "lost")
    with store.reading() as reading:
        counts = copy_counts_in(reading)
        assert reading.get(LibraryTitle, book.id).copies == 3  # type: ignore[union-attr]
    assert copies_of(book, counts) == 2
    assert counts_by_kind(store)["law"] == (1, 2)


def _copies(store: Store) -> list[LibraryCopy]:
    with store.reading() as reading:
        return reading.all(LibraryCopy, order_by=[reading.table(LibraryCopy).c.code])


@pytest.mark.parametrize(
    "said", ["BTB-C0001", "btb-c0001", " BTB-C០០០១ ", "ពទពឥជ០០០១", "បតបឥច០០០១", "K-17", "k-17"]
)
def test_a_label_is_understood_in_any_layout_of_the_keyboard(
    store: Store, book: LibraryTitle, said: str
) -> None:
    add_copies(store, book.id, 1, accession="K-17")
    with store.reading() as reading:
        found = copy_meant(reading, said)
    assert found is not None
    assert found.code == "BTB-C0001"


def test_a_number_that_several_copies_carry_means_none_of_them(store: Store, book: LibraryTitle) -> None:
    add_copies(store, book.id, 2, accession="17")
    with store.reading() as reading:
        assert copy_meant(reading, "17") is None
        assert copy_meant(reading, "") is None
        assert copy_meant(reading, "BTB-C0099") is None


def test_a_copy_is_given_a_new_number(store: Store, book: LibraryTitle) -> None:
    first, _second = add_copies(store, book.id, 2)
    assert renumber_copy(store, first.id) == "BTB-C0003"
    assert [each.code for each in add_copies(store, book.id, 1)] == ["BTB-C0004"]


def test_a_copy_goes_out_and_comes_back(store: Store, book: LibraryTitle, dara: Person) -> None:
    (copy,) = add_copies(store, book.id, 1)
    loan = lend(store, copy, dara)
    assert (loan.due_on, loan.sensitivity, loan.scope) == ("2026-11-15", "hub", "private/02")
    with store.reading() as reading:
        assert copy_counts_in(reading)[book.id].there == 0
        assert [each.late for each in overdue_in(reading, LATER)] == [8]
        assert overdue_count_in(reading, LATER) == 1
        assert overdue_count_in(reading, "2026-11-15") == 0
        assert len(open_lines_in(reading, LATER, "dara")) == 1
        assert open_lines_in(reading, LATER, "nobody") == []
    with store.transaction("Take back") as t:
        back = give_back_in(t, copy.id, day=LATER)
    assert back.title.id == book.id
    with store.reading() as reading:
        assert open_lines_in(reading, LATER) == []
        assert overdue_count_in(reading, LATER) == 0
    undo(store)
    with store.reading() as reading:
        assert len(open_lines_in(reading, LATER)) == 1


def test_what_is_out_lost_withdrawn_or_for_the_reading_room_is_not_lent(
    store: Store, book: LibraryTitle, dara: Person
) -> None:
    out, *others = add_copies(store, book.id, 4)
    lend(store, out, dara)
    assert "Sok Dara" in refusal(lend, store, out, dara)
    for copy, state, word in zip(
        others, ("lost", "withdrawn", "reading_room"), ("lost", "withdrawn", "reading room"), strict=True
    ):
        mark_copies(store, [copy.id], state)
        assert word in refusal(lend, store, copy, dara)
    with store.transaction("Trash") as t:
        t.trash(out)
    assert "trash" in refusal(lend, store, out, dara)


def test_nobody_gets_more_at_once_than_the_hub_says(store: Store, book: LibraryTitle, dara: Person) -> None:
    save_profile(store, name_en="Hub", loan_items=1, loan_days=7)
    first, second = add_copies(store, book.id, 2)
    assert lend(store, first, dara).due_on == "2026-11-08"
    assert "1 book" in refusal(lend, store, second, dara)


def test_the_loans_of_merged_people_count_together(store: Store, book: LibraryTitle, dara: Person) -> None:
    save_profile(store, name_en="Hub", loan_items=1)
    first, second = add_copies(store, book.id, 2)
    lend(store, first, dara)
    other = add(store, Person(name_en="Dara Sok"))
    with store.transaction("Merge") as t:
        t.change(dara, merged_into=other.id)
    refusal(lend, store, second, other)
    with store.reading() as reading:
        (line,) = open_lines_in(reading, DAY)
    assert line.person is not None
    assert line.person.id == other.id


def test_a_loan_is_renewed_as_often_as_the_rule_says_and_not_while_somebody_waits(
    store: Store, book: LibraryTitle, dara: Person
) -> None:
    (copy,) = add_copies(store, book.id, 1)
    loan = lend(store, copy, dara)

    def renew() -> Loan:
        with store.transaction("Renew") as t:
            return renew_in(t, loan.id, day="2026-11-14")

    assert renew().due_on == "2026-11-28"
    assert "1 time" in refusal(renew)
    save_profile(store, name_en="Hub", loan_renewals=5)
    with store.transaction("Wait") as t:
        wait_in(t, book.id, dara.id)
    assert "waits" in refusal(renew)


def test_who_asked_first_is_the_next_reader(store: Store, book: LibraryTitle, dara: Person) -> None:
    (copy,) = add_copies(store, book.id, 1)
    lend(store, copy, dara)
    late, early = add(store, Person(name_en="Late")), add(store, Person(name_en="Early"))
    with store.transaction("Wait") as t:
        wait_in(t, book.id, late.id, day="2026-11-05")
        wait_in(t, book.id, early.id, day="2026-11-04")
    with pytest.raises(UserError), store.transaction("Wait") as t:
        wait_in(t, book.id, late.id)
    with store.transaction("Take back") as t:
        back = give_back_in(t, copy.id, day=LATER)
        tell_in(t, back.next[0].id)
    assert [each.person for each in back.next] == [early.id, late.id]
    lend(store, copy, early, LATER)
    with store.reading() as reading:
        assert [each.person for each in waiting_in(reading, book.id)] == [late.id]


def test_what_somebody_borrowed_can_be_forgotten(store: Store, book: LibraryTitle, dara: Person) -> None:
    first, second = add_copies(store, book.id, 2)
    lend(store, first, dara)
    lend(store, second, dara)
    with store.transaction("Take back") as t:
        give_back_in(t, first.id, day=LATER)
    with store.reading() as reading:
        assert len(history_in(reading, dara.id, LATER)) == 1
    assert forget_history(store, dara.id) == 1
    with store.reading() as reading:
        assert history_in(reading, dara.id, LATER) == []
        assert reading.count(Loan) == 2
        assert len(open_lines_in(reading, LATER)) == 1


def test_a_lost_copy_that_is_brought_back_is_here_again(
    store: Store, book: LibraryTitle, dara: Person
) -> None:
    (copy,) = add_copies(store, book.id, 1)
    lend(store, copy, dara)
    mark_copies(store, [copy.id], "lost")
    with store.transaction("Take back") as t:
        give_back_in(t, copy.id, day=LATER)
    assert _copies(store)[0].state == "here"


def test_what_is_not_lent_cannot_come_back(store: Store, book: LibraryTitle) -> None:
    (copy,) = add_copies(store, book.id, 1)
    with pytest.raises(UserError), store.transaction("Take back") as t:
        give_back_in(t, copy.id)
