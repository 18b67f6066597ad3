"""Reads a number of things as people type it, in Khmer or Latin digits."""

from cso_desk.errors import UserError
from cso_desk.khmer.digits import parse_number
from cso_desk.wording import _


def number(text: str) -> int:
    """A number of things. Raises UserError for anything else."""
    found = parse_number(text)
    if not isinstance(found, int) or not 0 <= found < 2**53:
        raise UserError(_("“{text}” is no number. Write for example 10.", text=text))
    return found
