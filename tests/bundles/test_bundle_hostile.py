"""Bundles that somebody made to do harm: signed rightly, wrong inside. All are refused and change nothing."""

import json
import tracemalloc

import msgspec
import pytest
from bundle_hubs import Note, exchange, introduce, one_file, open_hub, snapshot
from forging import (
    age_of,
    altered,
    body_of,
    certificate_as,
    opened,
    own_key,
    with_block,
    with_raw_manifest,
    written,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from cso_desk.bundles.blocks import BadBlockError, Reader
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.trust.certificates import make_certificate
from cso_desk.trust.rights import may_hold, may_travel
from cso_desk.wording import use_language


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.fixture
def pair(tmp_path):
    """The national hub, and a province that it does not know yet, whose bundles are therefore open."""
    nation, province = open_hub(tmp_path, "00"), open_hub(tmp_path, "03")
    yield nation, province
    nation.close()
    province.close()


def add(store, title="a", scope=""):
    with store.transaction("Add") as t:
        return t.add(Note(title=title, scope=scope)).id


def refused(store, path, match=None):
    before = snapshot(store)
    with pytest.raises(UserError, match=match):
        receive_bundle(store, path)
    assert snapshot(store) == before


def rewrite_journal(store, sql, *values):
    with store.writing() as connection:
        connection.exec_driver_sql(sql, values)


@pytest.mark.parametrize(
    "value",
    ["nul\0", "\u202egnp.exe", "\u2066x", "x\u2069", 3, 1 << 60, None],
    ids=["NUL", "override", "isolate", "pop", "integer for text", "huge", "nothing"],
)
def test_a_value_that_the_program_never_writes_is_refused(pair, value):
    nation, province = pair
    add(province)
    sql = "UPDATE change SET value = ? WHERE name = (SELECT no FROM name WHERE name = 'note.title')"
    rewrite_journal(province, sql, value)
    refused(nation, one_file(province, "00"), "damaged or was altered")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("label", "{count:>999999999}"),
        ("label", "{count.__class__}"),
        ("label", "{"),
        ("label", "\u202e"),
        ("details", "[]"),
        ("details", "{"),
        ("details", '{"a":NaN}'),
        ("kind", "receive"),
        ("kind", "Edit!"),
        ("at", 1 << 50),
        ("at", -1),
        ("undoes", "not an id"),
        ("actor", "x" * 2000),
    ],
)
def test_a_step_that_the_program_never_writes_is_refused(pair, column, value):
    nation, province = pair
    add(province)
    rewrite_journal(province, f"UPDATE step SET {column} = ?", value)
    refused(nation, one_file(province, "00"), "damaged or was altered")


def test_a_clock_beyond_every_calendar_is_refused_and_a_wrong_one_is_not(pair):
    nation, province = pair
    add(province)
    rewrite_journal(province, "UPDATE change SET clock = ?", 1 << 62)
    refused(nation, one_file(province, "00"))
    rewrite_journal(province, "DELETE FROM seal")
    rewrite_journal(province, "UPDATE change SET clock = ?", (1 << 62) - 1)
    assert receive_bundle(nation, one_file(province, "00")).records == 1


def test_a_hub_writes_in_no_other_hubs_scope(tmp_path):
    nation, thief = open_hub(tmp_path, "00"), open_hub(tmp_path, "00", name="thief")
    add(thief, scope="hub/02")
    forged = altered(one_file(thief, "00"), thief, from_hub="03", devices=[certificate_as(thief, "03")])
    refused(nation, forged, "no right to make")
    thief.close()
    nation.close()


def test_a_hub_gives_no_record_a_scope_it_may_not_write(pair):
    nation, province = pair
    add(province, scope="network")
    sql = "UPDATE change SET value = 'hub/02' WHERE name = (SELECT no FROM name WHERE name = 'note.scope')"
    rewrite_journal(province, sql)
    refused(nation, one_file(province, "00"), "no right to make")


def test_hubs_are_compared_whole():
    assert may_hold("02", "hub/02")
    assert not may_hold("02", "hub/020")
    assert not may_hold("00", "hub/020")
    assert not may_hold("00", "hub/../02")
    assert not may_hold("00", "private/02")
    assert not may_travel("02", "00", "private/02")
    assert may_travel("02", "02", "private/02")
    assert not may_travel("02", "03", "hub/02")


def test_nobody_changes_a_record_that_they_cannot_have_heard_of(tmp_path):
    nation, battambang, cham = (open_hub(tmp_path, hub) for hub in ("00", "02", "03"))
    secret = add(battambang, "ours")
    exchange(battambang, nation)
    add(cham, "harmless", scope="network")
    rewrite_journal(cham, "UPDATE change SET record = ?", secret)
    refused(nation, one_file(cham, "00"), "no right to make")
    for store in (nation, battambang, cham):
        store.close()


def test_nobody_overwrites_a_change_that_they_may_not_hold(tmp_path):
    nation, battambang, cham = (open_hub(tmp_path, hub) for hub in ("00", "02", "03"))
    add(battambang, "ours")
    exchange(battambang, nation)
    add(cham, "x", scope="network")
    rewrite_journal(cham, "INSERT INTO stream VALUES (77, ?1, 'hub/02', ?1)", battambang.replica)
    rewrite_journal(cham, "UPDATE change SET prev = ?", 77 << 40 | 1)
    refused(nation, one_file(cham, "00"), "no right to make")
    for store in (nation, battambang, cham):
        store.close()


def test_a_relay_cannot_alter_what_it_passes_on(tmp_path):
    nation, battambang, cham = (open_hub(tmp_path, hub) for hub in ("00", "02", "03"))
    add(battambang, "true", scope="network")
    exchange(battambang, cham)
    sql = "UPDATE change SET value = 'false' WHERE value = 'true'"
    rewrite_journal(cham, sql)
    refused(nation, one_file(cham, "00"), "damaged or was altered")
    for store in (nation, battambang, cham):
        store.close()


def test_a_relay_cannot_leave_out_the_last_changes_of_a_seal(pair):
    nation, province = pair
    add(province)

    def cut(block):
        (stream, first, count) = block.runs[0]
        block.runs = [(stream, first, count - 1)]

    refused(nation, with_block(one_file(province, "00"), province, cut))


def test_a_stolen_signature_does_not_fit_another_manifest(pair):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    written(path, body_of(path).replace(b'"to_hub":"00"', b'"to_hub":"02"'))
    refused(nation, path, "damaged or was altered")


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text.replace(b'"kind":"delta"', b'"kind":"delta","kind":"full"'),
        lambda text: text.replace(b'"number":1', b'"number":NaN'),
        lambda text: text.replace(b'"number":1', b'"number":1.5'),
        lambda text: text.replace(b'"number":1', b'"number":1' + b"0" * 5000),
        lambda text: text.replace(b'"number":1', b'"number":-1'),
        lambda text: text.replace(b'"names":', b'"names":' + b"[" * 100_000),
        lambda text: text.replace(b"note.title", b"note.title; DROP TABLE change"),
        lambda text: text.replace(b"note.title", b"../../etc"),
        lambda text: text.replace(b"hub/03", b"hub/030"),
        lambda text: text.replace(b'"format":1', b'"format":"\xed\xa0\x80"'),
        lambda _text: b"null",
        lambda _text: b"",
        lambda text: text.replace(b'"uid":"', b'"uid":"../'),
    ],
)
def test_a_manifest_that_is_not_of_its_form_is_refused(pair, rewrite):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    refused(nation, with_raw_manifest(path, province, rewrite), "damaged or was altered")


def _set(name, value):
    return lambda block: setattr(block, name, value)


@pytest.mark.parametrize(
    "change",
    [
        _set("name", [0, 1, 99]),
        _set("name", [0, -1, 1]),
        _set("step", [5, 0, 0]),
        _set("record", [0, 7, 0]),
        _set("record", [-1, 1, 0]),
        _set("runs", [(0, 1, 4000)]),
        _set("runs", [(9, 1, 3)]),
        _set("runs", [(0, 2, 3)]),
        _set("runs", [(0, 1, 2), (0, 2, 1)]),
        _set("salt_runs", [1 << 60]),
        _set("salt_runs", [3, 0]),
        _set("salts", b"short"),
        _set("values", [["x"] * 3]),
        _set("values", [[], [], []]),
        _set("prev_stream", [0, -1, -1]),
        _set("prev_stream", [99, -1, -1]),
        _set("also", [(1, [(0, 1), (0, 1)])]),
        _set("also", [(9, [(0, 1)])]),
        _set("counter", [1 << 20, 0, 0]),
        _set("milliseconds", [-5, 0, 0]),
        lambda _block: b"\xc1",
        lambda _block: msgspec.msgpack.encode([[]] * 3),
        lambda _block: msgspec.msgpack.encode([1.5] * 18),
    ],
)
def test_a_block_that_is_not_of_its_form_is_refused(pair, change):
    nation, province = pair
    add(province)
    refused(nation, with_block(one_file(province, "00"), province, change), "damaged or was altered")


def test_a_block_that_unfolds_beyond_its_signed_size_is_refused(pair):
    import zstandard

    nation, province = pair
    add(province)
    path = one_file(province, "00")
    manifest = opened(path).manifest
    bomb = zstandard.ZstdCompressor().compress(bytes(1 << 30))
    tracemalloc.start()
    try:
        with pytest.raises(BadBlockError):
            Reader(1, 3).read(bomb, 1000, 3)
        assert tracemalloc.get_traced_memory()[1] < 1 << 22
    finally:
        tracemalloc.stop()
    too_big = [(manifest.blocks[0][0], 1 << 40, manifest.blocks[0][2])]
    refused(nation, altered(path, province, blocks=too_big), "damaged or was altered")


@settings(max_examples=150)
@given(data=st.binary(max_size=300))
def test_whatever_stands_in_a_block_only_one_error_comes(data):
    import zstandard

    packed = zstandard.ZstdCompressor().compress(data)
    with pytest.raises(BadBlockError):
        Reader(2, 2).read(packed, len(data), 1)
    with pytest.raises(BadBlockError):
        Reader(2, 2).read(data, len(data), 1)


def test_a_further_device_of_a_known_hub_is_refused_until_a_person_accepts_it(tmp_path):
    nation, province = open_hub(tmp_path, "00"), open_hub(tmp_path, "03")
    stranger = open_hub(tmp_path, "03", name="stranger")
    introduce(nation, province)
    add(stranger, "let me in")
    path = one_file(stranger, "00")
    refused(nation, path, "not known here yet")
    with pytest.raises(UserError, match="fingerprint") as told:
        receive_bundle(nation, path, accept="1111 2222 3333 4444 5555 6666")
    digits = str(told.value).split("fingerprint ")[1][:29]
    received = receive_bundle(nation, path, accept=digits)
    assert [device.fingerprint for device in received.new_devices] == [digits]
    # The nation now introduces it to the others, who ask nobody.
    exchange(nation, province, kind="full")
    add(stranger, "again")
    assert exchange(stranger, province).records
    for store in (nation, province, stranger):
        store.close()


def test_a_device_cannot_change_its_hub(tmp_path):
    nation, province = open_hub(tmp_path, "00"), open_hub(tmp_path, "03")
    introduce(nation, province)
    add(province, scope="network")
    moved = certificate_as(province, "04")
    forged = altered(
        make_bundle(open_then_forget(province), "02", allow_plain=True).path,
        province, from_hub="04", devices=[moved], to_hub="00",
    )  # fmt: skip
    refused(nation, forged)
    nation.close()
    province.close()


def open_then_forget(store):
    """The same store without the devices it knew: its bundles are open again."""
    rewrite_journal(store, "DELETE FROM device WHERE replica <> ?", store.replica)
    return store


def test_a_certificate_signed_by_somebody_else_is_refused(pair):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    good = make_certificate(own_key(province), age_of(province), "03", "x")
    text = json.loads(good.text)
    text["signature"] = "00" * 64
    refused(nation, altered(path, province, devices=[json.dumps(text)]))
    with pytest.raises(DamagedFileError):
        receive_bundle(nation, altered(path, province, devices=[]))
