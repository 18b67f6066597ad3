"""A second reader of bundles, written from docs/bundle-format.md alone: it imports nothing of the program."""

import hashlib
import json
import struct

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def pack(value) -> bytes:
    return msgspec.msgpack.encode(value)


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def verify(key: bytes, kind: str, text: bytes, signature: bytes) -> None:
    signed = f"DSSEv1 {len(kind)} {kind} {len(text)} ".encode() + text
    Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)


def read(data: bytes) -> tuple[dict, list[dict]]:
    """The manifest and the changes of an open bundle; everything it proves is verified."""
    manifest, changes, _files = read_all(data)
    return manifest, changes


def read_all(data: bytes) -> tuple[dict, list[dict], dict[str, bytes]]:
    """As `read`, and the files."""
    magic, version, encrypted, _reserved, length = struct.unpack_from("<8sBBHQ", data)
    assert (magic, version, encrypted, length) == (b"\x89CSOB\r\n\x1a", 1, 0, len(data))
    assert data[-8:] == b"CSOB-END"
    assert data[-40:-8] == sha(data[:-40])
    body = data[20:-40]
    inner, size = struct.unpack_from("<4sI", body)
    assert inner == b"CSOI"
    text, signature, rest = body[8 : 8 + size], body[8 + size : 72 + size], body[72 + size :]
    manifest = json.loads(text)
    blocks_size = sum(packed for packed, _raw, _count in manifest["blocks"])
    blocks, files = rest[:blocks_size], rest[blocks_size:]
    keys = dict(certificate(one) for one in manifest["devices"])
    verify(keys[manifest["from_device"]], "application/vnd.cso-desk.manifest+json", text, signature)
    assert hashlib.sha256(blocks).hexdigest() == manifest["blocks_sha256"]
    changes = list(changes_in(manifest, blocks))
    for place, stream in enumerate(manifest["streams"]):
        prove(stream, [c for c in changes if c["stream"] == place], keys[stream["replica"]])
    return manifest, changes, files_in(manifest, files)


def files_in(manifest: dict, data: bytes) -> dict[str, bytes]:
    """The whole files of a bundle, and the pieces of others as "sha256@at"."""
    found = {}
    for entry in manifest.get("files", []):
        part, data = data[: entry["length"]], data[entry["length"] :]
        assert hashlib.sha256(part).hexdigest() == entry["digest"]
        whole = entry["length"] == entry["size"]
        assert not whole or entry["digest"] == entry["sha256"]
        found[entry["sha256"] if whole else f"{entry['sha256']}@{entry['at']}"] = part
    return found


def certificate(text: str) -> tuple[str, bytes]:
    signed = json.loads(text)
    key = bytes.fromhex(json.loads(signed["body"])["key"])
    kind = "application/vnd.cso-desk.certificate+json"
    verify(key, kind, signed["body"].encode(), bytes.fromhex(signed["signature"]))
    return sha(key)[:16].hex(), key


def sums(column) -> list[int]:
    at, out = 0, []
    for step in column:
        at += step
        out.append(at)
    return out


def ids(times, tails: bytes) -> list[str]:
    return [time.to_bytes(6, "big").hex() + tails[10 * i :][:10].hex() for i, time in enumerate(sums(times))]


def changes_in(manifest: dict, blocks: bytes):
    every = [[s.get("branch", s["replica"]), s["scope"]] for s in manifest["streams"]] + manifest["referred"]
    steps, records = [], []
    for size, raw_size, count in manifest["blocks"]:
        raw = zstandard.ZstdDecompressor().decompress(blocks[:size])
        blocks = blocks[size:]
        assert len(raw) == raw_size
        b = msgspec.msgpack.decode(raw)
        facts = zip(ids(b[1], b[2]), sums(b[3]), b[4], strict=True)
        for uid, at, (kind, label, details, actor, undoes) in facts:
            steps.append([uid, kind, label, details, actor, at, undoes])
        records += ids(b[6], b[7])
        where = [(stream, first + i) for stream, first, many in b[0] for i in range(many)]
        values = dict(zip(dict.fromkeys(b[9]), map(iter, b[10]), strict=True))
        milliseconds = sums((high << 8) + low for high, low in zip(b[11], b[12], strict=True))
        salts = [b[14][12 * i :][:12] for i, many in enumerate(b[15]) for _ in range(many)]
        seqs, also = iter(sums(b[17])), dict(b[18])
        step, record = sums(b[5]), sums(b[8])
        for i in range(count):
            yield {
                "stream": where[i][0],
                "seq": where[i][1],
                "step": steps[step[i]],
                "record": records[record[i]],
                "name": manifest["names"][b[9][i]],
                "value": next(values[b[9][i]]),
                "clock": (milliseconds[i] << 16) + b[13][i],
                "salt": salts[i],
                "prev": None if b[16][i] < 0 else [*every[b[16][i]], next(seqs)],
                "also": [[*every[stream], seq] for stream, seq in also.get(i, [])],
            }


def prove(stream: dict, changes: list[dict], key: bytes) -> None:
    chain = bytes.fromhex(stream["base_chain"])
    if stream["base"] == 0:
        assert chain == sha(pack(["cso-desk stream 1", stream["replica"], stream["scope"]]))
    assert [c["seq"] for c in changes] == list(range(stream["base"] + 1, stream["last"] + 1))
    for c in changes:
        value = sha(c["salt"] + pack(c["value"]))
        step = sha(pack(c["step"]))
        entry = [c["seq"], c["clock"], step, c["record"], c["name"], c["prev"], c["also"], value]
        chain = sha(chain + pack(entry))
    assert chain.hex() == stream["chain"]
    if not stream["signature"]:
        return  # the seals of the branches that begin here prove it
    text = pack([stream["replica"], stream["scope"], stream["last"], chain])
    verify(key, "application/vnd.cso-desk.seal+msgpack", text, bytes.fromhex(stream["signature"]))
