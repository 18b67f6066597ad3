"""The sentences by which a file is refused that is no list, or one that cannot be read."""

from pathlib import Path
from typing import TYPE_CHECKING

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.importers import child
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.importers.reading import Workbook


def unreadable(path: Path, error: OSError) -> UserError:
    """The file cannot be opened, and why."""
    if isinstance(error, FileNotFoundError):
        return UserError(_("The file “{name}” is no longer there. Choose it again.", name=path.name))
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return UserError(_("“{name}” is a folder. Choose a file in it.", name=path.name))
    return UserError(
        _("The file “{name}” cannot be opened. Close it in other programs and try again.", name=path.name)
    )


def not_a_list(path: Path) -> DamagedFileError:
    """It is a file of another kind."""
    return DamagedFileError(
        _(
            "“{name}” is not a list that can be read. Open it in Excel or LibreOffice,"
            " save it as an Excel workbook (.xlsx) and choose that file.",
            name=path.name,
        )
    )


def too_big(path: Path) -> DamagedFileError:
    """It unfolds to more than a list needs."""
    return DamagedFileError(
        _(
            "“{name}” unfolds to far more than a list needs and was not opened."
            " Copy the table alone into a new workbook and choose that file.",
            name=path.name,
        )
    )


def damaged(path: Path) -> DamagedFileError:
    """It cannot be read to its end."""
    return DamagedFileError(
        _(
            "The file “{name}” is damaged and cannot be read. Ask for it again, or open it in Excel,"
            " save it under a new name and choose the new file.",
            name=path.name,
        )
    )


def no_results() -> str:
    """What to do with a workbook whose formulas were written by a program that does not calculate."""
    return _(
        "Some cells hold formulas whose results were never saved, so they are missing here. Open the file in"
        " Excel or LibreOffice, save it, and choose it again."
    )


def blank(path: Path, workbook: "Workbook") -> UserError:
    """All of its sheets are blank."""
    if workbook.without_results:
        return UserError(no_results())
    return UserError(_("The file “{name}” holds no list: its sheets are blank.", name=path.name))


def no_list(path: Path, workbook: "Workbook") -> UserError:
    """Something stands in it, but no list."""
    if workbook.without_results:
        return UserError(no_results())
    return UserError(
        _(
            "No list was found in “{name}”. A list has names above its columns and at least one row below"
            " them; choose another file, or add what is missing.",
            name=path.name,
        )
    )


def refused_by_child(path: Path, code: str, about: str) -> UserError:
    """What the process that reads workbooks said, as a sentence."""
    if code == "password":
        return DamagedFileError(
            _(
                "“{name}” is protected with a password. Open it in Excel, remove the password"
                " (File, Info, Protect Workbook), save it and try again.",
                name=path.name,
            )
        )
    if code == "macros":
        return DamagedFileError(
            _(
                "“{name}” holds programs (macros) and was not opened. Open it in Excel only if you know who"
                " made it, save it as an Excel workbook without macros (.xlsx) and choose that file.",
                name=path.name,
            )
        )
    if code == "too_many_rows":
        return UserError(
            _(
                "The sheet “{sheet}” has more than {count} filled rows. Split it into several files.",
                sheet=about,
                count=child.MAX_ROWS,
            )
        )
    if code == "too_many_columns":
        return UserError(
            _(
                "The sheet “{sheet}” has more than {count} filled columns."
                " Copy the columns that are needed into a new workbook.",
                sheet=about,
                count=child.MAX_COLUMNS,
            )
        )
    if code == "unreadable":
        return unreadable(path, OSError())
    return too_big(path) if code in {"too_big", "entities"} else damaged(path)
