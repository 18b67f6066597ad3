"""Which institution was given which version of a title, sets of titles, and whom they were promised."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import Choice, Date, Number, Reference, References, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

WAYS = {
    "by_hand": N_("By hand"),
    "meeting": N_("At a meeting"),
    "post": N_("By post or taxi"),
    "email": N_("By e-mail"),
    "chat": N_("By Telegram"),
    "bundle": N_("In a bundle"),
}

RecordIds = tuple[RecordId, ...]


@dataclass(kw_only=True, slots=True)
class Distribution(Record):
    """That an institution was given a title: which version, how many, and who signed for it."""

    title: Annotated[RecordId, Reference(N_("Library title"), to="library_title")] = NOBODY
    version: Annotated[RecordId, Reference(N_("Version"), to="title_version")] = NOBODY
    organisation: Annotated[RecordId, Reference(N_("Institution"), to="organisation")] = NOBODY
    given_on: Annotated[str, Date(N_("Given on"))] = ""
    way: Annotated[str, Choice(N_("How it was given"), WAYS)] = ""
    copies: Annotated[int | None, Number(N_("Copies"))] = None
    received_by: Annotated[RecordId, Reference(N_("Received by"), to="person")] = NOBODY
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class LibrarySet(Record):
    """A chosen part of the library that is given to hubs as one: its titles, versions and files."""

    title_km: Annotated[str, Text(N_("Title in Khmer"), both=N_("Title"), searched=True)] = ""
    title_en: Annotated[str, Text(N_("Title in English"), searched=True)] = ""
    edition: Annotated[str, Text(N_("Edition"))] = ""
    titles: Annotated[RecordIds, References(N_("Library titles"), to="library_title")] = ()
    purpose_km: Annotated[str, Text(N_("Purpose in Khmer"), both=N_("Purpose"), long=True)] = ""
    purpose_en: Annotated[str, Text(N_("Purpose in English"), long=True)] = ""
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class SetPromise(Record):
    """That a hub gets the files of a set with every bundle, until it has them."""

    library_set: Annotated[RecordId, Reference(N_("Library set"), to="library_set", typed=False)] = NOBODY
    hub: Annotated[str, Text(N_("Hub"), typed=False)] = ""


def _nameless(_record: Record) -> tuple[str, str]:
    """A distribution is told by its title and its institution, a promise by its set and its hub."""
    return "", ""


def _title(chosen: LibrarySet) -> tuple[str, str]:
    return chosen.title_km, chosen.title_en


DISTRIBUTION = RecordType(
    name="distribution",
    record=Distribution,
    label=N_("Distribution"),
    plural=N_("Distributions"),
    columns=("title", "version", "organisation", "given_on", "way", "received_by"),
    title=_nameless,
    parent="title",
    dates=("given_on",),
)
LIBRARY_SET = RecordType(
    name="library_set",
    record=LibrarySet,
    label=N_("Library set"),
    plural=N_("Library sets"),
    columns=("code", "title_km", "title_en", "edition", "titles"),
    title=_title,
    letter="B",
    called=("title_km", "title_en"),
)
SET_PROMISE = RecordType(
    name="set_promise",
    record=SetPromise,
    label=N_("Promise of a set"),
    plural=N_("Promises of sets"),
    columns=("library_set", "hub"),
    title=_nameless,
    parent="library_set",
    private=True,
)
