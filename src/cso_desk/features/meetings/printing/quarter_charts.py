"""The charts of the quarterly report, readable in black and white: who came, when, and from where."""

from collections.abc import Mapping, Sequence

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Chart, Column, Heading, Series, Table, TableRow, Together, Total
from cso_desk.features.hub.printing import choice_on, each_language, place_on, quarter_on
from cso_desk.features.meetings.service import AGE_NAMES, MeetingLine, QuarterFigures, Totals
from cso_desk.features.meetings.service.periods import quarters_of
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.khmer.dates import show_date
from cso_desk.store.store import NATIONAL

MOST_ROWS = 16
"""A chart with more rows is a table: nobody looks at so many bars."""

Pairs = Sequence[tuple[Text, Cell]]


def participations_chart(figures: QuarterFigures, speech: Speech) -> list[Block]:
    """Women and others: hub by hub, else quarter by quarter of several, else month by month."""
    bars: list[tuple[Text, Totals]] = []
    if len(figures.by_hub) > 1:
        bars = [(hub_on(hub, speech), of.totals) for hub, of in figures.by_hub.items()]
        title = speech("Participations by hub")
    elif len(figures.quarters) > 1:
        groups = {quarter: _of_quarter(figures.held, quarter) for quarter in figures.quarters}
        bars = [(quarter_on(speech, quarter), _added(lines)) for quarter, lines in groups.items()]
        title = speech("Participations by quarter")
    else:
        months: dict[str, list[MeetingLine]] = {}
        for line in figures.held:
            months.setdefault(line.meeting.starts[:7], []).append(line)
        bars = [(_month(month, speech), _added(lines)) for month, lines in sorted(months.items())]
        title = speech("Participations by month")
    if not any(totals.participations for _label, totals in bars):
        return []
    women = [totals.female or 0 for _label, totals in bars]
    others = [totals.participations - (totals.female or 0) for _label, totals in bars]
    series = [Series(speech("Women"), women), Series(speech("Men and others"), others)]
    kind = "stacked" if len(bars) <= MOST_ROWS else "rows"
    return [Chart(kind, [label for label, _totals in bars], series, title, height=42)]


def hub_on(hub: str, speech: Speech) -> Text:
    """What a hub is called in a report: by its province."""
    return place_on(speech, hub, full=False) if hub != NATIONAL else speech("National hub")


def _of_quarter(lines: Sequence[MeetingLine], quarter: str) -> list[MeetingLine]:
    return [line for line in lines if quarter in quarters_of(line.meeting)]


def _added(lines: Sequence[MeetingLine]) -> Totals:
    return Totals(
        participations=sum(line.totals.participations for line in lines),
        female=sum(line.totals.female or 0 for line in lines),
    )


def _month(month: str, speech: Speech) -> Text:
    return each_language(speech, show_date(month, "km"), show_date(month, "en"))


def shares(figures: QuarterFigures, speech: Speech) -> list[Block]:
    """Institutions by kind and by district, participations by age group; many of them as a table."""
    totals = figures.total.totals
    ages = [(speech(AGE_NAMES[group]), count) for group, count in totals.by_age.items()]
    bodies, people = speech("Institutions"), speech("Participations")
    listed_only = totals.participations - figures.total.heads
    told = (
        (speech("Institutions by kind"), bodies, _by_kind(totals.by_kind, speech), totals.institutions),
        (speech("Institutions by district"), bodies, _by_district(totals.by_district, speech),
         totals.institutions),
        (speech("Participations by age, of those on lists"), people, ages, listed_only),
    )  # fmt: skip
    return [
        Together([Heading(heading, 2), _share(pairs, what, total, speech)])
        for heading, what, pairs, total in told
        if pairs
    ]


def _share(pairs: list[tuple[Text, int]], what: Text, total: int, speech: Speech) -> Block:
    if len(pairs) <= MOST_ROWS:
        series = Series(what, [count for _name, count in pairs])
        return Chart("rows", [name for name, _count in pairs], [series])
    return side_by_side(pairs, Total([speech("Total"), total, None, None]))


def _by_kind(counts: Mapping[str, int], speech: Speech) -> list[tuple[Text, int]]:
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return [
        (choice_on(speech, ORGANISATION_KINDS, kind) or speech("Kind not said"), count)
        for kind, count in ordered
    ]


def _by_district(counts: Mapping[str, int], speech: Speech) -> list[tuple[Text, int]]:
    ordered = sorted(counts.items(), key=lambda pair: (not pair[0], pair[0]))
    return [
        (place_on(speech, code, full=False) or speech("Place not said"), count) for code, count in ordered
    ]


def side_by_side(pairs: Pairs, *totals: Total) -> Table:
    """What and how many, in two columns, read down the left one first."""
    half = (len(pairs) + 1) // 2
    beside = [*pairs[half:], *[("", "")] * (2 * half - len(pairs))]
    rows: list[TableRow] = [[*left, *right] for left, right in zip(pairs[:half], beside, strict=True)]
    what, figure = Column("", weight=3), Column("", width=33, align="right")
    return Table([what, figure, what, figure], [*rows, *totals], size=9, row_height=7.5, head=False)
