"""What is signed (DSSE), against its document and a second implementation; and JSON that has one meaning."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.trust.signing import (
    MOST_KEYS,
    BadTrustError,
    are_enough,
    named_keys,
    pre_authentication,
    public_key,
    read_strictly,
    sign,
    signed_by,
    signers_of,
    strict_json,
    verifies,
)

KIND = "application/vnd.cso-desk.test+json"
KEY, OTHER = b"\1" * 32, b"\2" * 32

# --- DSSE ---


def written_by_others(kind: str, body: bytes) -> bytes:
    """The pre-authentication encoding, by the words of the protocol of DSSE."""
    parts = (b"DSSEv1", str(len(kind.encode("utf-8"))).encode(), kind.encode("utf-8"))
    return b" ".join((*parts, str(len(body)).encode(), body))


def test_the_vector_of_the_document() -> None:
    told = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert pre_authentication("http://example.com/HelloWorld", b"hello world") == told


@given(st.text(max_size=40), st.binary(max_size=200))
def test_a_second_implementation_signs_the_same_bytes(kind: str, body: bytes) -> None:
    bytes_ = written_by_others(kind, body)
    assert pre_authentication(kind, body) == bytes_
    theirs = Ed25519PrivateKey.from_private_bytes(KEY).sign(bytes_)
    assert sign(KEY, kind, body) == theirs
    assert verifies(public_key(KEY), kind, body, theirs)


@given(st.text(max_size=9), st.binary(max_size=9), st.text(max_size=9), st.binary(max_size=9))
def test_nothing_else_is_signed_with_the_same_bytes(one: str, a: bytes, other: str, b: bytes) -> None:
    assert ((one, a) == (other, b)) == (pre_authentication(one, a) == pre_authentication(other, b))


@pytest.mark.parametrize("harm", ["stripped", "cut", "longer", "flipped", "other type", "other key", "bare"])
def test_a_signature_that_is_not_of_this_text_by_this_key_does_not_hold(harm: str) -> None:
    body, good = b'{"a":1}', sign(KEY, KIND, b'{"a":1}')
    bare = Ed25519PrivateKey.from_private_bytes(KEY).sign(body)
    wrong = {
        "stripped": b"",
        "cut": good[:-1],
        "longer": good + b"\0",
        "flipped": bytes([good[0] ^ 1]) + good[1:],
        "bare": bare,
    }.get(harm, good)
    kind = "application/other" if harm == "other type" else KIND
    assert verifies(public_key(KEY), KIND, body, good)
    assert not verifies(public_key(OTHER if harm == "other key" else KEY), kind, body, wrong)


@pytest.mark.parametrize("signatures", ["[]", '[["", ""]]', '[["zz", "zz"]]'])
def test_a_text_with_its_signatures_stripped_is_signed_by_nobody(signatures: str) -> None:
    text = signed_by(KIND, b"{}", [KEY])
    assert signers_of(KIND, text, 1000)[1] == {public_key(KEY)}
    stripped = text[: text.index(b'"signatures"')] + f'"signatures":{signatures}}}'.encode()
    try:
        found = signers_of(KIND, stripped, 1000)[1]
    except BadTrustError:
        return
    assert found == frozenset()


# --- JSON ---


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":1,"\\u0061":2}',
        b"NaN",
        b"[NaN]",
        b"Infinity",
        b"-Infinity",
        b"1.0",
        b"[1e3]",
        b"1" * 21,
        b"9" * 5000,
        b"-" + b"9" * 20,
        b"[" * 33 + b"]" * 33,
        b'{"a":' * 33 + b"1" + b"}" * 33,
        b"[" * 100_000,
        b'"a\\u0000b"',
        b'"a\0b"',
        b'{"\\u0000":1}',
        b'"\\ud800"',
        b'"\\udc00\\ud800"',
        b'["\\ud83d"]',
        b'"\xed\xa0\x80"',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b'{"a":1}x',
        b"{'a':1}",
        b'{"a":1,}',
        b"[1,]",
        b"01",
        b"",
        b'"a\nb"',
    ],
)
def test_json_of_more_than_one_meaning_is_refused(text: bytes) -> None:
    with pytest.raises(BadTrustError):
        read_strictly(text, object)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"a":[1,-2,true,null,"x"]}', {"a": [1, -2, True, None, "x"]}),
        (b"[" * 32 + b"]" * 32, None),
        (str(2**53 + 1).encode(), 2**53 + 1),  # exact, where other readers round
        ('"ខ្មែរ \\ud83d\\ude00"'.encode(), "ខ្មែរ 😀"),
    ],
)
def test_json_of_one_meaning_is_read(text: bytes, said: object) -> None:
    found = strict_json(text)
    assert said is None or found == said


# --- how many must sign ---


def test_keys_are_named_once_each() -> None:
    both = [KEY.hex(), OTHER.hex()]
    assert named_keys(both) == frozenset((KEY, OTHER))
    many = [bytes([n]).hex() * 32 for n in range(MOST_KEYS + 1)]
    assert len(named_keys(many[:-1])) == MOST_KEYS
    for refused in ([], [KEY.hex(), KEY.hex()], many, ["00"], [KEY.hex().upper() + "g"], ["AB" * 32]):
        with pytest.raises(BadTrustError):
            named_keys(refused)


def test_only_different_keys_that_were_named_are_enough() -> None:
    keys, stranger = frozenset((KEY, OTHER)), b"\3" * 32
    assert are_enough(frozenset((KEY, OTHER, stranger)), keys, 2)
    assert not are_enough(frozenset((KEY, stranger)), keys, 2)
    assert are_enough(frozenset((OTHER,)), keys, 1)
    assert not are_enough(frozenset((stranger,)), keys, 1)
    assert not are_enough(frozenset(), keys, 1)


@pytest.mark.parametrize("threshold", [0, -1])
def test_no_key_at_all_is_never_enough(threshold: int) -> None:
    assert not are_enough(frozenset(), frozenset((KEY,)), threshold)
