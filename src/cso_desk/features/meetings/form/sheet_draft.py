"""What is half typed in the line of a sheet is kept every second, so that a power cut does not take it."""

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from cso_desk.errors import UserError
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.store import Store

_EVERY = 1000  # milliseconds between two looks at what is half typed


class SheetDraft(QObject):
    """Keeps what `typed` gives for one meeting, while its owner lives."""

    def __init__(
        self, owner: QObject, store: Store, meeting: str, typed: Callable[[], Sequence[str]]
    ) -> None:
        super().__init__(owner)
        self._store, self._key, self._typed = store, f"draft sheet {meeting}", typed
        self._kept = kept_fact(store, self._key)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        self._timer.start(_EVERY)

    def texts(self) -> list[str]:
        """What was being typed when the program ended; nothing where it is not to be read."""
        try:
            texts = json.loads(self._kept) if self._kept else []
        except ValueError:
            return []
        return texts if isinstance(texts, list) and all(isinstance(each, str) for each in texts) else []

    def keep(self) -> None:
        """Keep what is typed now, where it is other than before."""
        typed = list(self._typed())
        text = json.dumps(typed, ensure_ascii=False) if typed else ""
        if text == self._kept:
            return
        try:
            keep_fact(self._store, self._key, text, wait=False)
        except UserError:
            return  # somebody else is writing, or the disk is full: the next look tries again
        self._kept = text
