"""Does what a setting says that was just chosen."""

from cso_desk.settings import Settings
from cso_desk.widgets.theme import theme
from cso_desk.wording import use_language, use_latin_digits


def take_on(name: str, settings: Settings) -> None:
    """Speak the language, write the digits or wear the colours and the size that were chosen."""
    if name == "language":
        use_language(settings.language)
    elif name == "digits":
        use_latin_digits(settings.digits == "latin")
    elif name in ("palette", "text_size"):
        theme.wear(settings.palette, settings.text_size)
