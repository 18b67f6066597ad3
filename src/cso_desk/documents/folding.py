"""Booklets: which pages stand beside each other on sheets that are printed on both sides and folded."""

FOLDED = "A5 folded"
"""The size of a paper of A5 pages that is printed on A4, two pages on each side of a sheet."""

_ON_A_SHEET = 4

Side = tuple[int | None, int | None]
"""The page at the left and the one at the right, counted from 0; None stays blank."""


def folded_sides(count: int) -> list[Side]:
    """The sides of all sheets in the order of printing, front and back in turn, turned over the short edge.

    The sheets lie in each other and are folded once. What is missing to a multiple of four is blank and last.
    """
    whole = -(-count // _ON_A_SHEET) * _ON_A_SHEET
    sides = []
    for outer in range(0, whole // 2, 2):
        sides += [(whole - 1 - outer, outer), (outer + 1, whole - 2 - outer)]
    return [(_page(left, count), _page(right, count)) for left, right in sides]


def _page(number: int, count: int) -> int | None:
    return number if number < count else None
