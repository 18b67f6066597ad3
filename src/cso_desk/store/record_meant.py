"""Finds the one record that a cell of a list means: by its code, its id, or its whole name."""

from cso_desk.fields.exact import code_or_id
from cso_desk.khmer.normalise import fold
from cso_desk.store.search import search
from cso_desk.store.store import Store

_SOME = 20


def record_meant(store: Store, kind: str, text: str) -> str:
    """The id of the record of type `kind`, "" where none or more than one may be meant.

    "BTB-P0042 Sok Dara" is whoever has the code, whatever the name; a code that is not known here says
    nothing, and so does a name.
    """
    code, record = code_or_id(text)
    if record:
        with store.reading() as look:
            said = "SELECT 1 FROM entry WHERE record = ? AND kind = ? AND trash = 0"
            return record if look.connection.exec_driver_sql(said, (record, kind)).first() else ""
    wanted = fold(code)
    by_code = {hit.record for hit in search(store, code, (kind,), limit=_SOME) if fold(hit.code) == wanted}
    if len(by_code) == 1:
        return by_code.pop()
    wanted = fold(text)
    hits = search(store, text, (kind,), limit=_SOME)
    named = {hit.record for hit in hits if wanted in (fold(hit.title_km), fold(hit.title_en))}
    return named.pop() if len(named) == 1 else ""
