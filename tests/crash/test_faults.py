"""A process is killed, or its disk fails or is full, in the middle of every piece of work.

Whatever was told to be saved is there, nothing is there half, everything is sound, a refusal is a sentence,
and the same process goes on as soon as the disk does; where a write failed, once the store is opened anew.
"""

import sys

import pytest
from fault_tries import HARD, built, tries
from fault_work import PROOFS, WORKS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX")

CHANGING = ("edit", "receive", "file")


def hold(found: list[dict]) -> None:
    """Every try of these went as it should."""
    for one in found:
        assert not one["problem"], one
        assert "bug" not in one, one
        assert "stuck" not in one, one
        assert one["killed"] or one.get("done") or one.get("said"), one
        # A disk that gives nothing is no damaged file: that would offer to give up something sound.
        assert "damaged" not in one.get("said", ""), one
    for one in found:
        if one["fault"] == "count":
            assert one.get("done"), one
            assert one["steps"] >= one["least"], one


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    return built(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="module")
def found(shim, tmp_path_factory):
    """A few tries, one start of the runner for all. Without a compiler a death is all there is."""
    works = dict.fromkeys(CHANGING, 2) | dict.fromkeys(PROOFS, 0)
    return tries(tmp_path_factory.mktemp("faults"), shim, works, HARD if shim else ("kill",))


def of(found: list[dict], *works: str) -> list[dict]:
    return [one for one in found if one["work"] in works]


def test_a_few_deaths_and_failures_of_the_disk_lose_nothing(found):
    tried = of(found, *CHANGING)
    assert len(tried) == 3 * len(CHANGING)
    hold(tried)


def test_after_a_write_that_failed_nothing_more_is_written_until_the_store_is_opened_anew(shim, tmp_path):
    if shim is None:
        pytest.skip("a compiler (cc) is needed for faults of the disk")
    tried = tries(tmp_path, shim, {"edit": 4}, ("eio on",))
    hold(tried)
    assert any(one.get("held") for one in tried)


def test_the_runner_sees_a_loss(found):
    """What is told and not kept is found; otherwise the tests here could not fail."""
    (one,) = of(found, "lie")
    assert "AssertionError" in one["problem"]


def test_each_save_waits_for_the_disk_once(shim, found):
    if shim is None:
        pytest.skip("a compiler (cc) is needed to count what the system is asked for")
    once, five = saves = of(found, "save once", "save five times")
    hold(saves)
    # The first one also makes the log, which takes two more.
    assert (once["flushes"], five["flushes"]) == (3, 7)


@pytest.mark.long
@pytest.mark.parametrize("work", WORKS)
def test_any_fault_at_any_step_of_any_work_loses_nothing(shim, tmp_path, work):
    if shim is None:
        pytest.skip("a compiler (cc) is needed for faults of the disk; `apt install gcc` brings one")
    told = tries(tmp_path, shim, {work: 100}, HARD)
    hold(told)
    assert sum(one["fault"] != "count" for one in told) == 100
