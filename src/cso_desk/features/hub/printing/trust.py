"""Papers of trust: the fingerprint card to compare digits with, and the paper of one root key."""

from cso_desk.documents.bilingual import Speech
from cso_desk.documents.paper import (
    Block,
    Card,
    Cards,
    Column,
    Facts,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Space,
    Table,
)
from cso_desk.features.hub.printing.shared import date_on, paper_foot, paper_head
from cso_desk.features.hub.record import HubProfile
from cso_desk.wording import N_

_A_LINE = 4  # groups of a key side by side
_WITH_THE_CARD = (
    N_("Keep this card at the desk. It is no secret: whoever sees it can only compare."),
    N_("When another hub calls about your computer, read the first digits aloud, group by group."),
    N_("When this program shows the digits of a network, compare them with the second ones on this card."),
    N_("If one digit is different, stop and call the national hub on the number you know."),
)
_WITH_THE_KEY = (
    N_("Keep this paper where only you can take it, such as a locked drawer, never beside another root key."),
    N_("Do not photograph it, copy it or send it by telephone. It is needed perhaps once in a few years."),
    N_("Bring it when the computer that enters others is lost or replaced, or when a key is changed."),
    N_("If this paper is lost, tell the national hub at once: the other keys can make new ones."),
)


def fingerprint_card(
    hub: HubProfile, language: str, *, name: str, fingerprint: str, root: str, on: str
) -> Paper:
    """The card of one computer. `fingerprint`, `root`: 24 digits in groups; no `root`: there is none yet."""
    speech = Speech(language)
    own = Card([speech("The digits of this computer: {name}", name=name)], _two_lines(speech, fingerprint),
               f"CSO-DESK-DEVICE {fingerprint}")  # fmt: skip
    cards = [own]
    if root:
        cards.append(
            Card([speech("The digits of our network")], _two_lines(speech, root), f"CSO-DESK-ROOT {root}")
        )
    blocks: list[Block] = [
        Cards(cards, columns=1, height=32, size=10),
        Space(3),
        Numbered([speech(each) for each in _WITH_THE_CARD]),
        Facts([(speech("Made on"), date_on(speech, on))], size=9),
    ]
    return Paper(
        speech("Fingerprint card"),
        blocks,
        language,
        size="A5",
        head=paper_head(hub, speech, kingdom=False),
        foot=paper_foot(hub, speech),
        page_numbers=False,
        margins=(10, 12, 10, 12),
    )


def root_key_paper(
    hub: HubProfile,
    language: str,
    *,
    key: str,
    qr: str,
    place: int,
    count: int,
    threshold: int,
    root: str,
    on: str,
) -> Paper:
    """The paper of root key `place` of `count`, `threshold` of which are needed. `key`: groups of digits."""
    speech = Speech(language)
    groups = [f"{speech.digits(at)}.   {speech.digits(group)}" for at, group in enumerate(key.split("-"), 1)]
    rows = [groups[start : start + _A_LINE] for start in range(0, len(groups), _A_LINE)]
    needed = speech.plural(
        "{count} root key is needed to decide who may enter computers into the network.",
        "{count} root keys together are needed to decide who may enter computers into the network.",
        threshold,
    )
    blocks: list[Block] = [
        Paragraph(needed),
        Space(2),
        Table([Column("", align="center", whole=True)] * _A_LINE, rows, row_height=12, size=14, head=False),
        Space(3),
        Cards([Card([speech("The key as a square code, for a camera")], "", qr)], columns=2, height=30),
        Space(2),
        Facts(
            [
                (speech("The digits of our network"), speech.digits(root)),
                (speech("Made on"), date_on(speech, on)),
            ]
        ),
        Heading(speech("What to do with this paper"), 2),
        Numbered([speech(each) for each in _WITH_THE_KEY]),
        Space(5),
        Facts([(speech("Kept by"), "…" * 24), (speech("Kept where"), "…" * 24)]),
    ]
    return Paper(
        speech("Root key {place} of {count}", place=place, count=count),
        blocks,
        language,
        head=paper_head(hub, speech, kingdom=False),
        foot=paper_foot(hub, speech),
        page_numbers=False,
    )


def _two_lines(speech: Speech, digits: str) -> str:
    """24 digits on two lines of three groups, to be read aloud."""
    groups = speech.digits(digits).split()
    half = len(groups) // 2
    return " ".join(groups[:half]) + "\n" + " ".join(groups[half:])
