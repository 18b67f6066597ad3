"""Who is not in a group yet, with the words and the square code that invite them."""

from collections.abc import Callable
from datetime import date

from cso_desk.documents.bilingual import Cell, Speech
from cso_desk.documents.paper import Block, Box, Card, Cards, Column, Paper, Paragraph, Space, Table
from cso_desk.features.hub.printing import date_on, phones_on
from cso_desk.features.members.printing.directory import members_paper
from cso_desk.features.members.record import ContactGroup, Organisation, Person
from cso_desk.features.members.service import Missing, invitation, missing_from
from cso_desk.features.members.service.papers import in_order
from cso_desk.store.store import Store
from cso_desk.wording import N_

_LANGUAGES = {"km": ("km",), "en": ("en",), "both": ("km", "en")}
_PERSON = 36  # mm


def missing_paper(
    store: Store, group: ContactGroup, language: str = "km", *, as_of: date | None = None
) -> Paper:
    """Who should be in a group and is not: to be called one after the other, with a column to tick."""
    speech = Speech(language)
    day = (as_of or date.today()).isoformat()  # noqa: DTZ011  the day on the wall
    with store.reading() as reading:
        found = in_order(missing_from(reading, group, day), language, _named(group))
    said = speech.plural(
        "{count} is not in it yet, as of {date}", "{count} are not in it yet, as of {date}", len(found),
        date=date_on(speech, day),
    )  # fmt: skip
    columns = [
        Column(speech(title), weight=weight, align=align, width=_PERSON if title == "Name" else 0)
        for title, weight, align in (
            (N_("No."), 0, "center"),
            (N_("Institution"), 2.4, "left"),
            (N_("Name"), 1.6, "left"),
            (N_("Phone number"), 1.4, "left"),
            (N_("Told"), 0.5, "center"),
        )
    ]
    rows = [_cells(each, speech) for each in found]
    blocks: list[Block] = [
        Paragraph(said, align="center"),
        *([Table(columns, rows, numbered=True, size=9)] if rows else []),
        Space(6),
        *_invitation(store, group, language),
    ]
    return members_paper(
        store,
        speech,
        N_("Not in the group yet"),
        blocks,
        subtitle=speech.pick(group.name_km, group.name_en),
    )


def _named(group: ContactGroup) -> Callable[[Missing], Organisation | Person | None]:
    """By whom the list of a group is sorted."""
    return (lambda each: each.person) if group.expected == "people" else (lambda each: each.organisation)


def _cells(missing: Missing, speech: Speech) -> list[Cell]:
    body, person = missing.organisation, missing.person
    return [
        None,
        speech.pick(body.name_km, body.name_en) if body else "",
        speech.pick(person.name_km, person.name_en) if person else speech("Nobody is known"),
        phones_on(speech, missing.phones),
        "",
    ]


def _invitation(store: Store, group: ContactGroup, language: str) -> list[Block]:
    blocks: list[Block] = []
    for code in _LANGUAGES[language]:
        lines = invitation(store, group, code).splitlines()
        blocks.append(Box([Paragraph(line) for line in lines], title=Speech(code)("Invitation")))
    if group.link and "/" in group.link:
        speech = Speech(language)
        card = Card([speech("Scan this with the telephone to join.")], qr=group.link)
        blocks += [Space(4), Cards([card], columns=2, height=34)]
    return blocks
