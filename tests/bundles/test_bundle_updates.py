"""A new version of the program travels with bundles of the national hub; it is offered, never installed."""

from pathlib import Path

import msgspec
import pytest
from bundle_hubs import approved, exchange

from cso_desk.bundles.attachments import MAIL
from cso_desk.bundles.opening import open_bundle
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.program_update import (
    forget_offer,
    keep_offer,
    offered,
    offered_file,
    send_along,
    sent_along,
    stop_sending,
)
from cso_desk.bundles.receiving import check_bundle, receive_bundle
from cso_desk.errors import UserError
from cso_desk.store.blobs import Blobs


@pytest.fixture
def hubs(tmp_path: Path):
    with approved(tmp_path, "02", "03") as stores:
        yield stores


@pytest.fixture
def update(tmp_path: Path) -> Path:
    path = tmp_path / "new.csoupdate"
    path.write_bytes(b"a new version" * 500)
    return path


def test_a_hub_is_offered_what_the_nation_sends_along(hubs, update: Path, tmp_path: Path) -> None:
    nation, hub, _other = hubs
    send_along(nation, update)
    made = make_bundle(nation, "02")
    assert made.files == 1
    assert check_bundle(hub, made.path).can_receive
    done = receive_bundle(hub, made.path)
    assert done.update
    assert offered(hub) == sent_along(nation)
    assert offered_file(hub, tmp_path).read_bytes() == update.read_bytes()
    sha256 = offered(hub)
    forget_offer(hub)
    assert not offered(hub)
    assert not Blobs(hub.folder).has(sha256)


def test_mail_requests_and_what_comes_after_carry_none(hubs, update: Path) -> None:
    nation, hub, _other = hubs
    send_along(nation, update)
    assert make_bundle(nation, "02", profile=MAIL).files == 0
    assert make_bundle(nation, "02", kind="request").files == 0
    stop_sending(nation)
    made = make_bundle(nation, "02")
    assert made.files == 0
    assert not receive_bundle(hub, made.path).update
    assert offered(hub) == ""


def test_only_the_nation_sends_updates_and_hubs_pass_none_on(hubs, update: Path) -> None:
    nation, hub, other = hubs
    with pytest.raises(UserError):
        send_along(hub, update)
    send_along(nation, update)
    receive_bundle(hub, make_bundle(nation, "02").path)
    exchange(hub, other)
    assert offered(hub)
    assert not offered(other)


def test_what_another_hub_calls_an_update_is_not_offered(hubs, update: Path) -> None:
    nation, hub, _other = hubs
    send_along(nation, update)
    made = make_bundle(nation, "02")
    receive_bundle(hub, made.path)
    with hub.reading() as reading:
        manifest = open_bundle(reading.connection, made.path).manifest
    blobs = Blobs(hub.folder)
    with hub.writing(derived=True) as connection:
        assert keep_offer(connection, manifest, blobs)
        assert not keep_offer(connection, msgspec.structs.replace(manifest, from_hub="03"), blobs)
        assert not keep_offer(connection, msgspec.structs.replace(manifest, update="0" * 64), blobs)
