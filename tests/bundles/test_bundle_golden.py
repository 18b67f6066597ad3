"""The bytes of a bundle from fixed keys, clock and chance: whatever changes them changes the format.

`python tests/bundles/test_bundle_golden.py` writes the file anew, for a new version of the format only.
"""

import sys
import tempfile
from pathlib import Path

from bundle_hubs import Note, changes_of, open_hub

from cso_desk.bundles.composing import Chance
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle

GOLDEN = Path(__file__).resolve().parent / "golden" / "bundle-v1.csobundle"
# A key made for this test and used for nothing else.
AGE_KEY = "AGE-SECRET-KEY-1YJ6US96T3T3SZEW0U9EJ5D2GXVL7KJYCUQT6DMV82TD8AAUFTHKSMDTKSF"
RECORDS = ("0197000000007aaa8aaaaaaaaaaaaaa1", "0197000000017bbb8bbbbbbbbbbbbbb2")
CHANGES = (
    # number, step, clock (milliseconds, counter), record, field, value, superseded, further ones, salt
    (1, 1, (1_700_000_000_000, 0), 0, "note.title", "អង្គការ", None, (), b"a" * 12),
    (2, 1, (1_700_000_000_000, 0), 0, "note.scope", "network", None, (), b"a" * 12),
    (3, 1, (1_700_000_000_000, 0), 1, "note.size", 42, None, (), b"b" * 12),
    (4, 1, (1_700_000_000_000, 0), 1, "note.scope", "network", None, (), b"b" * 12),
    (5, 2, (1_700_000_060_000, 3), 0, "note.title", "Second", 1, (), b"c" * 12),
    (6, 2, (1_700_000_060_000, 4), 1, "note.size", None, 3, (), b"d" * 12),
    (7, 2, (1_700_000_060_001, 0), 1, "note.deleted", 1, None, (4, 6), b"e" * 12),
    (8, 2, (1_700_000_060_002, 0), 0, "future.field", "kept and passed on", None, (), b"f" * 12),
)
STEPS = (
    (
        1,
        "01970000000070008000000000000001",
        "import",
        "Import {count}",
        '{"count":2}',
        "សុខ",
        1_700_000_000_000,
    ),
    (2, "01970000ea6070008000000000000002", "edit", "Edit", "{}", "សុខ", 1_700_000_060_000),
)


def write_golden(folder: Path) -> Path:
    store = open_hub(folder, "02", name="golden", age=AGE_KEY)
    with store.writing() as connection:
        run = connection.exec_driver_sql
        run("INSERT INTO stream VALUES (1, ?, 'network', ?)", (store.replica, store.replica))
        names = list(dict.fromkeys(change[4] for change in CHANGES))
        run("INSERT INTO name(no, name) VALUES (?, ?)", list(enumerate(names, 1)))
        run("INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?, '')", list(STEPS))
        for seq, step, (ms, low), record, name, value, prev, also, salt in CHANGES:
            run(
                "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    1 << 40 | seq, step, ms << 16 | low, RECORDS[record], names.index(name) + 1, value,
                    prev and 1 << 40 | prev, salt,
                ),
            )  # fmt: skip
            for other in also:
                run("INSERT INTO parent VALUES (?, ?)", (1 << 40 | seq, 1 << 40 | other))
    chance = Chance("00112233445566778899aabbccddeeff", 1_700_000_100_000)
    made = make_bundle(store, "00", folder / "golden.csobundle", allow_plain=True, chance=chance)
    store.close()
    return made.path


def test_the_same_journal_gives_the_same_bytes(tmp_path):
    assert write_golden(tmp_path).read_bytes() == GOLDEN.read_bytes()


def test_a_bundle_of_version_1_is_read(tmp_path):
    nation = open_hub(tmp_path, "00")
    checked = check_bundle(nation, GOLDEN)
    assert (checked.changes, checked.new_changes, checked.from_hub) == (8, 8, "02")
    assert checked.problems == ()
    assert receive_bundle(nation, GOLDEN).records == 2
    with nation.reading() as reading:
        (note,) = reading.all(Note)
        assert (note.title, note.scope, note.size) == ("Second", "network", None)
    nation.close()


def test_what_this_version_does_not_know_is_passed_on(tmp_path):
    nation, other = open_hub(tmp_path, "00"), open_hub(tmp_path, "03")
    receive_bundle(nation, GOLDEN)
    made = make_bundle(nation, "03", allow_plain=True)
    receive_bundle(other, made.path)
    assert changes_of(other) == changes_of(nation)
    assert any(change[2] == "future.field" for change in changes_of(other).values())
    nation.close()
    other.close()


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        GOLDEN.write_bytes(write_golden(Path(folder)).read_bytes())
    sys.exit(0)
