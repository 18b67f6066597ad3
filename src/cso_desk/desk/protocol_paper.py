"""The merge protocol of a day as a paper: what was taken in, what was decided, who was not there."""

import datetime as dt
from typing import TYPE_CHECKING

from cso_desk.bundles.listing import BundleLine, bundles_of
from cso_desk.desk.session import Session
from cso_desk.features.hub.form import paper
from cso_desk.features.hub.service import profile
from cso_desk.journal.decisions import Decided, decisions
from cso_desk.journal.streams import DELETED
from cso_desk.khmer.dates import quarter_of
from cso_desk.records.kinds import Stored
from cso_desk.store.listing import titles
from cso_desk.trust.devices import devices
from cso_desk.widgets.host import Paper
from cso_desk.widgets.showing import show
from cso_desk.wording import N_, _

if TYPE_CHECKING:
    # Drawing papers is heavy to import, and the board is open long before somebody prints.
    from cso_desk.documents.paper import Paper as Described
    from cso_desk.features.hub.printing import Settled


def protocol_paper(session: Session, since: dt.datetime) -> Paper:
    """The protocol of everything that was taken in and decided since a moment."""
    return paper(
        lambda: _("Merge protocol"),
        f"merge-protocol-{since.date().isoformat()}",
        lambda chosen: _described(session, since, chosen),
    )


def _described(session: Session, since: dt.datetime, chosen: str) -> "Described":
    from cso_desk.features.hub.printing import Delivered, merge_protocol  # noqa: PLC0415  see above

    store, start = session.store, int(since.timestamp() * 1000)
    with store.reading() as reading:
        decided = decisions(reading.connection, start)
    delivered = [
        Delivered(each.hub, each.by, each.file, _day(each.at), each.changes, each.records, each.conflicts)
        for each in reversed(bundles_of(store))
        if _counts(each, start)
    ]
    expected = sorted({each.hub for each in devices(store)} - {store.hub})
    return merge_protocol(
        profile(store),
        chosen,
        quarter=quarter_of(since.date().isoformat()) or "",
        on=since.date(),
        delivered=delivered,
        settled=[_settled(session, each) for each in decided],
        expected=expected,
        practice=store.practice,
    )


def _counts(each: BundleLine, start: int) -> bool:
    taken = each.direction == "in" and each.status == "taken"
    return taken and each.kind in ("delta", "full") and each.at >= start


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


def _day(milliseconds: int) -> str:
    return dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC).astimezone().date().isoformat()
