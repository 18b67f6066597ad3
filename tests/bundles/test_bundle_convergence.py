"""Whatever provinces and the nation exchange, lose, copy and take back, all end with the same truth."""

import random
from collections import Counter
from functools import partial

import pytest
from hypothesis import settings
from network_lives import Network

from cso_desk.trust.registrar import lift, suspend

TestNetwork = Network.TestCase
TestNetwork.settings = settings(max_examples=2, stateful_step_count=20, deadline=None)


def live(seed: int, steps: int) -> Counter:
    """One long random life: denser than what the machine above draws. Gives what really happened in it."""
    chance = random.Random(seed)
    net = Network()
    net.open(know=chance.random() < 0.5, root=chance.random() < 0.7, old=chance.randrange(8))
    who, pick = partial(chance.randrange, 12), partial(chance.randrange, 10)
    some = lambda share: chance.random() < share  # noqa: E731
    word = partial(chance.choice, ["", "ក", "ខ", "one", "two"])
    kind = partial(chance.choice, ["delta", "delta", "full", "request"])
    deeds = {
        lambda: net.add(who(), word(), some(0.5)): 4,
        lambda: net.edit(who(), pick(), chance.choice(("title", "body")), word()): 14,
        lambda: net.trash_or_restore(who(), pick(), some(0.6)): 4,
        lambda: net.move(who(), pick(), some(0.5)): 3,
        lambda: net.undo_or_redo(who(), some(0.4)): 3,
        lambda: net.decide(who(), pick(), some(0.5)): 4,
        lambda: net.write_a_stick(who(), who(), kind()): 14,
        lambda: net.bring_a_stick(pick(), some(0.3), some(0.3), some(0.2)): 14,
        lambda: net.lose_a_stick(pick()): 1,
        lambda: net.take_back(who(), pick()): 6,
        lambda: net.take_everything_back(who()): 2,
        lambda: net.write_over_and_take_back(who(), who(), pick(), word()): 4,
        lambda: net.paint(who(), pick(), word()): 5,
        lambda: net.plan(who(), pick(), word(), some(0.3)): 4,
        lambda: net.upgrade(who()): 2,
        lambda: net.copy_a_computer(who()): 2,
        lambda: net.back_up(who()): 1,
        lambda: net.restore(pick(), some(0.5), some(0.5)): 1,
        lambda: net.suspend_or_lift(who(), chance.choice([suspend, lift])): 1,
        lambda: net.revoke_one(who(), some(0.6)): 3,
    }
    try:
        for deed in chance.choices(list(deeds), weights=list(deeds.values()), k=steps):
            deed()
    except BaseException:
        net.close()
        raise
    net.teardown()
    return net.did


LIVES = {
    9: {"restored", "upgraded", "cut off", "copy found"},
    13: {"revoked", "taken back", "newer field"},
    15: {"cut off", "taken back"},
    20: {"upgraded", "newer kind", "taken back"},
}
"""Lives in which much happens."""


@pytest.mark.parametrize("seed", LIVES)
def test_a_random_life_of_hubs_ends_in_agreement(seed):
    did = live(seed, 40)
    assert LIVES[seed] <= set(+did)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 5000))
def test_many_long_random_lives_of_hubs_end_in_agreement(seed):
    live(seed, 80)


@pytest.mark.long
class TestNetworkLong(Network.TestCase):
    settings = settings(max_examples=3000, stateful_step_count=40, deadline=None)
