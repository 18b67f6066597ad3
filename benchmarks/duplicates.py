"""What was entered twice among 30,000 organisations and people: time, memory, quality, and one name typed.

The reference is raw rapidfuzz: every English name against all, as `process.cdist` does it, from a sample.
splink 5.0 is measured by hand on the same lists, with training, as its documentation shows it: names by
Jaro-Winkler in two steps, telephone, e-mail, place and more exactly, six blocking rules, no term frequencies.
It took 10.6 to 10.8 s of CPU on a machine at rest and 85 to 165 MB beyond its imports; at its best it found
organisations with precision 0.95 at recall 0.75, and people, of whom many share a name, with 0.13 at 0.65.
The truth is invented, see tests/features/entered_twice.py; a second one, with other spellings and mistakes,
stands in tests/features/entered_otherwise.py: lists as hubs keep them.
"""

import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests" / "features"))

from entered_otherwise import Told
from entered_twice import Entered, measured, organisations, people
from hub_institutions import organisations_of_hubs
from hub_people import people_of_hubs

from cso_desk.assembly import create_store
from cso_desk.features.members.service.duplicates import KindName, duplicates, likely_named, warm_up
from cso_desk.features.members.service.duplicates.finding import LIKELY, judged_pairs
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.profiles import profile_of
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store

ORGANISATIONS, PEOPLE = 10_000, 20_000
SEED = 77  # no seed that weights were fitted on
SAMPLE, LOOKUPS = 300, 400


def filled(folder: Path, lists: Sequence[Entered]) -> Store:
    store, _code = create_store(folder, "02", passphrase="three practice words", cost=CHEAP)
    with store.transaction("Fill") as t:
        for each in lists:
            t.add_all(each.records)
    return store


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def every_name_against_all(lists: Sequence[Entered]) -> float:
    """Seconds for every pair of names once, from a sample."""
    total = 0.0
    for each in lists:
        names = [record.name_en.lower() for record in each.records]
        sample = random.Random(1).sample(names, SAMPLE)
        took = seconds(
            lambda names=names, sample=sample: [
                process.extract(name, names, scorer=fuzz.ratio, score_cutoff=88, limit=None)
                for name in sample
            ]
        )
        total += took / SAMPLE * len(names) / 2
    return total


def most_memory(work: Callable[[], object]) -> float:
    """The most that Python held at once during some work beyond what it held before, in MB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def lines() -> Iterator[dict[str, Any]]:
    lists: dict[KindName, Entered] = {
        "organisation": organisations(ORGANISATIONS, SEED),
        "person": people(PEOPLE, SEED),
    }
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder) / "store", list(lists.values()))
        reference = every_name_against_all(list(lists.values()))
        start = time.perf_counter()
        found = {kind: duplicates(store, kind) for kind in lists}
        ours = time.perf_counter() - start
        yield {
            "name": "duplicates-30k",
            "ratio": round(ours / reference, 2),
            "ours": round(ours, 2),
            "limit": round(reference, 2),
            "unit": "s",
            "note": "10,000 organisations and 20,000 people from the store; limit: names by rapidfuzz",
        }
        memory = max(most_memory(lambda kind=kind: duplicates(store, kind)) for kind in lists)
        yield {
            "name": "duplicates-memory",
            "ratio": round(memory / 100, 2),
            "ours": round(memory),
            "limit": 100,
            "unit": "MB at the peak",
            "note": "what Python holds meanwhile, by tracemalloc; goal: at most 100 MB",
        }
        for kind, entered in lists.items():
            precision, recall = measured({(pair.one, pair.other) for pair in found[kind]}, entered)
            yield {
                "name": f"duplicates-quality-{kind}",
                "ratio": round(0.97 / precision, 3),
                "ours": round(precision, 3),
                "limit": 0.97,
                "unit": f"precision at a recall of {recall:.3f}",
                "note": "invented lists with known doubles; goal for organisations: 0.97 at 0.9",
            }
        yield from of_hubs()
        yield lookup(store, lists["person"])
        store.close()


def of_hubs() -> Iterator[dict[str, Any]]:
    """Quality on the second truth, as large as a hub is and larger."""
    made: dict[KindName, Callable[[int, int], Told]] = {
        "organisation": organisations_of_hubs,
        "person": people_of_hubs,
    }
    for kind, make in made.items():
        for count in (1_000, 10_000):
            told = make(count, SEED)
            profiles = [profile_of(each, told.bodies.get(each.id, frozenset())) for each in told.records]
            pairs = judged_pairs(kind, Index(profiles, people=kind == "person"), LIKELY, None)
            precision, recall = measured({(pair.one, pair.other) for pair in pairs}, told)
            yield {
                "name": f"duplicates-hubs-{kind}",
                "ratio": round(0.97 / precision, 3),
                "ours": round(precision, 3),
                "limit": 0.97,
                "unit": f"precision at a recall of {recall:.3f} among {count:,}",
                "note": "lists of hubs: namesakes, families, branches, generic names",
            }


def lookup(store: Store, entered: Entered) -> dict[str, Any]:
    names = [record.name_km or record.name_en for record in random.Random(3).sample(entered.records, LOOKUPS)]
    warm_up(store, "person")
    took = [seconds(lambda name=name: likely_named(store, "person", name[:-1])) for name in names]
    slowest = statistics.quantiles(took, n=20)[-1] * 1000
    return {
        "name": "duplicates-lookup",
        "ratio": round(slowest / 5, 2),
        "ours": round(slowest, 2),
        "limit": 5,
        "unit": "ms, 95th percentile",
        "note": "one name with a letter missing against 20,000 people; goal: at most 5 ms",
    }


MEASURES = dict.fromkeys(
    (
        "duplicates-30k",
        "duplicates-memory",
        "duplicates-quality-organisation",
        "duplicates-quality-person",
        "duplicates-hubs-organisation",
        "duplicates-hubs-person",
        "duplicates-lookup",
    ),
    lines,
)
