"""Has files read by a process of their own, which is ended where it takes too much and begun anew."""

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any, Self

from cso_desk.errors import CancelledError
from cso_desk.extraction import child
from cso_desk.extraction.contents import Image, RefusedError
from cso_desk.extraction.limits import DRAWN, FILE_BYTES, FILE_CHARACTERS, PAGES, SILENT_SECONDS
from cso_desk.extraction.pipe import LATER, BrokenPipe, receive, send
from cso_desk.extraction.verdict import verdict_on
from cso_desk.store.blob_texts import MISSING, REFUSED, UNREAD

READER = 1
"""The number of this reader: raised where a new one finds more, so that files are read anew."""

SMALL = 120
"""Pixels of the width of a small picture."""

_FILES_A_PROCESS = 200  # then a new one, so that nothing that leaks adds up
_AT_ONCE = 1 << 20
_WAITING = 0.1

Tick = Callable[[], object]
"""Called again and again while the process works; raises CancelledError to end that."""


@dataclass(frozen=True)
class FileTexts:
    """What was found in a file. `refused` is a code of `refusals`; then there is nothing else."""

    kind: str = ""
    pages: int = 0
    texts: tuple[str, ...] = ()
    verdict: str = UNREAD
    thumbnail: bytes = field(default=b"", repr=False)
    refused: str = ""


class FileReader:
    """One process that reads, started when it is needed: `with FileReader() as reader: reader.read(...)`.

    For one thread at a time. `silent` is how many seconds the process may say nothing.
    """

    def __init__(self, silent: float = SILENT_SECONDS) -> None:
        self._silent = silent
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[list[Any] | None] = queue.Queue()
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(
        self, content: Iterable[bytes], size: int, tick: Tick | None = None, *, thumbnail: bool = True
    ) -> FileTexts:
        """Text, number of pages and small picture of a file; `content` gives its `size` bytes."""
        try:
            self.open(content, size)
            return self._read(tick or _nothing, SMALL if thumbnail else 0)
        except RefusedError as refused:
            return FileTexts(verdict=REFUSED, refused=refused.code)

    def open(self, content: Iterable[bytes], size: int) -> None:
        """Hand a file to the process, for `draw`. Raises RefusedError where it is too big."""
        if size > FILE_BYTES:
            raise RefusedError("too_big")
        if self._files >= _FILES_A_PROCESS:
            self.close()
        self._files += 1
        self._ask(["open", size], more=True)
        for part in content:
            for at in range(0, len(part), _AT_ONCE):
                self._ask(["data", part[at : at + _AT_ONCE]], more=True)

    def draw(self, page: int, width: int, tick: Tick | None = None) -> Image:
        """A page, counted from 1, of the open file. RefusedError: the file has to be opened again then."""
        self._ask(["draw", page, width])
        for answer in self._told(tick or _nothing):
            match answer:
                case ["image", int(wide), int(high), bytes(pixels)] if (
                    0 < wide <= DRAWN and 0 < high <= DRAWN and len(pixels) == wide * high * 3
                ):
                    return Image(wide, high, pixels)
                case _:
                    break
        raise self._ended()

    def close(self) -> None:
        """End the process."""
        process, self._process, self._files = self._process, None, 0
        if process is None:
            return
        process.kill()
        process.wait()
        with contextlib.suppress(queue.Empty):  # whoever carries answers may wait for room
            while True:
                self._answers.get_nowait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    # --- within ---

    def _read(self, tick: Tick, small: int) -> FileTexts:
        self._ask(["read", small])
        texts: list[str] = []
        for answer in self._told(tick):
            match answer:
                case ["pages", list(some)]:
                    texts += map(str, some)
                case ["file", str(kind), int(pages), list(some), list(fonts), bytes(picture)]:
                    texts += map(str, some)
                    if 0 <= pages <= PAGES and not _too_much(texts):
                        return _found(kind[:20], pages, texts, list(map(str, fonts)), picture)
                    break
                case _:
                    break
            if _too_much(texts):
                break
        raise self._ended()

    def _ask(self, message: list[Any], *, more: bool = False) -> None:
        """Say something to the process; where it has ended, that shows when its answer is read."""
        if self._process is None:
            self._start()
        assert self._process is not None  # noqa: S101  it was started
        assert self._process.stdin is not None  # noqa: S101  it was asked for
        with contextlib.suppress(OSError):
            send(self._process.stdin, message, more=more)

    def _start(self) -> None:
        # -I: the process takes nothing from the folder it is started in.
        self._process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-I", child.__file__],
            bufsize=LATER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers = queue.Queue(maxsize=64)
        threading.Thread(target=_pump, args=(self._process.stdout, self._answers), daemon=True).start()

    def _told(self, tick: Tick) -> Iterator[list[Any]]:
        """The answers, until there is none. Raises RefusedError where the process says so."""
        deadline = time.monotonic() + self._silent
        while True:
            try:
                answer = self._answers.get(timeout=_WAITING)
            except queue.Empty:
                self._stop_where_cancelled(tick)
                if time.monotonic() > deadline:
                    return
                continue
            if answer is None:
                return
            if answer[:1] == ["error"]:
                raise RefusedError(str(answer[1]))
            deadline = time.monotonic() + self._silent
            yield answer

    def _stop_where_cancelled(self, tick: Tick) -> None:
        try:
            tick()
        except CancelledError:
            self.close()
            raise

    def _ended(self) -> RefusedError:
        """It said nothing more, or nonsense: the system ended it, or it is to be ended."""
        self.close()
        return RefusedError("ended")


def _too_much(texts: list[str]) -> bool:
    """Whether the process tells more than it may: then it is not to be trusted any more."""
    return len(texts) > PAGES or sum(map(len, texts)) > FILE_CHARACTERS


def _found(kind: str, pages: int, texts: list[str], fonts: list[str], picture: bytes) -> FileTexts:
    if not kind:
        return FileTexts()
    if kind == "picture":
        return FileTexts(kind, pages, (), MISSING, picture)
    return FileTexts(kind, pages, tuple(texts), verdict_on(texts, fonts, drawn=kind == "pdf"), picture)


def _pump(pipe: IO[bytes], answers: "queue.Queue[list[Any] | None]") -> None:
    """Carry answers from the pipe to a queue, so that waiting for them can be stopped at any moment."""
    with contextlib.suppress(OSError, ValueError, BrokenPipe):
        while (answer := receive(pipe)) is not None:
            answers.put(answer)
    answers.put(None)


def _nothing() -> None:
    """Nobody wants to know."""
