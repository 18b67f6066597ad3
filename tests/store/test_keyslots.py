"""Several people open one store, each with an own passphrase; nobody without the key changes who they are."""

import json
import os
import shutil
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.assembly import create_store, open_store
from cso_desk.errors import BusyError, DamagedFileError, UserError
from cso_desk.features.members.record import Organisation
from cso_desk.journal.history import history
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP, FLOOR, Cost, are_bearable, calibrated, cost_for
from cso_desk.store.keyslots import FILE_NAME, WrongPassphraseError, create_keyslots, identified, unlock
from cso_desk.store.slots import edited
from cso_desk.store.typed_secrets import new_recovery_code, normalised
from cso_desk.store.user_slots import (
    add_user,
    change_passphrase,
    describe_user,
    renew_recovery_code,
    users,
)
from cso_desk.store.users import Role

PASSPHRASE = "five golden words for tests"  # of the encrypted store of version 1, see tests/golden
FIRST, SECOND = "ផ្កាឈូក ទន្លេសាប 27", "mango rain river lamp"


@pytest.fixture
def made(tmp_path):
    """A key file with a coordinator and a secretary: the folder, the key, the code."""
    key, code = create_keyslots(tmp_path, FIRST, CHEAP, name="Sok Dara")
    add_user(tmp_path, key, "ចាន់ ធារី", Role.SECRETARY, SECOND)
    return tmp_path, key, code


def test_each_passphrase_says_whose_it_is(made):
    folder, key, code = made
    for secret, name, role in ((FIRST, "Sok Dara", Role.COORDINATOR), (SECOND, "ចាន់ ធារី", Role.SECRETARY)):
        found = identified(folder, secret)
        assert (found.key, found.user.name, found.user.role, found.settled) == (key, name, role, True)
    assert identified(folder, code).user is None
    assert unlock(folder, code) == key


def test_names_and_roles_do_not_stand_readable_beside_the_store(made):
    folder, _key, _code = made
    text = (folder / FILE_NAME).read_bytes()
    for word in ("Sok", "Dara", "ធារី", "coordinator", "secretary"):
        assert word.encode() not in text
        assert json.dumps(word).strip('"').encode() not in text


def test_a_try_costs_one_derivation_however_many_users_there_are(made):
    folder, key, _code = made
    add_user(folder, key, "Third", Role.VIEWER, "another few words here")
    slots = json.loads((folder / FILE_NAME).read_text())["slots"]
    assert len({json.dumps(slot["kdf"]) for slot in slots if slot["type"] == "passphrase"}) == 1


def test_no_key_and_no_passphrase_stands_in_what_is_printed_of_it(made):
    folder, key, _code = made
    found = identified(folder, FIRST)
    assert repr(key) not in repr(found)
    assert repr(found.kek) not in repr(found)


def test_a_changed_passphrase_opens_and_the_earlier_one_does_not(made):
    folder, key, code = made
    second = users(folder, key)[1]
    before = json.loads((folder / FILE_NAME).read_text())["slots"]
    change_passphrase(folder, key, second.slot, "now it is another one")
    assert identified(folder, "now it is another one").user == second
    with pytest.raises(WrongPassphraseError):
        identified(folder, SECOND)
    after = json.loads((folder / FILE_NAME).read_text())["slots"]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]
    assert unlock(folder, FIRST) == unlock(folder, code) == key


def test_the_only_user_gets_a_new_salt_with_a_new_passphrase(tmp_path):
    key, _code = create_keyslots(tmp_path, FIRST, CHEAP, name="Sok Dara")
    before = json.loads((tmp_path / FILE_NAME).read_text())["slots"][0]["kdf"]
    (user,) = users(tmp_path, key)
    change_passphrase(tmp_path, key, user.slot, SECOND, Cost(20 * 1024, 2, 1))
    after = json.loads((tmp_path / FILE_NAME).read_text())["slots"][0]["kdf"]
    assert (after["memory"], after["salt"] != before["salt"]) == (20 * 1024, True)
    assert identified(tmp_path, SECOND).user == user


def test_a_new_recovery_code_takes_the_place_of_the_earlier_one(made):
    folder, key, code = made
    new = new_recovery_code()
    renew_recovery_code(folder, key, new)
    assert unlock(folder, new) == key
    with pytest.raises(WrongPassphraseError):
        unlock(folder, code)


def test_a_slip_in_the_recovery_code_is_told_by_its_group(made):
    folder, _key, code = made
    groups = code.split("-")
    groups[2] = f"{(int(groups[2]) + 1) % 1_000_000:06d}"
    with pytest.raises(WrongPassphraseError, match="3"):
        unlock(folder, "-".join(groups))


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("  ", "words that nobody took"), ("sok  dara", "words that nobody took"), ("Third", FIRST),
     ("Third", f" {FIRST.replace('27', '២៧')} "), ("Third", "   ")],
)  # fmt: skip
def test_a_user_needs_an_own_name_and_an_own_passphrase(made, name, passphrase):
    folder, key, _code = made
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(UserError):
        add_user(folder, key, name, Role.VIEWER, passphrase)
    assert (folder / FILE_NAME).read_bytes() == before
    assert list(folder.iterdir()) == [folder / FILE_NAME]


def test_the_passphrase_of_another_user_cannot_be_taken(made):
    folder, key, _code = made
    with pytest.raises(UserError):
        change_passphrase(folder, key, users(folder, key)[1].slot, FIRST)
    change_passphrase(folder, key, users(folder, key)[1].slot, SECOND)  # one's own again does no harm


def test_a_store_keeps_a_coordinator(made):
    folder, key, _code = made
    first, second = users(folder, key)
    with pytest.raises(UserError):
        describe_user(folder, key, first.slot, role=Role.VIEWER)
    describe_user(folder, key, second.slot, role=Role.COORDINATOR)
    describe_user(folder, key, first.slot, role=Role.VIEWER, name="Sok Dara ២")
    assert [(each.name, each.role) for each in users(folder, key)] == [
        ("Sok Dara ២", Role.VIEWER), ("ចាន់ ធារី", Role.COORDINATOR),
    ]  # fmt: skip
    assert identified(folder, FIRST).user.role is Role.VIEWER


def test_two_programs_do_not_write_over_each_other(made):
    folder, key, _code = made
    with edited(folder, key), pytest.raises(BusyError):
        add_user(folder, key, "Third", Role.VIEWER, "words that nobody took")
    add_user(folder, key, "Third", Role.VIEWER, "words that nobody took")
    assert len(users(folder, key)) == 3


def test_what_a_program_left_that_was_cut_off_is_in_nobodys_way(made):
    folder, key, _code = made
    left = (folder / FILE_NAME).with_suffix(".part")
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    add_user(folder, key, "Third", Role.VIEWER, "words that nobody took")
    assert not left.exists()


def test_a_full_disk_leaves_the_key_file_as_it_was(made):
    resource = pytest.importorskip("resource")
    folder, key, _code = made
    before = (folder / FILE_NAME).read_bytes()
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, most[1]))
    try:
        with pytest.raises(UserError):
            renew_recovery_code(folder, key, new_recovery_code())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert (folder / FILE_NAME).read_bytes() == before
    assert list(folder.iterdir()) == [folder / FILE_NAME]


def _places(value, path=()):
    """Every leaf of a keyslot file, by its path."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = list(items)
    if not found:
        yield path
    for key, inside in found:
        yield from _places(inside, (*path, key))


def _flipped(value):
    if isinstance(value, int):
        return value + 1
    middle = len(value) // 2
    other = "A" if value[middle] != "A" else "B"
    return value[:middle] + other + value[middle + 1 :]


def test_every_flipped_field_is_noticed(made):
    folder, _key, _code = made
    whole = json.loads((folder / FILE_NAME).read_text())
    for path in _places(whole):
        found = json.loads(json.dumps(whole))
        place = found
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = _flipped(place[path[-1]])
        (folder / FILE_NAME).write_text(json.dumps(found))
        with pytest.raises(UserError):
            unlock(folder, FIRST)


def test_slots_cannot_be_removed_doubled_or_put_in_another_order(made):
    folder, _key, _code = made
    whole = json.loads((folder / FILE_NAME).read_text())
    first, second, third = whole["slots"]
    for slots in ([first, third], [first, second, second, third], [second, first, third], [first, second]):
        (folder / FILE_NAME).write_text(json.dumps(whole | {"slots": slots}))
        with pytest.raises(DamagedFileError):
            unlock(folder, FIRST)


def test_a_slot_of_another_store_does_not_open_this_one(made, tmp_path_factory):
    folder, _key, _code = made
    other = tmp_path_factory.mktemp("other")
    create_keyslots(other, "of the other store", CHEAP)
    whole, strange = (json.loads((each / FILE_NAME).read_text()) for each in (folder, other))
    (folder / FILE_NAME).write_text(json.dumps(whole | {"slots": [*whole["slots"], strange["slots"][0]]}))
    with pytest.raises(UserError):
        unlock(folder, "of the other store")


@pytest.mark.parametrize(
    "costs",
    [
        [{"memory": 300 * 1024, "rounds": 14}],
        [{"memory": 19 * 1024 + each} for each in range(8)],
        [{"memory": 512 * 1024, "rounds": 4}, {"memory": 512 * 1024, "rounds": 5}],
        [{"memory": True}, {"rounds": 2.0}, {"lanes": "1"}],
    ],
)
def test_a_key_file_that_would_make_this_computer_work_for_long_is_refused(made, costs):
    folder, _key, _code = made
    whole = json.loads((folder / FILE_NAME).read_text())
    first = whole["slots"][0]
    slots = [first | {"kdf": first["kdf"] | cost} for cost in costs]
    (folder / FILE_NAME).write_text(json.dumps(whole | {"slots": [*slots, *whole["slots"]]}))
    before = time.process_time()
    with pytest.raises(DamagedFileError):
        unlock(folder, FIRST)
    assert time.process_time() - before < 5  # seconds; it would be minutes


@pytest.mark.parametrize(
    ("at_the_floor", "mebibytes"),
    [(0.0, 256), (0.2, 256), (0.3, 192), (0.5, 128), (0.6, 96), (1.0, 64), (9.0, 64)],
)
def test_a_slower_computer_gets_a_cheaper_try_but_none_below_the_floor(at_the_floor, mebibytes):
    cost = cost_for(at_the_floor)
    assert cost == Cost(mebibytes * 1024, FLOOR.rounds, FLOOR.lanes)
    assert are_bearable([cost])


@pytest.mark.parametrize(
    "cost",
    [
        Cost(10**9),
        Cost(1),
        Cost(rounds=10**9),
        Cost(rounds=0),
        Cost(lanes=10**6),
        Cost(memory=True),
        Cost(10**30),
    ],
)
def test_a_cost_far_beyond_the_limits_is_never_computed(cost):
    assert not are_bearable([cost])
    assert not are_bearable([CHEAP, cost])


def test_the_cost_is_chosen_by_trying():
    assert calibrated() in {cost_for(each / 100) for each in range(200)}


@given(st.text(max_size=40))
def test_spaces_unseen_letters_and_forms_do_not_change_a_passphrase(text):
    said = normalised(text)
    assert normalised(f"  {text}\u200b ") == said
    assert normalised(unicodedata.normalize("NFD", text)) == said


def test_khmer_passphrases_stay_what_they_were():
    """Version 1 is frozen: stores out there open only while these bytes stay."""
    assert normalised("  ផ្កា\u200bឈូក   ២៧ ") == "ផ្កាឈូក 27".encode()
    assert normalised("ﬁsh ＡＢＣ") == b"fish ABC"


def test_who_opened_the_store_stands_beside_every_change(tmp_path):
    store, _code = create_store(tmp_path, "02", passphrase=FIRST, actor="Sok Dara", cost=CHEAP)
    with store.transaction("Add") as t:
        record = t.add(Organisation(name_en="First")).id
    add_user(tmp_path, unlock(tmp_path, FIRST), "ចាន់ ធារី", Role.SECRETARY, SECOND)
    store.close()
    store = open_store(tmp_path, SECOND)
    assert store.user.name == "ចាន់ ធារី"
    with store.transaction("Edit") as t:
        t.change(Organisation, record, name_en="Second")
    with store.reading() as reading:
        lines = history(reading.connection, record)
    assert {line.step.actor for line in lines} == {"Sok Dara", "ចាន់ ធារី"}
    store.close()


def test_a_key_file_of_the_first_version_opens_and_is_renewed(tmp_path):
    golden = Path(__file__).parent.parent / "golden" / "1"
    shutil.copy(golden / "keyslots.json", tmp_path / FILE_NAME)
    shutil.copy(golden / "encrypted.db", tmp_path / DATABASE)
    assert json.loads((tmp_path / FILE_NAME).read_text())["version"] == 1
    for _time in range(2):
        store = open_store(tmp_path, PASSPHRASE)
        assert (store.user.name, store.user.role) == ("មាស", Role.COORDINATOR)
        store.close()
        assert json.loads((tmp_path / FILE_NAME).read_text())["version"] == 2
    assert [each.name for each in users(tmp_path, unlock(tmp_path, PASSPHRASE))] == ["មាស"]
