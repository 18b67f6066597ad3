"""A list as it would be taken over, row by row, to be looked at and changed before anything is written."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from cso_desk.importers.vocabulary import key
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.records.base import Record
from cso_desk.resources import resource
from cso_desk.store.store import Store
from cso_desk.store.transaction import Step, Transaction
from cso_desk.wording import N_plural, _, digits_of, ngettext

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

Values = Mapping[str, Any]
Progress = Callable[[int, int], None]
Action = Literal["create", "update", "skip"]
Existing = Literal["fill", "update", "skip"]
"""What to do with a record that is there already: fill what is empty, let the list win, or leave it."""

_ROWS_PER_STEP = 250


@dataclass
class PlannedRow:
    """One row of the list. A person may set another `action` before the plan is run.

    `existing` is the id of the record that the row is about, where one was found; `why` a sentence about it;
    `problems` are sentences about what is doubtful; `payload` is what the feature will write.
    """

    row: int
    action: Action
    title: str
    payload: Any
    existing: str = ""
    why: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass
class ImportPlan:
    """What taking over a list would do; nothing is written yet. `options` belong to the feature."""

    purpose: str
    rows: list[PlannedRow]
    existing: Existing = "fill"
    options: Mapping[str, Any] = field(default_factory=dict)

    def count(self, action: Action) -> int:
        return sum(row.action == action for row in self.rows)

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
        news = news_of(before, said, names, wins=self.existing == "update", whole=whole)
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

    def finish(self) -> None:
        self.transaction.add_all(self.fresh.values())


def news_of(
    before: Record, said: Record, names: Iterable[str], *, wins: bool, whole: bool = False
) -> dict[str, Any]:
    """The fields in which a list says more than is known; lists of values are put together."""
    news: dict[str, Any] = {}
    for name in names:
        now, new = getattr(before, name), getattr(said, name)
        if new in ("", None, (), False) or new == now:
            continue
        if isinstance(now, tuple) and not (whole and wins):
            joined = (*now, *(each for each in new if each not in now))
            if joined != now:
                news[name] = joined
        elif wins or now in ("", None, False):
            news[name] = new
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
            carry_out(hand, row)
        hand.finish()
        if finish:
            finish(hand)
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


@cache
def _choice_words() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with resource("columns", "choice_words.csv").open(encoding="utf-8", newline="") as source:
        for field_name, code, words in list(csv.reader(source))[1:]:
            for word in words.split(" | "):
                found.setdefault(field_name, {}).setdefault(key(word), code)
    return found


def choice_code(field_name: str, text: str) -> str:
    """The code that lists mean with `text`: "CBO" is "cbo"; "" where it is not known."""
    return _choice_words()[field_name].get(key(text), "") if text else ""


@lru_cache(maxsize=20_000)
def choice_of_beginning(field_name: str, text: str) -> str:
    """The code of the longest known word that `text` begins or ends with: names say what they name."""
    whole = key(text)
    best = ("", "")
    for word, code in _choice_words()[field_name].items():
        if code == "other":  # says nothing in a name, and every "brother" ends with it
            continue
        if len(word) >= 4 and len(word) > len(best[0]) and (whole.startswith(word) or whole.endswith(word)):
            best = (word, code)
    return best[1]


def choice_inside(field_name: str, code: str, text: str) -> bool:
    """Whether a word for `code` stands anywhere in `text`, such as a title over a list."""
    whole = key(text)
    return any(
        len(word) >= 4 and word in whole for word, at in _choice_words()[field_name].items() if at == code
    )


def text_of(values: Values, name: str) -> str:
    """The text of one meaning, without line ends."""
    return " ".join(str(values.get(name, "")).split())


def pair_of(values: Values, name: str) -> tuple[str, str]:
    """A name in Khmer and in Latin letters: {"org_km": …, "org_en": …} or only "org"."""
    km, en = text_of(values, f"{name}_km"), text_of(values, f"{name}_en")
    if not (km or en):
        whole = text_of(values, name)
        khmer = any("\u1780" <= letter <= "\u17b3" for letter in whole)
        km, en = (whole, "") if khmer else ("", whole)
    return km, en


def place_of(values: Values) -> str:
    """The code of the smallest place that the row names."""
    for level in ("village", "commune", "district", "place", "province"):
        if code := str(values.get(f"{level}_code", "")):
            return code
    return ""


def notes_of(values: Values) -> str:
    """Remarks, and what no field could take, so that nothing of the row is lost."""
    lines = [str(values.get("remarks", "")).strip()]
    lines += [str(text) for text in values.get("_unread", {}).values()]
    lines += [str(text) for text in values.get("_other", {}).values()]
    if not place_of(values):
        lines += [text_of(values, name) for name in ("place", "district", "province") if values.get(name)]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def year_of(values: Values, this_year: int) -> int | None:
    """The year of birth, from the age where only that is said."""
    if values.get("birth_year"):
        return int(values["birth_year"])
    with suppress(TypeError, ValueError):
        return this_year - int(values["age"]) if values.get("age") else None
    return None
