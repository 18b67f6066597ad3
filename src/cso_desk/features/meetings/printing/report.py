"""The quarterly report: of one hub, or of the whole network, with what is doubtful said aloud."""

from collections.abc import Sequence
from datetime import date

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import (
    Block,
    Bullets,
    Column,
    Heading,
    Paper,
    Paragraph,
    Section,
    Signatures,
    Table,
    TableRow,
    Together,
    Total,
)
from cso_desk.features.hub.printing import (
    days_on,
    figure_on,
    listed,
    paper_foot,
    paper_head,
    place_and_date,
    place_on,
    practice_stamp,
    quarter_on,
    signer,
)
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.printing.quarter_charts import (
    hub_on,
    participations_chart,
    shares,
    side_by_side,
)
from cso_desk.features.meetings.printing.quarter_cover import cover
from cso_desk.features.meetings.printing.quarter_words import (
    drifting_blocks,
    grid_blocks,
    library_blocks,
    results_blocks,
    told_blocks,
    words_blocks,
)
from cso_desk.features.meetings.printing.sheet import kinds_on
from cso_desk.features.meetings.service import (
    MeetingLine,
    QuarterFigures,
    Sum,
    Totals,
    coverage_of,
    faithfulness_in,
    grid_of,
    library_counts_in,
    quarter_figures,
    quarters_until,
    reports_in,
    results_in,
)
from cso_desk.features.meetings.service.coverage import provinces_of
from cso_desk.features.members.record import Organisation
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import N_

EVIDENCE = {
    "rows": N_("Attendance list"),
    "head_count": N_("Head count"),
    "estimate": N_("Estimate"),
    "mixed": N_("Lists and head counts"),
    "": N_("None"),
}
MOST_DOUBTS = 15
"""So many doubts about single meetings are printed: nobody reads pages of them."""
FIGURES = {
    "participations": N_("Total"),
    "female": N_("Women"),
    "youth": N_("Youth"),
    "disability": N_("Disability"),
    "minority": N_("Minority"),
    "id_poor": N_("ID-Poor"),
}


def quarterly_report(
    store: Store,
    quarters: str | Sequence[str],
    language: str = "km",
    *,
    hub: str = "",
    on: date | None = None,
) -> Paper:
    """The report of a quarter, or of several together; the national hub's covers every hub that is here."""
    speech, own = Speech(language), profile(store, hub)
    of = hub or ("" if store.hub == NATIONAL else store.hub)
    figures = quarter_figures(store, quarters, hub=of)
    day = (on or date.today()).isoformat()  # noqa: DTZ011  the day on the wall
    with store.reading() as reading:
        reports = reports_in(reading, figures.quarters, of)
        results = results_in(reading, figures.quarters, of)
        faithful = faithfulness_in(reading, quarters_until(figures.quarters[-1]), of)
        lent = library_counts_in(reading, figures.quarters, of)
        actor = reading.meta("actor")
    blocks: list[Block] = [*cover(figures, own, actor, day, speech)]
    blocks += words_blocks(reports, ("highlights",), speech)
    blocks += [Heading(speech("Highlights"), 2), _highlights(figures, speech)]
    if not of:
        blocks += [Heading(speech("Hubs"), 2), _board(figures, speech)]
    blocks += participations_chart(figures, speech)
    blocks += shares(figures, speech)
    blocks += [Heading(speech("Meetings held"), 2), _activities(figures, speech)]
    blocks += grid_blocks(grid_of(figures), coverage_of(figures, provinces_of(figures)), speech)
    blocks += drifting_blocks(faithful, speech)
    blocks += results_blocks(results, speech)
    blocks += library_blocks(lent, speech)
    blocks += _membership(figures, speech)
    blocks += words_blocks(reports, ("challenges", "lessons", "plan"), speech)
    blocks += told_blocks(reports, figures, speech)
    lines = place_and_date(own, speech, day)
    signatures = Signatures(
        [signer(speech, N_("Seen and agreed")), signer(speech, N_("Prepared by"), lines=lines)], gap=20
    )
    # The last page says how sure the figures are, above the names of those who answer for them.
    blocks.append(Together([*_notes(figures, speech), signatures]))
    return Paper(
        speech("Quarterly report") if of else speech("National quarterly report"),
        blocks,
        language,
        subtitle=listed([quarter_on(speech, quarter) for quarter in figures.quarters], speech),
        head=paper_head(own, speech),
        foot=paper_foot(own, speech),
        stamp=practice_stamp(store.practice, speech),
        show_title=False,
    )


def _highlights(figures: QuarterFigures, speech: Speech) -> Table:
    total, totals = figures.total, figures.total.totals
    share = round(100 * (totals.female or 0) / totals.participations) if totals.participations else None
    tasks = speech("{done} done, {open} open", done=total.actions_done, open=total.actions_open)
    pairs: list[tuple[Text, Cell]] = [
        (speech("Meetings held, of those planned"), _of(total.held, total.planned, speech)),
        (speech("Participations"), figure_on(speech, totals.participations, totals.qualifier)),
        (speech("Of these, counted by heads without names"), total.heads),
        (speech("Women among the participations"), _women(totals, share, speech)),
        (speech("Different people (by attendance lists)"), totals.people),
        (speech("Different institutions (by attendance lists)"), totals.institutions),
        (speech("Districts where meetings were held"), len(total.districts_met)),
        (speech("Districts from which institutions took part"), len(total.districts_reached)),
        (speech("Decisions"), total.decisions),
        (speech("Actions done, and still open"), tasks),
    ]
    return side_by_side(pairs)


def _of(held: int, planned: int, speech: Speech) -> Text:
    return speech("{held} of {planned}", held=held, planned=planned)


def _women(totals: Totals, share: int | None, speech: Speech) -> Text:
    qualifier = totals.qualifier_of("female")
    if share is None or qualifier != "exact":
        return figure_on(speech, totals.female, qualifier)
    return speech("{count} ({share}%)", count=totals.female, share=share)


def _activities(figures: QuarterFigures, speech: Speech) -> Table:
    """Each meeting has a row across that names it, and a row with its figures."""
    columns = [
        Column(speech("Date"), width=24),
        *(Column(speech(message), width=15, align="right") for message in FIGURES.values()),
        Column(speech("Institutions"), weight=2),
        Column(speech("Evidence"), width=20),
    ]
    rows: list[TableRow] = []
    for number, line in enumerate(figures.held, 1):
        rows += [Section(_named(number, line, speech)), _activity(line, speech)]
    totals = figures.total.totals
    sums = [*_parts(totals, speech), figure_on(speech, totals.institutions)]
    rows.append(Total([speech("Total"), *sums, None]))
    return Table(columns, rows, size=8)


def _named(number: int, line: MeetingLine, speech: Speech) -> Text:
    now = line.meeting
    title = speech("{number}. {title}", number=number, title=speech.pick(now.title_km, now.title_en))
    place = place_on(speech, now.place, full=False) or speech.pick(now.venue_km, now.venue_en)
    return listed([title, place], speech) if place else title


def _activity(line: MeetingLine, speech: Speech) -> list[Cell]:
    now, totals = line.meeting, line.totals
    return [
        days_on(speech, now.starts, now.ends),
        *_parts(totals, speech),
        kinds_on(totals, speech) if totals.by_kind else "–",
        speech(EVIDENCE[totals.evidence]),
    ]


def _parts(totals: Totals, speech: Speech) -> list[Text]:
    return [figure_on(speech, getattr(totals, name), totals.qualifier_of(name)) for name in FIGURES]


def _board(figures: QuarterFigures, speech: Speech) -> Table:
    """Which hubs were received, with their figures, and which are missing."""
    columns = [
        Column(speech("Hub"), weight=2),
        Column(speech("Held of planned"), weight=1, align="right"),
        Column(speech("Participations"), weight=1.3, align="right"),
        Column(speech("Women"), weight=1, align="right"),
        Column(speech("Different people"), weight=1, align="right"),
        Column(speech("Institutions"), weight=1.2, align="right"),
        Column(speech("Districts"), weight=1, align="right"),
        Column(speech("Received"), weight=1, align="center"),
    ]
    rows: list[TableRow] = [_hub_row(hub, of, speech) for hub, of in figures.by_hub.items()]
    rows += [[place_on(speech, hub, full=False), *["–"] * 6, speech("missing")] for hub in figures.missing]
    return Table(columns, rows, size=8.5)


def _hub_row(hub: str, of: Sum, speech: Speech) -> list[Cell]:
    return [
        hub_on(hub, speech),
        _of(of.held, of.planned, speech),
        figure_on(speech, of.totals.participations, of.totals.qualifier),
        figure_on(speech, of.totals.female, of.totals.qualifier_of("female")),
        of.totals.people,
        of.totals.institutions,
        len(of.districts_met | of.districts_reached),
        "✓",
    ]


def _membership(figures: QuarterFigures, speech: Speech) -> list[Block]:
    if not (figures.joined or figures.left):
        return []

    def names(organisations: Sequence[Organisation]) -> Text:
        found = [speech.pick(each.name_km, each.name_en) for each in organisations]
        return listed(found, speech) if found else "–"

    return [
        Heading(speech("Membership changes"), 2),
        Paragraph(
            speech("New members ({count}): {names}", count=len(figures.joined), names=names(figures.joined))
        ),
        Paragraph(
            speech("Members who left ({count}): {names}", count=len(figures.left), names=names(figures.left))
        ),
    ]


def _notes(figures: QuarterFigures, speech: Speech) -> list[Block]:
    """What the figures do not know: a report that hides it would be believed too much."""
    notes = [speech(note.message, **note.values) for note in figures.notes]
    doubts = [(line.meeting, alarm) for line in figures.held for alarm in line.alarms]
    notes += [
        speech(
            "{title}: {remark}",
            title=speech.pick(now.title_km, now.title_en),
            remark=speech(alarm.message, **alarm.values),
        )
        for now, alarm in doubts[:MOST_DOUBTS]
    ]
    if len(doubts) > MOST_DOUBTS:
        notes.append(speech("and {count} more, told on the page Reports", count=len(doubts) - MOST_DOUBTS))
    notes.append(speech("A dash (–) means that the figure is not known."))
    return [Heading(speech("How sure these figures are"), 2), Bullets(notes, indent=4)]
