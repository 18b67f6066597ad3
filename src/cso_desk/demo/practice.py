"""The practice hub: a store of its own, full of invented data, whose days lie around today."""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cso_desk.assembly import create_store, open_store
from cso_desk.demo.belonging import keep_belonging
from cso_desk.demo.folder import LISTS
from cso_desk.demo.hubs import import_battambang, name_hub
from cso_desk.demo.meetings import hold_at, hold_district_meeting, invite_to_next, plan_at
from cso_desk.demo.stage import Stage, StoryClock, story
from cso_desk.errors import UserError
from cso_desk.settings import practice_folder
from cso_desk.store.files import has_store, needs_passphrase
from cso_desk.store.store import Store
from cso_desk.wording import _

HUB = "02"
Progress = Callable[[int, int], None]

_FINISHED = "practice"
"""This file is written last: a hub whose making was cut short is made anew."""
_DAYS_SINCE = 10  # from the quarterly meeting of the story to today, at least
_WEEK = 7
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def open_practice_hub(today: dt.date, progress: Progress, *, anew: bool = False) -> Store:
    """Open the practice hub, made first where there is none or `anew`; its days lie around `today`.

    `progress(done, total)` may raise to stop. Raises UserError where the folder cannot be used.
    """
    folder = practice_folder()
    if has_store(folder) and needs_passphrase(folder):
        raise UserError(
            _("In {folder} lies a real store, so it is no practice hub. Move it away.", folder=folder)
        )
    if anew or not (folder / _FINISHED).is_file() or not has_store(folder):
        _make(folder, today, progress)
    return open_store(folder)


def _make(folder: Path, today: dt.date, progress: Progress) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
        (folder / LISTS).mkdir(parents=True)
    except OSError as error:
        raise UserError(
            _(
                "The folder {folder} cannot be used: {reason}. Name another one.",
                folder=folder,
                reason=error.strerror,
            )
        ) from error
    told = story()
    later = _weeks_to(today, dt.date.fromisoformat(told["day"]))
    stage = Stage(folder, ("km",), moved(told, later), StoryClock(later))
    steps = (_begin, import_battambang, keep_belonging, hold_district_meeting, _plan, _hold, _go_on)
    try:
        for place, step in enumerate(steps):
            progress(place, len(steps))
            step(stage)
    finally:
        stage.close()
    (folder / _FINISHED).write_text("CSO Desk\n", encoding="utf-8")


def _weeks_to(today: dt.date, day: dt.date) -> int:
    """By how many days a story whose meeting was on `day` moves: whole weeks, so that weekdays stay."""
    return ((today - day).days - _DAYS_SINCE) // _WEEK * _WEEK


def moved(told: Any, later: int) -> Any:
    """The same story `later` days later."""
    if isinstance(told, str) and _ISO_DAY.fullmatch(told):
        return (dt.date.fromisoformat(told) + dt.timedelta(days=later)).isoformat()
    if isinstance(told, Mapping):
        return {name: moved(value, later) for name, value in told.items()}
    return [moved(value, later) for value in told] if isinstance(told, list) else told


def _begin(stage: Stage) -> None:
    stage.clock.go_to("2026-09-01")
    store, _code = create_store(
        stage.folder, HUB, passphrase=None, actor=stage.story["actors"][HUB], clock=stage.clock
    )
    stage.stores[HUB] = store
    name_hub(stage, HUB)


def _plan(stage: Stage) -> None:
    stage.clock.go_to("2026-09-07")
    plan_at(stage, HUB)


def _hold(stage: Stage) -> None:
    stage.clock.go_to("2026-09-18", "12:00")
    hold_at(stage, HUB)


def _go_on(stage: Stage) -> None:
    stage.clock.go_to("2026-09-21")
    invite_to_next(stage, HUB, dt.timedelta(days=_DAYS_SINCE + _WEEK))
