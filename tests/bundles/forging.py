"""Makes bundles that the program never makes: opened, altered and signed again by their author."""

from pathlib import Path

import msgspec

from cso_desk.bundles.blocks import ErasedBlock
from cso_desk.bundles.envelope import HEADER, TAIL, look_at
from cso_desk.bundles.file_writing import write_bundle
from cso_desk.bundles.inside import Inside, read_inside
from cso_desk.bundles.manifest import MANIFEST
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


def opened(path: Path) -> Inside:
    """The inside of an open bundle."""
    return read_inside(look_at(path), [])


def body_of(path: Path) -> bytes:
    return path.read_bytes()[HEADER.size : -TAIL]


def written(path: Path, *body: bytes) -> Path:
    """An open bundle with this body, whatever it holds."""
    write_bundle(path, body, [])
    return path


def altered(path: Path, author: Store, **changes) -> Path:
    """An open bundle with other facts in its manifest, signed by its author again."""
    inside = opened(path)
    new = msgspec.structs.replace(inside.manifest, **changes)
    out = path.with_name(f"altered-{path.name}")
    return written(
        out, new.head(own_key(author)), body_of(path)[inside.files_at - inside.manifest.blocks_size :]
    )


def with_raw_manifest(path: Path, author: Store, rewrite) -> Path:
    """An open bundle whose manifest text was rewritten, signed by its author again."""
    from cso_desk.trust.signing import sign

    body = body_of(path)
    length = int.from_bytes(body[4:8], "little")
    text, rest = rewrite(body[8 : 8 + length]), body[8 + length + 64 :]
    signed = sign(own_key(author), MANIFEST, text)
    new = body[:4] + len(text).to_bytes(4, "little") + text + signed + rest
    out = path.with_name(f"rewritten-{path.name}")
    return written(out, new)


def with_block(path: Path, author: Store, change) -> Path:
    """An open bundle of one block, whose columns were altered; `change` gets the block and alters it."""
    import hashlib

    import zstandard

    inside = opened(path)
    manifest, (packed,) = inside.manifest, inside.blocks
    block = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(packed), type=ErasedBlock)
    raw = change(block)
    raw = raw if isinstance(raw, bytes) else msgspec.msgpack.encode(block)
    packed = zstandard.ZstdCompressor().compress(raw)
    sizes = [(len(packed), len(raw), manifest.changes)]
    new = msgspec.structs.replace(manifest, blocks=sizes, blocks_sha256=hashlib.sha256(packed).hexdigest())
    out = path.with_name(f"block-{path.name}")
    return written(out, new.head(own_key(author)), packed)


def certificate_as(store: Store, hub: str) -> str:
    """A certificate of this store's key that claims another hub."""
    return make_certificate(own_key(store), age_of(store), hub, "forged").text.decode()
