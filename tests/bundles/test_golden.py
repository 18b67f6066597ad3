"""Stores and bundles of every version there was are opened and show what they showed."""

import json

import pytest
from golden_hubs import GOLDEN, PASSPHRASE, read_bundles, shown
from golden_stores import RECOVERY, laid_out

from cso_desk.assembly import open_store
from cso_desk.errors import UserError
from cso_desk.journal.soundness import soundness
from cso_desk.journal.undo import undo
from cso_desk.store.migrations import VERSION, version_of
from cso_desk.store.soundness import damage
from cso_desk.wording import use_language

VERSIONS = sorted(path for path in GOLDEN.iterdir() if path.is_dir())
MADE_ANEW = "Until the first release: was a migration or the format changed? Run python tools/make_goldens.py"


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.fixture(params=VERSIONS, ids=lambda path: path.name)
def golden(request):
    return request.param


def expected(golden):
    return json.loads((golden / "expected.json").read_text(encoding="utf-8"))


def test_bundles_of_every_kind_are_taken_in(golden, tmp_path):
    found = json.loads(json.dumps(read_bundles(tmp_path, golden)))
    assert found == expected(golden)["bundles"], MADE_ANEW


@pytest.mark.parametrize(
    ("name", "secret"), [("practice", None), ("encrypted", PASSPHRASE), ("encrypted", RECOVERY)]
)
def test_stores_are_opened_and_brought_to_this_version(golden, tmp_path, name, secret):
    store = open_store(laid_out(golden, name, tmp_path / "store"), secret)
    with store.reading() as reading:
        assert version_of(reading.connection) == VERSION
        assert damage(reading.connection) == []
    assert json.loads(json.dumps(shown(store))) == expected(golden)[name], MADE_ANEW
    assert soundness(store).sound
    store.close()


def test_what_was_done_in_a_store_of_an_earlier_version_can_be_undone(golden, tmp_path):
    store = open_store(laid_out(golden, "practice", tmp_path / "store"))
    undo(store)
    after = shown(store)["records"]["organisation"]
    assert [one["name_en"] for one in after] == ["Sok"]
    store.close()


def test_an_encrypted_store_opens_with_nothing_else(golden, tmp_path):
    folder = laid_out(golden, "encrypted", tmp_path / "store")
    for secret in (None, "", "other words", RECOVERY.replace("88", "99")):
        with pytest.raises(UserError):
            open_store(folder, secret)


def test_the_golden_files_stay_small(golden):
    assert sum(path.stat().st_size for path in golden.iterdir()) < 250_000
