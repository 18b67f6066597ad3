"""Reads and keeps what hubs say of themselves."""

from typing import Any

from cso_desk.errors import UserError
from cso_desk.features.hub.record import HUB_PROFILE, YOUTH, HubProfile
from cso_desk.records.base import NETWORK
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import BEGIN, Step
from cso_desk.store.users import Role, refuse_unless
from cso_desk.wording import N_, _

_LENDING_BOUNDS = {"loan_days": (1, 366), "loan_renewals": (0, 20), "loan_items": (1, 100)}


def profile(store: Store, hub: str = "") -> HubProfile:
    """The profile of `hub`, of this store's hub without one; an unsaved one where nothing was entered."""
    with store.reading() as reading:
        return profile_in(reading, hub or store.hub, store.abbreviation)


def profile_in(reading: Reading, hub: str, abbreviation: str = "") -> HubProfile:
    """As `profile`, inside a look at the store or a transaction."""
    found = reading.all(HubProfile, reading.table(HubProfile).c.hub == hub)
    return found[0] if found else HubProfile(hub=hub, abbreviation=abbreviation, scope=NETWORK)


def profiles(store: Store) -> list[HubProfile]:
    """Every hub that this store knows of, by hub code."""
    with store.reading() as reading:
        return reading.all(HubProfile, order_by=[reading.table(HubProfile).c.hub])


def save_profile(store: Store, *, initiator: object = None, **values: Any) -> HubProfile:
    """Give fields of this hub's profile new values; every hub of the network may see them."""
    return _save(store, Step(N_("Change the hub's profile")), values, initiator)


def save_retention(store: Store, years: int | None) -> HubProfile:
    """Say after how many years people whom nobody met are suggested to be erased; None: never."""
    refuse_unless(store.role, Role.COORDINATOR)
    return save_profile(store, retain_years=years)


def name_hub(store: Store, **values: Any) -> HubProfile:
    """Say what a hub is called while its store is made: a step that Undo passes over."""
    return _save(store, Step(N_("Name the hub"), kind=BEGIN), values)


def _save(store: Store, step: Step, values: dict[str, Any], initiator: object = None) -> HubProfile:
    with store.stepping(step, initiator=initiator) as t:
        now = profile_in(t, store.hub, store.abbreviation)
        after = {"name_km": now.name_km, "name_en": now.name_en} | values
        if not (after["name_km"] or after["name_en"]):
            raise UserError(_("Give the hub a name in Khmer or in English."))
        youngest, oldest = values.get("youth_from"), values.get("youth_to")
        if youngest is not None and oldest is not None and youngest > oldest:
            raise UserError(_("Youth begins at an age after it ends. Correct the two ages."))
        _check_lending(values)
        if t.get(HubProfile, now.id) is None:
            t.add(now)
            t.flush()
        t.change(HubProfile, now.id, **values)
        t.flush()
        return profile_in(t, store.hub)


def _check_lending(values: dict[str, Any]) -> None:
    for name, (least, most) in _LENDING_BOUNDS.items():
        said = values.get(name)
        if said is not None and not least <= said <= most:
            raise UserError(
                _(
                    "{field}: write a number from {least} to {most}, or nothing for what is usual.",
                    field=_(HUB_PROFILE.fields[name].kind.label),
                    least=least,
                    most=most,
                )
            )


def youth_ages(hub: HubProfile) -> tuple[int, int]:
    """The youngest and the oldest age that this hub counts as youth."""
    youngest, oldest = YOUTH
    return (
        youngest if hub.youth_from is None else hub.youth_from,
        oldest if hub.youth_to is None else hub.youth_to,
    )
