"""The report of a quarter as a hub writes it: its words, and the day on which its figures were told."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import QuarterReport, QuarterResult
from cso_desk.features.meetings.service.figures import PARTS, Remark
from cso_desk.features.meetings.service.quarter import QuarterFigures, quarter_figures
from cso_desk.records.amounts import figure_of
from cso_desk.records.base import RecordId, hub_scope
from cso_desk.store.reading import Reading
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import N_, _

_SPACE = uuid.UUID("0b5f3c1e-7a52-5c0e-8c1d-3d1f7e6a9b42")

TOLD = {
    "planned": N_("Meetings planned"),
    "held": N_("Meetings held"),
    "participations": N_("Participations"),
    "people": N_("Different people"),
    "institutions": N_("Different institutions"),
    "female": N_("Women"),
    "male": N_("Men"),
    "youth": N_("Youth"),
    "disability": N_("Disability"),
    "minority": N_("Minority"),
    "id_poor": N_("ID-Poor"),
    "districts": N_("Districts where meetings were held"),
}
"""The figures that are kept when a quarter is closed."""


@dataclass(frozen=True)
class Difference:
    """A figure that is another one now than when it was told; None: it was not known."""

    name: str
    told: int | None
    now: int | None


def report_id(hub: str, quarter: str) -> RecordId:
    """The id of the words of a hub on a quarter: the same on every laptop, so that two become one record."""
    return RecordId(uuid.uuid5(_SPACE, f"{hub} {quarter}").hex)


def report_in(reading: Reading, quarter: str, hub: str) -> QuarterReport:
    """What a hub wrote on a quarter; an unsaved blank where that is nothing yet."""
    record = report_id(hub, quarter)
    found = reading.get(QuarterReport, record, trash=False)
    return found or QuarterReport(id=record, quarter=quarter, hub=hub, scope=hub_scope(hub))


def report_of(store: Store, quarter: str, hub: str = "") -> QuarterReport:
    """As `report_in`; of this store's own hub without one."""
    with store.reading() as reading:
        return report_in(reading, quarter, hub or store.hub)


def reports_in(reading: Reading, quarters: Sequence[str], hub: str = "") -> list[QuarterReport]:
    """What was written on these quarters, by one hub or by all, in the order of quarters."""
    table = reading.table(QuarterReport)
    ours = [table.c.hub == hub] if hub else []
    order = [table.c.quarter, table.c.hub]
    return reading.all(QuarterReport, table.c.quarter.in_(list(quarters)), *ours, order_by=order)


def write_report(store: Store, quarter: str, *, initiator: object = None, **values: Any) -> None:
    """Keep the words of this hub on a quarter, by field: `challenges_km="…"`."""
    with store.transaction(N_("Write the quarterly report"), initiator=initiator) as t:
        _keep(t, report_in(t, quarter, store.hub), values)


def close_quarter(store: Store, quarter: str, *, on: dt.date, initiator: object = None) -> None:
    """Keep the figures as they are told on this day; from now on its meetings do not change unnoticed."""
    figures = quarter_figures(store, quarter, hub="" if store.hub == NATIONAL else store.hub)
    told = json.dumps(told_figures(figures), sort_keys=True)
    with store.transaction(N_("Close a quarter"), initiator=initiator) as t:
        now = report_in(t, quarter, store.hub)
        if now.state == "closed":
            raise UserError(_("This quarter is closed already."))
        _keep(t, now, {"state": "closed", "closed_on": on.isoformat(), "told": told, "reopen_reason": ""})


def reopen_quarter(store: Store, quarter: str, reason: str, *, initiator: object = None) -> None:
    """Let the meetings of a closed quarter be changed again. What was told stays for comparison.

    Raises UserError where no reason is given or the quarter is open.
    """
    if not reason.strip():
        raise UserError(_("Say why the quarter has to be opened again. The reason is kept with its report."))
    with store.transaction(N_("Open a closed quarter again"), initiator=initiator) as t:
        now = report_in(t, quarter, store.hub)
        if now.state != "closed":
            raise UserError(_("This quarter is not closed."))
        t.change(now, state="open", reopen_reason=reason.strip())


def _keep(t: Any, report: QuarterReport, values: Mapping[str, Any]) -> None:
    known = t.get(QuarterReport, report.id)
    if known is None:
        t.add(report)
        t.flush()
    t.change(QuarterReport, report.id, **{"deleted": False, **values})


def told_figures(figures: QuarterFigures) -> dict[str, int | None]:
    """The figures of `TOLD`."""
    total = figures.total
    named = {
        name: getattr(total.totals, name) for name in ("participations", "people", "institutions", *PARTS)
    }
    return {"planned": total.planned, "held": total.held, "districts": len(total.districts_met), **named}


def differences(report: QuarterReport, figures: QuarterFigures) -> list[Difference]:
    """What is another figure now than when the report was closed; nothing where it never was."""
    try:
        told = json.loads(report.told) if report.told else {}
    except ValueError:  # written by a newer version
        return []
    now = told_figures(figures)
    return [
        Difference(name, told[name], now[name]) for name in TOLD if name in told and told[name] != now[name]
    ]


def results_in(reading: Reading, quarters: Sequence[str], hub: str = "") -> list[QuarterResult]:
    """The figures of these quarters that stand on no attendance list, in the order of days."""
    table = reading.table(QuarterResult)
    ours = [table.c.scope == hub_scope(hub)] if hub else []
    order = [table.c.quarter, table.c.day, table.c.id]
    return reading.all(QuarterResult, table.c.quarter.in_(list(quarters)), *ours, order_by=order)


def result_alarms(result: QuarterResult) -> list[Remark]:
    """Where the figures of a result cannot be true."""
    if not (result.people and result.women):
        return []
    people, women = figure_of(result.people), figure_of(result.women)
    if women.number <= people.number:
        return []
    values = {"part": women.number, "total": people.number}
    return [Remark(N_("There are more women ({part}) than people ({total})."), values)]
