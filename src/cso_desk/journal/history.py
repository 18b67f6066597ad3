"""The history of a record, and the steps that made it: who, when, what it was, what it became."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.streams import SHIFT
from cso_desk.khmer.digits import in_digits_of
from cso_desk.records.kinds import Stored
from cso_desk.wording import _, counted, digits_of


@dataclass(frozen=True)
class StepLine:
    """One step as people read it. `at` is UTC milliseconds; `label` is a message id filled from `details`."""

    uid: str
    kind: str
    label: str
    details: dict[str, object]
    actor: str
    at: int

    @property
    def text(self) -> str:
        """What the step was called, in the language of the window."""
        return step_text(self.label, self.details)

    @property
    def taken_back(self) -> str:
        """What the step was called that this one took back; its own name where it took back nothing."""
        return step_text("{step}", self.details) if "step" in self.details else self.text


@dataclass(frozen=True)
class Line:
    """One change of one field. `before` is what it superseded first, None where there was nothing."""

    step: StepLine
    hub: str
    replica: str
    kind: str
    field: str
    before: Stored
    after: Stored
    cid: int


def step_text(label: str, details: dict[str, object]) -> str:
    """The label in the window's language; one that a newer version wrote is shown raw.

    An undo names the step it took back by that step's own label and details, so that it can be said in any
    language.
    """
    of = details.get("of")
    if isinstance(of, dict):
        details = details | {"step": step_text(str(details.get("step", "")), of)}
    shown = {name: in_digits_of(digits_of(), value) for name, value in details.items()}
    count = details.get("count")
    try:
        if isinstance(count, int):
            return counted(label, count, **shown)
        return _(label, **shown) if details else _(label)
    except (KeyError, IndexError, ValueError):
        return label


def history(connection: Connection, record: str) -> list[Line]:
    """Every change of one record, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT s.uid, s.kind, s.label, s.details, s.actor, s.at, d.hub, st.replica, n.name, p.value,"
        " c.value, c.cid"
        " FROM change c JOIN step s ON s.no = c.step JOIN name n ON n.no = c.name"
        f" JOIN stream st ON st.no = c.cid >> {SHIFT} LEFT JOIN device d ON d.replica = st.author"
        " LEFT JOIN change p ON p.cid = c.prev WHERE c.record = ? ORDER BY c.clock DESC, c.cid DESC",
        (record,),
    )
    lines = []
    for uid, kind, label, details, actor, at, hub, replica, name, before, after, cid in rows:
        if before == after and before is not None and kind != "resolve":
            continue  # a record that moved to another scope was told anew; nothing became different
        step = StepLine(uid, kind, label, _details(details), actor, at)
        record_type, _dot, field = str(name).partition(".")
        lines.append(Line(step, hub or "", replica, record_type, field, before, after, cid))
    return lines


def steps(connection: Connection, limit: int = 50) -> list[StepLine]:
    """The newest steps made here, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT uid, kind, label, details, actor, at FROM step s"
        " WHERE EXISTS (SELECT 1 FROM span WHERE step = s.no) ORDER BY no DESC LIMIT ?",
        (limit,),
    )
    return [StepLine(u, k, label, _details(d), actor, at) for u, k, label, d, actor, at in rows]


def step_line(connection: Connection, uid: str) -> StepLine | None:
    """One step, or None where it is not known here."""
    row = connection.exec_driver_sql(
        "SELECT uid, kind, label, details, actor, at FROM step WHERE uid = ?", (uid,)
    ).first()
    return StepLine(row[0], row[1], row[2], _details(row[3]), row[4], row[5]) if row else None


def _details(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def written_at(connection: Connection, record: str) -> int:
    """When a record was last changed, UTC milliseconds by its author's clock; 0 where it is not known."""
    return int(
        connection.exec_driver_sql(
            "SELECT coalesce(max(s.at), 0) FROM change c JOIN step s ON s.no = c.step WHERE c.record = ?",
            (record,),
        ).scalar_one()
    )


def writers(connection: Connection) -> list[tuple[str, int]]:
    """Who wrote in this store, with the time of their last step (UTC milliseconds), the newest first."""
    rows = connection.exec_driver_sql(
        "SELECT actor, max(at) FROM step WHERE actor <> '' AND no IN (SELECT step FROM span)"
        " GROUP BY actor ORDER BY 2 DESC, 1"
    )
    return [(str(actor), int(at)) for actor, at in rows]
