"""The merge protocol: who delivered which bundle, what came of it, and how differences were decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cso_desk.documents.bilingual import Cell, Speech
from cso_desk.documents.paper import (
    Block,
    Column,
    Heading,
    Kept,
    Paper,
    Paragraph,
    Signatures,
    Table,
    TableRow,
    Together,
    Total,
)
from cso_desk.features.hub.printing.shared import (
    date_on,
    hub_on,
    listed,
    paper_foot,
    paper_head,
    phones_on,
    place_and_date,
    practice_stamp,
    quarter_on,
    signer,
)
from cso_desk.features.hub.record import HubProfile
from cso_desk.wording import N_

_ONE_BELOW_ANOTHER = 8  # who sign; of more, two stand side by side


@dataclass(frozen=True)
class Delivered:
    """A bundle that was taken in. `by` is who delivered it, `on` the day in ISO form."""

    hub: str
    by: str
    file: str
    on: str
    changes: int
    records: int
    conflicts: int


@dataclass(frozen=True)
class Opinion:
    """One of the values that stood against each other, and whose it was.

    `value` is as people read it; a tuple holds phone numbers.
    """

    hub: str
    by: str
    on: str
    value: str | tuple[str, ...]


@dataclass(frozen=True)
class Settled:
    """A difference and how it was decided. `field` is a message id, `decided` a value as in `Opinion`."""

    code: str
    name_km: str
    name_en: str
    field: str
    opinions: tuple[Opinion, ...]
    decided: str | tuple[str, ...]
    by: str
    on: str


@dataclass(frozen=True)
class Doubted:
    """Something that looks wrong: a message id with its values, and the names of the records it is about.

    `reason` is why somebody said that it is right so, `right` whether somebody did.
    """

    message: str
    values: Mapping[str, object]
    names: tuple[tuple[str, str], ...]
    right: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Unsettled:
    """What is still open when the protocol is signed: differences, and changes that never came, by hub."""

    differences: int = 0
    missing: tuple[tuple[str, int], ...] = ()


def merge_protocol(
    hub: HubProfile,
    language: str = "km",
    *,
    quarter: str,
    on: date,
    delivered: Sequence[Delivered],
    settled: Sequence[Settled] = (),
    expected: Iterable[str] = (),
    until: date | None = None,
    doubted: Sequence[Doubted] = (),
    unsettled: Unsettled | None = None,
    practice: bool = False,
) -> Paper:
    """Who delivered which bundle, what came of it and how differences were decided, to be signed by all.

    The merge began `on` a day and lasted `until` another. `expected` are the codes of the hubs that should
    have delivered; `practice`: all of it is invented.
    """
    speech = Speech(language)
    came = {each.hub for each in delivered}
    missing = [each for each in expected if each not in came]
    last = until or on
    blocks: list[Block] = []
    if last != on:
        days = {"first": date_on(speech, on.isoformat()), "last": date_on(speech, last.isoformat())}
        blocks.append(Paragraph(speech("The merge lasted from {first} to {last}.", **days)))
    blocks += [Heading(speech("Delivered bundles"), 2), _bundles(delivered, speech)]
    if missing:
        names = listed([hub_on(speech, each) for each in missing], speech)
        blocks.append(Paragraph(speech("Nothing was delivered by: {hubs}.", hubs=names)))
    else:
        blocks.append(Paragraph(speech("Every hub that is known here has delivered.")))
    blocks.append(Heading(speech("Decisions on differences"), 2))
    blocks.append(
        _decisions(settled, speech) if settled else Paragraph(speech("Nothing stood against each other."))
    )
    blocks += _looked_over(doubted, speech)
    blocks += _still_open(unsettled or Unsettled(), speech)
    lines = place_and_date(hub, speech, last.isoformat())
    people = [signer(speech, N_("Seen and agreed")), signer(speech, N_("Prepared by"), lines=lines)]
    # All who sign do so on one page, where they fit on one.
    signed = _signed_by(delivered, speech)
    blocks.append(
        Together([Heading(speech("Signatures of the hubs"), 2), signed, Signatures(people, gap=20)])
    )
    return Paper(
        speech("Merge protocol"),
        blocks,
        language,
        subtitle=quarter_on(speech, quarter),
        head=paper_head(hub, speech),
        landscape=True,
        foot=paper_foot(hub, speech),
        stamp=practice_stamp(practice, speech),
    )


def _bundles(delivered: Sequence[Delivered], speech: Speech) -> Table:
    rows: list[TableRow] = [
        [
            None,
            hub_on(speech, each.hub),
            each.by,
            each.file,
            date_on(speech, each.on),
            each.changes,
            each.records,
            each.conflicts,
        ]
        for each in delivered
    ]
    sums: list[Cell] = [
        sum(each.changes for each in delivered),
        sum(each.records for each in delivered),
        sum(each.conflicts for each in delivered),
    ]
    rows.append(Total([None, speech("Total"), None, None, None, *sums]))
    columns = (
        (N_("No."), 0, "center"),
        (N_("Hub"), 1.2, "left"),
        (N_("Delivered by"), 1.4, "left"),
        (N_("File"), 3, "left"),
        (N_("Taken in on"), 1.6, "left"),
        (N_("Changes"), 0.7, "right"),
        (N_("Records"), 0.7, "right"),
        (N_("To decide"), 0.7, "right"),
    )
    return Table([Column(speech(t), weight=w, align=a) for t, w, a in columns], rows, numbered=True)


def _decisions(settled: Sequence[Settled], speech: Speech) -> Table:
    """Each opinion has a row of its own, the decision stands in the first of them; all on one page."""
    rows: list[TableRow] = []
    for place, each in enumerate(settled, 1):
        name = speech("{name} ({acronym})", name=speech.pick(each.name_km, each.name_en), acronym=each.code)
        decider = speech("{name}, {date}", name=each.by, date=date_on(speech, each.on))
        first: list[Cell] = [speech.digits(place), name, speech(each.field)]
        last: list[Cell] = [_said(speech, each.decided), decider]
        for number, opinion in enumerate(each.opinions, 1):
            whose = speech(
                "{hub}: {name}, {date}",
                hub=hub_on(speech, opinion.hub),
                name=opinion.by,
                date=date_on(speech, opinion.on),
            )
            cells = [*first, _said(speech, opinion.value), whose, *last]
            rows.append(Kept(cells) if number < len(each.opinions) else cells)
            first, last = [None, None, None], [None, None]
    columns = (
        (N_("No."), 0, "center"),
        (N_("Name of the institution"), 2, "left"),
        (N_("Field"), 1, "left"),
        (N_("What was said"), 2, "left"),
        (N_("Who said so"), 1.6, "left"),
        (N_("Decided"), 2, "left"),
        (N_("Who decided"), 1.4, "left"),
    )
    return Table([Column(speech(t), weight=w, align=a) for t, w, a in columns], rows)


def _looked_over(doubted: Sequence[Doubted], speech: Speech) -> list[Block]:
    """What looked wrong after the merge, and whether somebody said that it is right so."""
    if not doubted:
        return []
    rows: list[TableRow] = []
    for each in doubted:
        names = listed([speech.pick(km, en) for km, en in each.names], speech)
        state = speech("To be mended")
        if each.right:
            state = speech("Right so: {reason}", reason=each.reason) if each.reason else speech("Right so")
        rows.append([None, speech(each.message, **each.values), names, state])
    columns = (
        (N_("No."), 0, "center"),
        (N_("What was looked over"), 3, "left"),
        (N_("Records"), 3, "left"),
        (N_("State"), 2, "left"),
    )
    table = Table([Column(speech(t), weight=w, align=a) for t, w, a in columns], rows, numbered=True)
    return [Heading(speech("Looked over"), 2), table]


def _still_open(unsettled: Unsettled, speech: Speech) -> list[Block]:
    """What nobody decided yet, and what never came."""
    blocks: list[Block] = []
    if unsettled.differences:
        said = N_("Differences that nobody has decided yet: {count}.")
        blocks.append(Paragraph(speech(said, count=unsettled.differences)))
    if unsettled.missing:
        parts = [
            speech("{hub} ({count})", hub=hub_on(speech, hub), count=count)
            for hub, count in unsettled.missing
        ]
        said = N_("Changes that these hubs hold and that never came: {hubs}.")
        blocks.append(Paragraph(speech(said, hubs=listed(parts, speech))))
    return [Heading(speech("Still open"), 2), *blocks] if blocks else []


def _said(speech: Speech, value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else phones_on(speech, value)


def _signed_by(delivered: Sequence[Delivered], speech: Speech) -> Table:
    """A line for each who delivered; of many two stand side by side, so that all sign on one page."""
    people = list(dict.fromkeys((each.hub, each.by) for each in delivered))
    lines: list[list[Cell]] = [
        [speech.digits(number), hub_on(speech, hub), by, None] for number, (hub, by) in enumerate(people, 1)
    ]
    half = len(lines) if len(lines) <= _ONE_BELOW_ANOTHER else -(-len(lines) // 2)
    beside = lines[half:] + [[None] * 4] * (2 * half - len(lines)) if half < len(lines) else [[]] * half
    rows: list[TableRow] = [[*left, *right] for left, right in zip(lines[:half], beside, strict=True)]
    columns = (
        (N_("No."), 0, "center"),
        (N_("Hub"), 1.5, "left"),
        (N_("Name"), 1.6, "left"),
        (N_("Signature"), 2.5, "left"),
    ) * (2 if half < len(lines) else 1)
    return Table([Column(speech(t), weight=w, align=a) for t, w, a in columns], rows, row_height=9)
