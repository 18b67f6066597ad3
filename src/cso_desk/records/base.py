"""What every record has: an identity no other hub can give, a code people read, and who may hold it."""

import os
import time
from dataclasses import dataclass, field
from typing import Annotated, NewType

from cso_desk.records.kinds import Choice, Date, Flag, Reference, Text
from cso_desk.wording import N_

RecordId = NewType("RecordId", str)
"""A UUIDv7 as 32 hexadecimal digits."""

NOBODY = RecordId("")
"""A reference to no record."""

NETWORK = "network"
"""The scope of what every hub may hold; other scopes are `hub/02` and `private/02`."""

SENSITIVITIES = {"public": N_("Public"), "network": N_("Network"), "hub": N_("This hub only")}


def new_id() -> RecordId:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random, so that new rows stay together on disk."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return RecordId(f"{number:032x}")


@dataclass(kw_only=True, slots=True)
class Record:
    """Something a hub keeps, journals and shares. Subclasses add fields as annotated dataclass fields.

    Every field has a default: a hub with an older version leaves newer fields out, and both must agree on
    what that means.
    """

    id: RecordId = field(default_factory=new_id)
    code: Annotated[str, Text(N_("Code"), typed=False)] = ""
    scope: Annotated[str, Text(N_("Who holds it"), typed=False)] = ""
    deleted: Annotated[bool, Flag(N_("In the trash"), typed=False)] = False
    merged_into: Annotated[RecordId, Reference(N_("Merged into"), typed=False)] = NOBODY
    sensitivity: Annotated[str, Choice(N_("Sensitivity"), SENSITIVITIES)] = "network"
    verified_by: Annotated[str, Text(N_("Verified by"))] = ""
    verified_on: Annotated[str, Date(N_("Verified on"))] = ""


def hub_scope(hub: str) -> str:
    """The scope that the laptops of one hub and the national hub hold."""
    return f"hub/{hub}"


def private_scope(hub: str) -> str:
    """The scope that never leaves the laptops of one hub."""
    return f"private/{hub}"


def private_to(scope: str) -> str:
    """The private scope of the hub whose scope this is: "private/02" for "hub/02"."""
    return private_scope(scope.removeprefix("hub/"))
