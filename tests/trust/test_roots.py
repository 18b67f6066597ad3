"""Roots: enough different keys must sign, one number has one root, and each is approved by the one before."""

import json

import pytest
from networks import key_of, keys_of, public, root_of

from cso_desk.trust.roots import ROOT, TwoRootsError, chain_of, longer_chain, next_root, read_root
from cso_desk.trust.signing import BadTrustError, public_key, sign, signed_by


def body_of(**changes):
    usual = {
        "version": 1,
        "keys": [key.hex() for key in public("ana", "bopha", "chan")],
        "threshold": 2,
        "registrars": [key.hex() for key in public("desk")],
        "issued": 1000,
    }
    return json.dumps(usual | changes).encode()


def test_a_root_signed_by_enough_keys_is_read():
    root = read_root(signed_by(ROOT, body_of(), keys_of("ana", "chan")))
    assert root.threshold == 2
    assert root.signers == frozenset(public("ana", "chan"))
    assert len(root.fingerprint.replace(" ", "")) == 24


def test_a_root_signed_by_one_key_too_few_is_refused():
    with pytest.raises(BadTrustError):
        read_root(signed_by(ROOT, body_of(), keys_of("ana")))


def test_a_key_that_signs_twice_counts_once():
    with pytest.raises(BadTrustError):
        read_root(signed_by(ROOT, body_of(), keys_of("ana", "ana")))


def test_a_key_named_twice_does_not_lower_the_threshold():
    doubled = body_of(keys=[key.hex() for key in public("ana", "ana", "bopha")])
    with pytest.raises(BadTrustError):
        read_root(signed_by(ROOT, doubled, keys_of("ana", "bopha")))


def test_signatures_of_unknown_keys_do_not_count_and_do_no_harm():
    with pytest.raises(BadTrustError):
        read_root(signed_by(ROOT, body_of(), keys_of("ana", "stranger", "other")))
    assert read_root(signed_by(ROOT, body_of(), keys_of("stranger", "ana", "bopha"))).version == 1


def test_a_broken_signature_beside_enough_good_ones_does_no_harm():
    text = json.loads(signed_by(ROOT, body_of(), keys_of("ana", "bopha", "chan")))
    text["signatures"][1][1] = "00" * 64
    assert len(read_root(json.dumps(text).encode()).signers) == 2


def test_a_signature_under_another_type_does_not_count():
    body = body_of()
    signatures = [
        [public_key(key).hex(), sign(key, "application/vnd.cso-desk.directory+json", body).hex()]
        for key in keys_of("ana", "bopha")
    ]
    with pytest.raises(BadTrustError):
        read_root(json.dumps({"body": body.decode(), "signatures": signatures}).encode())


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0},
        {"threshold": 4},
        {"threshold": 2.0},
        {"threshold": True},
        {"version": 0},
        {"version": -1},
        {"keys": []},
        {"keys": ["zz" * 32]},
        {"keys": [key.hex().upper() for key in public("ana", "bopha", "chan")]},
        {"registrars": []},
        {"registrars": [key.hex() for key in public("ana")]},
        {"issued": -1},
        {"issued": 1e3},
    ],
)
def test_a_root_that_is_not_of_its_form_is_refused(wrong):
    with pytest.raises(BadTrustError):
        read_root(signed_by(ROOT, body_of(**wrong), keys_of("ana", "bopha", "chan")))


def test_a_key_that_stands_twice_in_the_text_is_refused():
    twice = body_of()[:-1] + b', "threshold": 1}'
    with pytest.raises(BadTrustError):
        read_root(signed_by(ROOT, twice, keys_of("ana", "bopha")))


def test_what_a_newer_version_adds_is_ignored():
    assert read_root(signed_by(ROOT, body_of(later={"a": [1]}), keys_of("ana", "bopha"))).version == 1


def test_a_root_too_long_or_with_too_many_signatures_is_refused():
    with pytest.raises(BadTrustError):
        read_root(signed_by(ROOT, body_of(later="x" * 70_000), keys_of("ana", "bopha")))
    many = [key_of(f"key {number}") for number in range(40)]
    with pytest.raises(BadTrustError):
        read_root(signed_by(ROOT, body_of(), [*keys_of("ana", "bopha"), *many]))


def test_the_next_root_needs_keys_of_the_old_and_of_the_new_one():
    first = root_of()
    new = public("dara", "eng")
    made = next_root(first, keys_of("ana", "bopha", "dara", "eng"), keys=new, threshold=2)
    assert [root.version for root in chain_of([first.text, made.text])] == [1, 2]
    with pytest.raises(BadTrustError):
        next_root(first, keys_of("ana", "dara", "eng"), keys=new, threshold=2)
    with pytest.raises(BadTrustError):
        next_root(first, keys_of("ana", "bopha", "dara"), keys=new, threshold=2)


def test_a_root_that_the_one_before_did_not_approve_is_no_successor():
    first = root_of()
    forged = root_of(2, ("eve", "eva"), 2, ("evil",))
    with pytest.raises(BadTrustError):
        chain_of([first.text, forged.text])


def test_a_version_that_is_left_out_breaks_the_chain():
    first = root_of()
    second = next_root(first, keys_of("ana", "bopha", "chan"))
    third = next_root(second, keys_of("ana", "bopha", "chan"))
    assert [r.version for r in chain_of([third.text, first.text, second.text])] == [1, 2, 3]
    for some in ([first, third], [second, third], [first, second, second]):
        with pytest.raises(BadTrustError):
            chain_of([root.text for root in some])


def test_an_older_chain_changes_nothing_and_a_newer_one_is_followed():
    first = root_of()
    second = next_root(first, keys_of("ana", "bopha"), issued=5)
    assert longer_chain((first, second), (first,)) == (first, second)
    assert longer_chain((first,), (first, second)) == (first, second)


def test_two_roots_of_one_number_are_told():
    first = root_of()
    one = next_root(first, keys_of("ana", "bopha"), issued=5)
    other = next_root(first, keys_of("ana", "bopha"), issued=6)
    with pytest.raises(TwoRootsError):
        longer_chain((first, one), (first, other))
    with pytest.raises(TwoRootsError):
        longer_chain((first,), (root_of(names=("eve", "eva", "evo")),))


def test_the_same_root_with_other_signatures_is_the_same_root():
    few, many = root_of(signing=("ana", "bopha")), root_of()
    assert few.fingerprint == many.fingerprint
    assert longer_chain((few,), (many,)) == (few,)
