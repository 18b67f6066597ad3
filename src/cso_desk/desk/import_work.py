"""What is done beside the window with a list on its way in: it is read, compared with the store, written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cso_desk.catalog import RECORD_TYPES, plan_import, run_import
from cso_desk.features.library.importing import is_exchanged, read_exchanged
from cso_desk.features.members.importing import (
    Choices,
    Existing,
    ImportPlan,
    ImportReport,
    Progress,
    choose_again,
    remember,
    remembered,
)
from cso_desk.importers.list_purposes import Purpose
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.store.backing_up import back_up_before
from cso_desk.store.backups import BEFORE_IMPORT
from cso_desk.store.search import refresh
from cso_desk.store.store import Store


@dataclass(frozen=True)
class Wanted:
    """The list to be read: a sheet of a file, a table of it, and how its columns are understood."""

    path: Path
    sheet: str | None = None
    purpose: Purpose | None = None
    table: int | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)
    kept_fonts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """The sheets that were read, the one that is shown, and what was remembered of its columns."""

    readings: list[SheetReading]
    chosen: SheetReading
    remembered: Mapping[str, str]


def read_wanted(
    store: Store, wanted: Wanted, glimpse: Callable[[SheetReading], object], progress: Progress
) -> Found:
    """Read a list; where nobody said what its columns mean, as such a list was understood before.

    `glimpse` is given the first rows of a long one. Raises what `read_list` does.
    """
    if is_exchanged(wanted.path):
        found_titles = read_exchanged(wanted.path)
        return Found([found_titles], found_titles, {})

    def read(
        sheet: str | None,
        corrections: Mapping[str, str],
        glimpse: Callable[[SheetReading], object] | None = None,
    ) -> list[SheetReading]:
        return read_list(
            wanted.path, sheet=sheet, together=sheet is None, corrections=corrections,
            purpose=wanted.purpose, table=wanted.table, kept_fonts=wanted.kept_fonts, kinds=RECORD_TYPES,
            glimpse=glimpse, progress=progress,
        )  # fmt: skip

    readings = read(wanted.sheet, wanted.corrections, glimpse)
    chosen = _likeliest(readings)
    found = {} if wanted.corrections or chosen.own else remembered(store, chosen)
    if found:
        readings = [*(each for each in readings if each is not chosen), *read(chosen.name, found)]
        chosen = readings[-1]
    return Found(readings, chosen, found)


def plan_again(
    store: Store,
    reading: SheetReading,
    choices: Choices,
    meeting: str,
    existing: Existing,
    progress: Progress,
) -> ImportPlan:
    """What taking a list over would do, with what was chosen for its rows before."""
    plan = plan_import(store, reading, meeting=meeting, existing=existing, progress=progress)
    choose_again(store, plan, choices)
    return plan


def take_over(store: Store, reading: SheetReading, plan: ImportPlan, progress: Progress) -> ImportReport:
    """Write what is planned as one step, and remember how the columns were understood."""
    back_up_before(store, BEFORE_IMPORT)
    report = run_import(store, plan, progress)
    refresh(store)  # what lists sort by is made here, not by the first page that looks
    if reading.own is None and not reading.format:
        remember(store, reading)
    return report


def _likeliest(readings: list[SheetReading]) -> SheetReading:
    """The sheets with the same columns where most are, else the one with the most rows, if it can be seen."""
    return next(
        (each for each in readings if each.is_most_of_the_file),
        max(readings, key=lambda each: (not each.sheets, not each.hidden, each.records)),
    )
