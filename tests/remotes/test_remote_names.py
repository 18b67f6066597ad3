"""What a shared folder calls its files: whoever may write there must not choose where we write."""

import pytest

from cso_desk.remotes.connecting import Shared
from cso_desk.remotes.moving import waiting

STRANGE = [
    "../../evil.csobundle", "..\\..\\evil.csobundle", "/etc/evil.csobundle", "C:evil.csobundle",
    "C:\\Windows\\evil.csobundle", "\\\\server\\share\\evil.csobundle", "evil.csobundle:stream",
    "evil.csobundle:$DATA", "a:b.csobundle", "CON.csobundle", "nul.csobundle", "Aux.x.csobundle",
    "com1.csobundle", "LPT9.csobundle", ".hidden.csobundle", "-rf.csobundle", "evil.csobundle ",
    "evil.csobundle.",
    "evil.exe",
    "evil.csobundle.exe", "evil.csobundle.lnk", "x" * 300 + ".csobundle", "\u202eeldnubosc.csobundle",
    "é.csobundle", "a\nb.csobundle", "a\0b.csobundle", "a b.csobundle", "~.csobundle", "%2e%2e.csobundle", "",
    ".csobundle", "..csobundle", "$(reboot).csobundle", "evil.csobundle/..", "autorun.inf",
]  # fmt: skip
GOOD = [
    "KH02-battambang_to_00_2026-11-22_0001.csobundle",
    "connection.csobundle",
    "com10.csobundle",
    "a.csobundle",
]


class Listing:
    """A file system that lists what it likes."""

    def __init__(self, *entries: dict) -> None:
        self._entries = entries

    def ls(self, path, detail):
        assert detail
        return [] if path.endswith("/all") else list(self._entries)


def seen(*entries):
    return [one.name for one in waiting(Shared("webdav", Listing(*entries), "/shared"), "00")]


@pytest.mark.parametrize("name", STRANGE, ids=ascii)
def test_a_name_that_could_be_another_place_is_passed_over(name):
    found = seen({"name": f"/shared/00/{name}", "size": 10, "type": "file"})
    # Of a path only the last part is looked at, and that one is a plain name.
    assert found in ([], ["evil.csobundle"])
    if "/" not in name:
        assert found == []


@pytest.mark.parametrize("name", GOOD)
def test_an_ordinary_name_is_seen(name):
    assert seen({"name": f"/shared/00/{name}", "size": 10, "type": "file"}) == [name]


@pytest.mark.parametrize(
    "entry",
    [
        {"size": 0},
        {"size": -1},
        {"size": 1 << 32},
        {"size": None},
        {"type": "directory"},
        {"type": "link"},
        {"type": None},
    ],
    ids=str,
)
def test_what_is_no_file_of_a_possible_size_is_passed_over(entry):
    assert seen({"name": "/shared/00/a.csobundle", "size": 10, "type": "file", **entry}) == []
