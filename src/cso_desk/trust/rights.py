"""Who may hold and who may write what: decided from hub and scope alone, the same everywhere."""

import re
from collections.abc import Iterable

from cso_desk.khmer.digits import to_latin_digits
from cso_desk.places.gazetteer import show_place
from cso_desk.records.base import NETWORK, hub_scope, private_scope
from cso_desk.store.store import NATIONAL
from cso_desk.wording import _, language

_SCOPE = re.compile(r"network|(?:hub|private)/(?:0[0-9]|1[0-9]|2[0-5])")
_HUB = re.compile(r"0[0-9]|1[0-9]|2[0-5]")


def is_scope(text: str) -> bool:
    """Whether this is a scope at all; whole codes are compared, so hub/02 is never a part of hub/020."""
    return _SCOPE.fullmatch(text) is not None


def is_hub(code: str) -> bool:
    return _HUB.fullmatch(code) is not None


def may_hold(hub: str, scope: str) -> bool:
    """Whether the devices of a hub may hold what has this scope."""
    if scope in (NETWORK, hub_scope(hub), private_scope(hub)):
        return True
    return hub == NATIONAL and scope.startswith("hub/") and is_scope(scope)


def may_write(hub: str, scope: str) -> bool:
    """Whether a device of a hub may make changes in this scope: whoever may hold it may write it."""
    return may_hold(hub, scope)


def may_travel(from_hub: str, to_hub: str, scope: str) -> bool:
    """Whether a bundle from one hub to another may carry this scope; private ones stay in their hub."""
    if scope.startswith("private/") and from_hub != to_hub:
        return False
    return may_hold(from_hub, scope) and may_hold(to_hub, scope)


def hub_name(code: str) -> str:
    """What people call a hub, in the language of the window."""
    if code == NATIONAL:
        return _("the national hub")
    return show_place(code, language(), full=False) or code


def digits_of(texts: Iterable[str]) -> set[str]:
    """Fingerprints as people type them, spaces and Khmer digits and all, reduced to their digits."""
    return {re.sub(r"\D", "", to_latin_digits(text)) for text in texts} - {""}
