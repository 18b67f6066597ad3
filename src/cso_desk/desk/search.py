"""Search over everything: what the window can do, and records by name, sound, telephone or number."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cso_desk.desk.acts import Act
from cso_desk.widgets.editors.finding import FindLine, Suggestion
from cso_desk.widgets.host import Host
from cso_desk.widgets.reading_beside import ReadingBeside
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.features.library.service.search import TextHit
    from cso_desk.store.search import Found

MOST_RECORDS = 10
_MOST_ACTS = 4
_MOST_PAGES, _SHORTEST, _SHORT = 4, 3, 40  # pages of files; letters of a text; letters shown of a page
_PAUSE = 200  # milliseconds after a key until files are searched
_FIRST = ("person", "organisation", "meeting", "library_title")


def suggestions(host: Host | None, text: str, acts: Sequence[Act] = ()) -> list[Suggestion]:
    """What the text may mean, in groups: what can be done, then records by their kind.

    The data is a call that goes there. Where nothing is found a line says what to try.
    """
    if host is None or not text.strip():
        return []
    from cso_desk.store.search import search  # noqa: PLC0415  heavy, and not needed before somebody types

    meant = [act for act in acts if act.is_meant(text)][:_MOST_ACTS]
    hits = search(host.store, text, limit=MOST_RECORDS * 2, typing=True, trash=True)
    shown = [hit for hit in hits if hit.title_km or hit.title_en][:MOST_RECORDS]
    to_do = [*_papers(host, text), *(Suggestion(act.said(), act.do) for act in meant)]
    found = [*_group(_("To do"), to_do)]
    # What people look for by name comes first, and hits of one kind stay together.
    order = list(dict.fromkeys([*_FIRST, *(hit.kind for hit in shown)]))
    types = host.store.shelves.types
    for kind, group in groupby(sorted(shown, key=lambda hit: order.index(hit.kind)), lambda hit: hit.kind):
        found += _group(_(types[kind].plural), (Suggestion(_said(hit), _goer(host, hit)) for hit in group))
    return found or _nothing()


class FilesBeside(QObject):
    """Puts pages of files of the library below what a line found: beside the window, after a pause."""

    def __init__(self, host: Host, find: FindLine) -> None:
        super().__init__(find)
        self._host, self._line = host, find
        self._text = ""
        self._reading = ReadingBeside(host, self._find, self)
        self._reading.came.connect(self._show)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.look)
        find.looked.connect(self._look_soon)

    def look(self) -> None:
        """Look now for what was asked last."""
        self._soon.stop()
        self._reading.latest = None  # told again, also where it is the same
        self._reading.again()

    def _look_soon(self, text: str) -> None:
        self._text = text
        # One or two letters stand on every page.
        if len(text.strip()) < _SHORTEST or self._host.store is None:
            self._soon.stop()
        else:
            self._soon.start()

    def _find(self) -> tuple[str, list[Suggestion]]:
        from cso_desk.features.library.service.search import find_texts  # noqa: PLC0415  see suggestions

        text = self._text
        hits = find_texts(self._host.store, text, limit=_MOST_PAGES, typing=True).hits
        return text, [Suggestion(_said_of_page(hit), partial(_open_page, self._host, hit)) for hit in hits]

    def _show(self, found: tuple[str, list[Suggestion]]) -> None:
        text, pages = found
        self._line.show_more(text, _group(_("In the files"), pages))


def _said_of_page(hit: "TextHit") -> str:
    name = title_of((hit.title.title_km, hit.title.title_en), hit.title.code)
    return f"{name}   ·   {_('page {page}', page=digits(hit.page))}   ·   {hit.snippet.short(_SHORT)}"


def _open_page(host: Host, hit: "TextHit") -> None:
    from cso_desk.features.library.form.search_side import open_page  # noqa: PLC0415  see suggestions

    open_page(host, hit)


def _papers(host: Host, text: str) -> list[Suggestion]:
    """The attendance sheet whose code was typed, or whose square was scanned."""
    from cso_desk.features.meetings.service import sheet_meant  # noqa: PLC0415  see above

    kind, record, code = sheet_meant(host.store, text)
    said = _("Type in the signed sheet {code}", code=code)
    return [Suggestion(said, lambda: host.go_to_record(kind, record))] if kind else []


def _group(heading: str, members: Iterable[Suggestion]) -> list[Suggestion]:
    inside = list(members)
    return [Suggestion(heading, None, head=True), *inside] if inside else []


def _nothing() -> list[Suggestion]:
    tries = (
        _("Type a part of the name, in Khmer or Latin letters."),
        _("Type the last digits of a phone number."),
        _("Type the number of a law or a code, such as 182 or BTB-0007."),
    )
    head = Suggestion(_("Nothing found"), None, head=True)
    return [head, *(Suggestion(each, None, hint=True) for each in tries)]


def _said(hit: "Found") -> str:
    # A title may be a whole sentence of minutes.
    parts = title_of((hit.title_km, hit.title_en)), hit.code, _("In the trash") if hit.trash else ""
    return "   ·   ".join(part for part in parts if part)


def _goer(host: Host, hit: "Found") -> Callable[[], None]:
    return lambda: host.go_to_record(hit.kind, hit.record)
