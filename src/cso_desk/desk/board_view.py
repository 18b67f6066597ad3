"""What the board of a merge shows, found out beside the window: every hub, what waits, what looks wrong."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cso_desk.bundles.hub_states import HubState, hub_states
from cso_desk.bundles.many import Arrival
from cso_desk.bundles.merge_meeting import MergeMeeting, bundles_in_merge, merges
from cso_desk.catalog import RULES
from cso_desk.journal.reviews import conflicts
from cso_desk.store.reading import Progress
from cso_desk.store.rules import findings
from cso_desk.store.store import Store
from cso_desk.trust.directory import REVOKED, SUSPENDED

MISSING, WAITING, PROBLEM, OPEN, DELIVERED, SHUT_OUT = (
    "missing", "waiting", "problem", "open", "delivered", "shut out",
)  # fmt: skip
_FILE = re.compile(r"KH(\d\d)\b")


@dataclass(frozen=True)
class BoardView:
    """`merge`: the one that goes on, else the last one; `files`: how many of it can be taken back.

    `waiting`: differences to decide; `doubts`: what looks wrong and nobody said that it is right.
    """

    states: tuple[HubState, ...] = ()
    merge: MergeMeeting | None = None
    files: int = 0
    waiting: int = 0
    doubts: int = 0


@dataclass(frozen=True)
class Tile:
    """How one hub stands at this merge. `mark`: a word of this module; `changes` it brought at the merge."""

    hub: str
    mark: str
    changes: int = 0
    conflicts: int = 0
    problem: str = ""


def board_view(store: Store, hubs: Iterable[str] = (), progress: Progress | None = None) -> BoardView:
    """Look at everything; takes seconds in a big store, so it runs beside the window."""
    held = merges(store)
    merge = held[0] if held else None
    with store.reading() as reading:
        waiting = len(conflicts(reading.connection, store.shelves))
    return BoardView(
        tuple(hub_states(store, hubs)),
        merge,
        len(bundles_in_merge(store, merge)) if merge else 0,
        waiting,
        len(findings(store, RULES, progress)),
    )


def tiles(view: BoardView, arrivals: Sequence[Arrival]) -> list[Tile]:
    """Every hub that is known, and every one of which a file lies here, in the order of their codes."""
    on_stick = _by_hub(arrivals)
    known = {state.hub: state for state in view.states}
    return [_tile(known.get(hub, HubState(hub)), view, on_stick) for hub in sorted({*known, *on_stick})]


def counted(every: Iterable[Tile]) -> Mapping[str, int]:
    """How many hubs stand how."""
    found = dict.fromkeys((DELIVERED, OPEN, WAITING, PROBLEM, MISSING, SHUT_OUT), 0)
    for each in every:
        found[each.mark] += 1
    return found


def hub_of(each: Arrival) -> str:
    """Whose file it is; of one that cannot be read what its name says, "" where that says nothing."""
    if each.checked is not None:
        return each.checked.from_hub
    named = _FILE.match(each.path.name)
    return named[1] if named else ""


def is_open(each: Arrival) -> bool:
    """Whether there is something in the file to take in, now or after comparing or an earlier file."""
    checked = each.checked
    if checked is None or each.received is not None:
        return False
    return (checked.can_receive or checked.gap or bool(each.to_compare)) and not is_here(each)


def is_here(each: Arrival) -> bool:
    """Whether everything in the file was here before."""
    checked = each.checked
    return checked is not None and checked.can_receive and not checked.new_changes and checked.changes > 0


def _by_hub(arrivals: Sequence[Arrival]) -> dict[str, list[Arrival]]:
    found: dict[str, list[Arrival]] = {}
    for each in arrivals:
        # What was made here for others lies on the sticks as well.
        if hub_of(each) and (each.checked is None or each.checked.from_hub):
            found.setdefault(hub_of(each), []).append(each)
    return found


def _tile(state: HubState, view: BoardView, on_stick: Mapping[str, Sequence[Arrival]]) -> Tile:
    mine = on_stick.get(state.hub, ())
    came = state.came if view.merge and state.came and view.merge.holds(state.came.at) else None
    changes = came.changes if came else 0
    taken = came is not None or any(each.received is not None or is_here(each) for each in mine)
    problem = next((e.problem for e in mine if e.problem and e.received is None and not is_here(e)), "")
    if state.status in (SUSPENDED, REVOKED):
        return Tile(state.hub, SHUT_OUT, changes)
    if any(is_open(each) and not each.to_compare and not each.problem for each in mine):
        return Tile(state.hub, WAITING, changes, state.conflicts)
    if problem and not taken:
        return Tile(state.hub, PROBLEM, changes, state.conflicts, problem)
    if not taken:
        compare = any(each.to_compare for each in mine)
        return Tile(state.hub, PROBLEM if compare else MISSING, 0, state.conflicts)
    return Tile(state.hub, OPEN if state.conflicts else DELIVERED, changes, state.conflicts)
