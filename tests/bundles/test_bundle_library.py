"""Two desks of one hub lend and number copies apart from each other, and their files meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_hubs import exchange

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.features.library.record import LibraryTitle, Loan
from cso_desk.features.library.service import add_copies, give_back_in, lend_in, renumber_copy
from cso_desk.features.library.service.rules import RULES
from cso_desk.features.members.record import Person
from cso_desk.store.rules import findings
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.wording import use_language

Two = tuple[Store, Store]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    use_language("en")
    made = [create_store(tmp_path / name, "02", passphrase=None)[0] for name in ("one", "other")]
    for source, reader in (made, made[::-1]):
        hello = make_bundle(source, "", kind="hello").path
        receive_bundle(reader, hello, accept=own_fingerprint(source))
    yield made[0], made[1]
    for each in made:
        each.close()


def doubted(store: Store) -> list[str]:
    return [each.rule for each in findings(store, RULES)]


def test_a_copy_that_two_desks_lent_at_once_is_asked_about_and_no_loan_is_lost(two: Two) -> None:
    one, other = two
    with one.transaction("Add") as t:
        book = t.add(LibraryTitle(title_en="Law"))
        dara, vuthy = t.add(Person(name_en="Dara")), t.add(Person(name_en="Vuthy"))
    (copy,) = add_copies(one, book.id, 1)
    exchange(one, other)
    for store, person in ((one, dara), (other, vuthy)):
        with store.transaction("Lend") as t:
            lend_in(t, copy.id, person.id)
    exchange(one, other)
    exchange(other, one)
    for store in two:
        assert doubted(store) == ["lent_twice"]
        with store.reading() as reading:
            assert {each.person for each in reading.all(Loan)} == {dara.id, vuthy.id}
    with one.transaction("Take back") as t:
        give_back_in(t, copy.id)
    exchange(one, other)
    assert doubted(one) == doubted(other) == []


def test_a_number_that_two_laptops_gave_is_asked_about_and_mended(two: Two) -> None:
    one, other = two
    with one.transaction("Add") as t:
        book = t.add(LibraryTitle(title_en="Law"))
    exchange(one, other)
    (mine,), (_theirs,) = (add_copies(store, book.id, 1) for store in two)
    exchange(one, other)
    exchange(other, one)
    assert doubted(one) == doubted(other) == ["one_copy_number_twice"]
    assert renumber_copy(one, mine.id) == "BTB-C0002"
    exchange(one, other)
    assert doubted(one) == doubted(other) == []
