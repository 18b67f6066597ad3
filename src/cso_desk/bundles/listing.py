"""The bundles this store has made and taken in, for the Exchange page."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.bundles.taking_back import Needs
from cso_desk.journal.streams import SHIFT
from cso_desk.store.store import Store


@dataclass(frozen=True)
class BundleLine:
    """One bundle. `direction`: "out" or "in"; `status`: "made", "proved", "taken" or "undone".

    `hub` is the other side; times are UTC milliseconds, `made_at` by the sender's clock, `at` by ours.
    `step` is the uid of the step that took it in, `by` who made the last change of its hub in it.
    """

    uid: str
    direction: str
    kind: str
    hub: str
    file: str
    made_at: int
    at: int
    status: str
    changes: int
    conflicts: int
    can_undo: bool
    step: str = ""
    records: int = 0
    by: str = ""


def bundles_of(store: Store) -> list[BundleLine]:
    """Every bundle made or taken in here, newest first."""
    with store.reading() as reading:
        connection = reading.connection
        ranges: dict[str, list[int]] = {}
        for uid, last in connection.exec_driver_sql("SELECT bundle, last FROM taken"):
            ranges.setdefault(uid, []).append(int(last))
        needs = Needs(connection, (last for lasts in ranges.values() for last in lasts))
        people = _people(connection)
        rows = connection.exec_driver_sql(
            "SELECT uid, direction, kind, hub, file, made_at, at, status, summary FROM bundle"
            " ORDER BY at DESC, uid"
        ).all()
    lines = []
    for uid, direction, kind, hub, file, made_at, at, status, text in rows:
        summary = json.loads(text)
        lasts = ranges.get(uid, [])
        can_undo = bool(lasts) and not needs.of(lasts)
        lines.append(
            BundleLine(
                uid,
                direction,
                kind,
                hub,
                file,
                made_at,
                at,
                status,
                int(summary.get("changes", 0)),
                int(summary.get("conflicts", 0)),
                can_undo,
                str(summary.get("step", "")),
                int(summary.get("records", 0)),
                people.get(uid, ""),
            )
        )
    return lines


def _people(connection: Connection) -> dict[str, str]:
    """Who made the newest change that a bundle brought from its own hub, by bundle."""
    rows = connection.exec_driver_sql(
        "SELECT t.bundle, s.actor FROM taken t JOIN bundle b ON b.uid = t.bundle"
        f" JOIN stream st ON st.no = t.last >> {SHIFT} JOIN device d ON d.replica = st.author"
        " JOIN change c ON c.cid = t.last JOIN step s ON s.no = c.step"
        " WHERE d.hub = b.hub AND s.actor <> '' ORDER BY s.at"
    )
    return {str(uid): str(actor) for uid, actor in rows}
