"""Takes a list file into the store through the feature it belongs to; window and commands plan alike."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from cso_desk.catalog import RECORD_TYPES, plan_import, run_import
from cso_desk.errors import UserError
from cso_desk.features.members import importing as members
from cso_desk.features.members.importing import Choice, Existing, ImportPlan, ImportReport
from cso_desk.importers.list_purposes import Purpose
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.store.backing_up import back_up_before
from cso_desk.store.backups import BEFORE_IMPORT
from cso_desk.store.store import Store
from cso_desk.wording import _

_ORGANISATION = frozenset(("org", "org_km", "org_en", "acronym"))


@dataclass(frozen=True)
class TakenOver:
    """What was taken over: the sheet as it was read, the plan, and what became of it; None: only planned."""

    reading: SheetReading
    plan: ImportPlan
    report: ImportReport | None

    @property
    def problems(self) -> list[str]:
        """The doubts, each with its row."""
        return [_("Row {row}: {problem}", row=row, problem=problem) for row, problem in self.plan.problems]


def take_over(
    store: Store,
    path: Path,
    purpose: Purpose | None = None,
    *,
    sheet: str | None = None,
    corrections: Mapping[str, str] | None = None,
    meeting: str = "",
    existing: Existing | None = None,
    table: int | None = None,
    kept: Collection[str] | None = None,
    doubts: Choice | None = None,
    rows: Mapping[str, Choice] | None = None,
    only_plan: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> TakenOver:
    """Read one sheet of a list file and take it over as one step. Where it raises, nothing was changed.

    `sheet` may be TOGETHER for all with the same columns; without it, these are taken where no others are.
    `existing` says what happens to what is known: without it the list wins where it is one of ours, others
    fill gaps. `kept` are the letters of columns whose old font is not converted; None: nobody looked.
    `doubts` says what rows are that may be here already (None: new, so that nothing is mixed), `rows` what
    some of them are, by row of the sheet, as "12" or "12 (Bavel)". With `only_plan` nothing is written.
    """
    readings = read_list(
        path, sheet=sheet, together=sheet is None, corrections=corrections, purpose=purpose, table=table,
        kept_fonts=kept or (), kinds=() if corrections else RECORD_TYPES, progress=progress,
    )  # fmt: skip
    reading = _one(readings)
    if kept is None and reading.old_fonts:
        raise UserError(_old_fonts(reading))
    if not (corrections or reading.own) and (found := members.remembered(store, reading)):
        reading = read_list(
            path, sheet=reading.name, corrections=found, purpose=purpose, table=table, kept_fonts=kept or (),
            progress=progress,
        )[0]  # fmt: skip
    if (
        purpose == "members"
        and not reading.own
        and not any(each.meaning in _ORGANISATION for each in reading.columns)
    ):
        # "Members" may be people too: a list without any organisation is a list of people.
        reading.purpose = "people"
    # Whoever changed a list of ours in a spreadsheet wants what it says now.
    existing = existing or ("update" if reading.own else "fill")
    if meeting and reading.purpose != "attendance":
        raise UserError(_("This list is no attendance list. Say --as attendance if it is one."))
    plan = plan_import(store, reading, meeting=meeting, existing=existing, progress=progress)
    _choose(store, plan, doubts, rows or {})
    if not only_plan:
        back_up_before(store, BEFORE_IMPORT)
    report = None if only_plan else run_import(store, plan, progress)
    return TakenOver(reading, plan, report)


def _choose(store: Store, plan: ImportPlan, doubts: Choice | None, rows: Mapping[str, Choice]) -> None:
    doubtful = {str(row.row): row for row in plan.rows if row.doubt is not None}
    wrong = [row for row in rows if row not in doubtful]
    if wrong:
        raise UserError(
            _(
                "Row {row} raises no doubt about whom it is. Rows that do: {rows}.",
                row=wrong[0],
                rows=", ".join(doubtful) or "–",
            )
        )
    if doubts is not None:
        members.choose(store, plan, doubtful.values(), doubts)
    for row, choice in rows.items():
        members.choose(store, plan, [doubtful[row]], choice)


def _old_fonts(reading: SheetReading) -> str:
    """What to do about columns in old fonts, with an example of each."""
    examples = [
        f"{column.letter}: {before} → {after}"
        for column in reading.old_fonts
        for before, after in column.samples[:1]
    ]
    sentence = _(
        "Some columns are typed in an old Khmer font. Look whether they would become the right text, then say"
        " --old-fonts convert, or --old-fonts with the letters of those that stay as they are."
    )
    return "\n".join([sentence, *examples])


def _one(readings: list[SheetReading]) -> SheetReading:
    """The sheet that holds the list, or those that do together.

    Raises UserError where there is none, or more than one.
    """
    joined = readings[0]
    if joined.sheets and (len(readings) == 1 or (joined.is_most_of_the_file and not joined.others)):
        return joined
    filled = [reading for reading in readings if reading.records and not reading.sheets]
    open_ones = [reading for reading in filled if not reading.hidden]
    if len(open_ones or filled) == 1:
        return (open_ones or filled)[0]
    if not filled:
        raise UserError(_("No list was found in this file. A list has a row of headings above its rows."))
    names = ", ".join(f"“{reading.name}”" for reading in filled)
    if joined.sheets:
        raise UserError(
            _(
                "The file holds several lists: {names}. Say which one with --sheet NAME, or --all-sheets for"
                " all with the same columns.",
                names=names,
            )
        )
    raise UserError(_("The file holds several lists: {names}. Say which one with --sheet NAME.", names=names))
