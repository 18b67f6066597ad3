"""What every paper of a hub shares: head, foot, place and date, and how values are shown on paper."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from cso_desk.documents.bilingual import Speech, Text, both, inline
from cso_desk.documents.paper import Head, Signature
from cso_desk.documents.workbook import Sheet
from cso_desk.features.hub.printing.logo import logo_of
from cso_desk.features.hub.record import HubProfile
from cso_desk.fields.showing import FIGURES
from cso_desk.khmer.dates import show_date, show_quarter
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.lunar import lunar_date
from cso_desk.khmer.phones import show_phone
from cso_desk.places.gazetteer import show_place
from cso_desk.store.store import NATIONAL

DOTS = "……………"
"""Room to write a figure by hand."""


def paper_head(hub: HubProfile, speech: Speech, *, reference: Text = "", kingdom: bool = True) -> Head:
    """Kingdom and motto, then the hub's logo, names and address."""
    under = [speech.pick(hub.motto_km, hub.motto_en), speech.pick(hub.address_km, hub.address_en)]
    if hub.phones:
        under.append(speech("Tel.: {phones}", phones=phones_on(speech, hub.phones)))
    return Head(
        hub=speech.pick(hub.name_km, hub.name_en) or hub.abbreviation,
        under_hub=[line for line in under if line],
        logo=logo_of(hub),
        reference=reference,
        kingdom=kingdom,
    )


def paper_foot(hub: HubProfile, speech: Speech) -> Text:
    """The hub's own line at the foot of its papers, such as that it belongs to no party."""
    return speech.pick(hub.footer_km, hub.footer_en)


def practice_stamp(practice: bool, speech: Speech) -> Text:
    """What stands on every page that comes out of a practice store; nothing on others."""
    return speech("Practice: everything on this paper is invented") if practice else ""


def stamp_sheets(practice: bool, speech: Speech, sheets: Iterable[Sheet]) -> list[Sheet]:
    """Sheets that say of themselves what the papers of a practice store say; others as they are."""
    stamp = on_one_line(practice_stamp(practice, speech))
    return [replace(each, stamp=stamp) for each in sheets]


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


def hub_on(speech: Speech, code: str) -> Text:
    """A hub by the name of its province; the national one by what it is."""
    return speech("National hub") if code == NATIONAL else place_on(speech, code, full=False)


def choice_on(speech: Speech, choices: Mapping[str, str], code: str) -> Text:
    """The words of a code; a code of a newer version is shown as it is."""
    return speech(choices[code]) if code in choices else code


def phones_on(speech: Speech, phones: Iterable[str]) -> str:
    """Phone numbers as people dial them, none broken by a line end; Khmer digits on a Khmer paper."""
    text = ", ".join(show_phone(phone).replace(" ", "\u00a0") for phone in phones)
    return speech.digits(text) if speech.language == "km" else text


def figure_on(speech: Speech, count: int | None, qualifier: str = "exact") -> Text:
    """A figure with how exact it is, for a cell; a dash where it is not known."""
    exact = count is None or qualifier not in FIGURES
    return (
        ("–" if count is None else speech.digits(count)) if exact else figure_said(speech, count, qualifier)
    )


def figure_said(speech: Speech, count: int | None, qualifier: str = "exact") -> Text:
    """The same inside a sentence."""
    if count is None:
        return "–"
    return speech(FIGURES[qualifier], count=count) if qualifier in FIGURES else digits_on(speech, count)


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
