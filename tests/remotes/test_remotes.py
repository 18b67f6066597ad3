"""Hubs exchange through folders, WebDAV and SFTP servers that stand on this computer for the test."""

import contextlib
import threading

import paramiko
import pytest
from servers import SECRET, USER, sftp_server, webdav_server

from cso_desk.errors import CancelledError, UserError
from cso_desk.remotes.address import Address, read_address
from cso_desk.remotes.connecting import UnknownServerError, reached
from cso_desk.remotes.keeping import Remote
from cso_desk.remotes.moving import Waiting, fetch, put, waiting
from cso_desk.wording import use_language

KEY = paramiko.ECDSAKey.generate()


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


@contextlib.contextmanager
def remote_of(kind, folder):
    if kind == "folder":
        yield Remote(str(folder))
    elif kind == "webdav":
        with webdav_server(folder) as address:
            yield Remote(address, USER, SECRET)
    else:
        with sftp_server(folder, KEY) as address:
            yield Remote(address, USER, SECRET)


@pytest.fixture(params=["folder", "webdav", "sftp"])
def shared(request, shelf):
    with remote_of(request.param, shelf) as remote, reached(remote) as found:
        yield found


def nothing(_done, _total):
    pass


def file_of(tmp_path, data, name="KH02-battambang_to_00_2026-11-22_0001.csobundle"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_what_one_hub_leaves_the_other_fetches(shared, shelf, tmp_path):
    sent = bytes(range(256)) * 20_000
    ticks = []
    name = put(shared, file_of(tmp_path, sent), "00", lambda done, total: ticks.append((done, total)))
    assert [each.name for each in (shelf / "00").iterdir()] == [name]
    assert ticks[-1] == (len(sent), len(sent))
    assert len(ticks) > 2
    (one,) = waiting(shared, "00")
    assert (one.folder, one.name, one.size) == ("00", name, len(sent))
    assert fetch(shared, one, tmp_path / "inbox", nothing).read_bytes() == sent
    assert waiting(shared, "03") == []


def test_another_file_of_the_same_name_is_never_written_over(shared, shelf, tmp_path):
    first = put(shared, file_of(tmp_path, b"one"), "00", nothing)
    second = put(shared, file_of(tmp_path, b"two"), "00", nothing)
    assert put(shared, file_of(tmp_path, b"two"), "00", nothing) == second
    assert first != second
    assert sorted(each.read_bytes() for each in (shelf / "00").iterdir()) == [b"one", b"two"]


def test_a_cancelled_copy_leaves_nothing(shared, shelf, tmp_path):
    def stop(done, _total):
        if done > 1 << 20:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        put(shared, file_of(tmp_path, b"x" * (5 << 20)), "00", stop)
    assert waiting(shared, "00") == []
    assert not [each for each in (shelf / "00").iterdir() if each.suffix == ".csobundle"]


def test_a_copy_that_broke_off_goes_on_where_it_stopped(shared, tmp_path):
    data = bytes(range(256)) * 16_000
    put(shared, file_of(tmp_path, data), "00", nothing)
    (one,) = waiting(shared, "00")
    inbox = tmp_path / "inbox"

    def stop(done, _total):
        if done >= 1 << 20:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        fetch(shared, one, inbox, stop)
    (part,) = inbox.iterdir()
    assert part.stat().st_size == 1 << 20
    seen = []
    path = fetch(shared, one, inbox, lambda done, _total: seen.append(done))
    assert path.read_bytes() == data
    assert seen[0] > 1 << 20
    assert list(inbox.iterdir()) == [path]


def test_strange_names_and_half_files_are_passed_over(shared, shelf, tmp_path):
    (shelf / "00").mkdir()
    good = "KH02_to_00_2026-11-22_0001.csobundle"
    for name in (good, "half.csobundle.part", "-rf.csobundle", "notes.txt", "a b.csobundle", "ក.csobundle"):
        (shelf / "00" / name).write_bytes(b"data")
    (shelf / "00" / "empty.csobundle").touch()
    (shelf / "00" / "folder.csobundle").mkdir()
    (shelf / "all").mkdir()
    (shelf / "all" / "KH03_hello_to_all_2026-11-22_0001.csobundle").write_bytes(b"hello")
    found = [(one.folder, one.name) for one in waiting(shared, "00")]
    assert found == [("00", good), ("all", "KH03_hello_to_all_2026-11-22_0001.csobundle")]


def test_a_file_that_vanished_is_told(shared, tmp_path):
    with pytest.raises(FileNotFoundError):
        fetch(shared, Waiting("00", "gone.csobundle", 9), tmp_path / "inbox", nothing)


@pytest.mark.parametrize("kind", ["webdav", "sftp"])
def test_a_wrong_password_is_told(kind, shelf):
    with remote_of(kind, shelf) as remote:
        wrong = Remote(remote.address, USER, "wrong")
        with pytest.raises(UserError, match="does not accept this user and password"), reached(wrong):
            pass


@pytest.mark.parametrize("kind", ["webdav", "sftp"])
def test_a_folder_that_is_not_on_the_server_is_told(kind, shelf):
    with remote_of(kind, shelf) as remote:
        wrong = Remote(f"{remote.address}nowhere", USER, SECRET)
        with pytest.raises(UserError, match="no such folder"), reached(wrong):
            pass


def test_a_share_that_is_not_mounted_is_not_made(tmp_path):
    gone = tmp_path / "share"
    with pytest.raises(UserError, match="is not there"), reached(Remote(str(gone))):
        pass
    assert not gone.exists()


@pytest.mark.parametrize("scheme", ["http", "sftp"])
def test_a_server_that_is_off_is_told(scheme):
    with pytest.raises(UserError, match="cannot be reached now"), reached(Remote(f"{scheme}://127.0.0.1:1/")):
        pass


def test_a_server_with_another_key_gets_no_password(shelf):
    with sftp_server(shelf, KEY) as address, reached(Remote(address, USER, SECRET)) as shared:
        met = shared.host_key
    assert met.startswith("SHA256:")
    asked = threading.Event()

    with sftp_server(shelf, paramiko.ECDSAKey.generate()) as address:
        known = Remote(address, USER, SECRET, met)
        with pytest.raises(UnknownServerError, match="another key"), reached(known):
            asked.set()
    assert not asked.is_set()
    with sftp_server(shelf, KEY) as address, reached(Remote(address, USER, SECRET, met)) as shared:
        assert shared.host_key == met


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("/mnt/share/cso", Address("folder", "/mnt/share/cso")),
        ("D:\\Nextcloud\\cso", Address("folder", "D:\\Nextcloud\\cso")),
        ("file:///D:/cso%20desk", Address("folder", "D:/cso desk")),
        ("file:///srv/cso", Address("folder", "/srv/cso")),
        ("file://nas/cso", Address("folder", "//nas/cso")),
        ("\\\\nas\\cso", Address("folder", "\\\\nas\\cso")),
        (
            "https://cloud.example.org/remote.php/dav/files/hub/cso",
            Address("webdav", "", "https://cloud.example.org/remote.php/dav/files/hub/cso"),
        ),
        ("davs://cloud.example.org:444/x", Address("webdav", "", "https://cloud.example.org:444/x")),
        ("http://127.0.0.1:80/x", Address("webdav", "", "http://127.0.0.1:80/x")),
        (
            "sftp://hub%40cso@host:2222/srv/x",
            Address("sftp", "/srv/x", host="host", port=2222, user="hub@cso"),
        ),
        ("sftp://host", Address("sftp", ".", host="host")),
        ("s3://bucket/some/where/", Address("s3", "bucket/some/where")),
    ],
)
def test_addresses_are_taken_apart(text, read):
    assert read_address(text) == read


@pytest.mark.parametrize(
    "text",
    ["", "ftp://host/x", "https://", "sftp://:x", "http://[::1", "s3://", "gopher://x", "sftp://h:99999999/"],
)
def test_what_is_no_address_is_told(text):
    with pytest.raises(UserError):
        read_address(text)


@pytest.mark.parametrize("text", ["http://cloud.example.org/dav", "webdav://10.0.0.7/x"])
def test_a_password_never_travels_in_the_clear(text):
    with pytest.raises(UserError, match="https"):
        read_address(text)


def test_an_address_holds_no_password():
    with pytest.raises(UserError, match="password into the address"):
        read_address("sftp://hub:secret@host/x")
