"""Every word that a person reads, in Khmer or English, from translations/.

`_("…")` speaks the language of the window; `words("km")` speaks one named language, for papers.
Values are put in after translating: `_("{count} rows imported", count=66)`.
"""

import gettext as _gettext
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cso_desk.resources import translations_folder

LANGUAGES = ("km", "en")
_DOMAIN = "cso_desk"
_current = "km"
_latin_digits = False
_listeners: list[Callable[[str], None]] = []


def N_(message: str) -> str:  # noqa: N802  the gettext name for "translate later"
    """Mark a message for translation and leave it as it is."""
    return message


def N_plural(one: str, many: str) -> str:  # noqa: N802  see above
    """Mark a message and its plural to be said by `counted` later; gives the first, which names both."""
    if one == many:
        raise ValueError("a plural differs from its singular")
    return one


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(_DOMAIN, translations_folder(), [language], fallback=True)


@dataclass(frozen=True)
class Words:
    """The words of one language. Call it with a message: `say("Attendance list")`."""

    language: str

    def __call__(self, message: str, /, **values: object) -> str:
        # gettext("") is the catalogue's own header, not an empty message.
        text = _catalogue(self.language).gettext(message) if message else ""
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """`say.plural("{count} row", "{count} rows", 3)`; `count` is put in as well."""
        return _catalogue(self.language).ngettext(one, many, count).format(count=count, **values)

    def pick(self, km: str, en: str) -> str:
        """The text in this language, or the other one where this is empty."""
        return (km or en) if self.language == "km" else (en or km)


def words(language: str) -> Words:
    """The words of `language` ("km" or "en"); anything else is a fault of ours."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    return Words(language)


def _(message: str, /, **values: object) -> str:
    """Say `message` in the language of the window."""
    return Words(_current)(message, **values)


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    return Words(_current).plural(one, many, count, **values)


def counted(message: str, number: int, /, **values: object) -> str:
    """Say a message of `N_plural`, by its first form, for so many; another message is said as `_` says it."""
    catalogue = _catalogue(_current)
    text = catalogue.ngettext(message, message, number)
    return (catalogue.gettext(message) if text == message else text).format(**values)


def language() -> str:
    """The language of the window and of the command line now: "km" or "en"."""
    return _current


def use_language(code: str) -> None:
    """Speak `code` from now on and tell everybody who listens."""
    global _current  # noqa: PLW0603  one language for the whole program, as in every gettext program
    words(code)
    if code != _current:
        _current = code
        for listener in _listeners.copy():
            listener(code)


def use_latin_digits(chosen: bool) -> None:
    """Show numbers in Latin digits in Khmer too, or in Khmer digits again; tells everybody who listens."""
    global _latin_digits  # noqa: PLW0603  as the language
    if chosen != _latin_digits:
        _latin_digits = chosen
        for listener in _listeners.copy():
            listener(_current)


def digits_of() -> str:
    """The language in whose digits the window shows numbers now: "km" or "en"."""
    return "en" if _latin_digits else _current


def on_language(listener: Callable[[str], None]) -> Callable[[], None]:
    """Call `listener` at every change of language or digits; the result stops that."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)
