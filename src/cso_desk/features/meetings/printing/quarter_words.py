"""The parts of the quarterly report beside its meetings: words, results, library, who stays away."""

from collections.abc import Sequence

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Bullets, Column, Heading, Paragraph, Table, TableRow
from cso_desk.features.hub.printing import choice_on, date_on, figure_on, listed, place_on, quarter_on
from cso_desk.features.meetings.record import RESULT_BASES, RESULT_KINDS, QuarterReport, QuarterResult
from cso_desk.features.meetings.service import (
    LIBRARY,
    TOLD,
    Covered,
    Faithfulness,
    Grid,
    QuarterFigures,
    differences,
    held_of,
    result_alarms,
)
from cso_desk.features.meetings.service.coverage import PROVINCE
from cso_desk.records.amounts import figure_of
from cso_desk.store.store import NATIONAL
from cso_desk.wording import N_

WORDS = {
    "highlights": N_("In short"),
    "challenges": N_("Challenges"),
    "lessons": N_("Lessons learned"),
    "plan": N_("Plan for the next quarter"),
}
"""What a hub writes on a quarter, by the first part of the names of the fields."""


def words_blocks(reports: Sequence[QuarterReport], names: Sequence[str], speech: Speech) -> list[Block]:
    """What was written of these parts; where several hubs or quarters wrote, each under its own name."""
    blocks: list[Block] = []
    for name in names:
        told = [(each, _said(each, name, speech)) for each in reports]
        told = [(each, text) for each, text in told if text]
        if not told:
            continue
        blocks.append(Heading(speech(WORDS[name]), 2))
        for each, text in told:
            if len(reports) > 1:
                hub = (
                    speech("National hub") if each.hub == NATIONAL else place_on(speech, each.hub, full=False)
                )
                whose = listed([hub, quarter_on(speech, each.quarter)], speech)
                blocks.append(Paragraph(whose, bold=True, keep=True))
            blocks.append(Paragraph(text))
    return blocks


def _said(report: QuarterReport, name: str, speech: Speech) -> Text:
    return speech.pick(getattr(report, f"{name}_km"), getattr(report, f"{name}_en"))


def results_blocks(results: Sequence[QuarterResult], speech: Speech) -> list[Block]:
    """Figures that stand on no attendance list: studies, trainings, services, results of the plan."""
    if not results:
        return []
    columns = [
        Column(speech("Result"), weight=3),
        Column(speech("As planned"), width=18, align="right"),
        Column(speech("People"), width=20, align="right"),
        Column(speech("Women"), width=18, align="right"),
        Column(speech("Basis and source"), weight=2),
    ]
    rows: list[TableRow] = [_result(each, speech) for each in results]
    doubts: list[Text] = [
        speech(
            "{title}: {remark}",
            title=speech.pick(each.title_km, each.title_en),
            remark=speech(a.message, **a.values),
        )
        for each in results
        for a in result_alarms(each)
    ]
    shown: list[Block] = [
        Heading(speech("Results, trainings and services"), 2),
        Table(columns, rows, size=8.5),
    ]
    return [*shown, Bullets(doubts, indent=4)] if doubts else shown


def _result(each: QuarterResult, speech: Speech) -> list[Cell]:
    named = speech.pick(each.title_km, each.title_en)
    when = [date_on(speech, each.day)] if each.day else []
    where = [place_on(speech, each.place, full=False)] if each.place else []
    kind = [choice_on(speech, RESULT_KINDS, each.kind)] if each.kind else []
    basis = [choice_on(speech, RESULT_BASES, each.basis)] if each.basis else []
    return [
        listed([named, *kind, *when, *where], speech),
        *(_figure(speech, stored) for stored in (each.planned, each.people, each.women)),
        listed([*basis, *([each.source] if each.source else [])], speech) or "–",
    ]


def _figure(speech: Speech, stored: str) -> Text:
    return figure_on(speech, *figure_of(stored)) if stored else "–"


def library_blocks(counts: dict[str, int], speech: Speech) -> list[Block]:
    """What the library did, nothing where it did nothing."""
    if not any(counts.values()):
        return []
    told = [
        speech("{what}: {count}", what=speech(LIBRARY[name]), count=count) for name, count in counts.items()
    ]
    return [Heading(speech("Library"), 2), Bullets(told, indent=4)]


def drifting_blocks(told: Sequence[Faithfulness], speech: Speech) -> list[Block]:
    """How many invitations were followed, and who came before and has stayed away since."""
    if not told:
        return []
    invited, came = sum(each.times_invited for each in told), sum(each.times_came for each in told)
    said = speech(
        "Of {invited} invitations to meetings that were held, institutions followed {came} ({rate}%).",
        invited=invited,
        came=came,
        rate=round(100 * came / invited),
    )
    names = [
        speech.pick(each.organisation.name_km, each.organisation.name_en) for each in told if each.drifting
    ]
    blocks: list[Block] = [Heading(speech("Attendance of institutions"), 2), Paragraph(said)]
    if names:
        away = speech("Came before and missed the last two meetings or more ({count}): {names}",
                      count=len(names), names=listed(names, speech))  # fmt: skip
        blocks.append(Paragraph(away))
    return blocks


def grid_blocks(grid: Grid, covered: Sequence[Covered], speech: Speech) -> list[Block]:
    """Held of planned by place and quarter, and the districts that nobody came from or went to."""
    if not grid.places:
        return []
    columns = [
        Column(speech("Place"), weight=2),
        *(Column(quarter_on(speech, each), weight=1, align="right") for each in grid.quarters),
    ]
    rows: list[TableRow] = [
        [
            place_on(speech, place, full=False) if place else speech("Place not said"),
            *(_held(grid, place, quarter, speech) for quarter in grid.quarters),
        ]
        for place in grid.places
    ]
    blocks: list[Block] = [Heading(speech("Held of planned, by place"), 2), Table(columns, rows, size=8.5)]
    return [*blocks, *_coverage(covered, speech)]


def _coverage(covered: Sequence[Covered], speech: Speech) -> list[Block]:
    """How many districts were reached and which were not; of several provinces, a row each."""
    by_province: dict[str, list[Covered]] = {}
    for each in covered:
        by_province.setdefault(each.district[:PROVINCE], []).append(each)
    if len(by_province) <= 1:
        missed = _missed(covered, speech)
        told = [Paragraph(_reached(covered, speech))] if covered else []
        return [*told, Paragraph(speech("Not reached: {places}", places=missed))] if missed else [*told]
    columns = [
        Column(speech("Province"), width=34),
        Column(speech("Districts reached"), width=26, align="right"),
        Column(speech("Not reached"), weight=1),
    ]
    rows: list[TableRow] = [
        [
            place_on(speech, province, full=False),
            speech("{count} of {total}", count=sum(each.reached for each in districts), total=len(districts)),
            _missed(districts, speech) or "–",
        ]
        for province, districts in by_province.items()
    ]
    return [Paragraph(_reached(covered, speech), keep=True), Table(columns, rows, size=8.5)]


def _reached(covered: Sequence[Covered], speech: Speech) -> Text:
    count = sum(each.reached for each in covered)
    return speech("Districts reached: {count} of {total}.", count=count, total=len(covered))


def _missed(covered: Sequence[Covered], speech: Speech) -> Text:
    return listed(
        [place_on(speech, each.district, full=False) for each in covered if not each.reached], speech
    )


def _held(grid: Grid, place: str, quarter: str, speech: Speech) -> Text:
    lines = grid.of(place, quarter)
    return speech("{held} of {planned}", held=held_of(lines), planned=len(lines)) if lines else "–"


def told_blocks(reports: Sequence[QuarterReport], figures: QuarterFigures, speech: Speech) -> list[Block]:
    """When the figures were told, and which of them are others now; for one quarter of one hub."""
    if len(figures.quarters) != 1:
        return []
    ours = [each for each in reports if each.hub == (figures.hub or NATIONAL) and each.told]
    lines: list[Text] = []
    for each in ours:
        if each.state == "closed":
            lines.append(speech("The quarter was closed on {day}.", day=date_on(speech, each.closed_on)))
        elif each.reopen_reason:
            lines.append(speech("The closed quarter was opened again: {reason}", reason=each.reopen_reason))
        for other in differences(each, figures):
            now, told = (figure_on(speech, count) for count in (other.now, other.told))
            lines.append(
                speech(
                    "{what}: {told} were told, now {now}.", what=speech(TOLD[other.name]), told=told, now=now
                )
            )
    return [Heading(speech("What was told"), 2), Bullets(lines, indent=4)] if lines else []
