"""Devices: their certificates, which of them are believed, and the digits that people read to each other."""

from dataclasses import dataclass

from cso_desk.store.store import Store


@dataclass(frozen=True)
class DeviceLine:
    """A device this store knows. `introduced_by`: the hub that brought its certificate, "" = this device."""

    hub: str
    name: str
    fingerprint: str
    replica: str
    introduced_by: str
    met_at: int
    own: bool


def devices(store: Store) -> list[DeviceLine]:
    """Every device known here, own hub first."""
    raise NotImplementedError


def own_fingerprint(store: Store) -> str:
    """This device's fingerprint: 24 digits in six groups of four."""
    raise NotImplementedError
