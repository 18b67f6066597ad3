"""Cards that go out come in again elsewhere: names in two scripts, telephones, addresses; notes come in."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cso_desk.assembly import create_store
from cso_desk.documents.vcard import VERSIONS
from cso_desk.features.members.importing import plan_import, run_import
from cso_desk.features.members.printing.contacts import contact_cards
from cso_desk.features.members.record import Organisation, Person
from cso_desk.importers.preview import read_list
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store

FIELDS = {
    Organisation: ("name_km", "name_en", "acronym", "phones", "email", "website", "telegram", "address_km"),
    Person: ("name_km", "name_en", "honorific", "sex", "phones", "email", "telegram"),
}
words = st.lists(st.sampled_from(["ស្ត្រី", "ក; ខ,", "ផ្ទះ ៣A", "\\n", '"ថ្មី"', "St. 12:5"]), max_size=12)
streets = st.lists(st.sampled_from(["ផ្ទះលេខ ៣", "ផ្លូវ ៥; ក្រុមទី ២", "ភូមិថ្មី, ខាងជើង"]), max_size=4)
phones = st.lists(
    st.sampled_from(["+85512345678", "+855971234567", "+6621234567", "+85523123456;ext=4"]),
    unique=True,
    max_size=3,
).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> list[Any]:
    """Institutions and people of names that nobody else bears."""
    numbers = count(1)
    made: list[Any] = []
    for _each in range(draw(st.integers(1, 4))):
        said = " ".join(draw(words))
        made.append(
            Organisation(
                name_km=f"សមាគមទី{next(numbers)} {said}".strip(),
                name_en=draw(st.sampled_from(["", f"Group {next(numbers)}"])),
                acronym=draw(st.sampled_from(["", "ABC"])),
                phones=draw(phones),
                email=draw(st.sampled_from(["", "a.b@c.example.org"])),
                website=draw(st.sampled_from(["", "https://example.org/a?b=1,2;3"])),
                telegram=draw(st.sampled_from(["", "@group_1"])),
                address_km=" ".join(draw(streets)),
                consent=True,
            )
        )
        made.append(
            Person(
                name_km=f"សុខ {'កខគឃង'[_each]}{'ចឆជឈញ'[next(numbers) % 5]}រា",
                name_en=draw(st.sampled_from(["", f"Sok Dara{next(numbers)}"])),
                honorific=draw(st.sampled_from(["", "លោក", "ឯកឧត្តម"])),
                sex=draw(st.sampled_from(["M", "F"])),
                phones=draw(phones),
                email=draw(st.sampled_from(["", "x@y.example.org"])),
                consent=True,
            )
        )
    return made


def told(store: Store, record: type) -> list[tuple[Any, ...]]:
    with store.reading() as look:
        return sorted(tuple(getattr(each, name) for name in FIELDS[record]) for each in look.all(record))


@pytest.mark.parametrize("version", VERSIONS)
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=4, phases=[Phase.generate])
@given(made=records())
def test_cards_come_in_as_they_went_out(
    tmp_path_factory: pytest.TempPathFactory, made: list[Any], version: Any
) -> None:
    folder: Path = tmp_path_factory.mktemp("cards")
    store, other = (create_store(folder / n, "02", passphrase=None, cost=CHEAP)[0] for n in ("one", "other"))
    try:
        with store.transaction("Add") as t:
            t.add_all(made)
        for record in FIELDS:
            text, _count, _left = contact_cards(store, record, version=version)  # type: ignore[arg-type]
            (folder / "cards.vcf").write_bytes(text.encode())
            reading = read_list(folder / "cards.vcf")[0]
            run_import(other, plan_import(other, reading))
            assert told(other, record) == told(store, record)
    finally:
        store.close()
        other.close()


def test_notes_in_khmer_come_in_and_never_go_out(store: Store, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:សុខ ដារ៉ា\r\nNOTE:ជួបនៅវេទិកា\\nខែកញ្ញា\\, ២០២៦\r\nEND:VCARD\r\n"
    (tmp_path / "one.vcf").write_bytes(card.encode())
    run_import(store, plan_import(store, read_list(tmp_path / "one.vcf")[0]))
    with store.reading() as look:
        [person] = [each for each in look.all(Person) if each.name_km == "សុខ ដារ៉ា"]
    assert person.notes == "ជួបនៅវេទិកា\nខែកញ្ញា, ២០២៦"
    with store.transaction("Agree") as t:
        t.change(person, consent=True)
    assert "ជួបនៅ" not in contact_cards(store, Person)[0]
