"""The first page of the quarterly report: whose it is, of what time, who made it, and when."""

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Facts, PageBreak, Paragraph, Picture, Space
from cso_desk.features.hub.printing import date_on, listed, logo_of, place_on, quarter_on
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.meetings.service import QuarterFigures


def cover(figures: QuarterFigures, hub: HubProfile, actor: str, day: str, speech: Speech) -> list[Block]:
    """The blocks of a cover; `actor` is who works at this computer, `day` that on which it was made."""
    title = speech("Quarterly report") if figures.hub else speech("National quarterly report")
    period = listed([quarter_on(speech, quarter) for quarter in figures.quarters], speech)
    name = speech.pick(hub.name_km, hub.name_en) or hub.abbreviation
    facts: list[tuple[Text, Cell]] = [(speech("Period"), period)]
    if figures.hub:
        facts.append((speech("Province"), place_on(speech, figures.hub, full=False)))
    else:
        received = [each for each in figures.by_hub if each]
        count = speech("{count} of {total}", count=len(received), total=len(received) + len(figures.missing))
        facts.append((speech("Hubs whose figures are in it"), count))
    facts += [(speech("Prepared by"), actor)] if actor else []
    facts.append((speech("Date"), date_on(speech, day)))
    logo = logo_of(hub)
    blocks: list[Block] = [Space(26)]
    if logo:
        blocks += [Picture(logo, width=48, most_height=48), Space(10)]
    return [
        *blocks,
        Paragraph(title, align="center", size=24, display=True),
        Space(3),
        Paragraph(period, align="center", size=15, bold=True),
        Space(6),
        Paragraph(name, align="center", size=13),
        Space(34),
        Facts(facts, size=11.5),
        PageBreak(),
    ]
