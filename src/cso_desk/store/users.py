"""Who may open a store, and what each of them may do in it.

Roles guard against slips, not against a thief: all users of one store share one key.
"""

from dataclasses import dataclass
from enum import StrEnum

from cso_desk.errors import UserError
from cso_desk.wording import N_, _


class Role(StrEnum):
    """Each may do what the ones before it may."""

    VIEWER = "viewer"
    SECRETARY = "secretary"
    COORDINATOR = "coordinator"

    def covers(self, needed: "Role") -> bool:
        """Whether somebody with this role may do what needs the other one."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


ROLE_WORDS = {
    Role.VIEWER: N_("Viewer"),
    Role.SECRETARY: N_("Secretary"),
    Role.COORDINATOR: N_("Coordinator"),
}
"""What each role is called (message ids)."""

ROLE_MEANING = {
    Role.VIEWER: N_("Looks at everything and prints; changes nothing."),
    Role.SECRETARY: N_("Does the daily work: members, meetings, library, exchange."),
    Role.COORDINATOR: N_("Also decides who may open the store, and closes quarters."),
}
"""What each role may do, as a sentence (message ids)."""


@dataclass(frozen=True)
class User:
    """A person with a passphrase of their own. `slot` names the place in the key file."""

    slot: str
    name: str
    role: Role


class NotAllowedError(UserError):
    """The role of whoever opened the store does not cover what was asked."""


def refusal(role: Role, needed: Role) -> str:
    """Why somebody with this role may not do it, as a sentence; "" where they may."""
    if role.covers(needed):
        return ""
    if needed is Role.COORDINATOR:
        return _("Only a coordinator may do this. Ask a coordinator of your hub to do it.")
    return _(
        "You opened this store as a viewer: you can look and print, and nothing is changed. "
        "Ask a coordinator for another role if you need to write."
    )


def refuse_unless(role: Role, needed: Role) -> None:
    """Raises NotAllowedError where the role does not cover what is needed."""
    why = refusal(role, needed)
    if why:
        raise NotAllowedError(why)
