"""Hands a finished PDF to what prints PDF files on this computer, where Qt knows no printer."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from cso_desk.documents.saving import save_bytes
from cso_desk.errors import UserError
from cso_desk.store.file_names import file_name_for
from cso_desk.store.private_folder import PassingFolder
from cso_desk.wording import _


def print_pdf(data: bytes, name: str) -> PassingFolder:
    """Hand a PDF to what prints PDF files here. The folder it lies in goes with the answer.

    Raises UserError where nothing prints PDF files, or the disk is full.
    """
    try:
        folder = PassingFolder()
    except OSError as error:
        raise UserError(
            _("The disk is full, so nothing was printed. Free some space, then print again.")
        ) from error
    # It is made of what other hubs wrote too.
    path = folder.path / file_name_for(f"{name}.pdf", "paper.pdf")
    save_bytes(path, data)
    _hand_over(path)
    return folder


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
