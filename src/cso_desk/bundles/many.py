"""Many bundles from one stick: looked at together, taken in one after another, answered in one go."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cso_desk.bundles.file_writing import ENDING
from cso_desk.bundles.hub_states import ON_STICK, note_way
from cso_desk.bundles.packing import Made, make_bundle
from cso_desk.bundles.receiving import Checked, NewDevice, Received, check_bundle, receive_bundle
from cso_desk.errors import CancelledError, UserError
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import BEFORE_BUNDLE
from cso_desk.store.store import Store

Progress = Callable[[int, int], None]
_PARTS = 1000  # of one file, for progress within it
_DEPTH = ("*", "*/*", "*/*/*")


@dataclass(frozen=True)
class Arrival:
    """One file of the stick. `checked` is None where it could not be read; then `problem` says why.

    `received` is what taking it in did. `problem` is a sentence for the person, "" for none.
    """

    path: Path
    checked: Checked | None = None
    received: Received | None = None
    problem: str = ""

    @property
    def unmet(self) -> tuple[NewDevice, ...]:
        """The devices whose digits a person has to compare before this file is believed."""
        if self.checked is None or self.checked.root:
            # Whoever accepts a network believes those that it entered.
            return ()
        first = () if self.checked.known_signer else self.checked.new_devices
        return tuple(one for one in self.checked.strangers or first if not one.earlier)

    @property
    def to_compare(self) -> frozenset[str]:
        """The digits, of devices or of a network, that a person has to compare before it is taken in."""
        root = {self.checked.root} - {""} if self.checked else set[str]()
        return frozenset(root | {device.fingerprint for device in self.unmet})


def bundles_in(folder: Path) -> list[Path]:
    """The bundle files in a folder and two levels below it, in the order of their names."""
    found = {path for pattern in _DEPTH for path in folder.glob(pattern + ENDING) if path.is_file()}
    return sorted(path for path in found if not path.name.startswith("."))


def look_at(store: Store, paths: Iterable[Path], progress: Progress | None = None) -> list[Arrival]:
    """Check every file and change nothing; those of an earlier day come first, unreadable ones last."""
    waiting = list(paths)
    found = []
    for place, path in enumerate(waiting):
        if progress is not None:
            progress(place, len(waiting))
        found.append(_looked_at(store, path))
    return sorted(found, key=lambda each: (each.checked is None, each.checked.made_at if each.checked else 0))


def _looked_at(store: Store, path: Path) -> Arrival:
    try:
        checked = check_bundle(store, path)
    except UserError as error:
        return Arrival(path, problem=str(error))
    return Arrival(path, checked, problem=" ".join(checked.problems))


def take_in_all(
    store: Store, arrivals: Sequence[Arrival], compared: Iterable[str] = (), progress: Progress | None = None
) -> list[Arrival]:
    """Take in every file that can be, after one backup; gives all of them with what became of each.

    `compared` are the fingerprints that a person compared; files of other unmet devices are left alone.
    A Cancel keeps what was taken in, drops the file under way and leaves the rest. Raises UserError where
    the backup cannot be written; nothing was taken in then.
    """
    accepted = set(compared)
    done = list(arrivals)
    places = [place for place, each in enumerate(arrivals) if _may_try(each, accepted)]
    if places:
        back_up(store, BEFORE_BUNDLE)
    try:
        for number, place in enumerate(places):
            done[place] = _taken_in(store, done[place], accepted, _within(progress, number, len(places)))
    except CancelledError:
        return done
    return done


def _may_try(each: Arrival, accepted: set[str]) -> bool:
    if each.checked is None or each.received is not None:
        return False
    # A missing earlier bundle may be among those taken in a moment before.
    possible = each.checked.can_receive or each.checked.gap or bool(each.to_compare)
    return possible and each.to_compare <= accepted


def _taken_in(store: Store, each: Arrival, accepted: set[str], progress: Progress) -> Arrival:
    progress(0, 1)
    try:
        received = receive_bundle(
            store, each.path, accept=",".join(sorted(accepted)), backup=False, progress=progress
        )
    except CancelledError:
        raise
    except UserError as error:
        return replace(each, problem=str(error))
    return replace(each, received=received, problem="")


def _within(progress: Progress | None, number: int, count: int) -> Progress:
    """The progress of one file among many; nothing is told where nobody asks."""

    def tell(done: int, total: int) -> None:
        if progress is not None:
            progress(number * _PARTS + (_PARTS * done // total if total else 0), count * _PARTS)

    return tell


@dataclass(frozen=True)
class Answer:
    """What was written for a hub; where it could not be, `problem` says why in the user's language."""

    hub: str
    made: Made | None = None
    problem: str = ""


def write_answers(
    store: Store, folders: Mapping[str, Path], progress: Progress | None = None
) -> list[Answer]:
    """One bundle for each hub, into its folder: what it lacks, and that its own file arrived.

    A stick that is full or gone does not hold up the others. A Cancel keeps what was written.
    """
    wanted = sorted(set(folders) - {store.hub})
    done: list[Answer] = []
    for number, hub in enumerate(wanted):
        try:
            made = make_bundle(
                store, hub, folder=folders[hub], progress=_within(progress, number, len(wanted))
            )
        except CancelledError:
            return done
        except UserError as error:
            done.append(Answer(hub, problem=str(error)))
        else:
            note_way(store, [made.uid], ON_STICK)
            done.append(Answer(hub, made))
    return done
