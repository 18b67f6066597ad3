"""`import`: takes a list file into the store, or with --preview only shows what it would take."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.sheet import told
from cso_desk.commands.speaking import Ticker
from cso_desk.commands.taking_over import TakenOver, take_over
from cso_desk.errors import UserError
from cso_desk.features.members.importing import CHOICES, COUNTS, Choice, ImportPlan, PlannedRow
from cso_desk.importers.joined_sheets import TOGETHER, number_in_sheet, place_of_row
from cso_desk.importers.list_purposes import PURPOSES, Purpose
from cso_desk.importers.old_fonts import ALL
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.importers.vocabulary import all_meanings
from cso_desk.wording import _, ngettext

_MOST_PROBLEMS = 20
_MOST_ROWS = 20


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help=_("a list: .xlsx, .xls, .ods, .csv or another text file")
    )
    parser.add_argument("--as", dest="purpose", choices=PURPOSES, help=_("what the list is for"))
    parser.add_argument("--preview", action="store_true", help=_("only show it; needs no store"))
    sheets = parser.add_mutually_exclusive_group()
    sheets.add_argument("--sheet", metavar="NAME", help=_("only the sheet called so"))
    sheets.add_argument(
        "--all-sheets",
        dest="sheet",
        action="store_const",
        const=TOGETHER,
        help=_("all sheets with the same columns, as one list"),
    )
    parser.add_argument(
        "--column",
        metavar="C=MEANING",
        action="append",
        default=[],
        help=_("what a column means, for example D=phones; nothing after = leaves it out"),
    )
    parser.add_argument("--table", metavar="N", type=int, help=_("which table of the sheet, from 1"))
    parser.add_argument(
        "--old-fonts",
        metavar="WHICH",
        help=_("columns in old Khmer fonts: convert, keep, or the letters of those to keep, as B,D"),
    )
    parser.add_argument("--meeting", metavar="CODE", default="", help=_("the meeting of an attendance list"))
    parser.add_argument(
        "--existing",
        choices=("fill", "update", "replace", "skip"),
        help=_(
            "what is known already: fill its gaps, let the list win, let also the empty cells win of a list"
            " that this program wrote, or leave it"
        ),
    )
    parser.add_argument(
        "--doubts",
        choices=CHOICES,
        help=_("rows that may be here already: the same record, new (if nothing is said), or left out"),
    )
    parser.add_argument(
        "--row",
        metavar="N=CHOICE",
        action="append",
        default=[],
        help=_("the same for one row of the sheet, for example 12=same"),
    )
    parser.add_argument("--plan", action="store_true", help=_("only say what would become of each row"))


def run(args: Namespace) -> Result:
    path = Path(args.file).expanduser()
    corrections, rows = _corrections(args.column), _rows(args.row)
    ticker = Ticker(quiet=args.json)
    table = args.table - 1 if args.table else None
    fonts = None if args.old_fonts is None else kept_fonts(args.old_fonts)
    if args.preview:
        readings = read_list(
            path, sheet=args.sheet, corrections=corrections, purpose=args.purpose, table=table,
            kept_fonts=fonts or (), progress=ticker,
        )  # fmt: skip
        return _preview(path, readings)
    purpose: Purpose | None = args.purpose or ("attendance" if args.meeting else None)
    with opened(args) as store:
        meeting = ""
        if args.meeting:
            with store.reading() as reading:
                meeting = record_named(reading, args.meeting, "meeting")[1].id
        taken = take_over(
            store, path, purpose, sheet=args.sheet, corrections=corrections, meeting=meeting,
            existing=args.existing, table=table, kept=fonts, doubts=args.doubts, rows=rows,
            only_plan=args.plan, progress=ticker,
        )  # fmt: skip
        return _told(path, taken)


def kept_fonts(text: str) -> frozenset[str]:
    """The letters of the columns whose old font is kept, ALL for every one."""
    if text.casefold() in ("convert", "keep"):
        return frozenset([ALL] if text.casefold() == "keep" else [])
    letters = frozenset(part.strip().upper() for part in text.split(","))
    if not all(letter.isascii() and letter.isalpha() for letter in letters):
        raise UserError(_("Say --old-fonts convert, keep, or letters of columns such as B,D."))
    return letters


def _corrections(texts: list[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        letter, sign, meaning = (part.strip() for part in text.partition("="))
        if not sign or not letter.isascii() or not letter.isalpha():
            raise UserError(
                _(
                    "“{text}” is no column and meaning. Write for example: {example}",
                    text=text,
                    example="D=phones",
                )
            )
        if meaning and meaning not in all_meanings():
            raise UserError(
                _(
                    "No column can mean “{text}”. What columns mean: {meanings}.",
                    text=meaning,
                    meanings=", ".join(all_meanings()),
                )
            )
        found[letter.upper()] = meaning
    return found


def _rows(texts: list[str]) -> dict[str, Choice]:
    """What was chosen for single rows, by row of the sheet: "12", or "12 (Bavel)" where there are several."""
    found: dict[str, Choice] = {}
    for text in texts:
        row, _sign, said = (part.strip() for part in text.rpartition("="))
        choice = next((each for each in CHOICES if each == said), None)
        if not row.partition(" ")[0].isdecimal() or choice is None:
            raise UserError(
                _(
                    "“{text}” is no row and choice. Write for example: {example}",
                    text=text,
                    example="12=" + CHOICES[0],
                )
            )
        found[row] = choice
    return found


def _preview(path: Path, readings: list[SheetReading]) -> Result:
    lines: list[str] = []
    for reading in readings:
        lines += told(reading)
        lines += [
            f"  {number_in_sheet(values['_row']):>4}  {_row_line(values)}"
            for values in reading.rows[:_MOST_ROWS]
        ]
        more = len(reading.rows) - _MOST_ROWS
        if more > 0:
            lines.append("  " + ngettext("and {count} more row", "and {count} more rows", more))
    lines.append(_("This was only a preview. Nothing was changed."))
    sheets = [reading.plain() for reading in readings]
    # The list that would be taken in is the longest; most files have one list only.
    rows = max(sheets, key=lambda sheet: len(sheet["rows"]))["rows"]
    data = {"file": str(path), "preview": True, "rows": rows, "sheets": sheets}
    return Result(data, lines)


def _row_line(values: dict[str, Any]) -> str:
    shown = []
    for name, value in values.items():
        if name.startswith("_") or value in ("", None, [], {}):
            continue
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if text not in shown:
            shown.append(text)
    return " · ".join(shown)


def _told(path: Path, taken: TakenOver) -> Result:
    report = taken.report
    lines = [report.sentence()] if report else [_states_said(taken.plan)]
    if taken.reading.records and not taken.plan.rows:
        lines.append(_("No row could be taken over."))
    notes = taken.problems[:_MOST_PROBLEMS]
    more = len(taken.problems) - _MOST_PROBLEMS
    if more > 0:
        notes.append(ngettext("and {count} more doubt", "and {count} more doubts", more))
    if report is None:
        notes.append(_("This was only a preview. Nothing was changed."))
    data = {
        "file": str(path), "preview": report is None, "sheet": taken.reading.name,
        "purpose": taken.plan.purpose, "created": dict(report.created) if report else {},
        "changed": dict(report.changed) if report else {},
        "skipped": report.skipped if report else taken.plan.count("skip"),
        "states": dict(taken.plan.states()),
        "problems": [place_of_row(row) | {"message": message} for row, message in taken.plan.problems],
        "planned": [_planned(row) for row in taken.plan.rows], "sheets": [taken.reading.plain()],
    }  # fmt: skip
    return Result(data, [*lines, *notes])


def _states_said(plan: ImportPlan) -> str:
    """How many rows are new, changed and so on."""
    states = plan.states()
    return ", ".join(_(words).replace("{count}", str(states[each])) for each, words in COUNTS.items())


def _planned(row: PlannedRow) -> dict[str, Any]:
    doubt = row.doubt
    return place_of_row(row.row) | {
        "action": row.action, "state": row.state, "title": row.title,
        "existing": row.existing, "why": row.why, "problems": row.problems,
        "changes": None if row.changes is None else list(row.changes),
        "doubt": doubt and {
            "kind": doubt.kind, "sort": doubt.sort, "record": doubt.record,
            "reasons": list(doubt.reasons), "further_up": number_in_sheet(doubt.further_up),
            "chosen": row.chosen,
        },
    }  # fmt: skip
