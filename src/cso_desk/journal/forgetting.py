"""Erases a person: what that would do, the doing, and its end, when no file holds the values any more."""

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.errors import BusyError, UserError
from cso_desk.journal.erasing import HASH_BYTES, UNFINISHED, apply_erasures
from cso_desk.journal.erasure_rights import may_erase, root_among
from cso_desk.journal.heads import settle_records
from cso_desk.journal.mentions import Mention, mentions_of
from cso_desk.journal.streams import SHIFT
from cso_desk.journal.texts_to_go_over import note_texts
from cso_desk.records.base import NETWORK, RecordId, hub_scope
from cso_desk.records.record_type import RecordType
from cso_desk.store.aliases import merged_records, survivor_of
from cso_desk.store.backups import BACKUP_DAYS
from cso_desk.store.compacting import compact
from cso_desk.store.drafts import keep_drafts, kept_drafts
from cso_desk.store.erasures import ERASURE, Erasure, all_erased, erased_people, erasure_id
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.files import DATABASE
from cso_desk.store.reading import Reading
from cso_desk.store.search import forget_words, refresh
from cso_desk.store.store import NATIONAL, Store
from cso_desk.store.transaction import ERASE, Changed, Edit, Step, Transaction
from cso_desk.store.users import Role, refuse_unless
from cso_desk.wording import N_, _

AGAIN = "erase_again"
"""The fact of a restored store that names who is to be erased when it is opened, divided by spaces."""

Progress = Callable[[int, int], None]
_LABEL = N_("Erase a person")


@dataclass(frozen=True)
class Plan:
    """What erasing a person would do. `people`: that person and those who were merged with it.

    `parts`: how many records of each type lose what they say of the person; `mentions`: texts that seem to
    name the person and stay. `shared`: other hubs hold the person too. `until`: the last day on which a
    backup made before may hold the person.
    """

    people: tuple[RecordId, ...]
    parts: Mapping[str, int]
    mentions: tuple[Mention, ...]
    shared: bool
    until: dt.date


def plan_erasure(store: Store, record: str, day: dt.date) -> Plan:
    """Look at what erasing a person would do; nothing is changed.

    Raises UserError where whoever works here may not, or there is no such person any more.
    """
    refuse_unless(store.role, Role.COORDINATOR)
    with store.reading() as reading:
        return _planned(reading, store.hub, record, day)


def erase_person(store: Store, record: str, day: dt.date, *, initiator: object = None) -> Plan:
    """Erase a person here, for good, and tell it to all who hold the person with the next bundles.

    Gives what was done, with the texts that somebody has to go over. Raises UserError; nothing is changed
    then. Where the program dies on the way, the person is erased wholly or not at all.
    """
    refuse_unless(store.role, Role.COORDINATOR)
    with store.stepping(Step(_LABEL, kind=ERASE), initiator=initiator) as transaction:
        plan = _planned(transaction, store.hub, record, day)
        note_texts(transaction, plan.mentions)
        _tell(transaction, plan.people, day)
        _put_away(transaction, plan.people)
        transaction.flush()
        _apply(transaction.connection, store, ())
    finish_erasing(store)
    return plan


def finish_erasing(store: Store) -> bool:
    """Make the search anew without what was erased and write the database anew, if that is due.

    False where it has to wait: somebody else works in the store. Opening it does it then.
    """
    if not kept_fact(store, UNFINISHED):
        return True
    refresh(store)
    with store.reading() as reading:
        gone = all_erased(reading.connection)
        left = reading.connection.exec_driver_sql("SELECT count(*) FROM stale").scalar_one()
    with store.writing(derived=True) as connection:
        forget_words(connection)
        # Derived, and made anew for whoever is still looked for.
        connection.exec_driver_sql("DELETE FROM name_parts WHERE record IN (SELECT record FROM erased)")
    kept = [each for each in kept_drafts(store) if each.record not in gone]
    done = not left and keep_drafts(store, kept) and compact(store.engine, store.folder / DATABASE)
    if done:
        keep_fact(store, UNFINISHED, "")
    return done


def erase_again(store: Store) -> None:
    """After a backup was restored: erase anew who was erased since it was made, before anybody looks."""
    people = kept_fact(store, AGAIN).split()
    if people:
        today = dt.datetime.now(dt.UTC).date()
        with store.stepping(Step(_LABEL, kind=ERASE)) as transaction:
            with store.reading() as reading:
                held = [each for each in people if _is_held(reading.connection, each)]
            _tell(transaction, held, today)
            transaction.flush()
            _apply(transaction.connection, store, people)
            transaction.set_meta(AGAIN, "")
    with contextlib.suppress(BusyError):
        finish_erasing(store)


def tell_again(store: Store, withdrawn: Collection[str] = ()) -> None:
    """Say once more, in the name of this hub, what nobody says any more: its values are gone for good.

    Without an erasure that names them, no hub would take changes without values. Where the program dies
    before it is said, it is said when the store is opened. `withdrawn` are erasures that a cut took away just
    now: of whom they took no value, nobody is erased any more.
    """
    with store.reading() as reading:
        if not _silent(reading.connection):
            return
    with store.stepping(Step(_LABEL, kind=ERASE)) as transaction:
        connection = transaction.connection
        silent = _silent(connection)
        _tell(transaction, [each for each in silent if silent[each]], dt.datetime.now(dt.UTC).date())
        free = [each for each in silent if not silent[each] and erasure_id(each) in withdrawn]
        if free:
            transaction.flush()
            _release(connection, store, free)
    if free:
        store.announce(Changed(frozenset({erased_root(store).name}), frozenset(free)))


def _silent(connection: Connection) -> dict[str, bool]:
    """The people of whose erasure nobody speaks any more, each with whether a value of theirs is gone."""
    told = {str(target) for (target,) in connection.exec_driver_sql("SELECT target FROM erasure")}
    gone = (
        "SELECT EXISTS (SELECT 1 FROM change b WHERE length(b.salt) = ? AND (b.record = ?"
        " OR b.record IN (SELECT record FROM change WHERE value = ?)))"
    )
    silent = [each for each in erased_people(connection) if each not in told]
    return {
        each: bool(connection.exec_driver_sql(gone, (HASH_BYTES, each, each)).scalar_one()) for each in silent
    }


def _release(connection: Connection, store: Store, people: Sequence[str]) -> None:
    connection.exec_driver_sql("DELETE FROM erased WHERE record = ?", [(each,) for each in people])
    connection.execution_options(journalled=True)
    try:
        settle_records(connection, store.shelves.types.values(), people)
    finally:
        connection.execution_options(journalled=False)


def _planned(reading: Reading, hub: str, record: str, day: dt.date) -> Plan:
    root = erased_root(reading)
    people = _people(reading, root, record)
    may = may_erase(reading.connection, root, hub)
    for person in people:
        if not may(person):
            raise UserError(
                _(
                    "Another hub entered this person. Only that hub or the national hub can erase it; ask "
                    "them. Nothing was changed."
                )
            )
    parts = Counter(kind.name for kind, _part in _parts(reading, people))
    mentions = mentions_of(reading, root, people)
    # What stands in the scope of a hub is held by the national hub as well.
    shared = any(_scope(reading.connection, each) != hub_scope(NATIONAL) for each in people)
    until = day + dt.timedelta(days=BACKUP_DAYS)
    return Plan(tuple(people), dict(parts), tuple(mentions), shared, until)


def erased_root(of: Reading | Store) -> RecordType:
    """The type of people."""
    root = root_among(of.shelves.types.values())
    assert root is not None  # noqa: S101  a store has people
    return root


def _people(reading: Reading, root: RecordType, record: str) -> list[RecordId]:
    """A person and all records that were merged with it. Raises UserError where that is nobody."""
    survivor = survivor_of(reading, record) or record
    found = [RecordId(survivor), *merged_records(reading, survivor)]
    gone = all_erased(reading.connection)
    if record in gone:  # one that was merged with somebody erased is still there, see `merged_erased`
        raise UserError(_("This person was erased already."))
    if reading.get(root.record, survivor) is None:
        raise UserError(_("There is no such person here."))
    return sorted(each for each in found if each not in gone)


def _parts(reading: Reading, people: Sequence[str]) -> Iterable[tuple[RecordType, str]]:
    """What belongs to people: type and id, also of what is in the trash."""
    marks = ",".join("?" * len(people))
    for kind in reading.shelves.types.values():
        if kind.personal is not None and kind.personal.by:
            rows = reading.connection.exec_driver_sql(
                f"SELECT id FROM {kind.name} WHERE {kind.personal.by} IN ({marks})", tuple(people)
            )
            yield from ((kind, str(part)) for (part,) in rows)


def _scope(connection: Connection, person: str) -> str:
    """The widest scope in which anything was said of a person or of what belongs to it.

    All who hold any of it hold that scope, so the erasure reaches them all.
    """
    rows = connection.exec_driver_sql(
        f"SELECT st.scope FROM change c JOIN stream st ON st.no = c.cid >> {SHIFT} WHERE c.record = ?"
        " UNION SELECT DISTINCT st.scope FROM (SELECT DISTINCT record FROM change WHERE value = ?) p"
        f" JOIN change c ON c.record = p.record JOIN stream st ON st.no = c.cid >> {SHIFT}",
        (person, person),
    )
    hubs = {str(scope).rpartition("/")[2] for (scope,) in rows}
    return hub_scope(hubs.pop()) if len(hubs) == 1 and NETWORK not in hubs else NETWORK


def _tell(transaction: Transaction, people: Iterable[str], day: dt.date) -> None:
    for person in people:
        kind, scope = ERASURE, _scope(transaction.connection, person)
        record = Erasure(id=erasure_id(person), of="person", target=person, day=day.isoformat(), scope=scope)
        new = transaction.get(Erasure, record.id) is None
        values = kind.to_stored(record)
        told = values if new else {name: values[name] for name in ("target", "scope")}
        transaction.write([Edit(kind, record.id, record.scope, told, new=new)])


def _put_away(transaction: Transaction, people: Sequence[str]) -> None:
    """Into the trash with them, so that versions that know of no erasures show them no more either."""
    root = erased_root(transaction)
    for kind, part in [*((root, each) for each in people), *_parts(transaction, people)]:
        if kind.personal is not None and kind.personal.whole:
            transaction.change(kind.record, part, deleted=True)


def _apply(connection: Connection, store: Store, ours: Iterable[str]) -> None:
    connection.execution_options(journalled=True)
    try:
        apply_erasures(connection, store.shelves.types.values(), ours=ours)
    finally:
        connection.execution_options(journalled=False)


def _is_held(connection: Connection, person: str) -> bool:
    return bool(
        connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM change WHERE record = ?)", (person,)
        ).scalar_one()
    )
