"""Fits how much each piece of evidence weighs on invented lists whose truth is known; prints weights.py.

    python3 tools/weigh_duplicates.py > src/cso_desk/features/members/service/duplicates/weights.py

Logistic regression by Newton's method with a ridge, in plain Python: it is run once in a long while.
"""

# ruff: noqa: E402
import random
import sys
from collections.abc import Callable
from math import exp
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "features")]

from entered_twice import Entered, organisations, people

from cso_desk.features.members.service.duplicates.evidence import Evidence, could_be_one, evidence
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.profiles import profile_of

SIZES = (300, 1_000, 3_000, 10_000)
SEEDS = (101, 102)
RIDGE = 1.0
BARELY = 0.001  # pairs that cannot come to this teach nothing
STEPS = 12
NEVER_FOR = (
    "other_phone",
    "other_email",
    "other_sex",
    "other_year",
    "other_number",
    "other_body",
    "other_acronym",
)

Sample = tuple[Evidence, bool]

# What the lists do not hold is weighed by hand, beside what is like it.
BY_HAND = {
    "organisation": {"number": 4.0, "other_number": -2.0},
    "person": {"body": 2.0, "other_body": -0.3},
}


def samples(make: Callable[[int, int], Entered], *, are_people: bool) -> list[Sample]:
    found: list[Sample] = []
    for size in SIZES:
        for seed in SEEDS:
            entered = make(size, seed)
            truth = entered.pairs()
            index = Index(map(profile_of, entered.records), people=are_people)
            for one, other in index.pairs():
                if not could_be_one(one, other, index, BARELY):
                    continue
                pair = (min(one.record, other.record), max(one.record, other.record))
                found.append((evidence(one, other, index), pair in truth))
    return found


def fitted(found: list[Sample]) -> dict[str, float]:
    names = sorted({name for each, _same in found for name in each})
    number = {name: place + 1 for place, name in enumerate(names)}
    rows = [([(0, 1.0), *((number[n], v) for n, v in each.items())], same) for each, same in found]
    weights = [0.0] * (len(names) + 1)
    for _step in range(STEPS):
        weights = newton(rows, weights)
    return {"always": weights[0]} | {name: weights[number[name]] for name in names}


def newton(rows: list[tuple[list[tuple[int, float]], bool]], weights: list[float]) -> list[float]:
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
    return [weight + step for weight, step in zip(weights, solved(bend, slope), strict=True)]


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
    for kind, make in (("organisation", organisations), ("person", people)):
        found = samples(make, are_people=kind == "person")
        print(kind, len(found), "pairs,", sum(same for _each, same in found), "true", file=sys.stderr)
        weights = fitted(found) | BY_HAND[kind]
        for name in NEVER_FOR:
            if name in weights:
                weights[name] = min(0.0, weights[name])
        print(f"\n{kind.upper()}_WEIGHTS = {{")
        for name, weight in weights.items():
            print(f'    "{name}": {weight:.2f},')
        print("}")


if __name__ == "__main__":
    main()
