"""Honest bundles used dishonestly: cut, spliced, sent again, sent on, or with the signatures of others."""

import hashlib
import json

import msgspec
import pytest
from bundle_hubs import Note, changes_of, copied, exchange, introduce, key_of, one_file, open_hub, snapshot
from forging import age_of, altered, body_of, certificate_as, opened, own_key, with_raw_manifest, written

from cso_desk.bundles.envelope import END, HEADER, MAGIC, TAIL
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle, undo_receive
from cso_desk.bundles.registry import register
from cso_desk.errors import UserError
from cso_desk.trust.certificates import make_certificate
from cso_desk.trust.keeping import network_of
from cso_desk.trust.registrar import approve, find_device, found, lift, suspend
from cso_desk.wording import use_language


@pytest.fixture
def three(tmp_path):
    """The nation and two provinces that do not know each other yet, so that their bundles are open."""
    use_language("en")
    stores = [open_hub(tmp_path, hub) for hub in ("00", "02", "03")]
    yield stores
    for store in stores:
        store.close()


def add(store, *titles, scope="network"):
    with store.transaction("Add") as t:
        return [t.add(Note(title=title, scope=scope)).id for title in titles]


def refused(store, path, match="damaged or was altered"):
    before = snapshot(store)
    for read in (receive_bundle, receive_bundle):
        with pytest.raises(UserError, match=match):
            read(store, path)
    assert snapshot(store) == before


def borders(path):
    """Where one part of the inside ends and the next begins."""
    inside = opened(path)
    at = inside.files_at - inside.manifest.blocks_size
    found = [0, 4, 8, at - 64, at]
    for size, _raw, _count in inside.manifest.blocks:
        at += size
        found.append(at)
    return found


def many(store, count=5000):
    with store.transaction("Add") as t:
        t.add_all([Note(title=f"t{number}", scope="network") for number in range(count)])


def test_cut_at_every_border_of_its_parts_and_made_whole_again(three):
    nation, battambang, _cham = three
    many(battambang)
    path = one_file(battambang, "00")
    body = body_of(path)
    places = borders(path)
    assert len(opened(path).blocks) > 1
    assert places[-1] == len(body)
    for at in places[:-1]:
        for end in (at, at + 1):
            refused(nation, written(path.with_name("cut.csobundle"), body[:end]))
    assert receive_bundle(nation, path).records == 5000


def test_parts_of_two_bundles_put_together(three):
    nation, battambang, _cham = three
    many(battambang)
    one = one_file(battambang, "00")
    add(battambang, "later")
    two = one_file(battambang, "00", kind="full")
    first, second = body_of(one), body_of(two)
    evil = one.with_name("spliced.csobundle")
    for at in borders(one)[1:-1]:
        for to in borders(two)[1:-1]:
            spliced = first[:at] + second[to:]
            if spliced not in (first, second):
                refused(nation, written(evil, spliced))


def test_blocks_in_another_order_twice_or_missing(three):
    nation, battambang, _cham = three
    many(battambang)
    path = one_file(battambang, "00")
    inside = opened(path)
    blocks, sizes = inside.blocks, inside.manifest.blocks
    assert len(blocks) >= 3
    for order in ([1, 0, 2], [0, 0, 2], [0, 2], [0, 1, 2, 2], [2, 1, 0]):
        data = b"".join(blocks[place] for place in order)
        told = msgspec.structs.replace(
            inside.manifest,
            blocks=[sizes[place] for place in order],
            changes=sum(sizes[place][2] for place in order),
            blocks_sha256=hashlib.sha256(data).hexdigest(),
        )
        refused(nation, written(path.with_name("o.csobundle"), told.head(own_key(battambang)), data))


def test_another_length_another_end_and_bytes_behind(three):
    nation, battambang, _cham = three
    add(battambang, "a")
    path = one_file(battambang, "00")
    good = path.read_bytes()
    evil = path.with_name("evil.csobundle")

    def enveloped(length, body, end=END):
        data = HEADER.pack(MAGIC, 1, 0, 0, length) + body
        evil.write_bytes(data + hashlib.sha256(data).digest() + end)
        return evil

    body = body_of(path)
    refused(nation, enveloped(len(good) - 1, body))
    refused(nation, enveloped(len(good) + 1, body), "incomplete")
    refused(nation, enveloped(len(good), body, b"CSOB-EN\0"), "incomplete")
    evil.write_bytes(good + b"PK\x03\x04 a zip behind")
    refused(nation, evil, "incomplete")
    evil.write_bytes(good + good)
    refused(nation, evil)
    assert len(good) == HEADER.size + len(body) + TAIL


def test_an_old_word_of_what_a_hub_holds_is_not_believed_again(three):
    nation, battambang, _cham = three
    introduce(nation, battambang)
    old = make_bundle(battambang, "00", kind="receipt").path
    add(nation, "a")
    exchange(nation, battambang)
    receive_bundle(nation, make_bundle(battambang, "00", kind="receipt").path)
    assert make_bundle(nation, "02").changes == 0
    receive_bundle(nation, old)
    assert make_bundle(nation, "02").changes == 0


def test_an_old_bundle_after_its_undo_brings_what_it_brought_and_no_more(three):
    nation, battambang, _cham = three
    introduce(nation, battambang)
    add(battambang, "a")
    old = one_file(battambang, "00")
    uid = receive_bundle(nation, old).uid
    held = changes_of(nation)
    undo_receive(nation, uid)
    assert changes_of(nation) == {}
    assert receive_bundle(nation, old).uid == uid
    assert receive_bundle(nation, old).changes == 0
    assert changes_of(nation) == held


def test_an_old_directory_does_not_lift_what_was_suspended_since(three):
    nation, battambang, cham = three
    register(nation, lambda c: found(c, [key_of("root")], 1, 1000))
    for hub in (battambang, cham):
        hello = make_bundle(hub, "", kind="hello").path
        receive_bundle(nation, hello)
        digits = check_bundle(nation, hello).signed_by
        register(nation, lambda c, digits=digits: approve(c, find_device(c, digits)))
    old = make_bundle(nation, "03").path
    receive_bundle(cham, old, accept=check_bundle(cham, old).root)
    receive_bundle(
        battambang, grant := make_bundle(nation, "02").path, accept=check_bundle(battambang, grant).root
    )
    add(battambang, "a")
    file = one_file(battambang, "03")
    register(nation, lambda c: suspend(c, battambang.replica))
    new = make_bundle(nation, "03").path
    receive_bundle(cham, new)
    for again in (old, new, old):
        receive_bundle(cham, again)
        refused(cham, file, "suspended")
    with cham.reading() as reading:
        assert len(network_of(reading.connection).directories) == 1
    register(nation, lambda c: lift(c, battambang.replica))
    receive_bundle(cham, make_bundle(nation, "03").path)
    receive_bundle(cham, new)
    assert receive_bundle(cham, file).records == 1


def test_a_bundle_for_another_hub_is_not_taken_in_also_if_somebody_writes_our_name_on_it(three):
    nation, battambang, cham = three
    add(battambang, "a")
    path = one_file(battambang, "00")
    refused(cham, path, "for the national hub")
    thief_says = with_raw_manifest(
        path, nation, lambda text: text.replace(b'"to_hub":"00"', b'"to_hub":"03"')
    )
    refused(cham, thief_says)


def test_an_encrypted_bundle_that_is_encrypted_again_for_another_hub_is_refused(three):
    from pyrage import decrypt, encrypt, x25519

    nation, battambang, cham = three
    introduce(nation, battambang, cham)
    add(battambang, "a", scope="hub/02")
    path = one_file(battambang, "00")
    with nation.reading() as reading:
        key = reading.connection.exec_driver_sql("SELECT age_key FROM secret").scalar_one()
    inner = decrypt(body_of(path), [x25519.Identity.from_str(key)])
    again = encrypt(inner, [x25519.Recipient.from_str(age_of(cham))])
    data = HEADER.pack(MAGIC, 1, 1, 0, HEADER.size + len(again) + TAIL) + again
    path.write_bytes(data + hashlib.sha256(data).digest() + END)
    refused(cham, path, "for the national hub")


def test_a_sender_cannot_say_that_it_is_somebody_else(three):
    nation, battambang, cham = three
    add(battambang, "a")
    path = one_file(battambang, "00")
    theirs = certificate_as(cham, "03")
    refused(nation, altered(path, battambang, from_device=cham.replica, from_hub="03", devices=[theirs]))
    refused(nation, altered(path, battambang, from_device=cham.replica))
    refused(nation, altered(path, cham))
    refused(nation, altered(path, battambang, from_hub="00"))


def test_the_seal_of_another_stream_of_another_point_or_none_does_not_hold(three):
    nation, battambang, cham = three
    add(battambang, "a")
    add(battambang, "ours", scope="hub/02")
    add(cham, "theirs")
    path, other = one_file(battambang, "00"), one_file(cham, "00")
    parts = opened(path).manifest.streams
    one, two = sorted(parts, key=lambda part: part.scope, reverse=True)
    theirs = opened(other).manifest.streams[0]

    def forged(**lie):
        told = [msgspec.structs.replace(part, **lie) if part is one else part for part in parts]
        return altered(path, battambang, streams=told)

    assert one.scope == "network"
    for signature in (two.signature, theirs.signature, "0" * 128, one.signature[::-1]):
        refused(nation, forged(signature=signature))
    for lie in (
        {"replica": cham.replica}, {"scope": "hub/02"}, {"scope": "hub/03"}, {"scope": "private/02"},
        {"chain": two.chain}, {"base_chain": two.chain},
    ):  # fmt: skip
        refused(nation, forged(**lie), None)


@pytest.mark.parametrize("branch", ["f" * 32, "cham"])
def test_a_branch_that_is_none_changes_nothing_of_what_its_author_sealed(three, branch):
    nation, battambang, cham = three
    add(battambang, "a", "b")
    path = one_file(battambang, "00")
    (part,) = opened(path).manifest.streams
    false = msgspec.structs.replace(part, branch=cham.replica if branch == "cham" else branch)
    receive_bundle(nation, altered(path, battambang, streams=[false]))
    assert changes_of(nation) == changes_of(battambang)
    exchange(cham, nation)
    exchange(battambang, nation)
    assert changes_of(nation) == changes_of(battambang)


def test_a_device_that_says_whom_it_was_before_needs_that_ones_word(three):
    nation, battambang, cham = three
    introduce(nation, battambang)
    add(cham, "let me in")
    path = one_file(cham, "00")
    claimed = make_certificate(own_key(cham), age_of(cham), "02", "x", (battambang.replica, own_key(cham)))
    forged = altered(path, cham, from_hub="02", devices=[claimed.text.decode()])
    refused(nation, forged, "not known here yet")
    empty = json.loads(claimed.text)
    empty["vouch"] = ""
    refused(nation, altered(path, cham, from_hub="02", devices=[json.dumps(empty)]), "not known here yet")


def test_whoever_copied_a_computer_cannot_speak_for_it_unnoticed(three):
    nation, battambang, _cham = three
    introduce(nation, battambang)
    add(battambang, "before")
    exchange(battambang, nation)
    clone = copied(battambang, "clone")
    add(battambang, "true")
    add(clone, "of the clone")
    exchange(battambang, nation)
    received = exchange(clone, nation)
    assert received.copies == ("02",)
    with nation.reading() as reading:
        assert {note.title for note in reading.all(Note)} == {"before", "true", "of the clone"}
    clone.close()


def test_what_is_private_to_a_hub_is_not_taken_from_elsewhere(three):
    nation, battambang, cham = three
    add(battambang, "ours alone", scope="private/02")
    add(battambang, "a")
    path = one_file(battambang, "00")
    assert all(part.scope == "network" for part in opened(path).manifest.streams)
    for scope in ("private/00", "private/03", "hub/03", "hub/00"):
        stolen = altered(path, battambang, referred=[(cham.replica, scope)])
        # A reference alone gives nothing; it is counted as unknown and changes no record.
        assert receive_bundle(nation, stolen).records in (0, 1)
    with nation.reading() as reading:
        assert [note.title for note in reading.all(Note)] == ["a"]
