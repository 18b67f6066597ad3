"""The recovery sheet: the code that opens the store when the passphrase is forgotten, to be locked away."""

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

_A_LINE = 4  # groups of the code side by side
_WHAT_TO_DO = (
    N_("Keep this sheet where only the people responsible for the hub can take it, such as a locked drawer."),
    N_("Do not keep it beside the computer, and do not photograph it or send it by telephone."),
    N_("Passphrase forgotten: open CSO Desk and type this code in place of the passphrase."),
    N_("Whoever holds this sheet and the computer can read everything. If the sheet is lost, tell the hub."),
)


def recovery_sheet(hub: HubProfile, code: str, on: str, language: str) -> Paper:
    """The sheet of a store. `code`: as the program shows it; `on`: the day it was made (ISO)."""
    speech = Speech(language)
    groups = [
        f"{speech.digits(place)}.   {speech.digits(group)}" for place, group in enumerate(code.split("-"), 1)
    ]
    rows = [groups[start : start + _A_LINE] for start in range(0, len(groups), _A_LINE)]
    columns = [Column("", align="center", whole=True)] * _A_LINE
    blocks: list[Block] = [
        Paragraph(
            speech("This code opens the data of the hub as the passphrase does. Nobody else knows it.")
        ),
        Space(3),
        Table(columns, rows, row_height=14, size=14, head=False),
        Space(3),
        Cards(
            [Card([speech("The same code, for a reader of square codes")], "", code)], columns=2, height=30
        ),
        Space(3),
        Facts([(speech("Made on"), date_on(speech, on))]),
        Heading(speech("What to do with this sheet"), 2),
        Numbered([speech(each) for each in _WHAT_TO_DO]),
        Space(6),
        Facts([(speech("Kept by"), "…" * 24), (speech("Kept where"), "…" * 24)]),
    ]
    return Paper(
        speech("Recovery sheet"),
        blocks,
        language,
        head=paper_head(hub, speech, kingdom=False),
        foot=paper_foot(hub, speech),
    )
