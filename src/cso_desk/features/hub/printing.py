"""What every paper of a hub shares: head, foot, place and date, and how values are shown on paper."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from cso_desk.documents.bilingual import Cell, Speech, Text, both, inline
from cso_desk.documents.paper import (
    Block,
    Column,
    Head,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Table,
    TableRow,
    Together,
    Total,
)
from cso_desk.features.hub.record import HubProfile
from cso_desk.khmer.dates import show_date, show_quarter
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.lunar import lunar_date
from cso_desk.khmer.phones import show_phone
from cso_desk.places.gazetteer import show_place
from cso_desk.store.store import NATIONAL
from cso_desk.wording import N_

DOTS = "……………"
"""Room to write a figure by hand."""

_FIGURES = {
    "about": N_("about {count}"),
    "at_least": N_("at least {count}"),
    "more_than": N_("more than {count}"),
}


def paper_head(hub: HubProfile, speech: Speech, *, reference: Text = "", kingdom: bool = True) -> Head:
    """Kingdom and motto, then the hub's names and address."""
    under = [speech.pick(hub.motto_km, hub.motto_en), speech.pick(hub.address_km, hub.address_en)]
    if hub.phones:
        under.append(speech("Tel.: {phones}", phones=phones_on(speech, hub.phones)))
    return Head(
        hub=speech.pick(hub.name_km, hub.name_en) or hub.abbreviation,
        under_hub=[line for line in under if line],
        reference=reference,
        kingdom=kingdom,
    )


def paper_foot(hub: HubProfile, speech: Speech) -> Text:
    """The hub's own line at the foot of its papers, such as that it belongs to no party."""
    return speech.pick(hub.footer_km, hub.footer_en)


def each_language(speech: Speech, km: str, en: str) -> Text:
    """Two renderings of one value, as this paper shows it."""
    return both(km, en) if speech.language == "both" else km if speech.language == "km" else en


def date_on(speech: Speech, iso: str) -> Text:
    return each_language(speech, show_date(iso, "km"), show_date(iso, "en"))


def days_on(speech: Speech, starts: str, ends: str) -> Text:
    """One day, or from the first to the last."""
    if not ends or ends == starts:
        return date_on(speech, starts)
    return speech("from {start} to {end}", start=date_on(speech, starts), end=date_on(speech, ends))


def digits_on(speech: Speech, text: object) -> Text:
    """A number to be put into a sentence: in each language with its own digits."""
    return each_language(speech, to_khmer_digits(str(text)), str(text))


def times_on(speech: Speech, starts: str, ends: str) -> Text:
    """From when to when, as far as it is known."""
    start, end = digits_on(speech, starts), digits_on(speech, ends)
    if starts and ends:
        return speech("from {start} to {end}", start=start, end=end)
    return speech("from {start}", start=start) if starts else ""


def quarter_on(speech: Speech, quarter: str) -> Text:
    return each_language(speech, show_quarter(quarter, "km"), show_quarter(quarter, "en"))


def place_on(speech: Speech, code: str, *, full: bool = True) -> Text:
    km, en = (show_place(code, each, full=full) if code else "" for each in ("km", "en"))
    return each_language(speech, km, en)


def choice_on(speech: Speech, choices: Mapping[str, str], code: str) -> Text:
    """The words of a code; a code of a newer version is shown as it is."""
    return speech(choices[code]) if code in choices else code


def phones_on(speech: Speech, phones: Iterable[str]) -> str:
    """Phone numbers as people dial them, none broken by a line end; Khmer digits on a Khmer paper."""
    text = ", ".join(show_phone(phone).replace(" ", "\u00a0") for phone in phones)
    return speech.digits(text) if speech.language == "km" else text


def figure_on(speech: Speech, count: int | None, qualifier: str = "exact") -> Text:
    """A figure with how exact it is, for a cell; a dash where it is not known."""
    exact = count is None or qualifier not in _FIGURES
    return (
        ("–" if count is None else speech.digits(count)) if exact else figure_said(speech, count, qualifier)
    )


def figure_said(speech: Speech, count: int | None, qualifier: str = "exact") -> Text:
    """The same inside a sentence."""
    if count is None:
        return "–"
    return speech(_FIGURES[qualifier], count=count) if qualifier in _FIGURES else digits_on(speech, count)


def listed(texts: Iterable[Text], speech: Speech) -> Text:
    """Several texts on one line, in each language."""
    found = list(texts)
    km = ", ".join(each if isinstance(each, str) else each.km for each in found)
    en = ", ".join(each if isinstance(each, str) else each.en for each in found)
    return each_language(speech, km, en)


def place_and_date(hub: HubProfile, speech: Speech, iso: str, *, lunar: bool = True) -> list[Text]:
    """The lines above a signature: the lunar date in Khmer, then place and date."""
    lines: list[Text] = []
    if lunar and speech.language != "en" and len(iso) == 10:
        with suppress(ValueError):
            lines.append(lunar_date(date.fromisoformat(iso)))
    place = place_on(speech, hub.hub) if hub.hub and hub.hub != NATIONAL else speech("Phnom Penh")
    lines.append(speech("{place}, {date}", place=place, date=date_on(speech, iso)))
    return lines


def signer(
    speech: Speech, role: str, *, note: str = "", name: Text = "", lines: Iterable[Text] = ()
) -> Signature:
    """Somebody who signs; `role` and `note` are message ids."""
    return Signature(speech(role), name, speech(note) if note else "", list(lines))


def on_one_line(text: Text) -> str:
    return inline(text)


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


def merge_protocol(
    hub: HubProfile,
    language: str = "km",
    *,
    quarter: str,
    on: date,
    delivered: Sequence[Delivered],
    settled: Sequence[Settled] = (),
    expected: Iterable[str] = (),
) -> Paper:
    """Who delivered which bundle, what came of it and how differences were decided, to be signed by all.

    `expected` are the codes of the hubs that should have delivered.
    """
    speech = Speech(language)
    came = {each.hub for each in delivered}
    missing = [each for each in expected if each not in came]
    blocks: list[Block] = [Heading(speech("Delivered bundles"), 2), _bundles(delivered, speech)]
    if missing:
        names = listed([place_on(speech, each, full=False) for each in missing], speech)
        blocks.append(Paragraph(speech("Nothing was delivered by: {hubs}.", hubs=names)))
    else:
        blocks.append(Paragraph(speech("Every hub that is known here has delivered.")))
    blocks.append(Heading(speech("Decisions on differences"), 2))
    blocks.append(
        _decisions(settled, speech) if settled else Paragraph(speech("Nothing stood against each other."))
    )
    blocks.append(Together([Heading(speech("Signatures of the hubs"), 2), _signed_by(delivered, speech)]))
    lines = place_and_date(hub, speech, on.isoformat())
    blocks.append(
        Together(
            [
                Signatures(
                    [signer(speech, N_("Seen and agreed")), signer(speech, N_("Prepared by"), lines=lines)]
                )
            ]
        )
    )
    return Paper(
        speech("Merge protocol"),
        blocks,
        language,
        subtitle=quarter_on(speech, quarter),
        head=paper_head(hub, speech),
        landscape=True,
        foot=paper_foot(hub, speech),
    )


def _bundles(delivered: Sequence[Delivered], speech: Speech) -> Table:
    rows: list[TableRow] = [
        [
            None,
            place_on(speech, each.hub, full=False),
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
    """Each opinion has a row of its own, the decision stands in the first of them."""
    rows: list[TableRow] = []
    for place, each in enumerate(settled, 1):
        name = speech("{name} ({acronym})", name=speech.pick(each.name_km, each.name_en), acronym=each.code)
        decider = speech("{name}, {date}", name=each.by, date=date_on(speech, each.on))
        first: list[Cell] = [speech.digits(place), name, speech(each.field)]
        last: list[Cell] = [_said(speech, each.decided), decider]
        for opinion in each.opinions:
            whose = speech(
                "{hub}: {name}, {date}",
                hub=place_on(speech, opinion.hub, full=False),
                name=opinion.by,
                date=date_on(speech, opinion.on),
            )
            rows.append([*first, _said(speech, opinion.value), whose, *last])
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


def _said(speech: Speech, value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else phones_on(speech, value)


def _signed_by(delivered: Sequence[Delivered], speech: Speech) -> Table:
    people = dict.fromkeys((each.hub, each.by) for each in delivered)
    rows: list[TableRow] = [[None, place_on(speech, hub, full=False), by, None] for hub, by in people]
    columns = (
        (N_("No."), 0, "center"),
        (N_("Hub"), 1.5, "left"),
        (N_("Name"), 2, "left"),
        (N_("Signature"), 2.5, "left"),
    )
    return Table(
        [Column(speech(t), weight=w, align=a) for t, w, a in columns], rows, numbered=True, row_height=12
    )
