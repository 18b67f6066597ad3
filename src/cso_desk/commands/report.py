"""`report quarter`: the report of one quarter as a paper or a workbook, and its figures for programs."""

from argparse import ArgumentParser, Namespace
from dataclasses import fields
from functools import partial
from typing import Any

from cso_desk.commands.opening import opened
from cso_desk.commands.paper_files import add_paper_arguments, write_out
from cso_desk.commands.result import Result
from cso_desk.errors import UserError
from cso_desk.features.meetings.printing import quarterly_report, quarterly_workbook
from cso_desk.features.meetings.service import QuarterFigures, Sum, Totals, quarter_figures
from cso_desk.khmer.dates import parse_quarter
from cso_desk.store.store import NATIONAL
from cso_desk.wording import _, language, ngettext, words


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("period", choices=("quarter",), help=_("the period it covers"))
    parser.add_argument("quarters", metavar="2026Q3", nargs="+", help=_("one quarter, or several together"))
    add_paper_arguments(parser)


def run(args: Namespace) -> Result:
    quarters = [_quarter(text) for text in args.quarters]
    with opened(args) as store:
        figures = quarter_figures(store, quarters, hub="" if store.hub == NATIONAL else store.hub)
        result = write_out(
            args,
            "quarterly-report",
            partial(quarterly_report, store, quarters),
            partial(quarterly_workbook, store, quarters),
            letter=True,
            quarters=quarters,
            figures=_plain(figures),
        )
        said = ngettext("{count} meeting held", "{count} meetings held", figures.total.held)
        say = words(language())
        notes = [note.said(say) for note in figures.notes]
        return Result(result.data, [said, *result.lines], notes)


def _quarter(text: str) -> str:
    found = parse_quarter(text)
    if found is None:
        raise UserError(_("“{text}” is no quarter. Write for example 2026Q3.", text=text))
    return found


def _plain(figures: QuarterFigures) -> dict[str, Any]:
    return {
        "hub": figures.hub,
        "total": _sum(figures.total),
        "by_hub": {hub: _sum(each) for hub, each in figures.by_hub.items()},
        "missing": list(figures.missing),
        "meetings": [
            {"code": line.meeting.code, "hub": line.hub, "status": line.meeting.status,
             "totals": _totals(line.totals)}
            for line in figures.lines
        ],
    }  # fmt: skip


def _sum(figures: Sum) -> dict[str, Any]:
    return {
        "planned": figures.planned, "held": figures.held, "totals": _totals(figures.totals),
        "districts_met": sorted(figures.districts_met),
        "districts_reached": sorted(figures.districts_reached),
        "decisions": figures.decisions, "actions_open": figures.actions_open,
        "actions_done": figures.actions_done,
    }  # fmt: skip


def _totals(totals: Totals) -> dict[str, Any]:
    found = {field.name: getattr(totals, field.name) for field in fields(totals)}
    return found | {"by_kind": dict(totals.by_kind), "at_least": sorted(totals.at_least)}
