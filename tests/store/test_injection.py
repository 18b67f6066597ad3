"""What people type and other hubs send is a value wherever it goes: never SQL, never a query's own words."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cso_desk.assembly import create_store
from cso_desk.features.members.record import ORGANISATION, Organisation
from cso_desk.khmer.normalise import canonical
from cso_desk.store.listing import Listing, value_counts
from cso_desk.store.search import refresh, search
from cso_desk.store.store import Store

FIELDS = ("name_km", "name_en", "acronym")
_PARTS = (
    "'", '"', "`", ";", "--", "/*", "*/", "(", ")", "*", "^", ":", "{", "}", "%", "_", "\\", "?", "?1", ":a",
    "$", " OR ", " AND ", " NOT ", " NEAR(a b, 2) ", " UNION SELECT ", "1=1", "DROP TABLE organisation",
    "clusters :", "x'00'", "{count}", "%s", "[", "]", "<b>", "&", "ស្ត្រី", "a", "1", " ",
)  # fmt: skip
hostile = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=8).map("".join).map(canonical).filter(bool)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made, _code = create_store(tmp_path_factory.mktemp("injection") / "hub", "02", passphrase=None)
    with made.transaction("Add") as t:
        t.add(Organisation(name_en="Untouched", name_km="ស្ត្រី", acronym="U"))
    yield made
    made.close()


def facts(store: Store) -> tuple[Any, ...]:
    """The tables that are there, and how many institutions."""
    with store.reading() as reading:
        run = reading.connection.exec_driver_sql
        tables = run("SELECT name, sql FROM sqlite_master ORDER BY 1").all()
        return tuple(map(tuple, tables)), run("SELECT count(*) FROM organisation").scalar_one()


def names(made: Listing) -> list[str]:
    return [each.name_en for some, _titles in made.finish().records() for each in some]  # type: ignore[attr-defined]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile)
@example("'; DROP TABLE organisation; --")
@example('" OR clusters : *')
@example("x' UNION SELECT value, 1 FROM meta --")
def test_whatever_is_typed_is_looked_for_and_changes_nothing(store: Store, text: str) -> None:
    refresh(store)
    before = facts(store)
    for how in ({}, {"typing": True}, {"alike": True}, {"trash": True}):
        found = search(store, text, **how)  # type: ignore[arg-type]
        assert not found or any(letter.isalnum() for letter in text)
    Listing(store, ORGANISATION, text=text).finish()
    for name in ("name_en", "kind", "place", "sectors", "code"):
        assert names(Listing(store, ORGANISATION, filters={name: [text]})) == [], name
        assert names(Listing(store, ORGANISATION, where={name: text})) == [], name
        value_counts(store, ORGANISATION, "kind", text=text, filters={name: [text]})
    with store.reading() as reading:
        assert reading.get(Organisation, text) is None
    assert facts(store) == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile)
@example("'; DROP TABLE organisation; --")
@example("Robert'); DELETE FROM change; --")
def test_whatever_is_written_comes_back_as_it_was(store: Store, text: str) -> None:
    tables, count = facts(store)
    with store.transaction(text) as t:
        made = t.add(Organisation(**dict.fromkeys(FIELDS, text), place=text, kind=text, sectors=(text,)))  # type: ignore[arg-type]
    with store.reading() as reading:
        read = reading.get(Organisation, made.id)
    assert read is not None
    assert [getattr(read, name) for name in FIELDS] == [text] * 3
    assert (read.place, read.kind, read.sectors) == (text, text, (text,))
    assert text in names(Listing(store, ORGANISATION, filters={"name_en": [text]}))
    assert set(names(Listing(store, ORGANISATION, filters={"kind": [text]}))) == {text}
    with store.transaction("Purge") as t:
        t.trash(Organisation, made.id)
    assert facts(store) == (tables, count + 1)


def test_a_field_that_is_none_is_refused_and_never_becomes_sql(store: Store) -> None:
    for name in ("id; DROP TABLE organisation", "name_en' OR 1", "nothing"):
        for how in ("where", "filters"):
            with pytest.raises(KeyError):
                Listing(store, ORGANISATION, **{how: {name: ["x"]}})  # type: ignore[arg-type]
        with pytest.raises(KeyError):
            value_counts(store, ORGANISATION, name)
