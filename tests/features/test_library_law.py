"""Whether a legal text is in force on a day follows from its dates and from what others do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.documents.paper import Table
from cso_desk.features.library.printing import register_paper
from cso_desk.features.library.record import LibraryTitle, TitleLink
from cso_desk.features.library.service.law import Standing, standing, standings, ties_of
from cso_desk.store.store import Store


def keep(store: Store, *records: LibraryTitle | TitleLink) -> None:
    with store.transaction("Fill") as t:
        for record in records:
            t.add(record)


def on(store: Store, title: LibraryTitle, day: str) -> Standing:
    with store.reading() as reading:
        one = standing(title, ties_of(reading, title.id), day)
        assert standings(reading, day, [title.id]) == {title.id: one}
    return one


@pytest.fixture
def old() -> LibraryTitle:
    return LibraryTitle(
        kind="sub_decree", title_en="Old", number="5", date_signed="2001-03-01", date_in_force="2001-06-01"
    )


@pytest.fixture
def new() -> LibraryTitle:
    return LibraryTitle(kind="sub_decree", title_en="New", number="9", date_signed="2015-03-01")


def test_a_text_is_adopted_then_in_force(store: Store, old: LibraryTitle) -> None:
    keep(store, old)
    assert on(store, old, "2000-12-31").status == "draft"
    assert on(store, old, "2001-03-01").status == "adopted"
    assert on(store, old, "2001-06-01") == Standing("in_force", "2001-06-01")


def test_a_repealed_text_is_so_only_from_the_day(store: Store, old: LibraryTitle, new: LibraryTitle) -> None:
    keep(store, old, new, TitleLink(title=new.id, kind="repeals", other=old.id, from_date="2016-01-01"))
    assert on(store, old, "2015-12-31").status == "in_force"
    assert on(store, old, "2016-01-01") == Standing("repealed", "2016-01-01")
    assert on(store, new, "2016-01-01").status == "in_force"


def test_a_link_without_a_day_counts_from_the_text_that_says_it(
    store: Store, old: LibraryTitle, new: LibraryTitle
) -> None:
    keep(store, old, new, TitleLink(title=new.id, kind="repeals", other=old.id))
    assert on(store, old, "2015-02-28").status == "in_force"
    assert on(store, old, "2015-03-01").status == "repealed"


def test_some_articles_repealed_is_amended(store: Store, old: LibraryTitle, new: LibraryTitle) -> None:
    keep(store, old, new, TitleLink(title=new.id, kind="repeals", other=old.id, articles="4, 7"))
    assert on(store, old, "2020-01-01") == Standing("amended", "2015-03-01")


def test_a_draft_repeals_nothing(store: Store, old: LibraryTitle) -> None:
    draft = LibraryTitle(kind="law", title_en="Draft", status="draft")
    keep(store, old, draft, TitleLink(title=draft.id, kind="repeals", other=old.id))
    assert on(store, old, "2020-01-01").status == "in_force"


def test_what_was_put_away_repeals_nothing(store: Store, old: LibraryTitle, new: LibraryTitle) -> None:
    link = TitleLink(title=new.id, kind="repeals", other=old.id)
    keep(store, old, new, link)
    with store.transaction("Trash") as t:
        t.trash(new)
    assert on(store, old, "2020-01-01").status == "in_force"
    with store.transaction("Back") as t:
        t.restore(new)
        t.trash(link)
    assert on(store, old, "2020-01-01").status == "in_force"


def test_a_last_day_ends_a_text_and_a_year_ends_with_its_last_day(store: Store, old: LibraryTitle) -> None:
    old.date_until = "2010"
    keep(store, old)
    assert on(store, old, "2010-12-31").status == "in_force"
    assert on(store, old, "2011-01-01").status == "repealed"


def test_two_that_repeal_each_other_end(store: Store, old: LibraryTitle, new: LibraryTitle) -> None:
    keep(
        store,
        old,
        new,
        TitleLink(title=new.id, kind="repeals", other=old.id),
        TitleLink(title=old.id, kind="repeals", other=new.id, from_date="2018-01-01"),
        TitleLink(title=old.id, kind="repeals", other=old.id),
    )
    assert on(store, old, "2016-01-01").status == "repealed"
    assert on(store, new, "2017-01-01").status == "in_force"
    assert on(store, new, "2018-01-01").status == "repealed"


def test_of_a_book_stands_what_is_told(store: Store) -> None:
    book = LibraryTitle(kind="book", title_en="Book", date_signed="2001-01-01")
    keep(store, book)
    assert on(store, book, "2020-01-01") == Standing("")


def test_both_directions_are_told(store: Store, old: LibraryTitle, new: LibraryTitle) -> None:
    keep(store, old, new, TitleLink(title=new.id, kind="implements", other=old.id))
    with store.reading() as reading:
        (forth,), (back,) = ties_of(reading, new.id), ties_of(reading, old.id)
    assert (forth.other.id, forth.back, back.other.id, back.back) == (old.id, False, new.id, True)


def test_the_register_tells_the_status_on_its_day(store: Store, old: LibraryTitle, new: LibraryTitle) -> None:
    keep(store, old, new, TitleLink(title=new.id, kind="repeals", other=old.id, from_date="2016-01-01"))

    def told(day: str) -> list[str]:
        table = next(part for part in register_paper(store, "en", day).blocks if isinstance(part, Table))
        return [str(row[5]) for row in table.rows if isinstance(row, list)]

    assert told("2015-12-31") == ["In force", "In force"]
    assert told("2016-01-01") == ["Repealed", "In force"]


DAYS = st.dates().map(lambda day: day.isoformat())


@given(DAYS, DAYS, DAYS, st.sampled_from(["", "draft", "adopted", "in_force", "amended"]))
def test_nothing_is_in_force_before_its_day(signed: str, since: str, day: str, told: str) -> None:
    title = LibraryTitle(kind="law", date_signed=signed, date_in_force=since, status=told)
    status = standing(title, (), day).status
    assert (status in ("in_force", "amended")) == (day >= since)
