"""The network in figures on paper and as a workbook."""

from collections.abc import Callable, Mapping, Sequence

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Column, Facts, Heading, Paper, Paragraph, Table, Together
from cso_desk.documents.workbook import CellValue, Sheet, SheetColumn
from cso_desk.features.hub.printing import choice_on, date_on, on_one_line, place_on, stamp_sheets
from cso_desk.features.members.printing.directory import members_paper
from cso_desk.features.members.record import ORGANISATION_KINDS, SECTORS, SEXES
from cso_desk.features.members.service import MemberFigures, grid_of, member_figures
from cso_desk.features.members.service.papers import Asked, in_order
from cso_desk.store.store import Store
from cso_desk.wording import N_

_ACROSS = 10  # columns of places beside the sectors: more go into a further table

_Naming = Callable[[str], Text]


def figures_paper(store: Store, asked: Asked, language: str = "km") -> Paper:
    """Institutions of a day by kind, sector, district and sex of their head; sectors by district."""
    speech, day = Speech(language), asked.day.isoformat()
    with store.reading() as reading:
        found = member_figures(reading, day, outside=asked.outside)
    blocks: list[Block] = [
        Paragraph(speech("As of {date}", date=date_on(speech, day)), align="center"),
        Facts(_highlights(found, speech)),
        *_counted(
            N_("By kind"), found.by_kind, lambda code: choice_on(speech, ORGANISATION_KINDS, code), speech
        ),
        *_counted(N_("By district"), found.by_district, lambda code: place_on(speech, code), speech),
        *_counted(N_("By sector"), found.by_sector, lambda code: choice_on(speech, SECTORS, code), speech),
        *_counted(
            N_("By sex of the head"), found.by_head, lambda code: choice_on(speech, SEXES, code), speech
        ),
        *_grid(found, speech),
        Paragraph(speech("An institution counts in each of its sectors."), size=8.5),
    ]
    return members_paper(store, speech, N_("The network in figures"), blocks, outside=asked.outside)


def _highlights(found: MemberFigures, speech: Speech) -> list[tuple[Text, Cell]]:
    pairs: list[tuple[Text, Cell]] = [
        (speech("Institutions"), len(found.rows)),
        (speech("Members with a known membership"), found.standings.get("member", 0)),
        (speech("Members who may vote"), found.standings.get("vote", 0)),
        (speech("Have applied"), found.applicants),
    ]
    if found.staff_told:
        staff = speech(
            "{female} women, {male} men, in {count} institutions",
            female=found.staff_female,
            male=found.staff_male,
            count=found.staff_told,
        )
        pairs.append((speech("Staff"), staff))
    return pairs


def _counted(heading: str, counts: Mapping[str, int], named: _Naming, speech: Speech) -> list[Block]:
    if not any(counts):
        return []  # nothing was said
    rows: list[list[Cell]] = [
        [named(code) if code else speech("Not said"), count] for code, count in counts.items()
    ]
    columns = [Column("", weight=4), Column(speech("Institutions"), weight=1, align="right")]
    return [Together([Heading(speech(heading), 2), Table(columns, rows, size=9)])]


def _grid(found: MemberFigures, speech: Speech) -> list[Block]:
    sectors, places, counts = grid_of(found)
    if not any(sectors):
        return []
    blocks: list[Block] = []
    across = -(-len(places) // -(-len(places) // _ACROSS))  # tables of a like width
    for start in range(0, len(places), across):
        some = places[start : start + across]
        columns = [Column(speech("Sector"), weight=2.4)]
        columns += [
            Column(place_on(speech, code, full=False) if code else speech("Not said"), align="center")
            for code in some
        ]
        rows = [[_sector(code, speech), *(counts.get((code, place)) for place in some)] for code in sectors]
        table = Table(columns, rows, size=8)
        head: list[Block] = [Heading(speech("Sectors by district"), 2)] if not start else []
        blocks.append(Together([*head, table]))
    return blocks


def _sector(code: str, speech: Speech) -> Text:
    return choice_on(speech, SECTORS, code) if code else speech("Not said")


def figures_workbook(store: Store, asked: Asked, language: str = "km") -> list[Sheet]:
    """The grid of sectors and districts, and every institution with what it is counted by."""
    speech, day = Speech(language), asked.day.isoformat()
    with store.reading() as reading:
        found = member_figures(reading, day, outside=asked.outside)
    sectors, places, counts = grid_of(found)

    def title(text: Text) -> str:
        return on_one_line(text)

    columns = [SheetColumn(title(speech("Sector")), "text")]
    columns += [
        SheetColumn(title(place_on(speech, code, full=False) if code else speech("Not said")), "number")
        for code in places
    ]
    grid: list[list[CellValue]] = [
        [title(_sector(code, speech)), *(counts.get((code, place), 0) for place in places)]
        for code in sectors
    ]
    heads = (
        N_("Code"),
        N_("Name in Khmer"),
        N_("Name in English"),
        N_("Kind"),
        N_("District"),
        N_("Sectors"),
        N_("Sex of the head"),
    )
    rows: list[Sequence[str]] = [
        [
            each.row.organisation.code,
            each.row.organisation.name_km,
            each.row.organisation.name_en,
            title(choice_on(speech, ORGANISATION_KINDS, each.row.organisation.kind)),
            title(place_on(speech, each.district)),
            "; ".join(title(_sector(code, speech)) for code in each.sectors if code),
            title(choice_on(speech, SEXES, each.head)),
        ]
        for each in in_order(found.rows, language, lambda each: each.row.organisation)
    ]
    whole = [SheetColumn(title(speech(head)), "text") for head in heads]
    sheets = [
        Sheet(title(speech("Sectors by district")), columns, grid, len(grid)),
        Sheet(title(speech("Institutions")), whole, rows, len(rows)),
    ]
    return stamp_sheets(store.practice, speech, sheets)
