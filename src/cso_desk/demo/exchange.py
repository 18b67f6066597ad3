"""Bundles between the hubs and the nation, one institution edited apart, and the decision about it."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from cso_desk.bundles.composing import Chance
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, preview_bundle, receive_bundle
from cso_desk.catalog import RECORD_TYPES
from cso_desk.demo.folder import BUNDLES
from cso_desk.demo.hubs import organisation_called, share
from cso_desk.demo.stage import HUBS, Stage, hub_called, number
from cso_desk.features.hub.printing import Delivered, Opinion, Settled
from cso_desk.features.members.record import ORGANISATION, Organisation
from cso_desk.journal.reviews import Conflict, conflicts, resolve
from cso_desk.khmer.phones import show_phone
from cso_desk.records.base import NETWORK, Record, hub_scope
from cso_desk.records.kinds import Stored
from cso_desk.store.store import NATIONAL, Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.wording import N_, _


class DemoError(Exception):
    """Something came out otherwise than the story says; the demonstration must not go on as if it had not."""


def introduce(stage: Stage) -> list[str]:
    """Every hub meets the national one, so that from now on whatever is exchanged is encrypted."""
    stage.clock.go_to("2026-09-01", "10:00")
    for hub in HUBS:
        _hand_over(stage, hub, NATIONAL, "hello")
    for hub in HUBS:
        _hand_over(stage, NATIONAL, hub, "hello")
    return [
        _("{hub} is known by {digits}.", hub=hub_called(hub), digits=own_fingerprint(store))
        for hub, store in stage.stores.items()
    ]


def share_first(stage: Stage) -> list[str]:
    """Battambang shares; the institutions reach Siem Reap by way of the nation."""
    stage.clock.go_to("2026-09-03", "14:00")
    return [*share(stage, "02"), *carry(stage, "02", NATIONAL), *carry(stage, NATIONAL, "17")]


def exchange_meetings(stage: Stage) -> list[str]:
    """After the meetings everybody delivers to the nation, and gets back what the others share."""
    stage.clock.go_to("2026-09-21")
    said = share(stage, "17")
    for hub in HUBS:
        said += carry(stage, hub, NATIONAL)
    for hub in HUBS:
        said += carry(stage, NATIONAL, hub)
    return said


def edit_apart(stage: Stage) -> list[str]:
    """Two hubs hear different things about one institution, and neither knows of the other."""
    stage.clock.go_to("2026-09-24")
    disputed, said = stage.story["disputed"], []
    for hub in HUBS:
        store = stage.stores[hub]
        organisation = organisation_called(store, disputed["organisation"])
        values = {n: tuple(v) if isinstance(v, list) else v for n, v in disputed["edits"][hub].items()}
        with store.transaction(N_("Change a record")) as t:
            t.change(organisation, **values)
        for name, value in values.items():
            said.append(
                _(
                    "{hub} writes for {code}: {field} = {value}",
                    hub=hub_called(hub),
                    code=organisation.code,
                    field=_(ORGANISATION.fields[name].kind.label),
                    value=_read(name, ORGANISATION.fields[name].kind.to_stored(value)),
                )
            )
    return said


def deliver_edits(stage: Stage) -> list[str]:
    """Both deliver; the nation keeps both opinions and shows that somebody has to decide."""
    stage.clock.go_to("2026-09-28")
    said = [line for hub in HUBS for line in carry(stage, hub, NATIONAL)]
    waiting = waiting_at(stage.nation)
    if {each.field for each in waiting} != set(stage.story["disputed"]["settled"]):
        raise DemoError(f"expected other differences than {[each.field for each in waiting]}")
    for each in waiting:
        said.append(_("To be decided: {field}", field=_(ORGANISATION.fields[each.field].kind.label)))
        said += [
            _(
                "  {hub}, {person}: {value}",
                hub=hub_called(side.hub),
                person=side.actor,
                value=_read(each.field, side.value),
            )
            for side in each.sides
        ]
    return said


def settle(stage: Stage) -> list[str]:
    """The nation decides: one value is taken from a hub, another one is typed in."""
    stage.clock.go_to("2026-10-02", "09:00")
    store, choices = stage.nation, []
    for each in waiting_at(store):
        how = stage.story["disputed"]["settled"][each.field]
        choices.append((each, _choice(each, how)))
    organisation = organisation_called(store, stage.story["disputed"]["organisation"])
    resolve(store, choices)
    now = stage.clock()
    stage.settled += [_settled(stage, organisation, each, value, now) for each, value in choices]
    left = waiting_at(store)
    if left:
        raise DemoError(f"{len(left)} differences are left")
    return [
        _(
            "Decided at the {hub}: {field} = {value}",
            hub=hub_called(NATIONAL),
            field=_(ORGANISATION.fields[each.field].kind.label),
            value=_read(each.field, value),
        )
        for each, value in choices
    ]


def _choice(each: Conflict, how: dict[str, str]) -> Stored:
    if "value" in how:
        return how["value"]
    return next(side.value for side in each.sides if side.hub == how["keep"])


def _settled(stage: Stage, organisation: Organisation, each: Conflict, value: Stored, now: int) -> Settled:
    return Settled(
        code=organisation.code,
        name_km=organisation.name_km,
        name_en=organisation.name_en,
        field=ORGANISATION.fields[each.field].kind.label,
        opinions=tuple(
            Opinion(side.hub, side.actor, _day(side.at), _plain(each.field, side.value))
            for side in each.sides
        ),
        decided=_plain(each.field, value),
        by=stage.story["actors"][NATIONAL],
        on=_day(now),
    )


def answer(stage: Stage) -> list[str]:
    """The decision goes back; afterwards all three stores say the same and nothing waits anywhere."""
    stage.clock.go_to("2026-10-02", "15:00")
    said = [line for hub in HUBS for line in carry(stage, NATIONAL, hub)]
    for hub, store in stage.stores.items():
        if waiting_at(store):
            raise DemoError(f"hub {hub} still has differences")
    compared = sum(_same(stage, hub) for hub in HUBS)
    said.append(
        _(
            "All three stores agree: {count} records compared field by field, nothing waits for a decision.",
            count=number(compared),
        )
    )
    return said


def _same(stage: Stage, hub: str) -> int:
    """How many records the nation and a hub both hold; raises where one of them differs."""
    here, there = (_held(stage.stores[each], hub) for each in (hub, NATIONAL))
    if here != there:
        differing = [each for each in here.keys() | there.keys() if here.get(each) != there.get(each)]
        raise DemoError(f"hub {hub} and the nation differ in {len(differing)} records")
    return len(here)


def _held(store: Store, hub: str) -> dict[str, Record]:
    """What a hub and the nation both hold, trash included."""
    with store.reading() as reading:
        records = [record for kind in RECORD_TYPES for record in reading.all(kind.record, trash=True)]
    return {each.id: each for each in records if each.scope in (NETWORK, hub_scope(hub))}


def waiting_at(store: Store) -> list[Conflict]:
    """What waits for a decision in this store."""
    with store.reading() as reading:
        return conflicts(reading.connection, store.shelves)


def carry(stage: Stage, sender: str, receiver: str) -> list[str]:
    """One stick: made, checked, looked at, taken in; the receipt goes back at once."""
    return _hand_over(stage, sender, receiver, "delta")


def _hand_over(stage: Stage, sender: str, receiver: str, kind: str) -> list[str]:
    source, target, folder = stage.stores[sender], stage.stores[receiver], stage.folder / BUNDLES
    made = make_bundle(
        source, receiver, kind=kind, folder=folder, chance=Chance(secrets.token_hex(16), stage.clock())
    )
    if kind == "delta" and not made.encrypted:
        raise DemoError("a bundle with data is not encrypted")
    checked = check_bundle(target, made.path)
    if not checked.can_receive:
        raise DemoError(" ".join(checked.problems))
    seen = preview_bundle(target, made.path)
    done = receive_bundle(target, made.path)
    if (seen.changes, seen.conflicts) != (done.changes, done.conflicts):
        raise DemoError("the preview promised something else than was done")
    if kind == "delta":
        chance = Chance(secrets.token_hex(16), stage.clock())
        receipt = make_bundle(target, sender, kind="receipt", answers=done.uid, folder=folder, chance=chance)
        receive_bundle(source, receipt.path)
    if receiver == NATIONAL and kind == "delta":
        by, day = stage.story["actors"][sender], _day(stage.clock())
        stage.delivered.append(
            Delivered(sender, by, made.path.name, day, done.changes, done.records, done.conflicts)
        )
    return [
        _(
            "{sender} → {receiver}: changes {changes}, records {records}, to decide {conflicts}; "
            "encrypted, {size} KB, {file}",
            sender=hub_called(sender),
            receiver=hub_called(receiver),
            changes=number(done.changes),
            records=number(done.records),
            conflicts=number(done.conflicts),
            size=number(-(-made.bytes // 1024)),
            file=Path(made.path).name,
        )
    ]


def _plain(name: str, value: Stored) -> str | tuple[str, ...]:
    """A stored value as the protocol takes it."""
    return cast("str | tuple[str, ...]", ORGANISATION.fields[name].kind.from_stored(value))


def _read(name: str, value: Stored) -> str:
    """A stored value as people read it; the fields in dispute are text and phone numbers."""
    plain = _plain(name, value)
    return plain if isinstance(plain, str) else ", ".join(show_phone(each) for each in plain)


def _day(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).astimezone().date().isoformat()
