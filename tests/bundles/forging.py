"""Makes bundles that the program never makes: opened, altered and signed again by their author."""

from pathlib import Path

import msgspec

from cso_desk.bundles import manifest as inside
from cso_desk.bundles.blocks import Block
from cso_desk.bundles.envelope import unwrap, wrap
from cso_desk.store.store import Store
from cso_desk.trust.certificates import make_certificate


def own_key(store: Store) -> bytes:
    with store.reading() as reading:
        row = reading.connection.exec_driver_sql(
            "SELECT sign_key FROM secret WHERE replica = ?", (store.replica,)
        ).scalar_one()
    return bytes(row)


def age_of(store: Store) -> str:
    from pyrage import x25519

    with store.reading() as reading:
        key = reading.connection.exec_driver_sql("SELECT age_key FROM secret").scalar_one()
    return str(x25519.Identity.from_str(key).to_public())


def altered(path: Path, author: Store, **changes) -> Path:
    """An open bundle with other facts in its manifest, signed by its author again."""
    body, _encrypted = unwrap(path.read_bytes())
    manifest, _certificates, blocks = inside.unpack(body)
    new = msgspec.structs.replace(manifest, **changes)
    out = path.with_name(f"altered-{path.name}")
    out.write_bytes(wrap(inside.pack(new, b"".join(blocks), own_key(author)), encrypted=False))
    return out


def with_raw_manifest(path: Path, author: Store, rewrite) -> Path:
    """An open bundle whose manifest text was rewritten, signed by its author again."""
    from cso_desk.trust.signing import sign

    body, _encrypted = unwrap(path.read_bytes())
    length = int.from_bytes(body[4:8], "little")
    text, rest = rewrite(body[8 : 8 + length]), body[8 + length + 64 :]
    signed = sign(own_key(author), inside.MANIFEST, text)
    new = body[:4] + len(text).to_bytes(4, "little") + text + signed + rest
    out = path.with_name(f"rewritten-{path.name}")
    out.write_bytes(wrap(new, encrypted=False))
    return out


def with_block(path: Path, author: Store, change) -> Path:
    """An open bundle of one block, whose columns were altered; `change` gets the block and alters it."""
    import hashlib

    import zstandard

    body, _encrypted = unwrap(path.read_bytes())
    manifest, _certificates, blocks = inside.unpack(body)
    (packed,) = blocks
    block = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(packed), type=Block)
    raw = change(block)
    raw = raw if isinstance(raw, bytes) else msgspec.msgpack.encode(block)
    packed = zstandard.ZstdCompressor().compress(raw)
    sizes = [(len(packed), len(raw), manifest.changes)]
    new = msgspec.structs.replace(manifest, blocks=sizes, blocks_sha256=hashlib.sha256(packed).hexdigest())
    out = path.with_name(f"block-{path.name}")
    out.write_bytes(wrap(inside.pack(new, packed, own_key(author)), encrypted=False))
    return out


def certificate_as(store: Store, hub: str) -> str:
    """A certificate of this store's key that claims another hub."""
    return make_certificate(own_key(store), age_of(store), hub, "forged").text.decode()
