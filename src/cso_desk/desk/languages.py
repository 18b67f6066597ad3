"""The switch between the languages of the window, each called by its own name."""

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from cso_desk.widgets.controls import button, holder, row
from cso_desk.widgets.live import live
from cso_desk.wording import LANGUAGES, N_, language, use_language, words

_OWN_NAME = N_("(what this language calls itself)")


def language_switch(changed: Callable[[], object] = lambda: None) -> QWidget:
    """One pressed button of two; `changed` is called after the window speaks the other language."""
    group = QButtonGroup()
    made = [_language_button(code, changed) for code in LANGUAGES]
    for place, each in enumerate(made):
        each.setProperty("place", "last" if place else "first")
        group.addButton(each)
    whole = holder(row(*made, gap=0))
    group.setParent(whole)
    return whole


def own_name(code: str) -> str:
    """What a language calls itself."""
    return words(code)(_OWN_NAME)


def _language_button(code: str, changed: Callable[[], object]) -> QPushButton:
    def speak() -> None:
        use_language(code)
        changed()

    made = button(lambda: own_name(code), speak, name="segment", checkable=True)
    live(made, lambda: made.setChecked(language() == code))
    return made
