"""Facts of this computer that stand in the store itself: encrypted with it, in no journal and no bundle."""

from cso_desk.store.store import Store


def kept_fact(store: Store, key: str) -> str:
    """The text kept under this key, "" for none."""
    with store.reading() as reading:
        return reading.meta(key)


def keep_fact(store: Store, key: str, text: str, *, wait: bool = True) -> None:
    """Keep a text instead of the last one; "" forgets it.

    Raises BusyError where somebody else writes just now: at once without `wait`, else after a while.
    """
    with store.writing(wait=wait, derived=True) as connection:
        if text:
            connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, text))
        else:
            connection.exec_driver_sql("DELETE FROM meta WHERE key = ?", (key,))
