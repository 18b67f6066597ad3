"""Makes the golden files of the present version: `python tools/make_goldens.py`.

`tests/golden/<number>/` holds a practice store, an encrypted store of the first migration alone, and
bundles of each kind, made from fixed keys and a fixed clock, and `expected.json`, which tells what they show.
What was released is never made again: a newer format or migration gets a further number. Number 1 is of
migration 15, number 2 of migration 20, with a person who was erased. Until the first release, whoever changes
a migration or the format in place makes the newest number anew. `migrations.json` holds a hash of each
migration, so that none that was released is changed by mistake.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "bundles"), str(ROOT / "tests")]

NUMBER = "2"


def main() -> None:
    """Make the folder anew."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["CSO_DESK_HOME"] = str(Path(temporary) / "home")
        import golden_hubs  # noqa: PLC0415  the home is set first
        import golden_stores  # noqa: PLC0415

        out = golden_hubs.GOLDEN / NUMBER
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        folder = Path(temporary)
        golden_hubs.make_bundles(folder / "made", out)
        expected = {"bundles": golden_hubs.read_bundles(folder / "read", out)}
        expected |= golden_stores.make_stores(folder, out)
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (out / "expected.json").write_text(text + "\n", encoding="utf-8")
    (golden_hubs.GOLDEN / "migrations.json").write_text(
        json.dumps(_hashes(), indent=1) + "\n", encoding="utf-8"
    )
    print(sum(path.stat().st_size for path in out.iterdir()), "bytes in", out.relative_to(ROOT))


def _hashes() -> dict[str, str]:
    from cso_desk.store.migrations import MODULES, statements  # noqa: PLC0415  the home is set first

    return {
        name: hashlib.sha256("\0".join(statements(number)).encode()).hexdigest()
        for number, name in enumerate(MODULES, 1)
    }


if __name__ == "__main__":
    main()
