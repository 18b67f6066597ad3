"""A list as it would be taken over, row by row, to be looked at and changed before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from cso_desk.errors import UserError
from cso_desk.features.members.importing.doubts import Doubt
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.records.base import Record
from cso_desk.store.search import refresh_within
from cso_desk.store.store import Store
from cso_desk.store.transaction import Step, Transaction
from cso_desk.wording import N_, N_plural, _, digits_of, ngettext

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

Progress = Callable[[int, int], None]
Action = Literal["create", "update", "skip"]
Existing = Literal["fill", "update", "replace", "skip"]
"""What to do with a record that is there already: fill what is empty, let the list win, or leave it.

"replace": in a list that this program wrote, an empty cell wins as well; in others as "update".
"""

Choice = Literal["same", "new", "out"]
"""What a person says of a row: it is the record that it may be, a new one, or nothing to take over."""

State = Literal["new", "changed", "same", "doubtful", "out"]
"""What becomes of a row: "same" changes nothing; "doubtful" is new as long as nobody chooses."""

COUNTS: Mapping[State, str] = {
    "new": N_("New: {count}"),
    "changed": N_("Changed: {count}"),
    "same": N_("Same: {count}"),
    "doubtful": N_("Doubtful: {count}"),
    "out": N_("Left out: {count}"),
}
"""How many rows are in each state, in words."""

NOTHING: tuple[Any, ...] = ("", None, (), False)
"""What an empty field holds."""
_ROWS_PER_STEP = 250


@dataclass
class PlannedRow:
    """One row of the list. A person may set another `action` before the plan is run.

    `existing` is the id of the record that the row is about, where one was found; `why` a sentence about it;
    `problems` are sentences about what is doubtful; `payload` is what the feature will write. `doubt` is the
    record that the row may be about, `chosen` what a person said of the row. `changes` is what taking it over
    changes, as "organisation.email", or "person" where one is added; None where that is not known. `emptied`
    are the fields that its empty cells empty, each with what stands there now. What is `refused` stays out
    whatever is chosen.
    """

    row: int
    action: Action
    title: str
    payload: Any
    existing: str = ""
    why: str = ""
    problems: list[str] = field(default_factory=list)
    doubt: Doubt | None = None
    chosen: Choice | Literal[""] = ""
    changes: tuple[str, ...] | None = None
    emptied: Mapping[str, str] = field(default_factory=dict)
    refused: bool = False

    def refuse(self, why: str) -> None:
        """Leave the row out for good, for this reason: it makes no record, or one that may not be written."""
        self.action, self.refused = "skip", True
        self.problems.append(why)

    @property
    def state(self) -> State:
        if self.action == "skip":
            return "out"
        if self.doubt is not None and not self.chosen:
            return "doubtful"
        if self.action == "create":
            return "new"
        return "same" if self.changes == () else "changed"

    @property
    def to_check(self) -> bool:
        """Whether something in the row itself is doubtful, not only whom it is about."""
        return len(self.problems) > (self.doubt is not None)


@dataclass
class ImportPlan:
    """What taking over a list would do; nothing is written yet. `options` belong to the feature.

    Where rows say records as they are, "fields" are those that a list can say.
    Of a list that this program wrote of an `other_type` than institutions and people, `purpose` is that type.
    """

    purpose: str
    rows: list[PlannedRow]
    existing: Existing = "fill"
    options: Mapping[str, Any] = field(default_factory=dict)
    other_type: bool = False

    def count(self, action: Action) -> int:
        return sum(row.action == action for row in self.rows)

    def states(self) -> Counter[State]:
        """How many rows are in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def problems(self) -> list[tuple[int, str]]:
        """Row of the sheet and sentence."""
        return [(row.row, problem) for row in self.rows for problem in row.problems]


@dataclass(frozen=True)
class ImportReport:
    """What was done: how many records of each type, by its name, were made and changed."""

    created: Mapping[str, int]
    changed: Mapping[str, int]
    skipped: int
    problems: Sequence[tuple[int, str]]

    @property
    def anything(self) -> bool:
        """Whether a record was added or changed."""
        return bool(sum(self.created.values()) + sum(self.changed.values()))

    def sentence(self) -> str:
        if not self.anything:
            return _("Everything that was to be taken over is here already. Nothing was changed.")
        added, changed = sum(self.created.values()), sum(self.changed.values())
        said = (
            (added, ngettext("{number} record was added.", "{number} records were added.", added,
                             number=_in_digits(added))),
            (changed, ngettext("{number} record was changed.", "{number} records were changed.", changed,
                               number=_in_digits(changed))),
            (self.skipped, ngettext("{number} row was left out.", "{number} rows were left out.",
                                    self.skipped, number=_in_digits(self.skipped))),
        )  # fmt: skip
        return " ".join(sentence for count, sentence in said if count)


def _in_digits(count: int) -> str:
    """A count in the digits of the window's language."""
    return to_khmer_digits(str(count)) if digits_of() == "km" else str(count)


class Hand:
    """Writes what a plan says inside one transaction and counts it.

    Records made on the way are kept aside until the end, so that a later row of the same list can add to
    them without a query.
    """

    def __init__(self, t: Transaction, existing: Existing) -> None:
        self.transaction = t
        self.existing = existing
        self.created: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.fresh: dict[str, Record] = {}
        self._touched: set[str] = set()

    def add(self, record: Record) -> None:
        self.fresh[record.id] = record
        self.created[self.transaction.shelves.type_of(record).name] += 1

    def merge(self, before: Record, said: Record, names: Iterable[str], *, whole: bool = False) -> None:
        """Take over what the list says of a record that is there, as far as was allowed.

        `whole`: a list of values is all of them, not some more.
        """
        if self.existing == "skip" and before.id not in self.fresh:
            return
        called = self.transaction.shelves.type_of(before).called
        news = news_of(before, said, names, self.existing, whole=whole, called=called)
        if not news:
            return
        for name, value in news.items():
            setattr(before, name, value)
        if before.id in self.fresh:
            return
        self.transaction.change(type(before), before.id, **news)
        if before.id not in self._touched:
            self._touched.add(before.id)
            self.changed[self.transaction.shelves.type_of(before).name] += 1

    def count(self, kind: str, created: int, changed: int) -> None:
        """Count records of a type that a service wrote."""
        for counted, more in ((self.created, created), (self.changed, changed)):
            if more:
                counted[kind] += more

    def finish(self) -> None:
        self.transaction.add_all(self.fresh.values())


def list_wins(existing: Existing) -> bool:
    """Whether what a list says takes the place of what is known."""
    return existing in ("update", "replace")


def news_of(
    before: Record,
    said: Record,
    names: Iterable[str],
    existing: Existing,
    *,
    whole: bool = False,
    called: Iterable[str] = (),
) -> dict[str, Any]:
    """The fields in which a list says more than is known; lists of values are put together.

    `whole`: the list says these fields in full, so that with "replace" it can also empty them; but where that
    would take the only name, of `called`, the name stays.
    """
    news: dict[str, Any] = {}
    wins, empties = list_wins(existing), whole and existing == "replace"
    for name in names:
        now, new = getattr(before, name), getattr(said, name)
        if new == now or (new in NOTHING and not empties):
            continue
        if isinstance(now, tuple) and not (whole and wins):
            joined = (*now, *(each for each in new if each not in now))
            if joined != now:
                news[name] = joined
        elif wins or now in NOTHING:
            news[name] = new
    if empties and not any(news.get(name, getattr(before, name)) for name in called):
        return {name: value for name, value in news.items() if name not in called}
    return news


def run_plan(
    store: Store,
    plan: ImportPlan,
    start: Callable[[Transaction], Callable[[Hand, PlannedRow], None]],
    progress: Progress | None = None,
    *,
    label: str = N_plural("Import a list of {count} row", "Import a list of {count} rows"),
    finish: Callable[[Hand], None] | None = None,
) -> ImportReport:
    """Carry a plan out as one step that can be undone. `progress` may raise CancelledError."""
    wanted = [row for row in plan.rows if row.action != "skip"]
    step = Step(label, {"count": len(wanted), "purpose": plan.purpose}, kind="import")
    with store.stepping(step) as t:
        hand = Hand(t, plan.existing)
        carry_out = start(t)
        for place, row in enumerate(wanted):
            if progress and place % _ROWS_PER_STEP == 0:
                progress(place, len(wanted))
            try:
                carry_out(hand, row)
            except UserError as error:  # what it changes was locked meanwhile
                raise UserError(_("Row {row}: {problem}", row=row.row, problem=str(error))) from error
        hand.finish()
        if finish:
            finish(hand)
        # Else the list that stands open would sort a thousand new rows in the window, when it hears of them.
        refresh_within(t)
        if progress:
            progress(len(wanted), len(wanted))
    return ImportReport(
        dict(hand.created), dict(hand.changed), len(plan.rows) - len(wanted), tuple(plan.problems)
    )


def problems_by_row(reading: "SheetReading") -> dict[int, list[str]]:
    """What the reading found doubtful, by row of the sheet."""
    found: dict[int, list[str]] = {}
    for problem in reading.problems:
        if problem.severity != "notice":
            found.setdefault(problem.row, []).append(problem.message)
    return found


def said_again(first: int) -> str:
    return _("The same as row {row} of this list.", row=first)
