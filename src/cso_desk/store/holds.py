"""Why an open store is only looked at, whoever opened it: others have it, it is locked, its disk failed."""

from enum import StrEnum

from cso_desk.errors import BusyError
from cso_desk.store.users import NotAllowedError
from cso_desk.wording import N_, _


class Hold(StrEnum):
    """What keeps everybody from writing into an open store."""

    TAKEN = "taken"
    UNWRITABLE = "unwritable"
    FAILED = "failed"


HOLD_WORDS = {
    Hold.TAKEN: N_(
        "The store is open in another window: here you can look, search, print and export. "
        "Nothing is changed."
    ),
    Hold.UNWRITABLE: N_(
        "Nobody may write where this store lies: here you can look, search, print and export. "
        "Nothing is changed."
    ),
    Hold.FAILED: N_(
        "The disk failed while something was being saved. What was saved before is safe; nothing more is "
        "written until the desk is opened anew. Copy the newest backup to another disk first."
    ),
}
"""What is said of each, and what can be done (message ids)."""


class HeldError(NotAllowedError, BusyError):
    """The store is only looked at now. Derived work waits, as while somebody else writes."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(_(HOLD_WORDS[hold]))
        self.hold = hold
