"""What this person chose for this computer: language, look, size of the text; kept in one file.

Every setting is declared once, in `Settings`; its default, the page, the command line and the check of what
was chosen all come from there. The file holds only what differs from the defaults.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from cso_desk.errors import UserError
from cso_desk.wording import N_, _

FILE_NAME = "settings.json"
PORTABLE = "portable"
"""The file beside an installed program that makes its data lie there as well."""


@cache
def portable_folder() -> Path | None:
    """The folder `data` beside a program that lies on a stick with all its data; None for every other one.

    A file `portable` beside the program says so; the launcher finds it (installer/sitecustomize.py). It is
    looked for once: where the stick is pulled out, nothing may go to the computer instead.
    """
    home = getattr(sys.modules.get("sitecustomize"), "HOME", None)
    return home if isinstance(home, Path) and (home.parent / PORTABLE).is_file() else None


def home_folder() -> Path:
    """The user's own folder for what belongs to no store; CSO_DESK_HOME moves it."""
    moved = os.environ.get("CSO_DESK_HOME")
    if moved:
        return Path(moved)
    if (carried := portable_folder()) is not None:
        return carried
    # It stands between the start of the program and the first paint.
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_data_path("cso-desk", appauthor=False)


@contextmanager
def home_in(folder: Path) -> Iterator[None]:
    """Let what belongs to this user lie in this folder for a while: for a demonstration, for a self-test."""
    before = os.environ.get("CSO_DESK_HOME")
    os.environ["CSO_DESK_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["CSO_DESK_HOME"]
        else:
            os.environ["CSO_DESK_HOME"] = before


def default_store_folder() -> Path:
    """Where the window keeps its store unless told otherwise."""
    return home_folder() / "store"


def practice_folder() -> Path:
    """Where the practice hub of this user lies: beside the real store, never in it."""
    return home_folder() / "practice"


TEXT_SIZES = (9, 10, 11, 12, 14, 16)
"""Sizes of the body text, in points."""

WINDOW, SAFETY, PAPERS = N_("Language and look"), N_("Safety"), N_("Papers")
"""The groups of settings, in the order in which they are shown."""


@dataclass(frozen=True)
class Offered:
    """A setting that people choose: what it is called, and its values with the words for them (message ids).

    A word with {number} is filled with the value. `explanation` says in a sentence what the choice does.
    """

    label: str
    choices: Mapping[Any, str]
    group: str
    explanation: str = ""

    def said(self, value: Any, number: object = None) -> str:
        """A value in words; `number` is the value in the digits in which it shall be read."""
        words = self.choices[value]
        return _(words, number=value if number is None else number) if "{" in words else _(words)

    def read(self, text: str) -> Any:
        """The value that was typed. Raises UserError, which names the values there are."""
        for value in self.choices:
            if text.strip() == str(value):
                return value
        raise UserError(
            _(
                "“{text}” is no choice for “{setting}”. The choices: {choices}.",
                text=text,
                setting=_(self.label),
                choices=", ".join(str(value) or '""' for value in self.choices),
            )
        )


def _offered(default: Any, label: str, choices: Mapping[Any, str], group: str, explanation: str = "") -> Any:
    return field(default=default, metadata={"offered": Offered(label, choices, group, explanation)})


@dataclass
class Settings:
    """Everything that can be chosen, with its default; then what the window itself remembers."""

    language: str = _offered(
        "km", N_("Language of the window"), {"km": N_("Khmer"), "en": N_("English")}, WINDOW
    )
    digits: str = _offered(
        "khmer",
        N_("Digits in the Khmer window"),
        {"khmer": N_("Khmer digits"), "latin": N_("Latin digits")},
        WINDOW,
        N_("Papers in Khmer always carry Khmer digits."),
    )
    palette: str = _offered(
        "light",
        N_("Colours"),
        {"light": N_("Light"), "dark": N_("Dark"), "contrast": N_("High contrast")},
        WINDOW,
    )
    text_size: int = _offered(
        10, N_("Size of the text"), dict.fromkeys(TEXT_SIZES, N_("{number} points")), WINDOW
    )
    lock_minutes: int = _offered(
        10,
        N_("Lock the desk when nobody works"),
        dict.fromkeys((5, 10, 20, 60), N_("After {number} minutes")) | {0: N_("Never")},
        SAFETY,
        N_("Then the passphrase is asked for again. What was being typed is kept."),
    )
    backup_days: int = _offered(
        14,
        N_("Remind of a copy elsewhere"),
        dict.fromkeys((7, 14, 30), N_("After {number} days")) | {0: N_("Never")},
        SAFETY,
        N_("A backup on a stick or in another folder is what remains when the computer is lost or broken."),
    )
    paper_language: str = _offered(
        "",
        N_("Language of papers"),
        {
            "": N_("As the paper usually is"),
            "km": N_("In Khmer"),
            "en": N_("In English"),
            "both": N_("In both languages"),
        },
        PAPERS,
        N_("In which language a paper is shown first; each can still be shown in another one."),
    )
    window: str = ""  # its place on the screen, as Qt writes it, in hexadecimal
    page: str = ""  # the page that was open last
    first_look: str = ""  # what the picture of the desk was true of, see desk/first_look
    lists: dict[str, Any] = field(default_factory=dict)  # columns, widths and views of each list, by its name
    backup_folder: str = ""  # the second place of backups, "" for none yet
    store: str = ""  # the folder of the store that was open last
    loaded: str = field(default="", repr=False, compare=False)  # the text of the file, as it was read
    unread: bool = field(default=False, compare=False)  # there was a file that could not be understood
    set_aside: str = field(default="", compare=False)  # the name under which such a file was kept


_OF_THE_FILE = ("loaded", "unread", "set_aside")

OFFERED: Mapping[str, Offered] = {
    each.name: each.metadata["offered"] for each in fields(Settings) if "offered" in each.metadata
}
"""Every setting of this computer that people choose, in the order in which it is shown."""


def default_of(name: str) -> Any:
    """What a setting is where nobody chose."""
    return getattr(Settings(), name)


def load_settings(folder: Path) -> Settings:
    """The settings kept in `folder`; the defaults where there are none or the file is damaged."""
    try:
        text = (folder / FILE_NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        return Settings(unread=True)
    found = _values(text)
    return Settings(unread=True) if found is None else _settings(found, text)


def save_settings(settings: Settings, folder: Path) -> bool:
    """Keep what was chosen since the settings were loaded; what else stands in the file stays there.

    So a value of a newer version, or one that another program wrote meanwhile, is not lost. A file that
    cannot be understood is set aside. False where the disk is full or the folder may not be written, which
    is no reason to stop working.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        values = _kept(path, settings)
        before = _settings(_values(settings.loaded) or {}, "")
        for name in _names():
            value = getattr(settings, name)
            if value != getattr(before, name):
                values[name] = value
        text = json.dumps(values, ensure_ascii=False, indent=1)
        new = path.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except OSError:
        return False
    settings.loaded = text
    return True


def told_of_set_aside(settings: Settings) -> str:
    """What to say where a damaged file of settings was kept under another name."""
    return _(
        "The settings of this computer could not be read, so the usual ones hold. The damaged file was kept "
        "as {file}.",
        file=settings.set_aside,
    )


def _kept(path: Path, settings: Settings) -> dict[str, Any]:
    """What the file holds now. One that nobody can understand is set aside."""
    now = load_settings(path.parent)
    if not (now.unread or settings.unread):
        return _values(now.loaded) or {}
    aside = path.with_suffix(".damaged")
    path.replace(aside)
    settings.unread, settings.set_aside = False, aside.name
    return {}


def _values(text: str) -> dict[str, Any] | None:
    """The values in the text of a file; None where it is damaged."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _names() -> list[str]:
    return [each.name for each in fields(Settings) if each.name not in _OF_THE_FILE]


def _settings(found: Mapping[str, Any], text: str) -> Settings:
    made = Settings(loaded=text)
    for name in _names():
        if name in found and _fits(name, found[name], getattr(made, name)):
            setattr(made, name, found[name])
    return made


def _fits(name: str, value: Any, default: Any) -> bool:
    """Whether a value may be used: one that only a newer version knows waits in the file."""
    if type(value) is not type(default):
        return False
    return name not in OFFERED or value in OFFERED[name].choices
