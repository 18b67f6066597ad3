"""Which texts may still name somebody erased, until a person went over each; no name is kept for it."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection

from cso_desk.journal.mentions import Mention
from cso_desk.store.erasures import all_erased
from cso_desk.store.facts import keep_fact
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction

_KEY = "texts_to_go_over"


def note_texts(transaction: Transaction, mentions: Iterable[Mention]) -> None:
    """Remember texts that name somebody who is just being erased, by record and field."""
    every = {*_noted(transaction), *mentions}
    if every:
        transaction.set_meta(_KEY, _said(every))


def texts_left(store: Store) -> list[Mention]:
    """The texts that nobody went over yet, in order; those of records that are gone are left out."""
    with store.reading() as reading:
        noted = _noted(reading)
        held = _held(reading.connection, noted) - all_erased(reading.connection) if noted else frozenset()
    types = store.shelves.types
    return [each for each in noted if each.record in held and each.kind in types]


def tick_off(store: Store, mention: Mention) -> None:
    """Somebody went over this text. Raises UserError where nothing can be written just now."""
    with store.reading() as reading:
        left = {*_noted(reading)} - {mention}
    keep_fact(store, _KEY, _said(left) if left else "")


def _noted(reading: Reading) -> list[Mention]:
    return [Mention(*each) for each in json.loads(reading.meta(_KEY) or "[]")]


def _said(mentions: Iterable[Mention]) -> str:
    return json.dumps([[each.kind, each.record, each.field] for each in sorted(mentions)])


def _held(connection: Connection, mentions: Iterable[Mention]) -> set[str]:
    rows = connection.exec_driver_sql(
        "SELECT record FROM entry WHERE record IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({each.record for each in mentions})),),
    )
    return {str(record) for (record,) in rows}
