"""How long files that were set aside may still hold somebody erased: counted in days that went by here.

A day of the calendar alone would not do: a clock that is wrong for a while would keep such a file for years.
So what is kept is how many days are left, and the last day on which that was looked at: a clock that goes
back costs nothing and gives nothing.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable

from cso_desk.store.backups import BACKUP_DAYS
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.store import Store

_KEY = "aside_days"
_NAMED_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=_)")


def days_left(store: Store, names: Iterable[str], today: dt.date) -> dict[str, int]:
    """How many days each of these files may stay, below 0 for none; others are forgotten.

    A file that was not asked about before stays as many days as a backup would, from the day in its name.
    """
    known = json.loads(kept_fact(store, _KEY) or "{}")
    days = {**known.get("left", {})}
    passed = max(0, (today - _day(known.get("seen", ""), today)).days)
    left = {
        name: days[name] - passed if name in days else BACKUP_DAYS - _age(name, today)
        for name in sorted(names)
    }
    told = json.dumps({"seen": today.isoformat(), "left": left}) if left else ""
    if told != json.dumps(known):
        keep_fact(store, _KEY, told)
    return left


def _age(name: str, today: dt.date) -> int:
    """Days since the day in a name; 0 where it has none, or one to come: then a clock was wrong."""
    named = _NAMED_DAY.match(name)
    return max(0, (today - _day(named.group(), today)).days) if named else 0


def _day(iso: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        return otherwise
