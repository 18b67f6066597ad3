"""The register of decisions and the board of actions, on paper and as workbooks."""

from collections.abc import Sequence
from itertools import groupby

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Column, Paper, Paragraph, Section, Table, TableRow
from cso_desk.documents.workbook import CellValue, Sheet
from cso_desk.features.hub.printing import (
    choice_on,
    date_on,
    digits_on,
    hub_paper,
    list_sheets,
    on_one_line,
    sheet_columns,
)
from cso_desk.features.meetings.record import ACTION_STATUSES, DECISION_STATES, Meeting
from cso_desk.features.meetings.service import AGES, BoardAction, RegisteredDecision
from cso_desk.store.store import Store
from cso_desk.wording import N_


def decisions_paper(
    store: Store, decisions: Sequence[RegisteredDecision], language: str = "km", *, only: Text = ""
) -> Paper:
    """Decisions year by year; `only` says which part of the register this is."""
    speech = Speech(language)
    columns = [
        Column(speech("Number"), weight=0, align="center"),
        Column(speech("Decision"), weight=4),
        Column(speech("Meeting"), weight=2),
        Column(speech("Date"), width=38),
        Column(speech("State"), width=26),
    ]
    rows: list[TableRow] = []
    for year, found in groupby(decisions, key=lambda each: each.meeting.starts[:4]):
        rows.append(
            Section(speech("Year {year}", year=digits_on(speech, year)) if year else speech("No date"))
        )
        rows += [_decision(each, speech) for each in found]
    count = speech.plural("{count} decision", "{count} decisions", len(decisions))
    return _paper(store, speech, N_("Register of decisions"), [Table(columns, rows)], count, only)


def _decision(each: RegisteredDecision, speech: Speech) -> list[Cell]:
    decision, meeting = each.decision, each.meeting
    return [
        digits_on(speech, each.number),
        speech.pick(decision.text_km, decision.text_en),
        _title(meeting, speech),
        date_on(speech, meeting.starts),
        choice_on(speech, DECISION_STATES, decision.state),
    ]


def actions_paper(
    store: Store, board: Sequence[BoardAction], day: str, language: str = "km", *, only: Text = ""
) -> Paper:
    """Actions by how they stand on `day`, the most pressing first."""
    speech = Speech(language)
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("What"), weight=3.2),
        Column(speech("Who"), weight=1.8),
        Column(speech("By when"), width=38),
        Column(speech("Days late"), width=16, align="right"),
        Column(speech("Meeting"), weight=1.8),
    ]
    rows: list[TableRow] = []
    for age, found in groupby(board, key=lambda each: each.age):
        rows.append(Section(speech(AGES[age])))
        rows += [_action(each, speech) for each in found]
    count = speech.plural(
        "{count} action as of {date}", "{count} actions as of {date}", len(board), date=date_on(speech, day)
    )
    table = Table(columns, rows, numbered=True)
    return _paper(store, speech, N_("Actions to be done"), [table], count, only)


def _action(each: BoardAction, speech: Speech) -> list[Cell]:
    action, meeting = each.action, each.meeting
    return [
        None,
        speech.pick(action.what_km, action.what_en),
        speech.pick(*each.who),
        date_on(speech, action.due),
        speech.digits(each.late) if action.status == "open" and (each.late or 0) > 0 else "",
        speech("{title}, {date}", title=_title(meeting, speech), date=date_on(speech, meeting.starts)),
    ]


def _title(meeting: Meeting, speech: Speech) -> Text:
    return speech.pick(meeting.title_km, meeting.title_en) or meeting.code


def _paper(
    store: Store, speech: Speech, title: str, blocks: Sequence[Block], count: Text, only: Text
) -> Paper:
    return hub_paper(store, speech, title, [Paragraph(count, align="center"), *blocks], subtitle=only)


def decisions_workbook(
    store: Store, decisions: Sequence[RegisteredDecision], language: str = "km"
) -> list[Sheet]:
    """The register as a sheet, one decision a row, in both languages."""
    speech = Speech(language)
    columns = sheet_columns(
        speech,
        (N_("Number"), "text"), (N_("Text in Khmer"), "text"), (N_("Text in English"), "text"),
        (N_("Meeting"), "text"), (N_("Code"), "text"), (N_("Date"), "text"), (N_("State"), "text"),
    )  # fmt: skip
    rows: list[Sequence[CellValue]] = [
        (each.number, each.decision.text_km, each.decision.text_en, on_one_line(_title(each.meeting, speech)),
         each.meeting.code, each.meeting.starts,
         on_one_line(choice_on(speech, DECISION_STATES, each.decision.state)))
        for each in decisions
    ]  # fmt: skip
    return list_sheets(store, speech, N_("Decisions"), columns, rows)


def actions_workbook(store: Store, board: Sequence[BoardAction], language: str = "km") -> list[Sheet]:
    """The board as a sheet, one action a row, in both languages."""
    speech = Speech(language)
    columns = sheet_columns(
        speech,
        (N_("What, in Khmer"), "text"), (N_("What, in English"), "text"), (N_("Who"), "text"),
        (N_("By when"), "text"), (N_("Days late"), "number"), (N_("Status"), "text"),
        (N_("Closed on"), "text"), (N_("Result"), "text"), (N_("Meeting"), "text"), (N_("Code"), "text"),
        (N_("Date"), "text"),
    )  # fmt: skip
    rows: list[Sequence[CellValue]] = [
        (each.action.what_km, each.action.what_en, on_one_line(speech.pick(*each.who)), each.action.due,
         each.late if each.action.status == "open" and (each.late or 0) > 0 else None,
         on_one_line(choice_on(speech, ACTION_STATUSES, each.action.status)), each.action.closed_on,
         each.action.result, on_one_line(_title(each.meeting, speech)), each.meeting.code,
         each.meeting.starts)
        for each in board
    ]  # fmt: skip
    return list_sheets(store, speech, N_("Actions"), columns, rows)
