"""Values that no field of their kind has: they would keep a hub from showing or printing what it has."""

import pytest
from bundle_hubs import exchange, introduce

from cso_desk.assembly import create_store
from cso_desk.bundles.blocks import BadBlockError
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.values import check_forms, forms_of
from cso_desk.catalog import RECORD_TYPES
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation
from cso_desk.fields.reading import read
from cso_desk.journal.reviews import conflicts, resolve
from cso_desk.records.forms import form_of
from cso_desk.records.kinds import Date, Days, Figure, Money, Phones, Quarter, Time
from cso_desk.store.transaction import Edit
from cso_desk.wording import use_language

TYPES = {kind.name: kind for kind in RECORD_TYPES}
PICTURE = "0" * 64


def check(name, value):
    check_forms([0], [value], forms_of([name], TYPES))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("meeting.starts", "soon"),
        ("meeting.starts", "2026-02-30"),
        ("meeting.starts", "0000-01-01"),
        ("meeting.starts", "2026-13"),
        ("meeting.starts", "2026-09-25T10:00"),
        ("meeting.starts", "២០២៦-០៩-២៥"),
        ("meeting.start_time", "24:00"),
        ("meeting.start_time", "9:5"),
        ("meeting.allowance", "NaN USD"),
        ("meeting.allowance", f"{'9' * 400} KHR"),
        ("organisation.staff_female", "-5"),
        ("organisation.staff_female", "1e9"),
        ("organisation.phones", '["\\u202e876543210"]'),
        ("organisation.phones", '["\\u0000"]'),
        ("organisation.phones", '["\\ud800"]'),
        ("library_title.files", f'[["{PICTURE}",5,"\\u202efdp.exe","application/pdf"]]'),
        ("organisation.name_en", "x" * 10_001),
        ("organisation.kind", "x" * 10_001),
        ("organisation.phones", f'["{"1" * 100_000}"]'),
        ("person.notes", "x" * ((1 << 20) + 1)),
    ],
)
def test_a_value_that_is_none_of_its_field_is_refused(name, value):
    with pytest.raises(BadBlockError):
        check(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("meeting.starts", ""),
        ("meeting.starts", "2026"),
        ("meeting.starts", "2024-02-29"),
        ("meeting.start_time", "08:30"),
        ("meeting.allowance", "20000 KHR"),
        ("organisation.staff_female", "120 about"),
        ("organisation.phones", '["+85512345678"]'),
        ("library_title.files", f'[["{PICTURE}",5,"a \\"good\\" file.pdf","application/pdf"]]'),
        ("organisation.name_en", "soon"),
        ("organisation.name_en", "ក" * 10_000),
        ("person.notes", "x" * (1 << 20)),
        ("newer.starts", "soon"),
        ("meeting.newer", "soon"),
    ],
)
def test_a_value_that_is_one_is_taken(name, value):
    check(name, value)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Date, ["25/9/2026", "2026", "កញ្ញា 2026", "29-02-2024", "2569"]),
        (Days, ["25-26/9/2026", "2026", "25/9/2026 - 2/10/2026"]),
        (Quarter, ["Q3 2026", "ត្រីមាសទី៣ ឆ្នាំ២០២៦"]),
        (Time, ["8:30", "8h30", "17.05"]),
        (Figure, ["120", "about 120", "0"]),
        (Money, ["5 USD", "20000 riel", "12.50 USD"]),
        (Phones, ["012 345 678"]),
    ],
)
def test_whatever_people_type_has_the_form_that_is_asked_for(kind, texts):
    form = form_of(kind("x"))
    for text in texts:
        found = read(kind("x"), text)
        stored = kind("x").to_stored(found.value)
        assert not stored or form is None or form(stored), (text, stored)


def test_a_name_that_no_hub_would_take_is_not_kept_either(tmp_path):
    """Comparing and painting a name of a million letters takes minutes, and all the memory there is."""
    use_language("en")
    store, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    with pytest.raises(UserError, match="too long"), store.transaction("Add") as t:
        t.add(Organisation(name_en="x" * 10_001))
    with store.transaction("Add") as t:
        t.add(Organisation(name_en="x" * 10_000, notes="x" * 100_000))
    store.close()


def test_a_list_nested_without_end_is_shown_as_a_text():
    deep = "[" * 100_000
    assert Phones("x").from_stored(deep + "]" * 100_000)[0].startswith("[[[")


def test_nobody_takes_a_record_of_others_out_of_reach(tmp_path):
    """Else whatever its own hub wrote of it afterwards went where nobody takes it from that hub."""
    use_language("en")
    nation, liar, victim = (
        create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("00", "03", "02")
    )
    introduce(nation, liar, victim)
    with victim.transaction("Add") as t:
        body = t.add(Organisation(name_en="Body", scope="network")).id
    exchange(victim, liar)
    with liar.transaction("Edit") as t:
        t.write([Edit(TYPES["organisation"], body, "network", {"scope": "hub/03"}, new=False)])
    for reader in (nation, victim):
        with pytest.raises(UserError, match="no right"):
            receive_bundle(reader, make_bundle(liar, reader.hub).path, backup=False)
    with victim.transaction("Edit") as t:
        t.change(Organisation, body, name_en="Body, still ours")
    exchange(victim, nation)
    with nation.reading() as reading:
        assert reading.get(Organisation, body).name_en == "Body, still ours"
    for store in (nation, liar, victim):
        store.close()


@pytest.mark.parametrize("choice", ["network", "hub/02"])
def test_where_a_record_is_held_is_decided_so_that_others_take_it_in(tmp_path, choice):
    """The nation shares a record of a hub while that one says that it stays; somebody settles it."""
    use_language("en")
    nation, hub = (create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("00", "02"))
    introduce(nation, hub)
    with hub.transaction("Add") as t:
        body = t.add(Organisation(name_en="Body")).id
    exchange(hub, nation)
    for store, scope in ((nation, "network"), (hub, "hub/02")):
        kind = TYPES["organisation"]
        with store.transaction("Edit") as t:
            t.write([Edit(kind, body, scope, {"scope": scope}, new=False)])
    exchange(nation, hub)
    with hub.reading() as reading:
        (waiting,) = conflicts(reading.connection, hub.shelves)
    assert waiting.field == "scope"
    resolve(hub, [(waiting, choice)])
    exchange(hub, nation)
    for store in (hub, nation):
        with store.reading() as reading:
            assert reading.get(Organisation, body).scope == choice
            assert not conflicts(reading.connection, store.shelves)
    for store in (nation, hub):
        store.close()


def test_a_bundle_with_such_a_value_is_refused_and_changes_nothing(tmp_path):
    use_language("en")
    nation, liar = (create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("00", "03"))
    introduce(nation, liar)
    with liar.transaction("Add") as t:
        body = t.add(Organisation(name_en="Body", scope="network")).id
        meeting = t.add(Meeting(title_en="Quarterly", starts="2026-10-05", scope="network")).id
    exchange(liar, nation)
    with liar.transaction("Edit") as t:
        t.write([Edit(TYPES["meeting"], meeting, "network", {"starts": "soon"}, new=False)])
        t.change(Organisation, body, name_en="Else")
    with pytest.raises(UserError, match="damaged or was altered"):
        receive_bundle(nation, make_bundle(liar, "00").path, backup=False)
    with nation.reading() as reading:
        assert reading.get(Organisation, body).name_en == "Body"
        assert reading.get(Meeting, meeting).starts == "2026-10-05"
    nation.close()
    liar.close()
