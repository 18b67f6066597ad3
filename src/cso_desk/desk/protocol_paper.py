"""The protocol of a merge as a paper: what was taken in, what was decided, who was not there."""

import datetime as dt
import time
from typing import TYPE_CHECKING

from cso_desk.bundles.hub_states import hub_states
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.merge_meeting import MergeMeeting
from cso_desk.catalog import RULES
from cso_desk.desk.session import Session
from cso_desk.features.hub.form import paper
from cso_desk.features.hub.service import profile
from cso_desk.journal.decisions import Decided, decisions
from cso_desk.journal.history import written_at
from cso_desk.journal.reviews import conflicts
from cso_desk.journal.streams import DELETED
from cso_desk.khmer.dates import quarter_of
from cso_desk.records.kinds import Stored
from cso_desk.store.listing import titles
from cso_desk.store.rules import Approval, approved_in, findings
from cso_desk.store.store import Store
from cso_desk.trust.directory import ACTIVE
from cso_desk.widgets.host import Paper
from cso_desk.widgets.showing import show
from cso_desk.wording import N_, _

if TYPE_CHECKING:
    # Drawing papers is heavy to import, and the board is open long before somebody prints.
    from cso_desk.documents.paper import Paper as Described
    from cso_desk.features.hub.printing import Delivered, Doubted, Settled


def protocol_paper(session: Session, merge: MergeMeeting) -> Paper:
    """The protocol of a merge: what was taken in and decided, what looks wrong, what is missing."""
    return paper(
        lambda: _("Merge protocol"),
        f"merge-protocol-{_day(merge.began)}",
        lambda chosen: _described(session, merge, chosen),
    )


def _described(session: Session, merge: MergeMeeting, chosen: str) -> "Described":
    from cso_desk.features.hub.printing import Unsettled, merge_protocol  # noqa: PLC0415  see above

    store = session.store
    with store.reading() as reading:
        decided = decisions(reading.connection, merge.began, merge.ended or None)
        waiting = len(conflicts(reading.connection, store.shelves))
    states = hub_states(store)
    return merge_protocol(
        profile(store),
        chosen,
        quarter=quarter_of(_day(merge.began)) or "",
        on=dt.date.fromisoformat(_day(merge.began)),
        until=dt.date.fromisoformat(_day(merge.ended or _now())),
        delivered=_delivered(store, merge),
        settled=[_settled(session, each) for each in decided],
        expected=[each.hub for each in states if each.status == ACTIVE],
        doubted=_doubted(store, merge),
        unsettled=Unsettled(waiting, tuple((each.hub, each.behind) for each in states if each.behind)),
        practice=store.practice,
    )


def _delivered(store: Store, merge: MergeMeeting) -> "list[Delivered]":
    from cso_desk.features.hub.printing import Delivered  # noqa: PLC0415  see above

    return [
        Delivered(each.hub, each.by, each.file, _day(each.at), each.changes, each.records, each.conflicts)
        for each in reversed(bundles_of(store))
        if each.direction == "in" and each.status == "taken" and each.kind in ("delta", "full")
        if merge.holds(each.at)
    ]


def _doubted(store: Store, merge: MergeMeeting) -> "list[Doubted]":
    """What looks wrong now, and what somebody said to be right during the merge."""
    from cso_desk.features.hub.printing import Doubted  # noqa: PLC0415  see above

    every = findings(store, RULES, approved=True)
    with store.reading() as reading:
        named = titles(reading, {record for each in every for _kind, record in each.records})
        right = {
            each.id: each
            for each in reading.all(Approval)
            if merge.holds(written_at(reading.connection, each.id))
        }
        approved = approved_in(reading)
    return [
        Doubted(
            each.message,
            each.values,
            tuple(named[record] for _kind, record in each.records if record in named),
            each.key in right,
            right[each.key].reason if each.key in right else "",
        )
        for each in every
        if each.key in right or each.key not in approved
    ]


def _settled(session: Session, each: Decided) -> "Settled":
    from cso_desk.features.hub.printing import Opinion, Settled  # noqa: PLC0415  see above

    kind = session.store.shelves.types[each.kind]
    with session.store.reading() as reading:
        record = reading.get(kind.record, each.record)
    name_km, name_en = kind.title(record) if record is not None else ("", "")
    label = N_("Deleted") if each.field == DELETED else kind.fields[each.field].kind.label
    return Settled(
        code=record.code if record is not None else "",
        name_km=name_km,
        name_en=name_en,
        field=label,
        opinions=tuple(
            Opinion(side.hub, side.actor, _day(side.at), _read(session, each, side.value))
            for side in each.sides
        ),
        decided=_read(session, each, each.value),
        by=each.actor,
        on=_day(each.at),
    )


def _read(session: Session, each: Decided, value: Stored) -> str:
    """A stored value as people read it."""
    if each.field == DELETED:
        return _("Yes") if value else _("No")
    kind = session.store.shelves.types[each.kind].fields[each.field].kind
    shown = kind.from_stored(value)
    told = [one for one in (shown if isinstance(shown, tuple) else (shown,)) if isinstance(one, str)]
    with session.store.reading() as reading:
        return show(kind, shown, titles(reading, told)) or _("(empty)")


def _now() -> int:
    return time.time_ns() // 1_000_000


def _day(milliseconds: int) -> str:
    return dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC).astimezone().date().isoformat()
