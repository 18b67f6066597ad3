"""Files that are cut, damaged, foreign, repeated or from the future: a sentence, and nothing is changed."""

import hypothesis.strategies as st
import pytest
from bundle_hubs import Note, exchange, introduce, one_file, open_hub, snapshot
from forging import altered, with_raw_manifest
from hypothesis import given, settings
from replicas import state

from cso_desk.bundles.envelope import MAGIC
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle, undo_receive
from cso_desk.errors import CancelledError, DamagedFileError, UserError
from cso_desk.journal.history import step_line
from cso_desk.wording import use_language


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.fixture
def hubs(tmp_path):
    stores = [open_hub(tmp_path, hub) for hub in ("00", "02", "03")]
    introduce(*stores)
    yield stores
    for store in stores:
        store.close()


def add(store, *titles, scope="") -> list[str]:
    with store.transaction("Add") as t:
        return [t.add(Note(title=title, scope=scope)).id for title in titles]


def titles(store) -> list[str]:
    with store.reading() as reading:
        return sorted(note.title for note in reading.all(Note))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A nation that knows a province, and the province's file."""
    folder = tmp_path_factory.mktemp("whole")
    use_language("en")
    nation, province = open_hub(folder, "00"), open_hub(folder, "02")
    introduce(nation, province)
    add(province, "ក", "two", "three")
    path = one_file(province, "00")
    plain = make_bundle(province, "00", folder / "plain.csobundle").path
    yield nation, path.read_bytes(), folder / "hurt.csobundle", snapshot(nation)
    assert plain.exists()
    nation.close()
    province.close()


@settings(max_examples=60)
@given(data=st.data())
def test_a_file_cut_anywhere_is_called_incomplete(whole, data):
    nation, good, path, before = whole
    path.write_bytes(good[: data.draw(st.integers(1, len(good) - 1))])
    with pytest.raises(DamagedFileError, match="incomplete"):
        receive_bundle(nation, path)
    with pytest.raises(DamagedFileError, match="incomplete"):
        check_bundle(nation, path)
    assert snapshot(nation) == before


@settings(max_examples=60)
@given(data=st.data())
def test_a_byte_changed_anywhere_is_refused(whole, data):
    nation, good, path, before = whole
    at = data.draw(st.integers(0, len(good) - 1))
    hurt = bytearray(good)
    hurt[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(hurt)
    with pytest.raises(UserError):
        receive_bundle(nation, path)
    assert snapshot(nation) == before


def test_a_stick_that_kept_the_length_but_not_the_data_is_called_incomplete(whole):
    nation, good, path, _before = whole
    path.write_bytes(good[: len(good) // 2] + bytes(len(good) - len(good) // 2))
    with pytest.raises(DamagedFileError, match="incomplete"):
        receive_bundle(nation, path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"SQLite format 3\0" + bytes(100)])
def test_another_file_is_no_bundle(whole, content):
    nation, _good, path, _before = whole
    path.write_bytes(content)
    with pytest.raises(DamagedFileError, match="not a bundle"):
        receive_bundle(nation, path)


def test_a_file_that_is_not_there_is_a_sentence(whole, tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        check_bundle(whole[0], tmp_path / "none.csobundle")


def test_a_bundle_for_somebody_else_is_refused(hubs):
    nation, battambang, _cham = hubs
    add(battambang, "a", scope="network")
    with pytest.raises(UserError, match="somebody else"):
        receive_bundle(nation, one_file(battambang, "03"))
    with pytest.raises(UserError, match="somebody else"):
        receive_bundle(battambang, one_file(battambang, "03"))
    assert titles(nation) == []


def test_an_open_bundle_for_somebody_else_is_refused_too(tmp_path):
    nation, battambang = open_hub(tmp_path, "00"), open_hub(tmp_path, "02")
    add(battambang, "a", scope="network")
    path = one_file(battambang, "03")
    with pytest.raises(UserError, match="for Kampong Cham"):
        receive_bundle(nation, path)
    with pytest.raises(UserError, match="made on this computer"):
        receive_bundle(battambang, path)
    nation.close()
    battambang.close()


def test_an_unknown_hub_gets_no_open_bundle_unless_allowed(tmp_path):
    store = open_hub(tmp_path, "02")
    with pytest.raises(UserError, match="No computer of the national hub is known"):
        make_bundle(store, "00")
    made = make_bundle(store, "00", allow_plain=True)
    assert not made.encrypted
    assert made.why_plain
    store.close()


def test_nothing_of_an_encrypted_bundle_can_be_read(hubs):
    _nation, battambang, _cham = hubs
    add(battambang, "a name nobody may read")
    data = one_file(battambang, "00").read_bytes()
    assert data.startswith(MAGIC)
    for word in (b"a name nobody", b"note.title", b"hub/02", b"Add"):
        assert word not in data


def test_a_bundle_of_a_newer_version_is_kept_out_with_a_sentence(tmp_path):
    nation, battambang = open_hub(tmp_path, "00"), open_hub(tmp_path, "02")
    add(battambang, "a")
    newer = altered(one_file(battambang, "00"), battambang, min_reader=3, format=3)
    with pytest.raises(UserError, match="newer version"):
        receive_bundle(nation, newer)
    nation.close()
    battambang.close()


def test_keys_that_a_newer_version_added_are_ignored(tmp_path):
    nation, battambang = open_hub(tmp_path, "00"), open_hub(tmp_path, "02")
    add(battambang, "a")
    path = with_raw_manifest(
        one_file(battambang, "00"), battambang, lambda text: b'{"attachments":[{"x":1}],' + text[1:]
    )
    assert receive_bundle(nation, path).records == 1
    nation.close()
    battambang.close()


def test_taking_in_twice_changes_nothing(hubs):
    nation, battambang, _cham = hubs
    add(battambang, "a", "b")
    path = one_file(battambang, "00")
    assert receive_bundle(nation, path).records == 2
    before = snapshot(nation)
    again = receive_bundle(nation, path)
    assert (again.changes, again.records) == (0, 0)
    assert snapshot(nation) == before


def test_a_gap_is_refused_and_named_and_a_request_heals_it(hubs):
    nation, battambang, _cham = hubs
    add(battambang, "a")
    exchange(battambang, nation)
    receive_bundle(battambang, make_bundle(nation, "02", kind="receipt").path)
    add(battambang, "b")
    second = one_file(battambang, "00")
    undo_receive(nation, next(line.uid for line in bundles_of(nation) if line.can_undo))
    before = state(nation)
    with pytest.raises(UserError, match=r"changes 1 to 3 of Battambang.*request file"):
        receive_bundle(nation, second)
    assert not check_bundle(nation, second).can_receive
    assert state(nation) == before
    receive_bundle(battambang, make_bundle(nation, "02", kind="request").path)
    exchange(battambang, nation)
    assert titles(nation) == ["a", "b"]


def test_a_bundle_carries_only_what_the_other_is_not_proved_to_hold(hubs):
    nation, battambang, _cham = hubs
    add(battambang, "a")
    first = make_bundle(battambang, "00")
    again = make_bundle(battambang, "00")
    assert first.changes == again.changes > 0
    receive_bundle(nation, first.path, receipt=nation.folder)
    (receipt,) = nation.folder.glob("*receipt*.csobundle")
    receive_bundle(battambang, receipt)
    assert make_bundle(battambang, "00").changes == 0
    assert next(b.status for b in bundles_of(battambang) if b.uid == first.uid) == "proved"
    assert make_bundle(battambang, "00", kind="full").changes == first.changes


def test_scopes_decide_who_gets_what(hubs):
    nation, battambang, cham = hubs
    add(battambang, "for all", scope="network")
    add(battambang, "for the hub")
    add(battambang, "ours alone", scope="private/02")
    add(nation, "nation's own")
    exchange(battambang, nation)
    exchange(nation, cham)
    exchange(battambang, cham)
    assert titles(nation) == ["for all", "for the hub", "nation's own"]
    assert titles(cham) == ["for all"]


def test_taking_back_removes_exactly_what_came(hubs):
    nation, battambang, cham = hubs
    (note,) = add(cham, "a", scope="network")
    exchange(cham, nation)
    exchange(nation, battambang)
    with battambang.transaction("Edit") as t:
        t.change(Note, note, title="b")
    before = state(nation)
    received = exchange(battambang, nation)
    with nation.transaction("Edit") as t:
        t.change(Note, note, body="ours")
    assert undo_receive(nation, received.uid) == received.changes
    with nation.reading() as reading:
        kept = reading.get(Note, note)
    assert (kept.title, kept.body) == ("a", "ours")
    assert {h for h in before["heads"] if h[1] != "note.body"} <= state(nation)["heads"]
    with pytest.raises(UserError, match="already"):
        undo_receive(nation, received.uid)
    with pytest.raises(UserError, match="not taken in"):
        undo_receive(nation, "0" * 32)
    exchange(battambang, nation)
    assert titles(nation) == ["b"]


def test_an_earlier_bundle_is_taken_back_only_after_the_later_one(hubs):
    nation, battambang, _cham = hubs
    add(battambang, "a")
    first = exchange(battambang, nation)
    add(battambang, "b")
    second = exchange(battambang, nation)
    with pytest.raises(UserError, match="later bundle"):
        undo_receive(nation, first.uid)
    undo_receive(nation, second.uid)
    undo_receive(nation, first.uid)
    assert titles(nation) == []


def test_a_long_action_can_be_stopped_and_changes_nothing(hubs):
    nation, battambang, _cham = hubs
    add(battambang, "a")
    path = one_file(battambang, "00")
    before = snapshot(nation)

    def stop(_done, _all):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        receive_bundle(nation, path, progress=stop)
    assert snapshot(nation) == before


def test_names_given_by_the_program_are_never_given_twice(hubs, tmp_path):
    _nation, battambang, _cham = hubs
    paths = {make_bundle(battambang, "00", folder=tmp_path / "stick").path for _ in range(3)}
    assert len(paths) == 3
    assert all(p.name.startswith("KH02-battambang_to_00_") and p.suffix == ".csobundle" for p in paths)
    assert not list((tmp_path / "stick").glob("*.part"))


def test_a_file_that_is_no_bundle_is_not_overwritten(hubs, tmp_path):
    _nation, battambang, _cham = hubs
    report = tmp_path / "report.pdf"
    report.write_text("precious")
    with pytest.raises(UserError, match="Choose another name"):
        make_bundle(battambang, "00", report)
    assert report.read_text() == "precious"


def test_what_somebody_pastes_never_keeps_a_bundle_from_going(hubs):
    nation, battambang, _cham = hubs
    with battambang.transaction("Add", file="\u202elist.xlsx") as t:
        t.add(Note(title="a\u2067b\0c"))
    exchange(battambang, nation)
    assert titles(nation) == titles(battambang) == ["abc"]
    with pytest.raises(UserError, match="too big"), battambang.transaction("Add") as t:
        t.add(Note(size=1 << 60))
    with pytest.raises(UserError, match="too long"), battambang.transaction("Add") as t:
        t.add(Note(body="x" * (1 << 21)))


def test_taking_back_a_bundle_is_told_in_the_language_of_the_window(hubs):
    nation, battambang, _cham = hubs
    add(battambang, "a")
    undo_receive(nation, exchange(battambang, nation).uid)
    with nation.reading() as reading:
        newest = reading.connection.exec_driver_sql("SELECT uid FROM step ORDER BY no DESC").scalar()
        line = step_line(reading.connection, newest)
    assert line.text == "Undo: Take in a bundle from BTB"
    use_language("km")
    assert "Take in" not in line.text
