"""The institutions of a handing out: whom a group, a view or a name means, and what each has already."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cso_desk.features.library.service.distribution import Standing, standings
from cso_desk.features.members.record import ContactGroup
from cso_desk.features.members.service import DirectoryRow, people_in
from cso_desk.khmer.normalise import fold
from cso_desk.store.reading import Reading
from cso_desk.store.search import search
from cso_desk.widgets.editors.finding import MOST_SHOWN, Suggestion
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.views import View
from cso_desk.wording import _


@dataclass(frozen=True)
class Stand:
    """An institution with how it stands with each title that is handed out."""

    row: DirectoryRow
    titles: tuple[Standing, ...]

    @property
    def received(self) -> bool:
        return bool(self.titles) and all(each.received for each in self.titles)

    @property
    def id(self) -> str:
        return self.row.organisation.id


def stands_in(
    reading: Reading, versions: Mapping[str, str], day: str, among: Collection[str] | None
) -> list[Stand]:
    """The institutions with each title of `versions`; of no title only the institutions."""
    asked = versions or {"": ""}
    found = [standings(reading, title, day, version=version, among=among) for title, version in asked.items()]
    by_body = zip(*found, strict=True)
    return [Stand(each[0].row, tuple(each) if versions else ()) for each in by_body]


def has_now_said(stand: Stand) -> str:
    """What an institution has: of one title the version and the day, of several how many."""
    if not stand.titles:
        return ""
    if len(stand.titles) > 1:
        there = sum(each.received for each in stand.titles)
        return _("{there} of {number}", there=digits(there), number=digits(len(stand.titles)))
    (only,) = stand.titles
    if only.last is None:
        return _("nothing yet")
    day, label = short_date(only.last.given_on), only.version.label if only.version else ""
    return _("{version}, on {date}", version=label, date=day) if label else day


class Meaning:
    """What is meant by what is typed: `suggest` offers groups, saved views of institutions, institutions.

    What is chosen is a function that gives the ids of institutions on a day, and whether these are all that
    are meant or one more.
    """

    def __init__(self, host: Host) -> None:
        self._host = host

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """Groups, then views; institutions where something was typed."""
        store = self._host.store
        groups: list[tuple[str, str]] = []
        if not text.strip():
            with store.reading() as reading:
                found = reading.all(ContactGroup, limit=MOST_SHOWN)
            groups = [(title_of((each.name_km, each.name_en), each.code), str(each.id)) for each in found]
            return [
                Suggestion(_("Members"), partial(_members), ()),
                *self._groups(groups),
                *self._views(text),
            ]
        hits = search(store, text, ("contact_group", "organisation"), limit=MOST_SHOWN, typing=True)
        named = [(hit.kind, title_of((hit.title_km, hit.title_en), hit.code), hit.record) for hit in hits]
        groups = [(said, record) for kind, said, record in named if kind == "contact_group"]
        bodies = [
            Suggestion(said, partial(_body, record=record), ())
            for kind, said, record in named
            if kind == "organisation"
        ]
        return [*self._groups(groups), *self._views(text), *bodies]

    def _groups(self, groups: Sequence[tuple[str, str]]) -> list[Suggestion]:
        return [
            Suggestion(_("Group: {name}", name=said), partial(self._group, group=record), ())
            for said, record in groups
        ]

    def _group(self, day: str, *, group: str) -> tuple[set[str] | None, bool]:
        with self._host.store.reading() as reading:
            _people, bodies = people_in(reading, group, day)
        return {str(each) for each in bodies}, True

    def _views(self, text: str) -> list[Suggestion]:
        views: Mapping[str, View] = self._host.lists.get("organisation", {}).get("views", {})
        return [
            Suggestion(_("Institutions: {name}", name=name), partial(self._view, view=view), ())
            for name, view in views.items()
            if fold(text.strip()) in fold(name)
        ]

    def _view(self, _day: str, *, view: View) -> tuple[set[str] | None, bool]:
        from cso_desk.store.listing import Listing  # noqa: PLC0415  heavy, and few hand out by a view

        store = self._host.store
        filters = {each: tuple(values) for each, values in view.get("filters", {}).items()}
        kind = store.shelves.types["organisation"]
        listing = Listing(store, kind, text=str(view.get("text", "")), filters=filters).finish()
        return set(listing.ids(0, listing.count)), True


def _members(_day: str) -> tuple[set[str] | None, bool]:
    return None, True


def _body(_day: str, *, record: str) -> tuple[set[str] | None, bool]:
    return {record}, False
