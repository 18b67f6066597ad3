"""The quarterly report as a workbook: the meetings, the totals and the hubs, to go on calculating with."""

from collections.abc import Sequence

from cso_desk.documents.bilingual import Speech
from cso_desk.documents.workbook import Sheet
from cso_desk.features.hub.printing import choice_on, on_one_line, place_on, sheet_columns, stamp_sheets
from cso_desk.features.meetings.printing.report import EVIDENCE, FIGURES
from cso_desk.features.meetings.record import MEETING_STATUSES
from cso_desk.features.meetings.service import (
    Asked,
    AttendanceRow,
    MeetingLine,
    QuarterFigures,
    Totals,
    count_behind,
    quarter_figures,
    rows_behind,
)
from cso_desk.features.members.record import ANSWERS, ID_POOR, ORGANISATION_KINDS, SEXES
from cso_desk.records.amounts import QUALIFIERS
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import N_

Value = str | int | None

_TICKS = ("youth", "disability", "minority", "id_poor")


def quarterly_workbook(
    store: Store, quarters: str | Sequence[str], language: str = "km", *, hub: str = ""
) -> list[Sheet]:
    """Sheets of the meetings, the totals and, nationally, the hubs; figures are numbers."""
    speech = Speech(language)
    of = hub or ("" if store.hub == NATIONAL else store.hub)
    figures = quarter_figures(store, quarters, hub=of)
    sheets = [_meetings(figures, speech), _totals(figures, speech)]
    sheets += [] if of else [_hubs(figures, speech)]
    sheets.append(_rows(store, figures, speech))
    return stamp_sheets(store.practice, speech, sheets)


def _numbers() -> list[tuple[str, str]]:
    return [(message, "number") for message in FIGURES.values()]


def _meetings(figures: QuarterFigures, speech: Speech) -> Sheet:
    kinds = sorted({kind for line in figures.lines for kind in line.totals.by_kind})
    columns = sheet_columns(
        speech,
        (N_("Code"), "text"),
        (N_("Hub"), "text"),
        (N_("First day"), "text"),
        (N_("Last day"), "text"),
        (N_("Title in Khmer"), "text"),
        (N_("Title in English"), "text"),
        (N_("Place"), "text"),
        (N_("Code of the place"), "text"),
        (N_("Status"), "text"),
        *_numbers(),
        (N_("Different people"), "number"),
        (N_("Institutions"), "number"),
        *((ORGANISATION_KINDS.get(kind, kind) or N_("Kind not said"), "number") for kind in kinds),
        (N_("How exact"), "text"),
        (N_("Evidence"), "text"),
    )
    rows = [_meeting_row(line, kinds, speech) for line in figures.lines]
    return Sheet(on_one_line(speech("Meetings")), columns, rows, len(rows))


def _meeting_row(line: MeetingLine, kinds: list[str], speech: Speech) -> list[Value]:
    now, totals = line.meeting, line.totals
    return [
        now.code,
        line.hub,
        now.starts,
        now.ends,
        now.title_km,
        now.title_en,
        on_one_line(place_on(speech, now.place)),
        now.place,
        on_one_line(choice_on(speech, MEETING_STATUSES, now.status)),
        *_figures(totals),
        totals.people,
        totals.institutions,
        *(totals.by_kind.get(kind, 0) for kind in kinds),
        on_one_line(choice_on(speech, QUALIFIERS, totals.qualifier)),
        on_one_line(speech(EVIDENCE[totals.evidence])),
    ]


def _figures(totals: Totals) -> list[int | None]:
    return [getattr(totals, name) for name in FIGURES]


def _totals(figures: QuarterFigures, speech: Speech) -> Sheet:
    total = figures.total
    rows: list[list[Value]] = [
        [on_one_line(speech("Meetings planned")), total.planned],
        [on_one_line(speech("Meetings held")), total.held],
        [on_one_line(speech("Participations")), total.totals.participations],
        [on_one_line(speech("Of these, counted by heads without names")), total.heads],
        [on_one_line(speech("Different people")), total.totals.people],
        [on_one_line(speech("Different institutions")), total.totals.institutions],
    ]
    rows += [
        [on_one_line(speech(message)), getattr(total.totals, name)]
        for name, message in FIGURES.items()
        if name != "participations"
    ]
    rows += [
        [on_one_line(choice_on(speech, ORGANISATION_KINDS, kind) or speech("Kind not said")), count]
        for kind, count in total.totals.by_kind.items()
    ]
    rows += [
        [on_one_line(speech("Districts where meetings were held")), len(total.districts_met)],
        [on_one_line(speech("Districts from which institutions took part")), len(total.districts_reached)],
        [on_one_line(speech("Decisions")), total.decisions],
        [on_one_line(speech("Actions done")), total.actions_done],
        [on_one_line(speech("Actions open")), total.actions_open],
    ]
    rows += [[on_one_line(speech(note.message, **note.values)), None] for note in figures.notes]
    columns = sheet_columns(speech, (N_("What"), "text"), (N_("Figure"), "number"))
    return Sheet(on_one_line(speech("Totals")), columns, rows, len(rows))


def _hubs(figures: QuarterFigures, speech: Speech) -> Sheet:
    columns = sheet_columns(
        speech,
        (N_("Hub"), "text"),
        (N_("Code"), "text"),
        (N_("Received"), "yes"),
        (N_("Meetings planned"), "number"),
        (N_("Meetings held"), "number"),
        *_numbers(),
        (N_("Different people"), "number"),
        (N_("Institutions"), "number"),
    )
    rows: list[list[Value]] = [
        [
            on_one_line(place_on(speech, hub, full=False)),
            hub,
            True,
            of.planned,
            of.held,
            *_figures(of.totals),
            of.totals.people,
            of.totals.institutions,
        ]
        for hub, of in figures.by_hub.items()
    ]
    rows += [[on_one_line(place_on(speech, hub, full=False)), hub, False] for hub in figures.missing]
    return Sheet(on_one_line(speech("Hubs")), columns, rows, len(rows))


def _rows(store: Store, figures: QuarterFigures, speech: Speech) -> Sheet:
    """Everybody who was counted, one row each time: what every figure of the other sheets stands on."""
    columns = sheet_columns(
        speech,
        (N_("Code of the meeting"), "text"),
        (N_("First day"), "text"),
        (N_("Hub"), "text"),
        (N_("Code of the person"), "text"),
        (N_("Name in Khmer"), "text"),
        (N_("Name in Latin letters"), "text"),
        (N_("Sex"), "text"),
        (N_("Year of birth"), "number"),
        *((FIGURES[name], "text") for name in _TICKS),
        (N_("Code of the institution"), "text"),
        (N_("Institution"), "text"),
        (N_("Kind"), "text"),
        (N_("Code of the place"), "text"),
    )
    meetings = {line.meeting.id: line for line in figures.held}
    asked = Asked("participations", figures.quarters, hub=figures.hub)
    # Read while the file is written: a meeting that was entered meanwhile is not among the others.
    rows = (
        _row(row, meetings[row.attendance.meeting], speech)
        for row in rows_behind(store, asked)
        if row.attendance.meeting in meetings
    )
    return Sheet(on_one_line(speech("People counted")), columns, rows, count_behind(store, asked))


def _row(row: AttendanceRow, line: MeetingLine, speech: Speech) -> list[Value]:
    person, body = row.person, row.organisation
    said = (getattr(row.attendance, name) or getattr(person, name, "") for name in _TICKS)
    return [
        line.meeting.code,
        line.meeting.starts,
        line.hub,
        person.code,
        person.name_km,
        person.name_en,
        on_one_line(choice_on(speech, SEXES, person.sex)),
        person.birth_year,
        *(on_one_line(choice_on(speech, {**ID_POOR, **ANSWERS}, each)) for each in said),
        body.code if body else "",
        on_one_line(speech.pick(body.name_km, body.name_en)) if body else "",
        on_one_line(choice_on(speech, ORGANISATION_KINDS, body.kind)) if body else "",
        body.place if body else "",
    ]
