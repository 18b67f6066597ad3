"""Fits how much each piece of evidence weighs on invented lists whose truth is known; prints weights.py.

    python3 tools/weigh_duplicates.py > src/cso_desk/features/members/service/duplicates/weights.py

Logistic regression by Newton's method with a ridge, in plain Python: it is run once in a long while.
"""

# ruff: noqa: E402
import random
import sys
from collections.abc import Callable
from math import exp, inf
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "features")]

from crowded_institutions import crowded_organisations
from entered_otherwise import Told
from entered_twice import Entered, organisations, people
from hub_institutions import organisations_of_hubs
from hub_people import people_of_hubs

from cso_desk.features.members.service.duplicates.evidence import Evidence, evidence
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.profiles import profile_of

SIZES = (300, 1_000, 3_000, 10_000)
SEEDS = (101, 102)
RIDGE = 1.0
BARELY = -3.5  # nats: below it two records are plainly two
STEPS = 16
SUREST = {
    "other_acronym": 4.0, "other_email": 4.0, "other_sex": 4.0, "other_sort": 4.0, "other_body": 1.0,
    "near_phone": 2.0,
}  # fmt: skip
"""How much some things may say at the most, in nats: lists have mistakes, people work in two places, and the
telephones of one house are numbered one after the other."""
AGAINST = frozenset(
    (
        "acronym_common", "against", "blur", "branch", "common", "email_common", "far", "left",
        "named_elsewhere", "ordinal", "other", "other_acronym", "other_body", "other_email", "other_number",
        "other_phone", "other_place", "other_sex", "other_sort", "other_year", "part", "phone_common",
        "phone_of_another", "place_added",
    )
)  # fmt: skip
FOR = frozenset(
    (
        "acronym", "also", "body", "commune", "district", "email", "former", "initials", "matched", "name",
        "near_phone", "number", "phone", "placed", "province", "reordered", "sort", "telling",
        "untold", "year",
    )
)  # fmt: skip
"""What can only speak against it, and what only for it, whatever the lists say by chance."""

Sample = tuple[Evidence, bool]

# What the lists do not hold is weighed by hand, beside what is like it.
BY_HAND = {"organisation": {"number": 4.0, "other_number": -2.0}, "person": {}}
LISTS = {
    "organisation": (organisations, organisations_of_hubs, crowded_organisations),
    "person": (people, people_of_hubs),
}


def samples(make: Callable[[int, int], Entered], *, are_people: bool) -> list[Sample]:
    found: list[Sample] = []
    for size in SIZES:
        for seed in SEEDS:
            entered = make(size, seed)
            truth = entered.pairs()
            bodies = entered.bodies if isinstance(entered, Told) else {}
            profiles = [profile_of(record, bodies.get(record.id, frozenset())) for record in entered.records]
            index = Index(profiles, people=are_people)
            for one, other in index.pairs():
                pair = (min(one.record, other.record), max(one.record, other.record))
                found.append((evidence(one, other, index), pair in truth))
    return found


def fitted(found: list[Sample], by_hand: dict[str, float]) -> dict[str, float]:
    """The weights, each within its bounds."""
    names = sorted({name for each, _same in found for name in each if name not in by_hand})
    number = {name: place + 1 for place, name in enumerate(names)}
    rows = [
        ([(0, 1.0), *((number[name], value) for name, value in each.items() if name in number)], same)
        for each, same in found
    ]
    bounds = [(-inf, inf), *map(_bounds, names)]
    weights = [0.0] * len(bounds)
    for _step in range(STEPS):
        weights = newton(rows, weights, bounds)
    return {"always": weights[0]} | {name: weights[number[name]] for name in names} | by_hand


def odds_of(evidence: Evidence, weights: dict[str, float]) -> float:
    return weights["always"] + sum(weights[name] * value for name, value in evidence.items())


def _bounds(name: str) -> tuple[float, float]:
    most = SUREST.get(name, inf)
    return (0.0 if name in FOR else -most, 0.0 if name in AGAINST else most)


def newton(
    rows: list[tuple[list[tuple[int, float]], bool]],
    weights: list[float],
    bounds: list[tuple[float, float]],
) -> list[float]:
    """One step towards the best weights within their bounds; those that push against one stay there."""
    size = len(weights)
    slope = [-RIDGE * weight for weight in weights]
    bend = [[RIDGE if row == column else 0.0 for column in range(size)] for row in range(size)]
    for row, same in rows:
        odds = sum(weights[n] * value for n, value in row)
        chance = 1 / (1 + exp(-max(-40.0, min(40.0, odds))))
        bent = chance * (1 - chance)
        for n, value in row:
            slope[n] += (same - chance) * value
            for m, other in row:
                bend[n][m] += bent * value * other
    free = [
        n
        for n, (least, most) in enumerate(bounds)
        if not (weights[n] <= least and slope[n] < 0) and not (weights[n] >= most and slope[n] > 0)
    ]
    steps = solved([[bend[n][m] for m in free] for n in free], [slope[n] for n in free])
    moved = [*weights]
    for n, step in zip(free, steps, strict=True):
        moved[n] = max(bounds[n][0], min(bounds[n][1], weights[n] + step))
    return moved


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination."""
    size = len(right)
    rows = [[*matrix[n], right[n]] for n in range(size)]
    for n in range(size):
        best = max(range(n, size), key=lambda row: abs(rows[row][n]))
        rows[n], rows[best] = rows[best], rows[n]
        for row in range(n + 1, size):
            factor = rows[row][n] / rows[n][n]
            for column in range(n, size + 1):
                rows[row][column] -= factor * rows[n][column]
    found = [0.0] * size
    for n in reversed(range(size)):
        found[n] = (rows[n][size] - sum(rows[n][m] * found[m] for m in range(n + 1, size))) / rows[n][n]
    return found


def main() -> None:
    random.seed(1)
    print('"""How much each piece of evidence weighs, in nats; made by tools/weigh_duplicates.py."""')
    for kind, lists in LISTS.items():
        found = [each for make in lists for each in samples(make, are_people=kind == "person")]
        print(kind, len(found), "pairs,", sum(same for _each, same in found), "true", file=sys.stderr)
        weights = fitted(found, BY_HAND[kind])
        # Nearly all pairs are plainly two: what is doubtful is to be told well, so they are left out again.
        doubtful = [(each, same) for each, same in found if odds_of(each, weights) > BARELY]
        print(kind, len(doubtful), "of them not plainly two", file=sys.stderr)
        weights = fitted(doubtful, BY_HAND[kind])
        print(f"\n{kind.upper()}_WEIGHTS = {{")
        for name, weight in weights.items():
            print(f'    "{name}": {weight:.2f},')
        print("}")


if __name__ == "__main__":
    main()
