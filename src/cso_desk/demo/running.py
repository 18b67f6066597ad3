"""Runs the steps of the demonstration in order, says what each did, and stops where one fails."""

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cso_desk.demo.belonging import keep_belonging
from cso_desk.demo.exchange import (
    answer,
    deliver_edits,
    edit_apart,
    exchange_meetings,
    introduce,
    settle,
    share_first,
)
from cso_desk.demo.folder import FAULT, PASSPHRASE, README, prepare_folder
from cso_desk.demo.hubs import import_battambang, import_siem_reap, make_hubs
from cso_desk.demo.meetings import hold_district_meeting, hold_meetings, plan_and_invite
from cso_desk.demo.papers import print_reports
from cso_desk.demo.pictures import picture_decision, picture_hub
from cso_desk.demo.stage import Stage, number, story
from cso_desk.errors import UserError
from cso_desk.settings import home_in
from cso_desk.wording import N_, _

Step = tuple[str, Callable[[Stage], list[str]]]

_STEPS: tuple[Step, ...] = (
    (N_("Two provincial hubs and the national hub get their stores"), make_hubs),
    (N_("The hubs introduce themselves to each other"), introduce),
    (N_("Battambang takes over its list of members and its library"), import_battambang),
    (N_("Battambang keeps memberships, networks, a group and compliance cards"), keep_belonging),
    (N_("Battambang shares institutions with the network"), share_first),
    (N_("Siem Reap takes over its list of people"), import_siem_reap),
    (N_("An attendance list typed in Excel becomes a meeting"), hold_district_meeting),
    (N_("The quarterly meetings are planned, invited to, and their sheets printed"), plan_and_invite),
    (N_("The meetings are held: attendance, minutes, decisions, actions"), hold_meetings),
    (N_("Bundles go to the nation and back"), exchange_meetings),
    (N_("Two hubs edit the same institution apart"), edit_apart),
    (N_("Both deliver; the nation sees the differences"), deliver_edits),
    (N_("Pictures of the decision that waits"), picture_decision),
    (N_("The nation decides"), settle),
    (N_("The decision goes back to the hubs"), answer),
    (N_("Reports, directories and the merge protocol are printed"), print_reports),
    (N_("Pictures of every page"), picture_hub),
)


def run_demo(
    folder: Path,
    *,
    say: Callable[[str], None] = print,
    languages: Sequence[str] = ("km", "en"),
    pictures: bool = True,
    told: Mapping[str, Any] | None = None,
) -> int:
    """Run the whole work once in `folder`, made anew; `say` gets each sentence. Gives the exit code.

    `languages` are those of papers and pictures; `told` is another story than the one that comes with the
    program. 0: everything came out as it should; 1: a step failed, which `say` was told. Raises UserError
    where the folder holds other things or cannot be written.
    """
    folder = folder.resolve()
    prepare_folder(folder)
    stage = Stage(folder, languages, told or story())
    steps = [step for step in _STEPS if pictures or step[1] not in (picture_decision, picture_hub)]
    started, tell = time.monotonic(), say
    with home_in(folder):
        try:
            for place, (title, act) in enumerate(steps, 1):
                tell(f"{number(place)}. {_(title)}")
                if not _done(stage, act, tell):
                    return 1
        finally:
            stage.close()
    tell(_("The passphrase of every store is: {passphrase}", passphrase=PASSPHRASE))
    seconds = round(time.monotonic() - started)
    tell(_("Done in {seconds} seconds. What is where: {file}", seconds=number(seconds), file=folder / README))
    return 0


def _done(stage: Stage, act: Callable[[Stage], list[str]], tell: Callable[[str], None]) -> bool:
    try:
        said = act(stage)
    except UserError as error:
        tell(_("This step failed: {reason}", reason=error))
        return False
    except Exception as error:  # noqa: BLE001  whatever it is, the demonstration must say that it failed
        fault = stage.folder / FAULT
        fault.write_text(traceback.format_exc(), encoding="utf-8")
        tell(
            _(
                "This step failed by a fault of the program: {reason}. It is noted in {file}.",
                reason=str(error).splitlines()[-1] if str(error) else type(error).__name__,
                file=fault,
            )
        )
        return False
    for line in said:
        tell(f"   {line}")
    return True
