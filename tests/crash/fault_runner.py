"""Interrupts a piece of work at chosen steps, each time on a fresh copy and in a process of its own.

Run as `python fault_runner.py ORDER`, ORDER being JSON; prints a line of JSON for each try. With the shim
(`fault_shim.c`) a step is a system call that leaves a trace on the disk, and any fault can be had; without it
a step is an SQL statement, a flush, or a file that Python opens, renames or removes, and the fault is death.
"""

import contextlib
import ctypes
import json
import os
import random
import shutil
import signal
import sys
import traceback
from pathlib import Path

from fault_work import OWN, PROOFS, WORKS, Work, look, make
from sqlalchemy import Engine

from cso_desk.assembly import open_store
from cso_desk.errors import UserError
from cso_desk.wording import use_language

FAULTS = ("count", "kill", "torn", "eio once", "eio on", "full once", "full on", "short")


class Shim:
    """The shim that was loaded into this process."""

    def __init__(self, root: Path) -> None:
        self._shim = ctypes.CDLL(None)
        self._root = str(root).encode()
        self._shim.shim_disarm.restype = ctypes.c_long

    def arm(self, fault: str, at: int) -> None:
        self._shim.shim_arm(self._root, FAULTS.index(fault), ctypes.c_long(at))

    def disarm(self) -> int:
        return self._shim.shim_disarm()

    def flushes(self) -> int:
        """How often the system was asked to wait for the disk."""
        return self._shim.shim_flushes()


class Hooks:
    """The same with what Python itself can see; the fault is death."""

    def __init__(self, _root: Path) -> None:
        self._steps = None

    def arm(self, fault: str, at: int) -> None:
        # Its module belongs to the tests of bundles, whose folder `fault_work` made known.
        from crash_runner import Steps

        assert fault in ("count", "kill")
        self._steps = Steps(at if fault == "kill" else -1)
        self._steps.listen(Engine)

    def disarm(self) -> int:
        return self._steps.count

    def flushes(self) -> int:
        return 0  # what the database asks for cannot be seen from here


def child(place: Path, work: Work, faults: Shim | Hooks, order: dict, out: int) -> None:
    """Do the work; once it was refused, do it again as if there were room now.

    Where a write failed the store is only looked at from then on, until it is opened anew.
    """
    told: list[str] = []

    def tell(said: str) -> None:
        told.append(said)
        os.write(out, f"{json.dumps({'told': said})}\n".encode())

    def end(**found: object) -> None:
        os.write(out, f"{json.dumps(found)}\n".encode())

    store = None if work.closed else open_store(place / "store", OWN)
    faults.arm(order["fault"], order["at"])
    try:
        work.act(place, store, tell)
    except UserError as error:
        steps = faults.disarm()
        end(steps=steps, said=str(error))
    except BaseException:  # noqa: BLE001  told to the test
        faults.disarm()
        end(steps=0, bug=traceback.format_exc()[-3000:])
        return
    else:
        end(steps=faults.disarm(), flushes=faults.flushes(), done=True)
        return
    try:
        if store is not None and store.hold:
            end(held=True)
            store.close()
            store = open_store(place / "store", OWN)
        work.act(place, store, tell)
    except BaseException:  # noqa: BLE001
        end(stuck=traceback.format_exc()[-3000:])


def forked(work) -> tuple[int, list[dict]]:
    """Run in a copy of this process; gives how it ended and what it told."""
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(read)
        try:
            work(write)
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), found


def checked(place: Path, work: Work, told: list[str]) -> str:
    def checking(out: int) -> None:
        problem = ""
        try:
            look(place, work, told)
        except BaseException:  # noqa: BLE001
            problem = traceback.format_exc()[-3000:]
        os.write(out, f"{json.dumps({'problem': problem})}\n".encode())

    _code, found = forked(checking)
    return found[0]["problem"] if found else "the check ended without a word"


def attempt(place: Path, faults: Shim | Hooks, order: dict) -> dict:
    """One try; gives all that is known of it."""
    work = (WORKS | PROOFS)[order["work"]]
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(place.with_name("ready"), place)
    code, lines = forked(lambda out: child(place, work, faults, order, out))
    found = {"killed": code == -signal.SIGKILL, **order}
    found["told"] = [each["told"] for each in lines if "told" in each]
    for each in lines:
        found |= {key: value for key, value in each.items() if key != "told"}
    return found | {"problem": checked(place, work, found["told"])}


def main(order: dict) -> None:
    use_language("en")
    folder = Path(order["folder"])
    place, ready = folder / "place", folder / "ready"
    os.environ["CSO_DESK_HOME"] = str(place / "home")
    place.mkdir(parents=True)
    make(place)
    place.rename(ready)
    faults = (Shim if order["shim"] else Hooks)(place)
    chance = random.Random(order["seed"])
    for work, tries in order["works"].items():
        counted = attempt(place, faults, {"work": work, "fault": "count", "at": 0})
        report(counted | {"least": (WORKS | PROOFS)[work].least})
        for _each in range(tries):
            at = chance.randint(1, max(1, counted.get("steps", 1)))
            report(attempt(place, faults, {"work": work, "fault": chance.choice(order["faults"]), "at": at}))


def report(found: dict) -> None:
    sys.stdout.write(f"{json.dumps(found)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main(json.loads(sys.argv[1]))
