"""The two families of errors, told apart by who has to act on them.

`UserError`: the person at the desk can put it right; its text is a whole sentence in the user's language
that says what happened and what to do, and nothing was changed. Every other exception is our fault.
"""


class UserError(Exception):
    """Something the person at the desk can put right. The text is shown as it is."""


class DamagedFileError(UserError):
    """A file from outside is not what it should be; nothing was changed."""


class BusyError(UserError):
    """Another program or thread writes the store now; nothing was changed."""


class CancelledError(UserError):
    """The person stopped a long action; nothing was changed."""
