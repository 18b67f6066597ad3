"""Makes what is derived anew, some of it at a time, and never while somebody else writes."""

from collections.abc import Callable

from sqlalchemy import Connection

from cso_desk.errors import BusyError
from cso_desk.store.store import Store


def made_anew(
    store: Store,
    total: int,
    make_some: Callable[[Connection], int],
    progress: Callable[[int, int], None] | None = None,
    *,
    once: bool = False,
) -> int:
    """Call `make_some` in one transaction after the other until `total` are made; gives how many were.

    `make_some` tells how many it made, 0 where nothing is left. What is left waits while somebody else
    writes, and after the first call with `once`. `progress(done, total)` may raise to stop in between.
    """
    done = 0
    while done < total:
        try:
            with store.writing(wait=False, derived=True) as connection:
                some = make_some(connection)
        except BusyError:
            break
        if not some:
            break
        done += some
        if progress is not None:
            progress(min(done, total), total)
        if once:
            break
    return done
