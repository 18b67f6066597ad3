"""Bundles altered at random where it hurts: in the manifest, the blocks, certificates, roots and directories.

Whoever alters them holds the author's keys and makes every digest and signature right again. Each is refused
with a sentence and changes nothing, or does what an honest one could have done.
"""

import contextlib
import hashlib
import json
import shutil
import struct
from copy import deepcopy

import msgspec
import pytest
import zstandard
from bundle_hubs import Note, key_of, one_file, open_hub, reopened, snapshot
from forging import body_of, opened, own_key, written
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from cso_desk.bundles.envelope import END, HEADER, MAGIC, TAIL
from cso_desk.bundles.manifest import MANIFEST
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, preview_bundle, receive_bundle, undo_receive
from cso_desk.bundles.registry import register
from cso_desk.errors import UserError
from cso_desk.journal.soundness import soundness
from cso_desk.trust.certificates import CERTIFICATE
from cso_desk.trust.directory import DIRECTORY
from cso_desk.trust.registrar import approve, find_device, found, suspend
from cso_desk.trust.roots import ROOT
from cso_desk.trust.signing import sign, signed_by
from cso_desk.widgets.showing import clock_time
from cso_desk.wording import use_language

ROOT_KEYS = [key_of("root 1"), key_of("root 2")]
NUMBERS = [-1, 0, 1, 2, 3, 255, 4096, 4097, 1 << 31, (1 << 40) - 1, 1 << 40, (1 << 53) + 1, (1 << 62) - 1]
TEXTS = [
    "", "x", "00", "02", "03", "26", "hub/020", "hub/03", "private/03", "network", "delta", "hello", "files",
    "\0", "\u202e", "\ud800", "../../x", "C:\\CON", "note.title", "note.scope", "0" * 32, "f" * 64,
    "é" * 3000, "AAAA", "active", "revoked", "{count}", "{x.__class__}", "[]", "{}",
]  # fmt: skip
JUNK = st.one_of(
    st.sampled_from([None, True, False, 1.5, float("nan"), [], {}, [[]], {"a": 1}]),
    st.sampled_from([*NUMBERS, 1 << 63, 10**30]),
    st.sampled_from(TEXTS),
    st.integers(-(1 << 20), 1 << 20),
)
PACKED_JUNK = st.one_of(
    st.sampled_from(
        [None, True, 1.5, [], [[]], b"", b"x" * 12, {"a": 1}, *NUMBERS, (1 << 64) - 1, -(1 << 63)]
    ),
    st.sampled_from([text for text in TEXTS if text != "\ud800"]),
    st.integers(-5, 20),
)


class World:
    """A nation that enters others, a province, and files of it of each kind."""

    def __init__(self, folder, *, network: bool) -> None:
        use_language("en")
        self.nation, self.province = open_hub(folder, "00"), open_hub(folder, "03")
        self.other = open_hub(folder, "02")
        if network:
            register(self.nation, lambda c: found(c, ROOT_KEYS, 2, 1000))
            for hub in (self.province, self.other):
                self.enter(hub)
        self.fill()
        self.files = [
            one_file(self.province, "00"),
            make_bundle(self.province, "00", kind="request", allow_plain=True).path,
            make_bundle(self.province, "", kind="hello").path,
        ]
        self.files = [self.plain(path) for path in self.files]
        self.keep()
        self.evil = folder / "evil.csobundle"

    def keep(self) -> None:
        """Remember the nation as it is now."""
        self.before = snapshot(self.nation)
        self.nation.engine.dispose()
        self.pristine = shutil.copy(
            self.nation.folder / "store.db", self.nation.folder.parent / "pristine.db"
        )

    def enter(self, hub) -> None:
        """The hub introduces itself, is approved, and accepts the root."""
        hello = make_bundle(hub, "", kind="hello").path
        receive_bundle(self.nation, hello)
        digits = check_bundle(self.nation, hello).signed_by
        register(self.nation, lambda c: approve(c, find_device(c, digits), issued=2000))
        grant = make_bundle(self.nation, hub.hub).path
        receive_bundle(hub, grant, accept=check_bundle(hub, grant).root)

    def fill(self) -> None:
        with self.nation.transaction("Add") as t:
            shared = t.add(Note(title="shared", scope="network")).id
        with self.province.transaction("Add {count}", count=2) as t:
            own = t.add(Note(title="ក", body="b", size=3)).id
            t.add(Note(title="wide", scope="network"))
        with self.province.transaction("Edit") as t:
            t.change(Note, own, title="b", size=None)
        with self.province.transaction("Trash") as t:
            t.change(Note, own, deleted=True)
        assert shared

    def plain(self, path):
        """The same bundle, not encrypted: what is in it matters here."""
        if not path.read_bytes()[9]:
            return path
        with self.nation.reading() as reading:
            keys = reading.connection.exec_driver_sql("SELECT age_key FROM secret").scalars().all()
        from pyrage import decrypt, x25519

        inner = decrypt(body_of(path), [x25519.Identity.from_str(key) for key in keys])
        return written(path.with_name(f"plain-{path.name}"), inner)

    def meets(self, path) -> bool:
        """Let the nation read a file; gives whether it was taken in. Nothing but a sentence may come."""
        for read in (check_bundle, preview_bundle):
            with contextlib.suppress(UserError):
                seen = read(self.nation, path)
                if read is check_bundle:
                    clock_time(seen.made_at)
        assert snapshot(self.nation) == self.before
        try:
            received = receive_bundle(self.nation, path, backup=False)
        except UserError as error:
            str(error).encode()
            assert snapshot(self.nation) == self.before
            return False
        self.check_taken(received)
        return True

    def check_taken(self, received) -> None:
        """What was taken in is sound, others take it in too, and it goes away again; then all begins anew."""
        assert soundness(self.nation).sound
        preview_bundle(self.other, one_file(self.nation, "02", kind="full"))
        if received.changes:
            undo_receive(self.nation, received.uid)
            assert soundness(self.nation).sound
        self.nation.engine.dispose()
        shutil.copy(self.pristine, self.nation.folder / "store.db")
        self.nation = reopened(self.nation.folder)
        assert snapshot(self.nation) == self.before

    def close(self) -> None:
        for store in (self.nation, self.province, self.other):
            store.close()


@pytest.fixture(scope="module", params=[False, True], ids=["met on first use", "with a root"])
def world(request, tmp_path_factory):
    made = World(tmp_path_factory.mktemp("world"), network=request.param)
    yield made
    made.close()


def places(value, here=()):
    """The ways to everything inside a value."""
    yield here
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*here, key))


def changed(value, data, junk):
    """The value with one thing inside replaced, left out, repeated or moved."""
    way = data.draw(st.sampled_from(list(places(value))[1:] or [()]))
    if not way:
        return deepcopy(data.draw(junk))
    holder = value
    for key in way[:-1]:
        holder = holder[key]
    last, act = way[-1], data.draw(st.sampled_from(["replace", "replace", "drop", "repeat", "swap", "near"]))
    if act == "near" and type(holder[last]) is int:
        holder[last] += data.draw(st.sampled_from([-1, 1, 256, 1 << 32]))
    elif act == "drop":
        del holder[last]
    elif act in ("repeat", "swap") and isinstance(holder, list):
        other = data.draw(st.integers(0, len(holder) - 1))
        if act == "repeat":
            holder.insert(other, deepcopy(holder[last]))
        else:
            holder[last], holder[other] = holder[other], holder[last]
    else:
        holder[last] = deepcopy(data.draw(junk))
    return value


def several(value, data, junk):
    for _time in range(data.draw(st.sampled_from([1, 1, 1, 2, 4]))):
        if isinstance(value, (dict, list)) and value:
            value = changed(value, data, junk)
    return value


def parts_of(path):
    body = body_of(path)
    length = int.from_bytes(body[4:8], "little")
    return body[8 : 8 + length], body[8 + length + 64 :]


def put(world, told, rest):
    text = told if isinstance(told, bytes) else json.dumps(told).encode()
    head = struct.pack("<4sI", b"CSOI", len(text)) + text + sign(own_key(world.province), MANIFEST, text)
    return written(world.evil, head, rest)


def altered_manifest(world, data):
    text, rest = parts_of(data.draw(st.sampled_from(world.files)))
    return put(world, several(json.loads(text), data, JUNK), rest)


def altered_block(world, data):
    path = world.files[0]
    told, rest = json.loads(parts_of(path)[0]), opened(path).blocks[0]
    raw = zstandard.ZstdDecompressor().decompress(rest)
    if data.draw(st.booleans()):
        raw = msgspec.msgpack.encode(several(msgspec.msgpack.decode(raw), data, PACKED_JUNK))
    else:
        hurt = bytearray(raw)
        for _time in range(data.draw(st.sampled_from([1, 1, 2, 8]))):
            hurt[data.draw(st.integers(0, len(hurt) - 1))] = data.draw(st.integers(0, 255))
        raw = bytes(hurt)
    packed = zstandard.ZstdCompressor().compress(raw)
    told["blocks"] = [[len(packed), len(raw), told["changes"]]]
    told["blocks_sha256"] = hashlib.sha256(packed).hexdigest()
    return put(world, told, packed)


def altered_certificate(world, data):
    text, rest = parts_of(data.draw(st.sampled_from(world.files)))
    told = json.loads(text)
    at = data.draw(st.integers(0, len(told["devices"]) - 1))
    signed = json.loads(told["devices"][at])
    if data.draw(st.booleans()):
        body = json.dumps(several(json.loads(signed["body"]), data, JUNK))
        key = own_key(world.province)
        signed |= {"body": body, "signature": sign(key, CERTIFICATE, body.encode()).hex()}
    else:
        signed = several(signed, data, JUNK)
    told["devices"][at] = json.dumps(signed)
    return put(world, told, rest)


def altered_network(world, data):
    """Roots and directories, signed again by root keys, by the registrar, or by somebody who may not."""
    text, rest = parts_of(world.files[0])
    told = json.loads(text)
    if "trust" not in told:
        return altered_manifest(world, data)
    which = data.draw(st.sampled_from(["roots", "directories", "directories"]))
    body = json.loads(json.loads(told["trust"][which][0])["body"])
    if data.draw(st.booleans()):
        body["version"] = body["version"] + 1
    new = json.dumps(several(body, data, JUNK)).encode()
    registrar, thief = own_key(world.nation), own_key(world.province)
    keys = data.draw(st.sampled_from([ROOT_KEYS, ROOT_KEYS[:1], [registrar], [thief], [registrar, thief]]))
    signed = signed_by(ROOT if which == "roots" else DIRECTORY, new, keys).decode()
    told["trust"][which] = data.draw(st.sampled_from([[signed], [*told["trust"][which], signed]]))
    return put(world, told, rest)


def altered_outside(world, data):
    """The bytes of the inside cut, spliced and repeated, in an envelope that is right again."""
    one, other = (body_of(data.draw(st.sampled_from(world.files))) for _time in range(2))
    at, to = data.draw(st.integers(0, len(one))), data.draw(st.integers(0, len(other)))
    encrypted = data.draw(st.sampled_from([0, 0, 0, 1, 2]))
    version = data.draw(st.sampled_from([1, 1, 1, 0, 2, 255]))
    body = data.draw(st.sampled_from([one[:at] + other[to:], one[:at] + one[at:] * 2, one[at:], one + other]))
    length = HEADER.size + len(body) + TAIL
    length = data.draw(st.sampled_from([length, length, length, length - 1, length + 1, 0, (1 << 64) - 1]))
    front = HEADER.pack(MAGIC, version, encrypted, 0, length) + body
    world.evil.write_bytes(front + hashlib.sha256(front).digest() + END)
    return world.evil


WAYS = {
    "manifest": altered_manifest, "block": altered_block, "certificate": altered_certificate,
    "network": altered_network, "outside": altered_outside,
}  # fmt: skip
# A world costs more than a try; a failure is told as it came.
CALM = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate],
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=25, **CALM)
@given(data=st.data())
def test_whatever_is_altered_a_sentence_comes_and_nothing_is_changed(world, way, data):
    use_language("en")
    event("taken in" if world.meets(WAYS[way](world, data)) else "refused")


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=2000, **CALM)
@given(data=st.data())
def test_whatever_is_altered_thousands_of_times(world, way, data):
    use_language("en")
    event("taken in" if world.meets(WAYS[way](world, data)) else "refused")


def test_the_files_that_are_altered_would_have_been_taken_in(world):
    use_language("en")
    for path in world.files:
        assert world.meets(path)


def test_a_suspended_author_is_altered_in_vain_too(tmp_path):
    made = World(tmp_path, network=True)
    register(made.nation, lambda c: suspend(c, made.province.replica, issued=3000))
    made.keep()
    assert not any(made.meets(path) for path in made.files)
    made.close()
