"""The paper with which one secretary hands the desk to the next: open work, state of the data, first day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import (
    Block,
    Column,
    Facts,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Signatures,
    Table,
    TableRow,
    Together,
)
from cso_desk.features.hub.printing.shared import (
    date_on,
    digits_on,
    hub_on,
    listed,
    paper_foot,
    paper_head,
    practice_stamp,
    signer,
)
from cso_desk.features.hub.record import HubProfile
from cso_desk.wording import N_

_LINE = "…" * 12
_SIZE, _SMALL = 9.5, 8.5  # points: on one sheet where not too much is open
_FIRST_DAY = (
    N_("Give the new secretary a passphrase of their own: Settings, “{users}”."),
    N_("Look at the recovery sheet together, and lock it away again, not beside the computer."),
    N_("Put a copy of the data on a stick: Settings, “{backups}”. Keep it in another house."),
    N_("Go through the open work above, and say of each line whose it is now."),
    N_("Tell the national hub by phone who sits here now."),
    N_("Remove whoever leaves under “{users}”, print the new recovery sheet and tear the old one up."),
)


@dataclass(frozen=True)
class OpenAction:
    """An action with the names of who does it in Khmer and English; `due` is an ISO day or ""."""

    what: tuple[str, str]
    who: tuple[str, str]
    due: str
    late: bool


@dataclass(frozen=True)
class OtherHub:
    """The last file to a hub and from it (ISO days), and how many changes it has not confirmed."""

    hub: str
    sent: str
    came: str
    lacks: int


@dataclass(frozen=True)
class HandOver:
    """What is handed over. Names are pairs of Khmer and English, days ISO, "" where there is none.

    `kept`: message ids with how many there are. `unrecorded`, `overdue`, `unreported` and `differences`
    count what waits. `copied` is the day of the last copy elsewhere, to `copied_to`; `writers` are those who
    wrote in this store, each with the last day.
    """

    on: str
    person: str
    kept: Sequence[tuple[str, int]]
    meeting: tuple[str, str]
    meeting_on: str
    unrecorded: int
    actions: Sequence[OpenAction]
    action_count: int
    overdue: int
    unreported: int
    differences: int
    backup: str
    copied: str
    copied_to: str
    hubs: Sequence[OtherHub]
    writers: Sequence[tuple[str, str]]


def handover_paper(hub: HubProfile, language: str, found: HandOver, *, practice: bool = False) -> Paper:
    """One sheet where not too much is open, to be gone through and signed by both."""
    speech = Speech(language)
    blocks: list[Block] = [
        Facts(
            [
                (speech("Handed over by"), found.person or _LINE),
                (speech("Taken over by"), _LINE),
                (speech("On"), date_on(speech, found.on)),
                (speech("Recovery sheet lies"), _LINE),
            ],
            columns=2,
            size=_SIZE,
        ),
        Heading(speech("Open work"), 2),
        Facts([(speech("Next meeting"), _meeting(found, speech))], size=_SIZE),
        _side_by_side(_waiting(found, speech)),
        *_actions(found, speech),
        Heading(speech("State of the data"), 2),
        _side_by_side(_state(found, speech)),
        Facts([(speech("Wrote here"), _wrote(found, speech))], size=_SIZE),
        *_exchange(found.hubs, speech),
        Together(
            [
                Heading(speech("The first day"), 2),
                Numbered([speech(each, **_buttons(speech)) for each in _FIRST_DAY]),
                Signatures(
                    [
                        signer(speech, N_("Hands over"), name=found.person),
                        signer(speech, N_("Takes over")),
                        signer(speech, N_("Coordinator")),
                    ],
                    gap=14,
                ),
            ]
        ),
    ]
    return Paper(
        speech("Hand-over to a new secretary"),
        blocks,
        language,
        head=paper_head(hub, speech, kingdom=False),
        margins=(12, 15, 12, 18),
        foot=paper_foot(hub, speech),
        stamp=practice_stamp(practice, speech),
    )


def _buttons(speech: Speech) -> dict[str, Text]:
    """The buttons that the first day needs, as the window calls them."""
    return {"users": speech("Users and passphrases…"), "backups": speech("Open the backups")}


def _side_by_side(pairs: Sequence[tuple[Text, Cell]]) -> Table:
    """Figures under what they are."""
    columns = [Column(name, align="center") for name, _value in pairs]
    return Table(columns, [[value for _name, value in pairs]], size=_SMALL)


def _meeting(found: HandOver, speech: Speech) -> Text:
    if not found.meeting_on:
        return speech("none is planned")
    return speech("{name}, {date}", name=speech.pick(*found.meeting), date=date_on(speech, found.meeting_on))


def _waiting(found: HandOver, speech: Speech) -> list[tuple[Text, Cell]]:
    return [
        (speech("Open actions"), found.action_count),
        (speech("Held, but not recorded yet"), found.unrecorded),
        (speech("Differences to decide"), found.differences),
        (speech("Members who have not reported"), found.unreported),
        (speech("Books overdue"), found.overdue),
    ]


def _actions(found: HandOver, speech: Speech) -> list[Block]:
    if not found.actions:
        return []
    rows: list[TableRow] = [
        [None, speech.pick(*each.what), speech.pick(*each.who), _due(each, speech), ""]
        for each in found.actions
    ]
    columns = [
        Column(speech(title), weight=weight, align=align)
        for title, weight, align in (
            (N_("No."), 0.0, "center"),
            (N_("Open action"), 4.0, "left"),
            (N_("Who"), 2.0, "left"),
            (N_("By when"), 1.4, "left"),
            (N_("Whose now"), 2.0, "left"),
        )
    ]
    blocks: list[Block] = [Table(columns, rows, numbered=True, size=_SMALL)]
    more = found.action_count - len(found.actions)
    if more > 0:
        blocks.append(Paragraph(speech("and {count} more", count=digits_on(speech, more))))
    return blocks


def _due(action: OpenAction, speech: Speech) -> Text:
    day = date_on(speech, action.due) if action.due else ""
    return speech("{date} (late)", date=day) if action.late else day


def _state(found: HandOver, speech: Speech) -> list[tuple[Text, Cell]]:
    elsewhere: Text = speech("never")
    if found.copied:
        day, place = date_on(speech, found.copied), found.copied_to or "–"
        elsewhere = speech("{date}, to {place}", date=day, place=place)
    pairs: list[tuple[Text, Cell]] = [(speech(name), count) for name, count in found.kept]
    backup = _day_or_never(found.backup, speech)
    return [*pairs, (speech("Last backup here"), backup), (speech("Last copy elsewhere"), elsewhere)]


def _wrote(found: HandOver, speech: Speech) -> Text:
    return listed(
        [
            speech("{name} (last on {date})", name=name, date=date_on(speech, day))
            for name, day in found.writers
        ],
        speech,
    )


def _day_or_never(day: str, speech: Speech) -> Text:
    return date_on(speech, day) if day else speech("never")


def _exchange(hubs: Iterable[OtherHub], speech: Speech) -> list[Block]:
    rows: list[TableRow] = [
        [
            hub_on(speech, each.hub),
            _day_or_never(each.sent, speech),
            _day_or_never(each.came, speech),
            each.lacks,
        ]
        for each in hubs
    ]
    if not rows:
        return []
    columns = [
        Column(speech(title), weight=weight, align=align)
        for title, weight, align in (
            (N_("Exchange with"), 2.0, "left"),
            (N_("Last file to it"), 1.5, "left"),
            (N_("Last file from it"), 1.5, "left"),
            (N_("Changes not confirmed"), 1.0, "right"),
        )
    ]
    return [Table(columns, rows, size=_SMALL)]
