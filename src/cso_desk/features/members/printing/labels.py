"""Address labels for envelopes."""

from cso_desk.documents.bilingual import Speech, Text
from cso_desk.documents.paper import Block, Card, Cards, Paper
from cso_desk.features.hub.printing import phones_on, place_on, practice_stamp
from cso_desk.features.members.printing.directory import name_of, none_found, representative_of
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import DirectoryRow
from cso_desk.features.members.service.papers import Asked, institutions_asked
from cso_desk.khmer.normalise import fold
from cso_desk.places.gazetteer import path
from cso_desk.store.store import Store


def labels_paper(store: Store, asked: Asked, language: str = "km") -> Paper:
    """Address labels for envelopes, three in a row."""
    speech = Speech(language)
    cards = [
        Card([text for text in _label(row, speech) if text], large=name_of(row, speech))
        for row in institutions_asked(store, asked, language)
    ]
    blocks: list[Block] = [Cards(cards, alike=True) if cards else none_found(speech)]
    return Paper(
        speech("Labels"),
        blocks,
        language,
        page_numbers=False,
        show_title=False,
        stamp=practice_stamp(store.practice, speech),
    )


def _label(row: DirectoryRow, speech: Speech) -> list[Text]:
    body = row.organisation
    return [
        representative_of(row, speech),
        speech.pick(body.address_km, body.address_en),
        "" if _says_where(body) else place_on(speech, body.place),
        phones_on(speech, row.phones),
    ]


def _says_where(body: Organisation) -> bool:
    """Whether the address names the district or the province, so that a letter arrives."""
    address = fold(f"{body.address_km} {body.address_en}")
    above = [place for place in path(body.place) if place.level in ("province", "district")]
    return any(fold(name) in address for place in above for name in (place.name_km, place.name_en))
