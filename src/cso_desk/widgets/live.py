"""Texts that follow the language of the window: said once, said again at every change."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from cso_desk.wording import language, on_language


class _Ear(QObject):
    """Turns the change of language into a Qt signal, which forgets widgets that are gone."""

    changed = Signal(str)


_ear = _Ear()
_listening: list[Callable[[], None]] = []


def listen() -> None:
    """Begin to follow the language; safe to call again. The desk calls it once at its start."""
    for stop in _listening:
        try:
            stop()
        except ValueError:
            # Somebody forgot all listeners in between, as tests do.
            continue
    _listening[:] = [on_language(_ear.changed.emit)]


class _Live(QObject):
    """Says one text of one widget; gone with the widget."""

    def __init__(self, widget: QObject, say: Callable[[], object]) -> None:
        super().__init__(widget)
        self._say = say
        _ear.changed.connect(self._again)

    def _again(self, _language: str) -> None:
        self._say()


def live(widget: QObject, say: Callable[[], object]) -> None:
    """Call `say` now and at every change of language for as long as `widget` lives."""
    say()
    _Live(widget, say)


def breakable(text: str) -> str:
    """The text with invisible marks where a Khmer line may break; for labels that wrap."""
    if language() != "km" and text.isascii():
        return text
    # Imported here because ICU costs time and no text wraps before the first window is painted.
    from cso_desk.khmer.breaking import breakable as broken  # noqa: PLC0415

    return broken(text)
