"""A bundle with a file of 500 MB, made and taken in: memory above idle, and CPU time beside age alone.

Each side works in a process of its own, so that its highest memory is its own (Linux: VmHWM of /proc). Beside
it the same bytes are encrypted and decrypted by age from file to file, flushed to the disk as ours are.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pyrage import decrypt_io, encrypt_io, x25519

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.features.library.record import LibraryTitle
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.store.key_cost import CHEAP

SIZE = 500 * 1_000_000
MEMORY = 80
"""MB above idle that a bundle may need; this is the limit of the ratio."""
_SECRET = "bench passphrase"


def _memory(what: str) -> float:
    """VmRSS (now) or VmHWM (the most since it was last forgotten) in MB."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in text.splitlines() if line.startswith(what)).split()[1]) / 1000


def child(what: str, folder: Path, path: Path) -> dict[str, float]:
    """One side in this process: CPU seconds, and MB above what the open store needs."""
    store = open_store(folder, _SECRET)
    with store.reading() as reading:
        reading.all(LibraryTitle)
    idle = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    start = time.process_time()
    if what == "make":
        made = make_bundle(store, "00", path)
        assert made.files == 1, made
    else:
        received = receive_bundle(store, path)
        assert received.files == 1, received
    seconds = time.process_time() - start
    store.close()
    return {"seconds": seconds, "memory": _memory("VmHWM") - idle}


def _in_a_child(what: str, folder: Path, path: Path) -> dict[str, float]:
    run = [sys.executable, __file__, what, str(folder), str(path)]
    return json.loads(subprocess.run(run, capture_output=True, check=True).stdout)


def _plain_age(source: Path, folder: Path) -> tuple[float, float]:
    """CPU seconds to encrypt and to decrypt a file by age alone, flushed to the disk."""
    identity, found = x25519.Identity.generate(), []
    for name, before, work in (
        ("age", source, lambda one, other: encrypt_io(one, other, [identity.to_public()])),
        ("plain", folder / "age", lambda one, other: decrypt_io(one, other, [identity])),
    ):
        start = time.process_time()
        with before.open("rb") as reading, (folder / name).open("wb") as writing:
            work(reading, writing)
            writing.flush()
            os.fsync(writing.fileno())
        found.append(time.process_time() - start)
    return found[0], found[1]


@cache
def attachments() -> tuple[dict[str, Any], ...]:
    with tempfile.TemporaryDirectory(prefix="attachments-") as text:
        return tuple(_lines(Path(text)))


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    source = folder / "film"
    with source.open("wb") as file:
        for _ in range(SIZE // 1_000_000):
            file.write(os.urandom(1_000_000))
    stores = {hub: create_store(folder / hub, hub, passphrase=_SECRET, cost=CHEAP)[0] for hub in ("00", "02")}
    for store, other in ((stores["00"], stores["02"]), (stores["02"], stores["00"])):
        receive_bundle(other, make_bundle(store, "", kind="hello").path)
    blob = blobs_of(stores["02"]).add_file(source)
    with stores["02"].transaction("Add") as t:
        files = (StoredFile(blob.sha256, blob.size, "film.mp4", "video/mp4"),)
        t.add(LibraryTitle(title_en="A film", files=files))
    for store in stores.values():
        store.close()
    path = folder / "film.csobundle"
    plain = _plain_age(source, folder)
    for at, (what, hub) in enumerate((("make", "02"), ("receive", "00"))):
        found = _in_a_child(what, folder / hub, path)
        yield {
            "name": f"attachment-{what}-memory", "ratio": round(found["memory"] / MEMORY, 3),
            "ours": round(found["memory"], 1), "limit": MEMORY, "unit": "MB above idle",
            "note": f"one file of {SIZE // 1_000_000} MB, encrypted stores",
        }  # fmt: skip
        yield {
            "name": f"attachment-{what}-time", "ratio": round(found["seconds"] / plain[at], 3),
            "ours": round(found["seconds"], 3), "limit": round(plain[at], 3), "unit": "CPU seconds",
            "note": "beside age alone from file to file, flushed; ours also hashes, reads again and keeps",
        }  # fmt: skip


_NAMES = ("attachment-make-memory", "attachment-make-time", "attachment-receive-memory",
          "attachment-receive-time")  # fmt: skip
MEASURES = dict.fromkeys(_NAMES, attachments)

if __name__ == "__main__":
    print(json.dumps(child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
