"""What was entered twice, in the window: pair by pair by keyboard, merged, told apart, separated again."""

from typing import Any
from zlib import crc32

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import event

from cso_desk.desk.duplicates_page import DuplicatesPage
from cso_desk.desk.duplicates_pair import BOTH
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service.duplicates import Pair, say_distinct
from cso_desk.store.aliases import aliases
from cso_desk.widgets.choice import ChoiceButton
from cso_desk.widgets.doubles_bar import DoublesBar
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.wording import use_language

PHONE = "+85512000001"
BOTH_PHONES = (PHONE, "+85512000009", "+85512000002")


@pytest.fixture
def twice(store):
    with store.transaction("Fill") as t:
        one = t.add(Organisation(name_en="Lotus Centre", phones=(PHONE, "+85512000009"), place="0204"))
        other = t.add(
            Organisation(name_en="Lotus Center", phones=(PHONE, "+85512000002"), email="l@mail.test")
        )
        t.add(Person(name_km="សុខ ចន្ថា", phones=(PHONE,), place="0204"))
        again = t.add(Person(name_en="Sok Chantha", phones=(PHONE,), place="0204"))
        t.add(Position(person=again.id, organisation=other.id, role="head"))
    return one, other


def get(desk, record) -> Any:
    with desk.session.store.reading() as reading:
        return reading.get(type(record), record.id)


def opened(desk, *args) -> DuplicatesPage:
    desk.open_duplicates(*args)
    QApplication.processEvents()
    return desk.stack.currentWidget().findChild(DuplicatesPage)


def said(widget) -> str:
    return " ".join(each.text_shown() for each in widget.findChildren(object) if hasattr(each, "text_shown"))


def test_a_hub_without_doubles_is_told_so(desk):
    page = opened(desk)
    assert page.view is None
    assert "Nothing was entered twice" in said(page)


def test_a_pair_says_how_sure_it_is_and_why(desk, twice):
    page = opened(desk, "organisation")
    text = said(page)
    assert "Nearly certain" in text
    assert "the same telephone: 012 000 001" in text
    assert "Lotus Cent" in text


def test_all_pairs_are_worked_off_by_keyboard_alone(desk, twice):
    page = opened(desk)
    assert len(page.pairs()) == 2
    QTest.keyClick(page, Qt.Key.Key_3)
    QApplication.processEvents()
    assert len(page.pairs()) == 1
    QTest.keyClick(page, Qt.Key.Key_4)
    QApplication.processEvents()
    assert page.pairs() == []
    assert "Nothing was entered twice" in said(page)
    with desk.session.store.reading() as reading:
        assert len(aliases(reading)) == 1


def test_a_pair_that_is_left_comes_after_the_others(desk, twice):
    page = opened(desk)
    first = page.view.pair
    page.press(0)
    assert page.view.pair != first
    assert page.pairs()[-1] == first


def test_what_is_chosen_field_by_field_is_what_the_survivor_says(desk, twice):
    one, other = twice
    page = opened(desk, "organisation", (one.id, other.id))
    page.press(page.view._ids.index(one.id) + 1)
    name = page.view._groups["name_en"]
    place = page.view._ids.index(other.id)
    name.button(place).click()
    assert page.view._groups["phones"].checkedId() == BOTH
    page.press(3)
    now = get(desk, one)
    assert (now.name_en, now.phones, now.email) == ("Lotus Center", BOTH_PHONES, "l@mail.test")
    assert get(desk, other).merged_into == one.id
    desk.session.undo()
    assert (get(desk, one).name_en, get(desk, other).merged_into) == ("Lotus Centre", "")


def test_what_follows_is_told_before_it_is_merged(desk, twice):
    one, other = twice
    page = opened(desk, "organisation", (one.id, other.id))
    page.press(page.view._ids.index(one.id) + 1)
    assert "Positions: 1" in said(page)


def test_a_merge_is_separated_again_from_the_side_of_merged_ones(desk, twice):
    page = opened(desk, "organisation")
    page.press(3)
    with desk.session.store.transaction("Something else") as t:
        t.change(t.all(Person, limit=1)[0], notes="x")
    page.choose("merged")
    buttons = [each for each in page.findChildren(QPushButton) if each.text() == "Separate again"]
    buttons[0].click()
    QApplication.processEvents()
    with desk.session.store.reading() as reading:
        assert aliases(reading) == {}
    assert page.side == ""
    assert len(page.pairs()) == 2


@pytest.fixture
def thrice(desk, store):
    """One person three times: the first and the last are told apart, or little alike."""
    with store.transaction("Fill") as t:
        return [
            t.add(Person(name_en="Sok Chantha", phones=(PHONE,), place="0204", birth_year=1980)),
            t.add(Person(name_km="សុខ ចន្ថា", phones=(PHONE, "+85512000002"), place="0204")),
            t.add(Person(name_en="Sok Chantah", phones=("+85512000002",), place="0102")),
        ]


def three_shown(desk) -> DuplicatesPage:
    page = opened(desk, "together")
    button(page, "Compare…").click()
    QApplication.processEvents()
    return page


def button(page, text) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.text() == text)


def test_three_that_hang_together_are_listed_and_compared_with_every_tie_between_them(desk, thrice):
    page = opened(desk, "together")
    assert "3 records" in said(page)
    button(page, "Compare…").click()
    QApplication.processEvents()
    text = said(page)
    for two in ("1 – 2", "1 – 3", "2 – 3"):
        assert two in text
    assert text.count("Little speaks for it") == 1


def test_three_are_merged_by_keyboard_in_one_step_that_undo_takes_back(desk, thrice):
    page = three_shown(desk)
    view = page.together.view
    place = view.cluster.records.index(thrice[0].id)
    QTest.keyClick(page, Qt.Key(Qt.Key.Key_1 + place))
    QTest.keyClick(page, Qt.Key.Key_9)
    QApplication.processEvents()
    with desk.session.store.reading() as reading:
        assert aliases(reading) == {each.id: thrice[0].id for each in thrice[1:]}
    assert get(desk, thrice[0]).phones == (PHONE, "+85512000002")
    assert "Nothing was entered twice" in said(page)
    desk.session.undo()
    with desk.session.store.reading() as reading:
        assert aliases(reading) == {}


def test_one_that_is_left_out_stays_for_itself(desk, thrice):
    page = three_shown(desk)
    view = page.together.view
    place = view.cluster.records.index(thrice[2].id)
    page.together.leave_out(place + 1)
    assert set(view.taken()) == {thrice[0].id, thrice[1].id}
    page.press(9)
    with desk.session.store.reading() as reading:
        assert thrice[2].id not in aliases(reading)
        assert len(aliases(reading)) == 1


def test_a_value_of_any_of_the_three_can_be_chosen(desk, thrice):
    page = three_shown(desk)
    view = page.together.view
    page.press(view.cluster.records.index(thrice[0].id) + 1)
    other = next(
        each for each in page.findChildren(ChoiceButton) if each.text_shown().startswith("Sok Chantah  ")
    )
    other.click()
    page.press(9)
    assert get(desk, thrice[0]).name_en == "Sok Chantah"


def test_one_that_is_none_of_the_others_leaves_a_pair_behind(desk, thrice):
    page = three_shown(desk)
    page.together.tell_apart(thrice[2].id)
    QApplication.processEvents()
    assert page.side == ""
    assert [{each.one, each.other} for each in page.pairs()] == [{thrice[0].id, thrice[1].id}]
    desk.session.undo()
    QApplication.processEvents()
    assert len(page.together.found) == 1


def test_one_that_was_told_apart_is_left_out_and_taking_it_in_is_warned_of(desk, thrice):
    first, last = sorted((thrice[0].id, thrice[2].id))
    say_distinct(desk.session.store, Pair("person", first, last, 0.0, ()))
    page = three_shown(desk)
    view = page.together.view
    (out,) = view.choice.out
    assert out in (first, last)
    warning = "Merge them only if that was wrong"
    assert warning not in said(page)
    page.together.leave_out(view.cluster.records.index(out) + 1)
    assert warning in said(page)
    assert len(view.taken()) == 3


def test_a_pair_leads_to_all_that_hang_together_with_it(desk, thrice):
    page = opened(desk, "person")
    button(page, "Compare all 3 at once…").click()
    QApplication.processEvents()
    assert page.together.view is not None
    page.press(0)
    assert page.together.view is None
    assert "Here three or more records hang together" in said(page)


FLOWERS = ("Lotus", "Jasmine", "Orchid", "Rumdul", "Lily", "Hibiscus", "Rose", "Dahlia", "Tulip", "Iris")


def add_clusters(store, flowers) -> None:
    with store.transaction("Fill") as t:
        for flower in flowers:
            for ending in ("Centre", "Center", "Centre Organization"):
                phone = f"+8551{crc32(flower.encode()) % 1_000_000:06}"
                t.add(Organisation(name_en=f"{flower} {ending}", phones=(phone,)))


def costs(desk) -> list[int]:
    """The statements that drawing the list costs, and one cluster, once all pairs are known."""
    page = opened(desk, "together")
    found = []
    for act in (page.together.close, lambda: page.together.open(page.together.found[-1])):
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_more, sent=sent) -> None:
            sent.append(statement)

        engine = desk.session.store.engine
        event.listen(engine, "before_cursor_execute", note)
        act()
        event.remove(engine, "before_cursor_execute", note)
        found.append(len(sent))
    desk.close_over()
    return found


def test_many_clusters_cost_as_many_statements_as_one(desk, store):
    add_clusters(store, FLOWERS[:1])
    little = costs(desk)
    add_clusters(store, FLOWERS[1:])
    assert len(opened(desk, "together").together.found) > 8
    desk.close_over()
    assert [much <= few for much, few in zip(costs(desk), little, strict=True)] == [True, True]
    assert little[0] > 0


def test_members_tells_how_many_there_are_until_that_is_closed(desk, twice):
    members = desk.page("members")
    bar = members.organisations.findChild(DoublesBar)
    assert not bar.isVisible()
    desk.session.doubles.count()
    assert bar.isVisible()
    assert "1 pair may have been entered twice." in said(bar)
    bar.look.click()
    assert desk.stack.currentWidget().findChild(DuplicatesPage).side == "organisation"
    desk.close_over()
    bar._close()
    desk.session.doubles.counted.emit()
    assert not bar.isVisible()


def test_a_link_to_a_merged_record_opens_the_one_that_was_kept(desk, twice):
    one, other = twice
    opened(desk, "organisation", (one.id, other.id)).press(3)
    gone = other if get(desk, other).merged_into else one
    kept = one if gone is other else other
    desk.open_record("organisation", gone.id)
    assert desk.page("members").organisations.pane.record.id == kept.id
    assert "was merged with" in said(desk.notice)


def test_a_new_record_that_is_there_already_says_so_and_the_other_is_opened_instead(desk, twice):
    page = desk.page("members").organisations
    page.add()
    new = page.pane.record
    with desk.session.store.transaction("Type") as t:
        t.change(type(new), new.id, name_en="Lotus Centre")
    line = page.pane.alike
    assert line.isVisible()
    assert "Perhaps already there: Lotus Cent" in said(line)
    there = line.found.record
    line.open_instead()
    assert get(desk, new).deleted
    assert page.pane.record.id == there


def test_a_new_record_is_compared_with_the_one_that_was_there(desk, twice):
    page = desk.page("members").organisations
    page.add()
    new = page.pane.record
    with desk.session.store.transaction("Type") as t:
        t.change(type(new), new.id, name_en="Lotus Centre")
    there = page.pane.alike.found.record
    page.pane.alike.compare()
    shown = desk.stack.currentWidget().findChild(DuplicatesPage)
    assert {shown.view.pair.one, shown.view.pair.other} == {new.id, there}


def test_a_record_that_is_not_new_is_not_asked_about(desk, twice):
    one, _other = twice
    page = desk.page("members").organisations
    page.open_record(one.id)
    assert not page.pane.alike.isVisible()


def test_what_is_added_on_the_spot_is_offered_in_the_other_script_first(desk, store):
    with store.transaction("Fill") as t:
        dara = t.add(Person(name_en="Keo Pisey"))
    suggest, _name = record_finder(desk.session, "person")
    offered = suggest("កែវ ពិសី")
    assert dara.id in [each.data for each in offered]
    assert callable(offered[-1].data)


def test_it_is_said_in_khmer_too(desk, twice):
    use_language("km")
    page = opened(desk, "organisation")
    assert "ស្ទើរតែប្រាកដ" in said(page).replace("\u200b", "")
    assert page.findChildren(ChoiceButton)


def test_today_tells_of_them_and_leads_there(desk, twice):
    today = desk.page("today")
    assert "may have been entered twice" not in said(today)
    desk.session.doubles.count()
    assert "2 pairs of institutions or people may have been entered twice." in said(today)
