"""Long work of the window itself, cut into pieces: between two of them it answers whoever touches it."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, QTimer


def in_pieces(owner: QObject, pieces: Iterator[object]) -> None:
    """Run up to the next `yield` at each turn of the event loop; stops where `owner` is gone."""

    def run() -> None:
        for _piece in pieces:
            QTimer.singleShot(0, owner, run)
            return

    run()


def at_once(pieces: Iterable[object]) -> None:
    """Run all the pieces before returning."""
    for _piece in pieces:
        pass
