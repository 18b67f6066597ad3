"""Bundles that do no harm at once but would keep a hub from working or from sending ever after."""

import hashlib
import json
import os

import msgspec
import pytest
from bundle_hubs import Note, exchange, introduce, one_file, open_hub, snapshot
from forging import age_of, altered, opened, own_key, with_block
from pyrage import x25519

from cso_desk.bundles.blocks import MOST_RAW_BLOCK, Block
from cso_desk.bundles.envelope import END, HEADER, MAGIC
from cso_desk.bundles.many import look_at
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import UserError
from cso_desk.journal.recorder import MOST_CLOCK
from cso_desk.trust.certificates import CERTIFICATE, make_certificate
from cso_desk.trust.signing import sign
from cso_desk.wording import use_language

DAMAGED = "damaged or was altered"
ARRAY_OF_19 = b"\xdc\x00\x13"


@pytest.fixture
def pair(tmp_path):
    """The nation, and a province that it does not know yet, whose bundles are therefore open."""
    use_language("en")
    nation, province = open_hub(tmp_path, "00"), open_hub(tmp_path, "03")
    yield nation, province
    nation.close()
    province.close()


def add(store, **fields):
    with store.transaction("Add") as t:
        return t.add(Note(title="a", **fields)).id


def refused(store, path, match=DAMAGED):
    before = snapshot(store)
    with pytest.raises(UserError, match=match):
        receive_bundle(store, path)
    assert snapshot(store) == before


def rewritten(store, sql, *values):
    with store.writing() as connection:
        connection.exec_driver_sql(sql, values)


def test_the_highest_clock_does_not_silence_whoever_edits_next(pair):
    nation, province = pair
    note = add(province)
    rewritten(province, "UPDATE change SET clock = ?", MOST_CLOCK)
    exchange(province, nation)
    for store, title in ((nation, "b"), (province, "c")):
        with store.transaction("Edit") as t:
            t.change(Note, note, title=title)
        exchange(nation, province)
        exchange(province, nation)
    with nation.reading() as reading:
        assert reading.get(Note, note).title == "c"


@pytest.mark.parametrize("now", [-5, 1 << 46, 1 << 60])
def test_what_is_written_under_a_senseless_clock_can_be_sent(tmp_path, now):
    use_language("en")
    nation, province = open_hub(tmp_path, "00"), open_hub(tmp_path, "03", clock=lambda: now)
    add(province)
    assert exchange(province, nation).records == 1
    nation.close()
    province.close()


def test_a_very_long_name_of_a_person_can_be_sent(pair):
    nation, province = pair
    rewritten(province, "UPDATE meta SET value = ? WHERE key = 'actor'", "x" * 5000)
    add(province)
    assert exchange(province, nation).records == 1


def test_long_texts_go_into_blocks_that_can_be_read(pair):
    nation, province = pair
    with province.transaction("Add") as t:
        for _number in range(9):
            t.add(Note(title="x", body="ក" * (1 << 19)))
    path = one_file(province, "00")
    sizes = opened(path).manifest.blocks
    assert len(sizes) > 1
    assert all(raw <= MOST_RAW_BLOCK for _size, raw, _count in sizes)
    assert receive_bundle(nation, path).records == 9
    with nation.reading() as reading:
        assert {len(note.body) for note in reading.all(Note)} == {1 << 19}


@pytest.mark.parametrize("age", ["", "age1nonsense", "age1" + "q" * 58, "AGE-SECRET-KEY-1"])
def test_a_device_that_nothing_can_be_encrypted_for_is_refused(pair, age):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    body = json.loads(json.loads(opened(path).manifest.devices[0])["body"])
    text = json.dumps(body | {"age": age})
    told = {"body": text, "signature": sign(own_key(province), CERTIFICATE, text.encode()).hex()}
    refused(nation, altered(path, province, devices=[json.dumps(told)]))


@pytest.mark.parametrize("depth", [33, 500, 930, 5000])
def test_a_certificate_is_never_deeper_than_whoever_reads_it_later_can_go(pair, depth):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    good = make_certificate(own_key(province), age_of(province), "03", "x")
    text = good.body.decode()[:-1] + ',"newer":' + "[" * depth + "]" * depth + "}"
    told = {"body": text, "signature": sign(own_key(province), CERTIFICATE, text.encode()).hex()}
    refused(nation, altered(path, province, devices=[json.dumps(told)]))


def test_what_a_newer_version_says_in_a_certificate_is_read_over(pair):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    good = make_certificate(own_key(province), age_of(province), "03", "x")
    text = good.body.decode()[:-1] + ',"newer":{"a":[[1]]}}'
    told = {"body": text, "signature": sign(own_key(province), CERTIFICATE, text.encode()).hex()}
    assert receive_bundle(nation, altered(path, province, devices=[json.dumps(told)])).records == 1


@pytest.mark.parametrize(
    "lie",
    [
        lambda m: {"vector": m.vector * 2},
        lambda m: {"vector": [(f"{n:032x}", "network", 1, "0" * 16) for n in range(8193)]},
        lambda _m: {"taken": [f"{n:032x}" for n in range(40_000)]},
        lambda _m: {"referred": [(f"{n:032x}", "network") for n in range(9000)]},
        lambda _m: {"made_at": (1 << 62) - 1},
        lambda _m: {"made_at": 32_503_680_000_000},
        lambda m: {"streams": m.streams * 2, "changes": 2 * m.changes},
        lambda m: {"devices": m.devices * 2},
    ],
    ids=["vector twice", "long vector", "taken", "referred", "made at", "year 3000", "streams", "devices"],
)
def test_a_manifest_of_the_right_form_with_senseless_lists_is_refused(pair, lie):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    refused(nation, altered(path, province, **lie(opened(path).manifest)))


@pytest.mark.parametrize(
    "details",
    [
        '{"count":"\\u202egnp.exe"}',
        '{"count":"\\u0000"}',
        '{"count":"\\ud800"}',
        '{"\\u2066":1}',
        '{"count":1,"count":2}',
        '{"a":' + "[" * 60 + "]" * 60 + "}",
        '{"count":' + "9" * 5000 + "}",
        '{"count":1e400}',
    ],
)
def test_details_that_hide_something_are_refused(pair, details):
    nation, province = pair
    add(province)
    rewritten(province, "UPDATE step SET details = ?", details)
    refused(nation, one_file(province, "00"))


def test_a_step_of_a_time_that_no_calendar_shows_is_refused(pair):
    nation, province = pair
    add(province)
    rewritten(province, "UPDATE step SET at = ?", 32_503_680_000_000)
    refused(nation, one_file(province, "00"))


COLUMNS = {
    "runs": b"\x93\x00\x00\x00", "step_times": b"\x01", "steps": b"\x95" + b"\xa0" * 5, "record": b"\x01",
    "values": b"\x90", "prev_seq": b"\x01", "also": b"\x92\x00\x90",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_a_block_that_unfolds_to_millions_of_entries_is_refused_before_they_are_made(pair, column):
    nation, province = pair
    add(province)
    count = (MOST_RAW_BLOCK >> 1) // len(COLUMNS[column])

    def bomb(block: Block) -> bytes:
        parts = []
        for name in Block.__struct_fields__:
            many = b"\xdd" + count.to_bytes(4, "big") + COLUMNS.get(name, b"") * count
            parts.append(many if name == column else msgspec.msgpack.encode(getattr(block, name)))
        return ARRAY_OF_19 + b"".join(parts)

    path = with_block(one_file(province, "00"), province, bomb)
    assert path.stat().st_size < 50_000
    refused(nation, path)


def enveloped(path, body: bytes):
    data = HEADER.pack(MAGIC, 1, 1, 0, len(body) + HEADER.size + 40) + body
    path.write_bytes(data + hashlib.sha256(data).digest() + END)
    return path


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"age-encryption.org/v1\n",
        b"age-encryption.org/v2\n--- x\n",
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 5_000_000 + b"\n",
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n" + (b"A" * 64 + b"\n") * 100_000,
        b"age-encryption.org/v1\n" + (b"-> grease\n\n") * 100_000,
        b"age-encryption.org/v1\n" + (b"-> grease\n\n") * 3000 + b"--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> x" + b" a" * 10_000 + b"\n\n--- " + b"A" * 43 + b"\n",
        b"age-encryption.org/v1\n-> scrypt %s 60\n%s\n--- %s\n" % (b"A" * 22, b"A" * 43, b"A" * 43),
    ],
    ids=["nothing", "cut", "version", "long line", "long body", "grease", "ended", "arguments", "scrypt"],
)
def test_an_age_layer_that_is_none_or_costs_too_much_is_refused(pair, tmp_path, body):
    nation, province = pair
    introduce(nation, province)
    refused(nation, enveloped(tmp_path / "evil.csobundle", body), None)


def test_an_age_file_within_an_age_file_is_no_bundle(pair, tmp_path):
    from pyrage import encrypt

    nation, province = pair
    introduce(nation, province)
    add(province)
    key = x25519.Recipient.from_str(age_of(nation))
    inner = one_file(province, "00").read_bytes()
    for body in (encrypt(encrypt(inner, [key]), [key]), encrypt(inner, [key]), encrypt(b"", [key])):
        refused(nation, enveloped(tmp_path / "evil.csobundle", body))


@pytest.mark.skipif(os.name != "posix", reason="only there a name may hold any bytes")
def test_a_file_with_a_name_that_is_no_text_is_refused_with_a_sentence(pair):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    strange = path.rename(path.with_name("stick\udce9.csobundle"))
    (told,) = look_at(nation, [strange])
    assert "Rename it" in told.problem
    told.problem.encode()
    refused(nation, strange, "Rename it")
    assert receive_bundle(nation, strange.rename(path)).records == 1


def test_a_bundle_can_still_be_made_after_each_refusal(pair):
    nation, province = pair
    add(province)
    path = one_file(province, "00")
    refused(nation, altered(path, province, made_at=1 << 50))
    receive_bundle(nation, path)
    assert make_bundle(nation, "03").encrypted
