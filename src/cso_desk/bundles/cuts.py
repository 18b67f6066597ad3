"""Ends what a revoked device wrote at its cut: what is held beyond is set aside in a file and withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.bundles.chain import Journal, keep_seal
from cso_desk.bundles.forks import Tree
from cso_desk.bundles.set_aside import set_aside
from cso_desk.bundles.taking_back import records_in
from cso_desk.journal.branches import authors_of_meanings, path_to, settle_references
from cso_desk.journal.heads import Range, settle_records, withdraw
from cso_desk.journal.streams import MASK, SHIFT
from cso_desk.store.store import Store
from cso_desk.trust.directory import Cut
from cso_desk.trust.keeping import Limits, known_devices


@dataclass(frozen=True)
class CutOff:
    """What was withdrawn of one device, and the file that keeps it for a person to look at.

    `records`: the type of each record it was about.
    """

    hub: str
    name: str
    changes: int
    records: Mapping[str, str]
    file: Path


def apply_cuts(store: Store, connection: Connection) -> tuple[CutOff, ...]:
    """Withdraw whatever is held beyond what counts of each author, after writing it to a file.

    Call it in the transaction that learned of a directory or took in changes. What others wrote stays, also
    where it superseded something withdrawn; what was superseded by something withdrawn is shown again.
    """
    journal, limits = Journal(connection), Limits(connection)
    found: dict[str, list[Range]] = {}
    for author in sorted({journal.sealed_as(number) for number in journal.streams}):
        cut = limits.of(author.replica, author.scope)
        beyond = _beyond(Tree(journal, author), cut) if cut is not None else []
        if beyond:
            found.setdefault(author.replica, []).extend(beyond)
    known = known_devices(connection) if found else {}
    cut_off = []
    for replica, ranges in found.items():
        device = known.get(replica)
        hub, name = (device.hub, device.name) if device else ("", "")
        file = set_aside(store, connection, ranges, hub)
        records = _withdraw(store, connection, ranges)
        cut_off.append(CutOff(hub, name, sum(last - first + 1 for first, last in ranges), records, file))
    return tuple(cut_off)


def _beyond(tree: Tree, cut: Cut) -> list[Range]:
    """The changes held that do not count. Keeps the seal of the cut, which ends the stream from now on."""
    chain = bytes.fromhex(cut.chain)
    end = tree.place(cut.seq, chain) if cut.seq else None
    path = {one.name for one in path_to(tree.segments, end.name)} if end else set()
    if end is not None:
        keep_seal(tree.journal.connection, end.number, cut.seq, chain, bytes.fromhex(cut.signature))
    counts: dict[str, int] = {}
    for segment in sorted(tree.segments.values(), key=lambda one: one.start):
        held = tree.held(segment)
        if segment is end:
            counts[segment.name] = cut.seq
        elif end is not None:
            counts[segment.name] = held if segment.name in path else segment.start
        else:
            # It does not come to the cut, or comes past it with something else: then nothing of it is sure.
            whole = held < cut.seq and counts.get(segment.parent, segment.start) == segment.start
            counts[segment.name] = held if whole else segment.start
    return [
        (segment.number << SHIFT | counts[segment.name] + 1, segment.number << SHIFT | tree.held(segment))
        for segment in tree.segments.values()
        if tree.held(segment) > counts[segment.name]
    ]


def _withdraw(store: Store, connection: Connection, ranges: list[Range]) -> dict[str, str]:
    """Remove changes as if they had never come; gives the records they were about, each with its type."""
    run, types = connection.exec_driver_sql, store.shelves.types.values()
    split, records = authors_of_meanings(connection, ranges), records_in(connection, ranges)
    connection.execution_options(journalled=True)
    try:
        withdraw(connection, types, ranges)
        freed = {record for author in split for record in settle_references(connection, author)}
        settle_records(connection, types, freed)
    finally:
        connection.execution_options(journalled=False)
    for first, last in ranges:
        number, keep = first >> SHIFT, (first & MASK) - 1
        run("DELETE FROM seal WHERE stream = ? AND seq > ?", (number, keep))
        run("DELETE FROM taken WHERE first >= ? AND last <= ?", (first, last))
        run("UPDATE taken SET last = ? WHERE last BETWEEN ? AND ?", (first - 1, first, last))
    return records
