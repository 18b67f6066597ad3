"""Takes an update: a backup, unpacked beside, tried out by itself, and only then the one that is started.

Whatever stops it before the last step, a full disk or a power cut, leaves the program as it was.
"""

import json
import os
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cso_desk.errors import BusyError, UserError
from cso_desk.store.backing_up import back_up_before
from cso_desk.store.backups import BEFORE_UPGRADE
from cso_desk.store.files import sync_folder, write_whole
from cso_desk.store.private_folder import hold_file
from cso_desk.store.store import Store
from cso_desk.store.users import Role, refuse_unless
from cso_desk.updates.place import CHOSEN, INSTALLED_BASE, TRIES, Place, Version, version_of
from cso_desk.updates.update_file import APP, FULL, Update, unpack
from cso_desk.wording import _

Progress = Callable[[int, int], None]

PATIENCE = 600
"""Seconds that a new version has to try itself out; a slow laptop needs one."""

_LOCK = "taking.lock"
_LEFT_FREE = 64 << 20
_TRIAL = 20  # of 100: what trying out is of the whole way
_STEPS = 100


def refuse_unfit(update: Update, place: Place) -> None:
    """Raises UserError where this program, or a newer one, is here already, or the update does not fit."""
    facts, now = update.facts, place.newest()
    if facts.sequence == now.sequence:
        raise UserError(
            _("Version {version} is on this computer already. Nothing was changed.", version=facts.version)
        )
    if facts.sequence < now.sequence:
        raise UserError(
            _(
                "This update is older than the program on this computer ({version}). Nothing was changed.",
                version=version_of(now.name),
            )
        )
    if facts.kind != FULL and facts.fits != now.fits:
        raise UserError(
            _(
                "This update is too small for this computer: version {version} also needs newer parts beside "
                "the program. Ask for the full update or the new set-up. Nothing was changed.",
                version=facts.version,
            )
        )
    if facts.kind == FULL and facts.platform != platform():
        raise UserError(
            _("This full update is for computers with another system. Ask for the one for {system}.",
              system="Windows" if sys.platform == "win32" else "Linux")
        )  # fmt: skip


def platform() -> str:
    """The name of this system in a full update."""
    return "windows" if sys.platform == "win32" else "debian"


def take_update(
    update: Update, place: Place, store: Store | None = None, progress: Progress | None = None
) -> Version:
    """Let an update be started from the next time on; gives it. The version before stays beside it.

    Raises UserError where it does not fit, does not pass its own trial, a viewer has the store open, or the
    disk is full; CancelledError where `progress` raises it. Nothing is changed then.
    """
    if store is not None and store.user is not None:
        refuse_unless(store.user.role, Role.SECRETARY)
    refuse_unfit(update, place)
    if store is not None:
        back_up_before(store, BEFORE_UPGRADE)
    try:
        place.program.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(place):
            return _taken(update, place, progress or (lambda _done, _total: None))
    except OSError as error:
        raise UserError(
            _(
                "The update could not be written: {reason}. Free some space, then do it again. Nothing was "
                "changed.",
                reason=error.strerror or error,
            )
        ) from error


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    with (place.program / _LOCK).open("wb") as lock:
        try:
            hold_file(lock)
        except OSError as error:
            raise BusyError(_("An update is being taken already. Wait until it is done.")) from error
        yield


def _taken(update: Update, place: Place, progress: Progress) -> Version:
    place.forget_others()
    folder = place.program / update.name
    now = place.newest()
    base = update.name if update.facts.kind == FULL else now.base
    version = Version(update.name, update.facts.sequence, update.facts.fits, base)
    try:
        _unpack_beside(update, folder, progress)
        _try_out(place, version, progress)
        progress(_STEPS - 1, _STEPS)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    write_whole(place.program / TRIES, f"{version.name} 0 0\n".encode())
    place.point(version, None if now == place.installed else now)
    with suppress(Exception):  # it is taken: nobody can stop it any more
        progress(_STEPS, _STEPS)
    return version


def _unpack_beside(update: Update, folder: Path, progress: Progress) -> None:
    """Unpack under another name first: what has this name is whole and on the disk."""
    part = folder.with_name(f"{folder.name}.new")
    for left in (part, folder):
        shutil.rmtree(left, ignore_errors=True)
    if shutil.disk_usage(folder.parent).free < update.size + _LEFT_FREE:
        raise OSError(28, _("the disk is full"))
    done = 0

    def tick(size: int) -> None:
        nonlocal done
        done += size
        progress(done * (_STEPS - _TRIAL) // (update.size or 1), _STEPS)

    try:
        unpack(update, part, tick)
        if update.facts.kind == APP:
            try:
                _compile(part)
            except py_compile.PyCompileError as error:
                raise _refused(update.name, error.exc_type_name) from error
        if os.name == "posix":
            if update.facts.kind == FULL:
                (part / "runtime" / "bin" / "python3").chmod(0o755)
            os.sync()
        part.rename(folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _compile(folder: Path) -> None:
    """Compile every module, as the installer does, so that the first start is as quick as any other."""
    for path in sorted(folder.rglob("*.py")):
        made = py_compile.compile(
            str(path),
            dfile=path.relative_to(folder).as_posix(),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        if os.name != "posix" and made:
            with Path(made).open("rb+") as file:
                os.fsync(file.fileno())


def _try_out(place: Place, version: Version, progress: Progress) -> None:
    """Let the new version try itself out in a process of its own. Raises UserError where it does not work."""
    tree = place.tree if version.base in (INSTALLED_BASE, place.tree.name) else place.program / version.base
    environment = {
        **os.environ,
        CHOSEN: f"{version.name}:{os.getpid()}",
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [str(_python_of(tree)), "-I", str(tree / "start.py"), "self-test", "--json"]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows has it alone
    with subprocess.Popen(  # noqa: S603  the version whose signature held
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        creationflags=flags,
    ) as trial:  # fmt: skip
        try:
            said, complaint = _wait(trial, progress)
        except BaseException:
            trial.kill()
            raise
    if trial.returncode:
        raise _refused(version.name, _problem(said, complaint) or _("it did not start"))


def _refused(name: str, problem: str) -> UserError:
    return UserError(
        _(
            "Version {version} does not work on this computer, so it was not taken: {problem}. Nothing "
            "was changed.",
            version=version_of(name),
            problem=problem,
        )
    )


def _wait(trial: "subprocess.Popen[bytes]", progress: Progress) -> tuple[bytes, bytes]:
    for second in range(PATIENCE):
        progress(_STEPS - _TRIAL + min(second // 2, _TRIAL - 2), _STEPS)
        with suppress(subprocess.TimeoutExpired):
            return trial.communicate(timeout=1)
    trial.kill()
    return trial.communicate()


def _python_of(tree: Path) -> Path:
    runtime = tree / "runtime"
    if sys.platform == "win32":
        return runtime / "python.exe"
    return runtime / "bin" / "python3"


def _problem(said: bytes, complaint: bytes) -> str:
    """The first trial that failed, as the self-test tells it; or the end of what it complained of."""
    with suppress(ValueError, TypeError, KeyError):
        for each in json.loads(said)["trials"]:
            if not each["ok"]:
                return f"{_(each['name'])} – {each['problem']}"[:300]
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else ""
