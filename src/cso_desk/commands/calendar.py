"""`calendar`: meetings as an iCalendar file for telephones and computers."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.documents.saving import save_bytes
from cso_desk.errors import UserError
from cso_desk.features.meetings.printing import left_out, meetings_calendar
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "codes",
        metavar="CODE",
        nargs="*",
        help=_("meetings, or one series; without a code all that are not over"),
    )
    parser.add_argument("--out", required=True, metavar="FILE", help=_("the file to write: .ics"))


def run(args: Namespace) -> Result:
    out = Path(args.out).expanduser()
    if out.suffix.lower() != ".ics":
        raise UserError(_("Meetings are written as iCalendar. Give the file a name that ends in .ics."))
    with opened(args) as store:
        meetings, series = _asked(store, args.codes)
        made = meetings_calendar(store, args.lang or "km", meetings=meetings, series=series)
    save_bytes(out, made.data)
    said = ngettext(
        "{count} meeting was written: {file}", "{count} meetings were written: {file}", made.count, file=out
    )
    data = {
        "file": str(out), "meetings": made.count,
        "for_this_hub": made.for_this_hub, "without_day": made.without_day,
    }  # fmt: skip
    return Result(data, [said], left_out(made))


def _asked(store: Store, codes: list[str]) -> tuple[set[str] | None, str]:
    """The meetings that were named, or the series; (None, "") for all that are not over."""
    if not codes:
        return None, ""
    with store.reading() as reading:
        found = [record_named(reading, code) for code in codes]
    if len(found) == 1 and found[0][0].name == "series":
        return None, found[0][1].id
    for code, (kind, _record) in zip(codes, found, strict=True):
        if kind.name != "meeting":
            raise UserError(
                _("{code} is neither a meeting nor the only series. Name meetings, or one series.", code=code)
            )
    return {record.id for _kind, record in found}, ""
