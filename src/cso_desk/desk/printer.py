"""Takes a finished PDF out of the program: into a file, or to the printer by the computer's own viewer."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices

from cso_desk.errors import UserError
from cso_desk.wording import _


def print_pdf(data: bytes, name: str) -> QTemporaryDir:
    """Hand a PDF to what prints PDF files here. The folder it lies in goes with the answer.

    Raises UserError where nothing prints PDF files.
    """
    folder = QTemporaryDir()
    path = Path(folder.filePath(f"{name}.pdf"))
    write_out(path, data)
    _hand_over(path)
    return folder


def write_out(path: Path, data: bytes) -> None:
    """Write a file. Raises UserError where that does not go."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UserError(
            _(
                "{name} could not be saved: {reason}. Choose another folder.",
                name=path.name,
                reason=error.strerror,
            )
        ) from error


def _hand_over(path: Path, opened: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> None:
    if sys.platform == "win32":
        try:
            os.startfile(path, "print")  # noqa: S606  the paper the person asked to print
        except OSError:
            # No program is registered for printing PDF files; one for looking at them may be.
            pass
        else:
            return
    if not opened(QUrl.fromLocalFile(str(path))):
        raise UserError(
            _("No program on this computer prints PDF files. Save the paper and print it on another one.")
        )
