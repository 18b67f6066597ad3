"""The logo of a hub: a small picture kept as text in its profile and printed at the head of its papers."""

import base64
import binascii

from cso_desk.documents.letterhead import picture, smaller_picture
from cso_desk.errors import UserError
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import save_profile
from cso_desk.store.store import Store
from cso_desk.wording import _

MOST_BYTES = 200_000
"""Every hub's profile travels in every bundle to every hub: a logo must stay small."""

_SIDES = (800, 500, 300)  # pixels; the largest of them prints sharply at the height that papers give it


def save_logo(store: Store, image: bytes) -> HubProfile:
    """Keep a PNG or JPEG picture as the logo of this hub, made smaller where it is big; b"" takes it away.

    Raises UserError where it cannot be made small enough, DamagedFileError if it is no picture.
    """
    return save_profile(store, logo=logo_text(fitting_logo(image)))


def fitting_logo(image: bytes) -> bytes:
    """The picture, small enough to be kept; raises as `save_logo`."""
    if not image:
        return b""
    picture(image)
    if len(image) <= MOST_BYTES:
        return image
    for side in _SIDES:
        smaller = smaller_picture(image, side)
        if len(smaller) <= MOST_BYTES:
            return smaller
    raise UserError(
        _(
            "This logo has {size} kB; at most {most} kB can be kept. Save it smaller and choose it again.",
            size=-(-len(image) // 1000),
            most=MOST_BYTES // 1000,
        )
    )


def logo_text(image: bytes) -> str:
    """A picture as the profile keeps it."""
    return base64.b64encode(image).decode("ascii")


def logo_of(hub: HubProfile) -> bytes:
    """The picture, or nothing where there is none or where it came damaged."""
    try:
        return base64.b64decode(hub.logo, validate=True)
    except (binascii.Error, ValueError):
        return b""
