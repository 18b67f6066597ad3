"""People found by half a name or a telephone, each with the hats that they may wear at a meeting."""

import re
from collections.abc import Callable, Sequence

from cso_desk.features.meetings.record import ATTENDANCE_STATUSES, Meeting
from cso_desk.features.meetings.service import Guest, WalkIn, find_guests
from cso_desk.features.members.record import Organisation, Person
from cso_desk.khmer.keyboard import scanned
from cso_desk.khmer.normalise import canonical, fold, is_khmer
from cso_desk.widgets.editors.finding import Suggestion
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import title_of
from cso_desk.wording import _

_CODE = re.compile(r"[A-Z]{2,}-P\d+")  # BTB-P0001
New = Callable[[str], None]


def guest_suggestions(host: Host, meeting: Meeting, text: str, new: New) -> Sequence[Suggestion]:
    """Known people whose name or telephone was typed, then an offer to write down somebody `new`.

    Where nobody is called so to the letter the offer comes before those who only sound alike: Enter must not
    take one person for another.
    """
    if code := code_in(text):
        return [Suggestion(said_of(each), each) for each in find_guests(host.store, meeting, code)]
    typed = canonical(text).strip()
    if not typed:
        return []
    guests = find_guests(host.store, meeting, typed)
    meant = [each for each in guests if is_named(each, typed)]
    alike = [each for each in guests if each not in meant]
    offers = [] if not any(letter.isalpha() for letter in typed) else [_offer(typed, new)]
    return [
        *(Suggestion(said_of(each), each) for each in meant),
        *(() if meant else offers),
        *(Suggestion(_("Perhaps: {name}", name=said_of(each)), each) for each in alike),
        *(offers if meant else ()),
    ]


def code_in(text: str) -> str:
    """The code of a person, typed or scanned in either layout of the keyboard; "" for other texts."""
    said = scanned(text.strip()).upper()
    return said if _CODE.fullmatch(said) else ""


def _offer(typed: str, new: New) -> Suggestion:
    return Suggestion(_("Write down “{name}” as a new person", name=typed), lambda: new(typed))


def is_named(guest: Guest, typed: str) -> bool:
    """Whether every word typed begins a word of the name, or the name is known in the other script only."""
    if not any(letter.isalpha() for letter in typed):
        return True
    own = guest.names[0] if is_khmer(typed) else guest.names[1]
    if not own:
        return True
    words = fold(own).split()
    whole = fold(own).replace(" ", "")
    return all(any(word.startswith(part) for word in words) or part in whole for part in fold(typed).split())


def said_of(guest: Guest) -> str:
    """A guest on one line, with the hat and what the list says; never a telephone."""
    title = title_of((guest.hat.title_km, guest.hat.title_en))
    status = _(ATTENDANCE_STATUSES[guest.status]) if guest.status in ATTENDANCE_STATUSES else ""
    parts = (title_of(guest.names, "?"), title_of(guest.body), title, status)
    return "   ·   ".join(part for part in parts if part)


def walk_in_of(guest: Guest) -> WalkIn:
    """A known person with the hat that was chosen."""
    hat = guest.hat
    return WalkIn(
        person=Person(id=guest.person, name_km=guest.names[0], name_en=guest.names[1]),
        organisation=Organisation(id=hat.organisation) if hat.organisation else None,
        title_km=hat.title_km,
        title_en=hat.title_en,
    )


def named_person(name: str) -> Person:
    """A new person called so, in the script in which the name was typed."""
    return Person(name_km=name) if is_khmer(name) else Person(name_en=name)
