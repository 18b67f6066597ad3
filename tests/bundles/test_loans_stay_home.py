"""Who borrowed what never leaves a hub: real bundles to the nation, to another hub, to a second laptop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_hubs import exchange, introduce

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.catalog import RECORD_TYPES
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, Loan, WaitingReader
from cso_desk.features.library.service import add_copies, give_back_in, lend_in, wait_in
from cso_desk.features.members.record import Person
from cso_desk.journal.undo import undo
from cso_desk.records.base import NETWORK
from cso_desk.store.store import NATIONAL, Store
from cso_desk.trust.devices import own_fingerprint

Hubs = dict[str, Store]


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[Hubs]:
    wanted = (("ours", "02"), ("second", "02"), ("theirs", "03"), ("nation", NATIONAL))
    stores = {name: create_store(tmp_path / name, hub, passphrase=None)[0] for name, hub in wanted}
    introduce(*(stores[each] for each in ("ours", "theirs", "nation")))
    for source, reader in (("ours", "second"), ("second", "ours")):
        hello = make_bundle(stores[source], "", kind="hello").path
        receive_bundle(stores[reader], hello, accept=own_fingerprint(stores[source]))
    yield stores
    for each in stores.values():
        each.close()


def lent(store: Store) -> tuple[LibraryCopy, Person]:
    """A shared book, lent to a shared person, and somebody who waits for it."""
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_en="Law on assemblies", scope=NETWORK))
        reader = t.add(Person(name_km="សុខ ដារ៉ា", consent=True))
        waiting = t.add(Person(name_km="ចាន់ ធី", consent=True))
    (copy,) = add_copies(store, title.id, 1)
    with store.transaction("Lend a book") as t:
        lend_in(t, copy.id, reader.id)
        wait_in(t, title.id, waiting.id)
    return copy, reader


def told(store: Store) -> set[str]:
    """The types of which the journal of a store knows anything, in any scope."""
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT DISTINCT n.name FROM change c JOIN name n ON n.no = c.name"
        )
        return {str(name).partition(".")[0] for (name,) in rows}


def test_the_types_that_are_private_are_these() -> None:
    assert {kind.name for kind in RECORD_TYPES if kind.private} == {"loan", "waiting_reader", "set_promise"}


@pytest.mark.parametrize("reader", ["nation", "theirs"])
def test_no_bundle_to_another_hub_carries_a_loan(hubs: Hubs, reader: str) -> None:
    copy, person = lent(hubs["ours"])
    exchange(hubs["ours"], hubs[reader])
    with hubs["ours"].transaction("Take a book back") as t:
        give_back_in(t, copy.id)
    exchange(hubs["ours"], hubs[reader])
    assert {"library_title", "person"} <= told(hubs[reader])
    assert not {"loan", "waiting_reader"} & told(hubs[reader])
    with hubs[reader].reading() as reading:
        assert reading.get(Person, person.id) is not None


def test_the_second_laptop_of_the_hub_has_them(hubs: Hubs) -> None:
    lent(hubs["ours"])
    exchange(hubs["ours"], hubs["second"])
    with hubs["second"].reading() as reading:
        assert (reading.count(Loan), reading.count(WaitingReader)) == (1, 1)


def test_nobody_can_share_a_loan_by_naming_a_scope(hubs: Hubs) -> None:
    ours = hubs["ours"]
    copy, person = lent(ours)
    with ours.transaction("Add") as t:
        loan = t.add(Loan(copy=copy.id, person=person.id, scope=NETWORK, sensitivity="public"))
        t.change(loan, scope="hub/02")
    exchange(ours, hubs["nation"])
    assert not {"loan"} & told(hubs["nation"])


def test_a_loan_that_was_told_to_the_nation_comes_home_when_it_is_changed(
    hubs: Hubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, nation = hubs["ours"], hubs["nation"]
    types = ours.shelves.types
    before = {name: types[name] for name in ("loan", "waiting_reader")}
    for name, kind in before.items():  # as an older version had it
        monkeypatch.setitem(vars(kind), "private", False)
        assert not types[name].private
    copy, _person = lent(ours)
    exchange(ours, nation)
    assert "loan" in told(nation)
    monkeypatch.undo()
    with ours.transaction("Take a book back") as t:
        give_back_in(t, copy.id)
    exchange(ours, nation)
    with nation.reading() as reading:
        assert [(each.returned_on, each.deleted) for each in reading.all(Loan, trash=True)] == [("", True)]
    with ours.reading() as reading:
        (loan,) = reading.all(Loan)
    assert (loan.scope, bool(loan.returned_on)) == ("private/02", True)
    undo(ours)
    with ours.reading() as reading:
        assert [(each.returned_on, each.scope) for each in reading.all(Loan)] == [("", "private/02")]
