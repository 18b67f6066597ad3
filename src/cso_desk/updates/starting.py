"""What the program says of itself once it came up: this version works; and going back to the one before."""

from contextlib import suppress

from cso_desk.errors import UserError
from cso_desk.updates.place import POINTER, TRIES, WENT_BACK, Place, installed_place
from cso_desk.wording import _


def came_up() -> str:
    """Note that this version came up well; gives the name of an update that was left, "" for none.

    Never fails: a folder in which nobody may write keeps nobody from working.
    """
    place = installed_place()
    if place is None or not place.program.is_dir():
        return ""
    left = ""
    with suppress(OSError, ValueError):
        if _tried(place) == place.running.name:
            (place.program / TRIES).unlink()
            place.forget_others()
        if (place.program / WENT_BACK).exists():
            left = (place.program / WENT_BACK).read_text("utf-8").strip()
            (place.program / WENT_BACK).unlink()
    return left


def _tried(place: Place) -> str:
    with suppress(OSError, ValueError):
        return (place.program / TRIES).read_text("utf-8").split(" ")[0]
    return ""


def version_before(place: Place) -> str:
    """The version to which one can go back, as people read it; "" where there is none."""
    now = place.pointed()[0]
    return place.number_before() if now is not None and place.newest() == now else ""


def go_back(place: Place) -> None:
    """Let the version before be started from the next time on. Raises UserError where there is none."""
    if not version_before(place):
        raise UserError(_("There is no version before this one on this computer. Nothing was changed."))
    before = place.pointed()[1]
    try:
        place.point(before, None)
        (place.program / TRIES).unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            _(
                "{file} cannot be used: {reason}. Choose another one.",
                file=place.program / POINTER,
                reason=error.strerror,
            )
        ) from error
