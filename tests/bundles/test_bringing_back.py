"""What was set aside of a stolen computer is looked at by people, brought back in part, or left."""

import pytest
from bundle_hubs import Note, approved, open_hub

from cso_desk.bundles.bringing_back import aside_files, aside_records, bring_back, put_away
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.bundles.set_aside import files_set_aside
from cso_desk.errors import UserError
from cso_desk.journal.undo import undo
from cso_desk.trust.overview import network_state
from cso_desk.trust.registrar import revoke


@pytest.fixture
def cham(tmp_path):
    """Hub 03, which took in three notes of a stolen computer that the nation then revoked before them."""
    with approved(tmp_path, "03", "02") as (nation, cham, stolen):
        with stolen.transaction("Add") as t:
            held = t.add(Note(title="known", scope="network"))
        for reader, source in ((nation, stolen), (cham, nation)):
            receive_bundle(reader, make_bundle(source, reader.hub, kind="full").path)
        with stolen.transaction("Edit") as t:
            t.change(held, title="edited late")
            t.add(Note(title="added late", scope="network"))
        with stolen.transaction("Edit") as t:
            t.change(held, title="edited last")
        receive_bundle(cham, make_bundle(stolen, "03", kind="full").path)
        register(nation, lambda c: revoke(c, stolen.replica))
        receive_bundle(cham, make_bundle(nation, "03", kind="full").path)
        yield cham


def titles(store):
    with store.reading() as reading:
        return sorted(note.title for note in reading.all(Note))


def test_a_file_says_whose_work_it_is_and_record_by_record_what_was_written(cham):
    (file,) = aside_files(cham)
    assert (file.hub, file.problem) == ("02", "")
    assert file.changes >= 3
    by_title = {value.value: each for each in aside_records(cham, file.path) for value in each.values
                if value.field == "title"}  # fmt: skip
    assert set(by_title) == {"edited last", "added late"}
    assert (by_title["edited last"].here, by_title["added late"].here) == (True, False)
    (value,) = by_title["edited last"].values
    assert (value.field, value.now) == ("title", "known")


def test_what_is_brought_back_is_work_of_this_hub_and_undo_takes_it_back(cham):
    (file,) = aside_files(cham)
    assert titles(cham) == ["known"]
    records = aside_records(cham, file.path)
    assert bring_back(cham, file.path, {each.record for each in records}) == 2
    assert titles(cham) == ["added late", "edited last"]
    with cham.reading() as reading:
        assert {note.id for note in reading.all(Note)} == {each.record for each in records}
        assert {note.scope for note in reading.all(Note)} == {"network"}
    assert not any(each.values for each in aside_records(cham, file.path))
    with pytest.raises(UserError, match="Nothing of this differs"):
        bring_back(cham, file.path, {each.record for each in records})
    undo(cham)
    assert titles(cham) == ["known"]


def test_only_what_was_chosen_comes_back_and_reaches_others(cham, tmp_path):
    (file,) = aside_files(cham)
    new = next(each.record for each in aside_records(cham, file.path) if not each.here)
    bring_back(cham, file.path, {new})
    assert titles(cham) == ["added late", "known"]
    other = open_hub(tmp_path, "05")
    receive_bundle(other, make_bundle(cham, "05", kind="full", allow_plain=True).path,
                   accept=network_state(cham).root)  # fmt: skip
    assert titles(other) == ["added late", "known"]
    other.close()


def test_a_file_that_was_dealt_with_is_kept_and_offered_no_more(cham):
    (file,) = aside_files(cham)
    kept = put_away(file.path)
    assert kept.exists()
    assert files_set_aside(cham.folder) == []
    assert aside_records(cham, kept)


def test_a_file_that_cannot_be_read_says_why(cham):
    (file,) = aside_files(cham)
    file.path.write_bytes(file.path.read_bytes()[:100])
    (torn,) = aside_files(cham)
    assert torn.problem
    assert torn.changes == 0
