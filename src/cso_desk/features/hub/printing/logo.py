"""The logo of a hub: a small picture kept as text in its profile and printed at the head of its papers."""

import base64
import binascii

from cso_desk.documents.letterhead import picture
from cso_desk.errors import UserError
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import save_profile
from cso_desk.store.store import Store
from cso_desk.wording import _

MOST_BYTES = 200_000
"""Every hub's profile travels in every bundle to every hub: a logo must stay small."""


def save_logo(store: Store, image: bytes) -> HubProfile:
    """Keep a PNG or JPEG picture as the logo of this hub; no bytes take it away.

    Raises UserError if it is bigger than `MOST_BYTES`, DamagedFileError if it is no picture.
    """
    if len(image) > MOST_BYTES:
        raise UserError(
            _(
                "This logo has {size} kB; at most {most} kB can be kept. "
                "Save it smaller and choose it again.",
                size=-(-len(image) // 1000),
                most=MOST_BYTES // 1000,
            )
        )
    if image:
        picture(image)
    return save_profile(store, logo=base64.b64encode(image).decode("ascii"))


def logo_of(hub: HubProfile) -> bytes:
    """The picture, or nothing where there is none or where it came damaged."""
    try:
        return base64.b64decode(hub.logo, validate=True)
    except (binascii.Error, ValueError):
        return b""
