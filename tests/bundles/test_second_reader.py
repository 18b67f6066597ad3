"""What the format document says is enough to read a bundle, and says nothing false."""

import random

from bundle_hubs import Note, changes_of, exchange, open_hub
from second_reader import read
from test_bundle_golden import CHANGES, GOLDEN, RECORDS

from cso_desk.bundles.packing import make_bundle


def test_the_golden_bundle_is_read_by_the_document_alone():
    manifest, changes = read(GOLDEN.read_bytes())
    assert manifest["from_hub"] == "02"
    for change, (seq, _step, (ms, low), record, name, value, prev, also, salt) in zip(
        changes, CHANGES, strict=True
    ):
        told = (change["seq"], change["clock"], change["record"], change["name"], change["value"])
        assert told == (seq, ms << 16 | low, RECORDS[record], name, value)
        assert change["salt"] == salt
        assert (change["prev"] or [None])[-1] == prev
        assert tuple(seq for *_, seq in change["also"]) == also


def test_a_busy_journal_is_read_the_same_by_both(tmp_path):
    nation, province = open_hub(tmp_path, "00"), open_hub(tmp_path, "02")
    pick = random.Random(7)
    for store in (province, nation) * 3:
        with store.transaction("Add {count}", count=300) as t:
            notes = [t.add(Note(title=pick.choice("កខគ"), scope="network")).id for _ in range(300)]
        with store.transaction("Edit") as t:
            for note in pick.sample(notes, 200):
                t.change(Note, note, **pick.choice([{"size": pick.randint(0, 9)}, {"deleted": True}]))
        exchange(province, nation)
        exchange(nation, province, kind="full")
    made = make_bundle(province, "03", kind="full", allow_plain=True)
    manifest, changes = read(made.path.read_bytes())
    ours = changes_of(province)
    streams = [(s["replica"], s["scope"]) for s in manifest["streams"]]
    assert len(changes) == made.changes == len(ours) > 4096
    for change in changes:
        clock, record, name, value, prev, salt, also, uid, kind, label, details, actor, at, undoes = ours[
            (*streams[change["stream"]], change["seq"])
        ]
        assert change["step"] == [uid, kind, label, details, actor, at, undoes]
        assert (change["clock"], change["record"], change["name"]) == (clock, record, name)
        assert (change["value"], change["salt"]) == (value, salt)
        assert change["prev"] == (None if prev is None else list(prev))
        assert {tuple(other) for other in change["also"]} == also
    nation.close()
    province.close()
