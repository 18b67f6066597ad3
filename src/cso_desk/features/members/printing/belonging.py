"""How institutions hang together, and what is due of them each year."""

from dataclasses import replace

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Column, Paper, Paragraph, Table
from cso_desk.documents.workbook import CellValue, Sheet, SheetColumn
from cso_desk.features.hub.printing import date_on, digits_on, listed, on_one_line, stamp_sheets
from cso_desk.features.members.printing.directory import members_paper
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import (
    MEMBER_OF,
    ComplianceLine,
    TreeLine,
    compliance_of,
    deadline_of,
    may_leave,
    network_tree,
    own_network,
)
from cso_desk.features.members.service.papers import Asked, in_order
from cso_desk.store.store import Store
from cso_desk.wording import N_

_INDENT = 7  # mm a level of the tree
_DEEPEST = 12  # levels that are moved in: further ones stand below one another


def tree_paper(store: Store, asked: Asked, language: str = "km") -> Paper:
    """The networks with all that belongs to them, moved in level by level.

    Outside the hub it is without the names of those who did not agree to be shared.
    """
    speech, day = Speech(language), asked.day.isoformat()
    with store.reading() as reading:
        lines = network_tree(reading, day, own=own_network(reading, store.hub), language=language)
    shown = [_may_be_named(each) for each in lines] if asked.outside else lines
    blocks: list[Block] = [Paragraph(speech("As of {date}", date=date_on(speech, day)), align="center")]
    named = [_line(each, speech) for each in shown if each is not None]
    if named:
        said = speech("Who stands below a network is a member of it, where nothing else is said.")
        blocks += [Paragraph(said, align="center", size=8.5), *named]
    else:
        blocks.append(Paragraph(speech("Nobody belongs to a network yet."), align="center"))
    return members_paper(
        store, speech, N_("Networks and what belongs to them"), blocks, outside=asked.outside
    )


def _may_be_named(line: TreeLine) -> TreeLine | None:
    """A line as strangers may read it: who did not agree has no name, and no line where none is below it."""
    if may_leave(line.organisation):
        return line
    return replace(line, organisation=Organisation()) if line.below else None


def _line(line: TreeLine, speech: Speech) -> Paragraph:
    name = tree_words(line, speech)
    return Paragraph(
        name,
        bold=not line.depth,
        indent=min(line.depth, _DEEPEST) * _INDENT,
        size=10.5 if not line.depth else 9.5,
        keep=not line.depth and bool(line.below),
    )


def tree_words(line: TreeLine, speech: Speech) -> Text:
    """One line of the tree: the name, how it belongs to the one above, and since when."""
    body = line.organisation
    name = speech.pick(body.name_km, body.name_en) or speech("An institution that is not named")
    if not line.depth:
        return name
    since = date_on(speech, line.since) if line.since else ""
    if line.ties == (MEMBER_OF,):
        tie: Text = speech("since {day}", day=since) if since else ""
    else:
        tie = listed([speech(each) for each in line.ties], speech)
        tie = speech("{tie}, since {day}", tie=tie, day=since) if since else tie
    if line.again:
        tie = speech("{tie}; told above", tie=tie) if tie else speech("told above")
    return speech("– {name} ({tie})", name=name, tie=tie) if tie else speech("– {name}", name=name)


_DAY = 27  # mm: a day stands on two lines
_HEADS = (
    (N_("No."), 0, 0, "center"),
    (N_("Name of the institution"), 0, 1, "left"),
    (N_("Activity report"), _DAY, 1, "center"),
    (N_("Finance report"), _DAY, 1, "center"),
    (N_("Bank account told on"), _DAY, 1, "center"),
    (N_("GPP certificate valid until"), _DAY, 1, "center"),
)


def compliance_paper(store: Store, asked: Asked, language: str = "km", *, year: int = 0) -> Paper:
    """The compliance calendar: what each institution handed in for a year, and what is still to come."""
    speech, day = Speech(language), asked.day.isoformat()
    with store.reading() as reading:
        found = compliance_of(reading, day, year, outside=asked.outside)
    lines = in_order(found, language, lambda line: line.organisation)
    told = year or int(day[:4]) - 1
    reported = sum(line.reported for line in lines)
    said = speech(
        "Reports on {year} are due on {deadline}. As of {day}, {reported} of {count} handed in both.",
        year=digits_on(speech, told),
        deadline=date_on(speech, deadline_of(told)),
        day=date_on(speech, day),
        reported=reported,
        count=len(lines),
    )
    columns = [Column(speech(title), width, weight, align) for title, width, weight, align in _HEADS]
    table = Table(columns, [_cells(line, day, speech) for line in lines], numbered=True, size=8.5)
    blocks: list[Block] = [Paragraph(said, align="center"), *([table] if lines else [])]
    return members_paper(store, speech, N_("Compliance calendar"), blocks, outside=asked.outside)


def _cells(line: ComplianceLine, day: str, speech: Speech) -> list[Cell]:
    body = line.organisation
    late = deadline_of(line.year) < day

    def handed(on: str) -> Text:
        return date_on(speech, on) if on else speech("late") if late else speech("to come")

    until = date_on(speech, line.gpp_until) if line.gpp_until else "–"
    if line.gpp_until and line.gpp_until < day[: len(line.gpp_until)]:
        until = speech("ended on {day}", day=until)
    return [
        None,
        speech.pick(body.name_km, body.name_en),
        handed(line.activity_report_on),
        handed(line.finance_report_on),
        date_on(speech, line.bank_notice_on) if line.bank_notice_on else "–",
        until,
    ]


def compliance_workbook(store: Store, asked: Asked, language: str = "km", *, year: int = 0) -> list[Sheet]:
    """The same as a sheet; days stay days."""
    speech, day = Speech(language), asked.day.isoformat()
    with store.reading() as reading:
        found = compliance_of(reading, day, year, outside=asked.outside)
    lines = in_order(found, language, lambda line: line.organisation)
    titles = (
        (N_("Code"), "text"), (N_("Name in Khmer"), "text"), (N_("Name in English"), "text"),
        (N_("Year reported on"), "number"), (N_("Activity report"), "text"), (N_("Finance report"), "text"),
        (N_("Bank account told on"), "text"), (N_("GPP certificate number"), "text"),
        (N_("GPP certificate valid until"), "text"),
    )  # fmt: skip
    columns = [SheetColumn(on_one_line(speech(title)), kind) for title, kind in titles]
    rows: list[list[CellValue]] = [
        [
            line.organisation.code, line.organisation.name_km, line.organisation.name_en, line.year,
            line.activity_report_on, line.finance_report_on, line.bank_notice_on, line.gpp_number,
            line.gpp_until,
        ]
        for line in lines
    ]  # fmt: skip
    sheet = Sheet(on_one_line(speech("Compliance calendar")), columns, rows, len(rows))
    return stamp_sheets(store.practice, speech, [sheet])
