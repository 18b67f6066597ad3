"""The confirmation that a person was erased: it names a code and no name, for the file of the hub."""

from collections.abc import Mapping

from cso_desk.documents.bilingual import Speech, Text
from cso_desk.documents.paper import Block, Facts, Heading, Numbered, Paper, Paragraph, Space
from cso_desk.features.hub.printing.lists import hub_paper
from cso_desk.features.hub.printing.shared import date_on
from cso_desk.store.erasures import BACKUPS, ELSEWHERE, GOES
from cso_desk.store.store import Store


def erasure_paper(
    store: Store, language: str, *, code: str, day: str, until: str, texts: Mapping[str, int], aside: str = ""
) -> Paper:
    """The confirmation. `day`, `until`: ISO days; `texts`: how many of each kind, a message id.

    `aside`: until when files with withdrawn changes may hold the person, "" where there are none.

    No text is quoted: what names the person must not stand on the paper either.
    """
    speech = Speech(language)
    facts: list[tuple[Text, Text]] = [
        (speech("Code of the person"), code),
        (speech("Erased on"), date_on(speech, day)),
        (speech("In backups until, at the latest"), date_on(speech, until)),
    ]
    if aside:
        facts.append((speech("In files with withdrawn changes until, at the latest"), date_on(speech, aside)))
    blocks: list[Block] = [
        Facts(facts),
        Heading(speech("What was done"), 2),
        Numbered([speech(each) for each in GOES]),
        Heading(speech("What it does not reach by itself"), 2),
        Numbered([*(speech(each) for each in ELSEWHERE), speech(BACKUPS, day=date_on(speech, until))]),
    ]
    if texts:
        blocks += [
            Heading(speech("Texts that seem to name the person and stay, to be gone over"), 2),
            Facts([(speech(kind), speech.digits(count)) for kind, count in texts.items()]),
        ]
    blocks += [Space(8), Facts([(speech("Done by"), "…" * 24), (speech("Signature"), "…" * 24)])]
    if not texts:
        blocks.insert(-2, Paragraph(speech("No other text of the store seems to name the person.")))
    return hub_paper(store, speech, "Confirmation of an erasure", blocks)
