"""What a revoked computer wrote beyond its cut is set aside and withdrawn, whatever came first."""

import pytest
from bundle_hubs import Note, approved, changes_of, key_of, snapshot
from lives import check_against_model
from pyrage import x25519

from cso_desk.bundles.histories import told_of_cuts, what_was_set_aside
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.bundles.registry import register
from cso_desk.bundles.set_aside import files_set_aside, lines_set_aside
from cso_desk.journal.reviews import conflicts
from cso_desk.trust.certificates import make_certificate
from cso_desk.trust.devices import keep_device
from cso_desk.trust.keeping import Limits
from cso_desk.trust.registrar import revoke

AGE = str(x25519.Identity.generate().to_public())


@pytest.fixture
def network(tmp_path):
    """The nation, hub 03, and hub 02 whose computer will be stolen; all know each other and one record."""
    with approved(tmp_path, "03", "02") as (nation, cham, stolen):
        with stolen.transaction("Add") as t:
            t.add(Note(title="good", scope="network"))
        bring(stolen, nation)
        bring(nation, cham)
        yield nation, cham, stolen


def bring(source, reader):
    return receive_bundle(reader, make_bundle(source, reader.hub, kind="full").path, backup=False)


def edit(store, title):
    with store.reading() as reading:
        (note,) = reading.all(Note)
    with store.transaction("Edit") as t:
        t.change(note, title=title)


def title(store):
    with store.reading() as reading:
        return [note.title for note in reading.all(Note)]


def end(nation, stolen):
    register(nation, lambda c: revoke(c, stolen.replica))


@pytest.mark.parametrize("first", ["the false edit", "the directory"])
def test_whichever_comes_first_what_lies_beyond_the_cut_is_gone(network, first):
    nation, cham, stolen = network
    edit(stolen, "false")
    stick = make_bundle(stolen, "03", kind="full").path
    if first == "the false edit":
        receive_bundle(cham, stick)
        assert title(cham) == ["false"]
    end(nation, stolen)
    received = bring(nation, cham)
    if first == "the false edit":
        (cut_off,) = received.cut_off
        assert (cut_off.changes, len(cut_off.records), cut_off.hub) == (1, 1, "02")
        assert "1 change in 1 records" in told_of_cuts([cut_off])[0]
        assert cut_off.file.name in what_was_set_aside(cham.folder)
    assert title(cham) == ["good"]
    assert changes_of(cham) == changes_of(nation)
    check_against_model(cham)
    before = snapshot(cham)["change"]
    bring(nation, cham)
    assert snapshot(cham)["change"] == before


def test_what_was_set_aside_can_be_read_again(network):
    nation, cham, stolen = network
    edit(stolen, "false")
    bring(stolen, cham)
    end(nation, stolen)
    bring(nation, cham)
    (file,) = files_set_aside(cham.folder)
    (line,) = lines_set_aside(cham, file)
    assert (line.kind, line.field, line.value, line.actor) == ("note", "title", "false", "hub 02")


def test_an_edit_of_somebody_else_over_a_withdrawn_one_stays_and_is_asked_about(network):
    nation, cham, stolen = network
    edit(stolen, "false")
    bring(stolen, cham)
    edit(cham, "corrected")
    end(nation, stolen)
    bring(nation, cham)
    bring(cham, nation)
    for store in (nation, cham):
        assert title(store) == ["corrected"]
        check_against_model(store)
        with store.reading() as reading:
            (waiting,) = conflicts(reading.connection, store.shelves)
        assert {side.value for side in waiting.sides} == {"good", "corrected"}


def test_a_bundle_of_which_a_part_was_withdrawn_can_still_be_taken_back(network):
    nation, cham, stolen = network
    edit(stolen, "false")
    bring(stolen, cham)
    end(nation, stolen)
    bring(nation, cham)
    while lines := [line for line in bundles_of(cham) if line.can_undo]:
        undo_receive(cham, lines[0].uid)
        check_against_model(cham)
    assert changes_of(cham) == {}


def test_later_changes_of_a_revoked_computer_are_left_in_a_relayed_file(network):
    nation, cham, stolen = network
    edit(stolen, "false")
    bring(stolen, cham)
    relayed = make_bundle(cham, "00", kind="full").path
    end(nation, stolen)
    received = receive_bundle(nation, relayed)
    assert (received.changes, title(nation)) == (0, ["good"])


def test_an_edit_of_what_only_the_stolen_computer_told_is_taken_in_all_the_same(network):
    """The nation never saw that the record was shared: the telling lies beyond the cut."""
    nation, cham, stolen = network
    with stolen.transaction("Add") as t:
        note = t.add(Note(title="of 02")).id
    bring(stolen, nation)
    with stolen.transaction("Share") as t:
        t.change(Note, note, scope="network")
    bring(stolen, cham)
    with cham.transaction("Edit") as t:
        t.change(Note, note, body="read")
    end(nation, stolen)
    bring(cham, nation)
    with nation.reading() as reading:
        assert reading.get(Note, note).body == "read"
    check_against_model(nation)


def test_only_what_a_registrar_decided_lets_others_speak_of_records_never_told_to_them(network):
    """Anybody can bring the certificate of an invented computer of another hub."""
    nation, _cham, stolen = network
    invented = make_certificate(key_of("invented"), AGE, "03", "invented")
    with nation.writing() as connection:
        keep_device(connection, invented, stolen.replica)
        assert Limits(connection).unheard == set()
    end(nation, stolen)
    with nation.reading() as reading:
        assert Limits(reading.connection).unheard == {"02"}
