"""What this person chose for this computer: language, look, size of the text; kept in one file."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from cso_desk.wording import N_

FILE_NAME = "settings.json"


def home_folder() -> Path:
    """The user's own folder for what belongs to no store; CSO_DESK_HOME moves it."""
    moved = os.environ.get("CSO_DESK_HOME")
    if moved:
        return Path(moved)
    # It stands between the start of the program and the first paint.
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_data_path("cso-desk", appauthor=False)


def default_store_folder() -> Path:
    """Where the window keeps its store unless told otherwise."""
    return home_folder() / "store"


def practice_folder() -> Path:
    """Where the practice hub of this user lies: beside the real store, never in it."""
    return home_folder() / "practice"


TEXT_SIZES = (9, 10, 11, 12, 14, 16)
"""Sizes of the body text, in points."""


@dataclass(frozen=True)
class Offered:
    """A setting that people choose: what it is called, and its values with the words for them (message ids).

    A word with {number} is filled with the value.
    """

    label: str
    choices: Mapping[Any, str]


OFFERED: Mapping[str, Offered] = {
    "language": Offered(
        N_("Language of the window"), {"km": N_("Khmer"), "en": N_("English")}
    ),
    "palette": Offered(
        N_("Colours"), {"light": N_("Light"), "dark": N_("Dark"), "contrast": N_("High contrast")}
    ),
    "text_size": Offered(N_("Size of the text"), dict.fromkeys(TEXT_SIZES, N_("{number} points"))),
    "lock_minutes": Offered(
        N_("Lock the desk when nobody works"),
        dict.fromkeys((5, 10, 20, 60), N_("After {number} minutes")) | {0: N_("Never")},
    ),
    "paper_language": Offered(
        N_("Language of papers"),
        {"": N_("As the paper usually is"), "km": N_("In Khmer"), "en": N_("In English"),
         "both": N_("In both languages")},
    ),
}  # fmt: skip
"""Every setting of this computer that the page of settings shows, in its order."""


@dataclass
class Settings:
    """Everything that can be chosen, with its default. What a newer version wrote is kept."""

    language: str = "km"
    palette: str = "light"
    text_size: int = 10
    lock_minutes: int = 10  # without a touch until the passphrase is asked for again; 0: never
    paper_language: str = ""  # "km", "en", "both"; "" as each paper usually is
    window: str = ""  # its place on the screen, as Qt writes it, in hexadecimal
    page: str = ""  # the page that was open last
    first_look: str = ""  # what the picture of the desk was true of, see desk/first_look
    lists: dict[str, Any] = field(default_factory=dict)  # columns, widths and views of each list, by its name
    store: str = ""  # the folder of the store that was open last
    unknown: dict[str, Any] = field(default_factory=dict)


def load_settings(folder: Path) -> Settings:
    """The settings kept in `folder`; the defaults where there are none or the file is damaged."""
    try:
        found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _settings(found) if isinstance(found, dict) else Settings()


def save_settings(settings: Settings, folder: Path) -> None:
    """Keep the settings. A full disk or a folder that may not be written is no reason to stop working."""
    values = settings.unknown | {key: value for key, value in asdict(settings).items() if key != "unknown"}
    path = folder / FILE_NAME
    new = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(path)
    except OSError:
        return


def _settings(found: Mapping[str, Any]) -> Settings:
    made = Settings()
    declared = {each.name for each in fields(Settings)} - {"unknown"}
    for name, value in found.items():
        if name not in declared:
            made.unknown[name] = value
        elif isinstance(value, type(getattr(made, name))):
            setattr(made, name, value)
    return made
