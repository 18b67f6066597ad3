"""Reads pictures of pages with Tesseract where it is installed; what it gives is never taken for certain."""

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from functools import cache

from cso_desk.errors import UserError
from cso_desk.extraction.contents import Image, plain
from cso_desk.wording import _

WIDTH = 2_000
"""Pixels across a page: 240 to an inch on A4, where Khmer begins to be read well."""

_SECONDS, _WAITING = 180.0, 0.1
_LANGUAGES = ("khm", "eng")

Tick = Callable[[], object]


def read_by_machine(image: Image, tick: Tick | None = None) -> str:
    """The text of a drawn page. `tick` may raise CancelledError, which ends the program at once.

    Raises UserError where Tesseract is missing, does not know Khmer or fails.
    """
    program = shutil.which("tesseract")
    if program is None or _LANGUAGES[0] not in _languages(program):
        raise UserError(
            _(
                "Reading by machine needs the program Tesseract with Khmer, which is not on this computer."
                " Ask whoever set up the computer to install it, or type the text."
            )
        )
    known = "+".join(each for each in _LANGUAGES if each in _languages(program))
    command = [program, "stdin", "stdout", "-l", known, "--psm", "3"]
    # A picture as PNM needs no library on either side. Nothing of it goes through a file on the disk.
    picture = f"P6 {image.width} {image.height} 255\n".encode() + image.pixels
    return plain(_told_by(command, picture, tick).decode("utf-8", "replace"))


def _told_by(command: list[str], picture: bytes, tick: Tick | None) -> bytes:
    """What the program answers to a picture. It is talked to by a thread, so that `tick` can end it."""
    process = subprocess.Popen(  # noqa: S603  a program the person installed; the words are ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        # Its own threads wait for each other more than they help, and the window needs a processor.
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    answers: list[bytes] = []

    def talk() -> None:
        with contextlib.suppress(OSError, ValueError):
            answers.append(process.communicate(picture)[0])

    talking, end = threading.Thread(target=talk, daemon=True), time.monotonic() + _SECONDS
    talking.start()
    try:
        while talking.is_alive():
            talking.join(_WAITING)
            if tick is not None:
                tick()
            if time.monotonic() > end:
                raise _failed()
    finally:
        process.kill()
        process.wait()
        talking.join()
    if process.returncode or not answers:
        raise _failed()
    return answers[0]


def _failed() -> UserError:
    return UserError(_("The page could not be read by machine. Type what matters in it."))


@cache
def _languages(program: str) -> frozenset[str]:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(  # noqa: S603  see above
            [program, "--list-langs"],
            capture_output=True,
            timeout=20,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return frozenset(told.stdout.decode("utf-8", "replace").split())
    return frozenset()
