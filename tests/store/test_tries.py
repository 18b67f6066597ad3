"""Wrong passphrases make one wait: not long, also after a new start, and whatever the clock says."""

import pytest

from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import WrongPassphraseError, create_keyslots
from cso_desk.store.tries import FILE_NAME, FREE, LONGEST, TooSoonError, seconds_left
from cso_desk.store.unlocking import identified_in_time

RIGHT = "mango rain river lamp"


class Clock:
    def __init__(self, now=1_800_000_000.0):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    create_keyslots(tmp_path, RIGHT, CHEAP)
    return tmp_path


def wrong(folder, clock, times=1):
    for _time in range(times):
        clock.now += seconds_left(folder, clock)
        with pytest.raises(WrongPassphraseError):
            identified_in_time(folder, "wrong words", clock)


def test_a_few_slips_cost_nothing(folder, clock):
    wrong(folder, clock, FREE - 1)
    assert seconds_left(folder, clock) == 0
    assert identified_in_time(folder, RIGHT, clock).user is not None


def test_who_goes_on_guessing_waits_longer_and_longer_but_never_long(folder, clock):
    wrong(folder, clock, FREE)
    waits = []
    for _time in range(9):
        waits.append(seconds_left(folder, clock))
        wrong(folder, clock)
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30, 30]
    assert max(waits) == LONGEST


def test_while_one_waits_the_right_passphrase_is_not_looked_at_either(folder, clock):
    wrong(folder, clock, FREE + 3)
    with pytest.raises(TooSoonError, match="8") as error:
        identified_in_time(folder, RIGHT, clock)
    assert error.value.seconds == 8
    clock.now += 8
    assert identified_in_time(folder, RIGHT, clock).user is not None
    assert not (folder / FILE_NAME).exists()


def test_trying_while_one_waits_does_not_make_it_longer(folder, clock):
    wrong(folder, clock, FREE + 3)
    for _time in range(5):
        with pytest.raises(TooSoonError):
            identified_in_time(folder, "wrong words", clock)
    assert seconds_left(folder, clock) == 8


@pytest.mark.parametrize("years", [-30, -1, 1, 30])
def test_a_clock_that_jumps_locks_nobody_out(folder, clock, years):
    wrong(folder, clock, FREE + 9)
    clock.now += years * 31_557_600
    left = seconds_left(folder, clock)
    assert 0 <= left <= LONGEST
    clock.now += LONGEST
    assert seconds_left(folder, clock) == 0


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"wrong": "x"}', '{"wrong": 1e99, "at": 1e400}', '{"wrong": 9, "at": null}', "\x00"],
)
def test_a_damaged_note_locks_nobody_out(folder, clock, text):
    (folder / FILE_NAME).write_text(text)
    assert seconds_left(folder, clock) <= LONGEST
    clock.now += LONGEST
    if seconds_left(folder, clock) == 0:
        assert identified_in_time(folder, RIGHT, clock).user is not None
