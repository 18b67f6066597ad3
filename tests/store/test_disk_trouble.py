"""A full disk is never told as a damaged store, for that would offer to replace it by an older one."""

import sys
from contextlib import closing

import pytest

from cso_desk.assembly import create_store, open_store
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.features.members.record import Organisation
from cso_desk.store.holds import HeldError
from cso_desk.wording import use_language

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of files are POSIX")


@pytest.fixture
def no_room():
    """No file can grow beyond some bytes, as on a full disk."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def fill(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))

    yield fill
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


def test_opening_on_a_full_disk_says_so(tmp_path, no_room):
    use_language("en")
    store, _code = create_store(tmp_path / "store", "02", passphrase=None)
    store.close()
    no_room(0)
    with pytest.raises(UserError, match="disk") as told:
        open_store(store.folder).close()
    no_room(1 << 40)
    assert not isinstance(told.value, DamagedFileError)
    open_store(store.folder).close()


def test_a_write_that_failed_ends_writing_until_the_store_is_opened_anew(tmp_path, no_room):
    use_language("en")
    store, _code = create_store(tmp_path / "store", "02", passphrase=None)
    told = []
    store.on_held(lambda: told.append(store.why_not()))
    with closing(store):
        no_room(0)
        with pytest.raises(UserError, match="disk"), store.transaction("Add") as t:
            t.add(Organisation(name_en="refused"))
        no_room(1 << 40)
        with pytest.raises(HeldError, match="opened anew"), store.transaction("Add"):
            pass
        with pytest.raises(HeldError), store.writing(derived=True):
            pass
        with store.reading() as reading:
            assert reading.all(Organisation) == []
        assert told == [store.why_not()]
    with closing(open_store(store.folder)) as store:
        assert store.why_not() == ""
        with store.transaction("Add") as t:
            t.add(Organisation(name_en="taken"))
        with store.reading() as reading:
            assert [each.name_en for each in reading.all(Organisation)] == ["taken"]
