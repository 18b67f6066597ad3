"""Words of a paper in Khmer, in English, or in both at once."""

from collections.abc import Callable
from dataclasses import dataclass

from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.wording import words

PAPER_LANGUAGES = ("km", "en", "both")


@dataclass(frozen=True, slots=True)
class Both:
    """The same thing in Khmer and in English; printed one below the other, or "km / en" where short."""

    km: str
    en: str


Text = str | Both
Cell = Text | int | float | None


def both(km: str, en: str) -> Text:
    """A pair; plain text where one is missing or they are the same."""
    return Both(km, en) if km and en and km != en else km or en


def inline(text: Text) -> str:
    """On one line: "km / en"."""
    return f"{text.km} / {text.en}" if isinstance(text, Both) else text


def first(text: Text) -> str:
    """The leading language only: for titles in file properties and the like."""
    return text.km if isinstance(text, Both) else text


@dataclass(frozen=True, slots=True)
class Speech:
    """Speaks the language of a paper: `say = Speech("both"); say("Attendance list")` gives a `Both`.

    Numbers put into a Khmer sentence are written with Khmer digits; a `Both` put in is taken apart.
    """

    language: str = "km"

    def __post_init__(self) -> None:
        if self.language not in PAPER_LANGUAGES:
            raise ValueError(f"no such language of a paper: {self.language}")

    def __call__(self, message: str, /, **values: object) -> Text:
        return self._each(lambda code: words(code)(message, **_values(values, code)))

    def plural(self, one: str, many: str, count: int, **values: object) -> Text:
        def spoken(code: str) -> str:
            in_words = words(code).plural
            text = in_words(one, many, count, **_values(values, code))
            shown = f"{count}"
            return text.replace(shown, to_khmer_digits(shown), 1) if code == "km" else text

        return self._each(spoken)

    def pick(self, km: str, en: str) -> Text:
        """A name that exists in two languages, as this paper shows it."""
        if self.language == "both":
            return both(km, en)
        return words(self.language).pick(km, en)

    def digits(self, value: object) -> str:
        """A figure as text: Khmer digits unless the paper is in English. `None` is nothing, True a tick."""
        if value is None or value is False or value == "":
            return ""
        if value is True:
            return "✓"
        text = f"{value:.10g}" if isinstance(value, float) else str(value)
        return text if self.language == "en" else to_khmer_digits(text)

    def _each(self, spoken: Callable[[str], str]) -> Text:
        if self.language == "both":
            return both(spoken("km"), spoken("en"))
        return spoken(self.language)


def _values(values: dict[str, object], language: str) -> dict[str, object]:
    return {name: _value(value, language) for name, value in values.items()}


def _value(value: object, language: str) -> object:
    if isinstance(value, Both):
        return value.km if language == "km" else value.en
    if language == "km" and isinstance(value, int | float) and not isinstance(value, bool):
        return to_khmer_digits(str(value))
    return value
