"""Sets: a chosen part of the library that is given to hubs as one, with the files of its titles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from cso_desk.errors import UserError
from cso_desk.features.library.record import LibrarySet, LibraryTitle, SetPromise, TitleVersion
from cso_desk.records.base import NETWORK, Record, RecordId, hub_scope
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import Blobs
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _

R = TypeVar("R", bound=Record)
_SOME = 500  # ids in one statement


@dataclass(frozen=True)
class SetLine:
    """One title of a set as it stands here; `title` is None where it has not come yet."""

    record: RecordId
    title: LibraryTitle | None
    files: tuple[StoredFile, ...] = ()
    missing: tuple[StoredFile, ...] = ()

    @property
    def complete(self) -> bool:
        return self.title is not None and not self.missing


@dataclass(frozen=True)
class Shared:
    """What was given to the network now, and the titles that stay: of other hubs, or for this hub only."""

    shared: tuple[RecordId, ...]
    kept: tuple[LibraryTitle, ...]


def make_set(
    store: Store,
    titles: Iterable[str],
    title_km: str,
    title_en: str = "",
    *,
    edition: str = "",
    initiator: object = None,
) -> LibrarySet:
    """A new set of these titles in this order. Raises UserError where there is none, or it has no name."""
    chosen = tuple(RecordId(each) for each in dict.fromkeys(titles))
    if not chosen:
        raise UserError(_("Choose the titles that belong to the set first."))
    if not (title_km.strip() or title_en.strip()):
        raise UserError(_("Give the set a name in Khmer or in English."))
    with store.transaction(N_("Make a library set"), initiator=initiator) as t:
        return t.add(LibrarySet(title_km=title_km, title_en=title_en, edition=edition, titles=chosen))


def put_into_set(store: Store, library_set: str, titles: Iterable[str], *, initiator: object = None) -> int:
    """Put titles at the end of a set; gives how many were not in it yet."""
    with store.transaction(N_("Put titles into a set"), initiator=initiator) as t:
        found = _set_in(t, library_set)
        fresh = [RecordId(each) for each in dict.fromkeys(titles) if each not in set(found.titles)]
        t.change(found, titles=(*found.titles, *fresh))
        if found.scope == NETWORK:  # on whichever computer: what is in a shared set is shared
            _share(t, library_set, hub_scope(store.hub))
    return len(fresh)


def take_out_of_set(
    store: Store, library_set: str, titles: Iterable[str], *, initiator: object = None
) -> None:
    """Take titles out of a set; hubs that have them keep them."""
    gone = set(titles)
    with store.transaction(N_("Take titles out of a set"), initiator=initiator) as t:
        found = _set_in(t, library_set)
        t.change(found, titles=tuple(each for each in found.titles if each not in gone))


def set_lines(store: Store, library_set: str) -> list[SetLine]:
    """What is here and what is missing of each title of a set, in its order."""
    blobs = Blobs(store.folder)
    with store.reading() as reading:
        found = reading.get(LibrarySet, library_set)
        wanted = found.titles if found else ()
        known = {each.id: each for each in _some(reading, LibraryTitle, "id", wanted)}
        versions: dict[str, list[TitleVersion]] = {}
        for each in _some(reading, TitleVersion, "title", wanted):
            versions.setdefault(each.title, []).append(each)
    lines = []
    for record in wanted:
        title = known.get(record)
        named = [file for part in (title, *versions.get(record, ())) if part for file in part.files]
        files = tuple({file.sha256: file for file in named if isinstance(file, StoredFile)}.values())
        missing = tuple(file for file in files if not blobs.has(file.sha256))
        lines.append(SetLine(record, title, files, missing))
    return lines


def set_records(reading: Reading, library_set: str) -> dict[str, tuple[str, ...]]:
    """For each title of a set the records that make it up: itself and its versions."""
    found = reading.get(LibrarySet, library_set)
    parts: dict[str, list[str]] = {each: [each] for each in (found.titles if found else ())}
    for version in _some(reading, TitleVersion, "title", parts):
        parts[version.title].append(version.id)
    return {title: tuple(records) for title, records in parts.items()}


# --- giving it to hubs ---


def share_set(store: Store, library_set: str, *, initiator: object = None) -> Shared:
    """Let every hub hold a set and its titles with their versions and links, as one step.

    Titles that are marked for this hub only and those that belong to another hub stay where they are.
    """
    with store.transaction(N_("Share a library set"), initiator=initiator) as t:
        return _share(t, library_set, hub_scope(store.hub))


def _share(t: Transaction, library_set: str, home: str) -> Shared:
    found = _set_in(t, library_set)
    shared, kept = [], []
    for title in _some(t, LibraryTitle, "id", found.titles):
        if title.scope == home and title.sensitivity != "hub":
            t.change(title, scope=NETWORK)
            shared.append(title.id)
        elif title.scope != NETWORK:
            kept.append(title)
    if found.scope == home:
        t.change(found, scope=NETWORK)
    return Shared(tuple(shared), tuple(kept))


def promise_set(store: Store, library_set: str, hubs: Iterable[str], *, initiator: object = None) -> Shared:
    """Share a set and send its files with every bundle to `hubs` until they have them; none: to no hub.

    One step, known on every computer of this hub. Titles that are put into the set later go too.
    """
    asked = set(hubs)
    with store.transaction(N_("Share a library set"), initiator=initiator) as t:
        shared = _share(t, library_set, hub_scope(store.hub))
        for each in _promises(t, library_set):
            if each.hub in asked:
                asked.discard(each.hub)
            else:  # taken back, or told twice, by two computers
                t.trash(each)
        t.add_all(SetPromise(library_set=RecordId(library_set), hub=hub) for hub in sorted(asked))
    return shared


def promised_to(store: Store, library_set: str) -> list[str]:
    """The hubs to which a set goes with the next bundle."""
    with store.reading() as reading:
        return list(dict.fromkeys(each.hub for each in _promises(reading, library_set)))


def promised_titles(store: Store) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each hub that was promised a set, its shared titles with the records that make them up, by id."""
    sets: dict[str, list[str]] = {}
    promised: dict[str, dict[str, tuple[str, ...]]] = {}
    with store.reading() as reading:
        for promise in _promises(reading):
            sets.setdefault(promise.hub, []).append(promise.library_set)
        for hub, given in sets.items():
            parts = {
                title: records for each in given for title, records in set_records(reading, each).items()
            }
            shared = {each.id for each in _some(reading, LibraryTitle, "id", parts) if each.scope == NETWORK}
            promised[hub] = {title: records for title, records in parts.items() if title in shared}
    return promised


def promised_records(store: Store, hub: str) -> frozenset[str]:
    """The records whose files were promised to a hub; what came into its sets since is shared first."""
    with store.reading() as reading:
        named = dict.fromkeys(each.library_set for each in _promises(reading) if each.hub == hub)
        sets = [each for each in named if reading.get(LibrarySet, each, trash=False)]
    records: set[str] = set()
    for each in sets:
        with store.reading() as reading:
            parts = set_records(reading, each)
            due = _unshared(reading, parts, hub_scope(store.hub))
        if due:
            share_set(store, each)
        records.update(record for group in parts.values() for record in group)
    return frozenset(records)


def _unshared(reading: Reading, titles: Mapping[str, object], home: str) -> bool:
    found = _some(reading, LibraryTitle, "id", titles)
    return any(each.scope == home and each.sensitivity != "hub" for each in found)


def _promises(reading: Reading | Transaction, library_set: str = "") -> list[SetPromise]:
    """The promises of one set or of all, in the order of the hubs."""
    table = reading.table(SetPromise)
    which = [table.c.library_set == library_set] if library_set else []
    return reading.all(SetPromise, *which, order_by=[table.c.hub, table.c.id])


def _set_in(t: Transaction, library_set: str) -> LibrarySet:
    found = t.get(LibrarySet, library_set, trash=False)
    if found is None:
        raise UserError(_("This set is not there any more. Open the list of sets again."))
    return found


def _some(reading: Reading, record: type[R], column: str, values: Iterable[str]) -> list[R]:
    """The records whose column has one of these values, in no order."""
    wanted, table = list(values), reading.table(record)
    found: list[R] = []
    for start in range(0, len(wanted), _SOME):
        found += reading.all(record, table.c[column].in_(wanted[start : start + _SOME]))
    return found
