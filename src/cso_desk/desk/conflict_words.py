"""What the review of differences says: fields, values, and who wrote them where and when."""

from collections.abc import Iterable

from cso_desk.desk.session import Session
from cso_desk.journal.reviews import Conflict, Side
from cso_desk.journal.streams import DELETED
from cso_desk.records.kinds import Stored
from cso_desk.store.listing import Titles, titles
from cso_desk.widgets.showing import clock_time, show
from cso_desk.wording import _

__all__ = ["DELETED", "field_label", "value_said", "values_said", "who_said"]


def field_label(session: Session, each: Conflict) -> str:
    """The field in words."""
    if each.field == DELETED:
        return _("In the trash")
    return _(session.store.shelves.types[each.kind].fields[each.field].kind.label)


def value_said(session: Session, each: Conflict, value: Stored) -> str:
    """One value as people read it."""
    return values_said(session, [(each, value)])[0]


def values_said(session: Session, choices: Iterable[tuple[Conflict, Stored]]) -> list[str]:
    """Values as people read them, with the names of what they refer to, read together."""
    wanted = list(choices)
    with session.store.reading() as reading:
        named = titles(reading, [one for each, value in wanted for one in _referred(session, each, value)])
    return [_said(session, each, value, named) for each, value in wanted]


def who_said(session: Session, side: Side) -> str:
    """Who wrote it, at which hub, on which computer, when."""
    who = session.who(side.actor, side.hub)
    if side.device:
        who = _("{who}, computer {name}", who=who, name=side.device)
    return _("{who}, {when}", who=who, when=clock_time(side.at))


def _referred(session: Session, each: Conflict, value: Stored) -> list[str]:
    if each.field == DELETED:
        return []
    shown = session.store.shelves.types[each.kind].fields[each.field].kind.from_stored(value)
    every = shown if isinstance(shown, tuple) else (shown,)
    return [one for one in every if isinstance(one, str)]


def _said(session: Session, each: Conflict, value: Stored, named: dict[str, Titles]) -> str:
    if each.field == DELETED:
        return _("Put it into the trash") if value else _("Keep it")
    kind = session.store.shelves.types[each.kind].fields[each.field].kind
    return show(kind, kind.from_stored(value), named) or _("(empty)")
