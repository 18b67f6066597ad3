"""Many bundles from one stick: looked at together, taken in one after another, answered in one go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_hubs import NOTE, Note, introduce, open_hub

from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.many import bundles_in, look_at, take_in_all, write_answers
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import CancelledError
from cso_desk.journal.decisions import decisions
from cso_desk.journal.identity import become_another
from cso_desk.journal.reviews import conflicts, resolve
from cso_desk.journal.trashed import trashed
from cso_desk.journal.undo import undo
from cso_desk.store.backups import BACKUPS
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[tuple[Store, Store, Store]]:
    """The nation and two hubs that know each other; each hub has written one shared note."""
    made = tuple(open_hub(tmp_path, hub) for hub in ("00", "02", "17"))
    introduce(*made)
    for store in made[1:]:
        with store.transaction("Add") as t:
            t.add(Note(title=f"note of {store.hub}", scope="network"))
    yield made  # type: ignore[misc]
    for store in made:
        store.close()


@pytest.fixture
def stick(tmp_path: Path, hubs: tuple[Store, Store, Store]) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    for store in hubs[1:]:
        make_bundle(store, "00", folder=folder)
    return folder


def notes(store: Store) -> set[str]:
    with store.reading() as reading:
        return {note.title for note in reading.all(Note)}


def test_every_file_of_a_stick_is_taken_in_after_one_backup(hubs: tuple[Store, ...], stick: Path) -> None:
    nation = hubs[0]
    (stick / "readme.txt").write_text("not ours")
    (stick / "broken.csobundle").write_bytes(b"nothing")
    found = look_at(nation, bundles_in(stick))
    assert [bool(each.checked) for each in found] == [True, True, False]
    assert found[-1].problem
    done = take_in_all(nation, found)
    assert [each.received is not None for each in done] == [True, True, False]
    assert notes(nation) == {"note of 02", "note of 17"}
    assert len(list((nation.folder / BACKUPS).iterdir())) == 1


def test_an_earlier_bundle_beside_a_later_one_closes_the_gap(hubs: tuple[Store, ...], stick: Path) -> None:
    nation, hub, _other = hubs
    with hub.transaction("Add") as t:
        t.add(Note(title="later", scope="network"))
    make_bundle(hub, "00", folder=stick)
    done = take_in_all(nation, look_at(nation, reversed(bundles_in(stick))))
    assert all(each.received for each in done)
    assert "later" in notes(nation)


def test_cancel_keeps_what_was_taken_in_and_leaves_the_rest(hubs: tuple[Store, ...], stick: Path) -> None:
    nation = hubs[0]
    found = look_at(nation, bundles_in(stick))

    def stop(done: int, total: int) -> None:
        if notes(nation):
            raise CancelledError("stop")

    done = take_in_all(nation, found, progress=stop)
    assert [each.received is not None for each in done] == [True, False]
    assert len(notes(nation)) == 1


def test_a_device_that_nobody_compared_is_left_alone(tmp_path: Path) -> None:
    nation, stranger = open_hub(tmp_path, "00"), open_hub(tmp_path, "05")
    with stranger.transaction("Add") as t:
        t.add(Note(title="first met", scope="network"))
    path = make_bundle(stranger, "00", allow_plain=True).path
    found = look_at(nation, [path])
    assert [device.hub for device in found[0].unmet] == ["05"]
    assert take_in_all(nation, found)[0].received is None
    done = take_in_all(nation, found, [found[0].unmet[0].fingerprint])
    assert done[0].received is not None
    assert notes(nation) == {"first met"}
    nation.close()
    stranger.close()


def test_every_hub_gets_one_answer_on_the_stick_that_proves_its_file(
    hubs: tuple[Store, ...], stick: Path
) -> None:
    nation, *others = hubs
    done = take_in_all(nation, look_at(nation, bundles_in(stick)))
    hubs_here = {each.received.from_hub for each in done if each.received}
    told: list[int] = []
    answers = write_answers(nation, dict.fromkeys(hubs_here, stick), lambda done, _all: told.append(done))
    assert len(answers) == 2
    assert told == sorted(told)
    assert all(each.made and each.made.encrypted and each.made.path.parent == stick for each in answers)
    assert all(not each.problem for each in answers)
    for store in others:
        mine = [each for each in look_at(store, bundles_in(stick)) if each.checked and not each.problem]
        take_in_all(store, mine)
        assert notes(store) == {"note of 02", "note of 17"}
        assert [
            line.status for line in bundles_of(store) if line.kind == "delta" and line.direction == "out"
        ] == ["proved"]


def test_a_bundle_tells_who_made_its_changes_and_how_many_records(
    hubs: tuple[Store, ...], stick: Path
) -> None:
    nation = hubs[0]
    take_in_all(nation, look_at(nation, bundles_in(stick)))
    lines = [line for line in bundles_of(nation) if line.kind == "delta"]
    assert {(line.hub, line.by, line.records) for line in lines} == {("02", "hub 02", 1), ("17", "hub 17", 1)}


def test_a_decision_tells_both_opinions_until_it_is_taken_back(hubs: tuple[Store, ...], stick: Path) -> None:
    nation, hub, _other = hubs
    take_in_all(nation, look_at(nation, bundles_in(stick)))
    with nation.reading() as reading:
        note = next(note for note in reading.all(Note) if note.title == "note of 02")
    for store, title in ((nation, "one"), (hub, "two")):
        with store.transaction("Change") as t:
            t.change(Note, note.id, title=title)
    take_in_all(nation, look_at(nation, [make_bundle(hub, "00", folder=stick).path]))
    with nation.reading() as reading:
        (waiting,) = conflicts(reading.connection, nation.shelves)
    resolve(nation, [(waiting, "three")])
    with nation.reading() as reading:
        (decided,) = decisions(reading.connection)
    assert {(side.hub, side.value) for side in decided.sides} == {("00", "one"), ("02", "two")}
    assert (decided.value, decided.hub, decided.actor) == ("three", "00", "hub 00")
    undo(nation)
    with nation.reading() as reading:
        assert decisions(reading.connection) == []


def test_the_trash_says_who_put_something_there(hubs: tuple[Store, ...]) -> None:
    hub = hubs[1]
    with hub.reading() as reading:
        note = reading.all(Note)[0]
    with hub.transaction("Put away") as t:
        t.trash(note)
    with hub.reading() as reading:
        (line,) = trashed(reading)
    assert (line.kind, line.record.id, line.actor, line.hub) == (NOTE, note.id, "hub 02", "02")
    with hub.transaction("Restore") as t:
        t.restore(note)
    with hub.reading() as reading:
        assert trashed(reading) == []


def test_one_stick_that_is_gone_does_not_hold_up_the_others(
    hubs: tuple[Store, ...], stick: Path, tmp_path: Path
) -> None:
    nation = hubs[0]
    take_in_all(nation, look_at(nation, bundles_in(stick)))
    gone = tmp_path / "a file"
    gone.write_text("in the way")
    answers = {each.hub: each for each in write_answers(nation, {"02": gone / "stick", "17": stick})}
    assert answers["02"].problem
    assert answers["17"].made is not None


def test_an_earlier_self_of_a_compared_device_needs_no_comparing_of_its_own(tmp_path: Path) -> None:
    nation, hub = open_hub(tmp_path, "00"), open_hub(tmp_path, "05")
    with hub.transaction("Add") as t:
        t.add(Note(title="of the first self", scope="network"))
    with hub.writing() as connection:
        now = become_another(connection)
    hub.become(now)
    with hub.transaction("Add") as t:
        t.add(Note(title="of the second self", scope="network"))
    for known in (False, True):
        reader = nation if not known else open_hub(tmp_path, "12")
        if known:
            # Another computer of that hub was met first, so both selves are strangers that somebody accepts.
            other = open_hub(tmp_path, "05", "another computer")
            receive_bundle(reader, make_bundle(other, "", kind="hello").path)
            other.close()
        found = look_at(reader, [make_bundle(hub, reader.hub, allow_plain=True).path])
        (unmet,) = found[0].unmet
        assert unmet.fingerprint == own_fingerprint(hub)
        assert take_in_all(reader, found, [unmet.fingerprint])[0].received is not None
        assert notes(reader) == {"of the first self", "of the second self"}
        reader.close()
    hub.close()
