"""Finds the data files that come with the program: resources/ and translations/."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """The folder that holds `resources` and `translations`: inside the wheel, or the source tree."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent.parent


def program_is_there() -> bool:
    """Whether the files of the program can still be reached: a stick may have been pulled out under it."""
    return _PACKAGE.is_dir()


def resource(*parts: str) -> Path:
    """The path of one file below resources/, for example `resource("places", "places.csv")`."""
    return data_folder().joinpath("resources", *parts)


def translations_folder() -> Path:
    return data_folder() / "translations"


def guide_folder() -> Path:
    """Where the quick guide lies that was built with the program, or made in the source tree."""
    folder = data_folder()
    return folder / "guide" if folder.name == "_data" else folder / "build" / "guide"
