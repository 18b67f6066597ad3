"""A request for a new root: it travels from holder to holder, each signs, nobody can change it on its way."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import device, key_of, keys_of, public, root_of

from cso_desk.errors import UserError
from cso_desk.trust.root_keys import is_locked, lock_root_key, new_root_key, unlock_root_key
from cso_desk.trust.root_requests import RootRequest, read_request, request_text, sign_request, signatures_of
from cso_desk.trust.roots import ROOT, chain_of, read_root, root_after
from cso_desk.trust.signing import signed_by
from cso_desk.wording import use_language


@pytest.fixture(autouse=True)
def english():
    use_language("en")


def asked(keys=(), threshold=0, registrars=("desk", "second")):
    first = root_of()
    made = root_after(
        first,
        keys_of(*keys),
        keys=public(*keys),
        threshold=threshold,
        registrars=public(*registrars),
        issued=7,
    )
    return RootRequest((first,), made, (device("second", "00"),))


def signed(request, *names):
    return sign_request(request, keys_of(*names))


def test_enough_holders_make_a_root_in_whatever_order_and_places_they_sign():
    request = asked()
    assert (request.signed, request.complete) == (0, False)
    one = signed(read_request(request_text(request)), "ana")
    other = signed(read_request(request_text(request)), "chan")
    for first, second in ((one, other), (other, one)):
        done = signatures_of(first, read_request(request_text(second)))
        assert (done.signed, done.complete) == (2, True)
        chain = chain_of([done.now.text, done.proposed.text])
        assert chain[1].registrars == frozenset(public("desk", "second"))
        assert chain[1].fingerprint == request.proposed.fingerprint


def test_one_signature_too_few_is_no_root():
    one = signed(asked(), "ana")
    assert not one.complete
    with pytest.raises(Exception, match="too few"):
        read_root(one.proposed.text)


def test_a_key_signs_once_and_keys_of_others_never():
    one = signed(asked(), "ana")
    with pytest.raises(UserError, match="signed already"):
        signed(one, "ana")
    with pytest.raises(UserError, match="does not belong"):
        signed(one, "eve")


def test_new_keys_sign_at_once_and_do_not_count_as_keys_of_now():
    request = asked(("dara", "eng"), 2)
    assert request.new_keys
    assert (request.signed, request.complete) == (0, False)
    assert not signed(request, "ana").complete
    assert signed(request, "ana", "bopha").complete


def test_a_request_says_who_would_come_and_go():
    request = asked(registrars=("second",))
    assert [one.name for one in request.coming] == ["second"]
    assert request.leaving == 1
    assert not request.new_keys


def test_signatures_of_another_request_are_not_taken_over():
    other = signed(asked(registrars=("second",)), "ana", "chan")
    with pytest.raises(UserError, match="another root"):
        signatures_of(asked(), other)


def test_a_request_altered_on_its_way_has_other_digits_and_none_of_the_signatures():
    request = signed(asked(), "ana", "chan")
    said = json.loads(request_text(request))
    proposed = json.loads(said["proposed"])
    proposed["body"] = proposed["body"].replace(public("second")[0].hex(), public("evil")[0].hex())
    said["proposed"] = json.dumps(proposed)
    found = read_request(json.dumps(said).encode())
    assert found.proposed.fingerprint != request.proposed.fingerprint
    assert (found.signed, found.complete, found.computers) == (0, False, ())


def test_signatures_of_strangers_do_not_crowd_out_those_of_holders():
    request = asked()
    strangers = [key_of(f"stranger {number}") for number in range(31)]
    crowded = replace(
        request, proposed=read_request(request_text(
            replace(request, proposed=_with_text(request, signed_by(ROOT, request.proposed.body, strangers)))
        )).proposed,
    )  # fmt: skip
    done = signed(signed(crowded, "ana"), "bopha")
    assert done.complete
    assert done.proposed.signers == frozenset(public("ana", "bopha"))


def _with_text(request, text):
    return replace(request.proposed, text=text)


@pytest.mark.parametrize(
    "change",
    [
        {"roots": []},
        {"proposed": root_of().text.decode()},
        {"proposed": root_of(3).text.decode()},
        {"proposed": "{}"},
        {"computers": ["{}"]},
        {"computers": [1]},
        {"format": 0.5},
    ],
)
def test_what_could_never_become_a_root_is_refused_with_a_sentence(change):
    said = json.loads(request_text(asked())) | change
    with pytest.raises(UserError, match="no request"):
        read_request(json.dumps(said).encode())


def test_a_request_of_a_newer_version_says_so():
    said = json.loads(request_text(asked())) | {"format": 2}
    with pytest.raises(UserError, match="newer version"):
        read_request(json.dumps(said).encode())


@given(st.data())
def test_a_damaged_request_is_refused_or_asks_for_a_root_that_nobody_signed(data):
    use_language("en")
    request = signed(asked(), "ana", "bopha")
    text = bytearray(request_text(request))
    place = data.draw(st.integers(0, len(text) - 1))
    text[place] ^= data.draw(st.integers(1, 255))
    try:
        found = read_request(bytes(text))
    except UserError:
        return
    assert found.proposed.body == request.proposed.body or not found.complete


def test_a_root_key_under_a_passphrase_opens_with_it_in_khmer_digits_too_and_with_no_other():
    key = new_root_key()
    locked = lock_root_key(key, "rice field 2026 moon")
    assert is_locked(locked)
    assert key not in locked
    assert unlock_root_key(locked, "rice  field ២០២៦ moon") == key
    with pytest.raises(UserError, match="does not open"):
        unlock_root_key(locked, "rice field 2025 moon")


def test_a_short_passphrase_is_not_taken_and_a_torn_key_file_is_told():
    with pytest.raises(UserError, match="too short"):
        lock_root_key(new_root_key(), "abc")
    with pytest.raises(UserError, match="damaged"):
        unlock_root_key(b"age-encryption.org/v1\n", "abc")
