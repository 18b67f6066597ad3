"""Search over everything: records by name, sound, phone or number, and the pages themselves."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cso_desk.desk.pages import PAGES, Page
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.editors.finding import Suggestion
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import title_of
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.store.search import Found

MOST_RECORDS = 10


def suggestions(host: Host | None, text: str) -> list[Suggestion]:
    """What the text may mean: pages first, then records. The data is a call that goes there."""
    if host is None or not text.strip():
        return []
    from cso_desk.store.search import search  # noqa: PLC0415  heavy, and not needed before somebody types

    wanted = text.strip().lower()
    pages = [
        Suggestion(_(page.label), _opener(host, page)) for page in PAGES if wanted in _(page.label).lower()
    ]
    hits = search(host.store, text, limit=MOST_RECORDS * 2, typing=True)
    shown = [hit for hit in hits if hit.title_km or hit.title_en][:MOST_RECORDS]
    types = host.store.shelves.types
    return [
        *pages,
        *(Suggestion(_said(hit, types), _goer(host, hit.kind, hit.record)) for hit in shown),
    ]


def _said(hit: "Found", types: Mapping[str, RecordType]) -> str:
    parts = (title_of((hit.title_km, hit.title_en)), _(types[hit.kind].label), hit.code)
    return "   ·   ".join(part for part in parts if part)


def _opener(host: Host, page: Page) -> Callable[[], None]:
    return lambda: host.go(page.name)


def _goer(host: Host, kind: str, record: str) -> Callable[[], None]:
    return lambda: host.go_to_record(kind, record)
