"""The sentences by which a file is refused or kept unread, and what was found of its text."""

from collections.abc import Mapping

from cso_desk.store.blob_texts import BROKEN, GOOD, MISSING, REFUSED, UNREAD
from cso_desk.wording import N_, _

REFUSALS: Mapping[str, str] = {
    "empty": N_("The file is empty. Copy it again from where it came."),
    "damaged": N_("The file is damaged and cannot be read. Ask for it again."),
    "password": N_("The file is protected with a password. Save it without one, then add it again."),
    "too_big": N_("The file unfolds to far more than a paper needs and was not opened."),
    "too_many_pages": N_("The file has too many pages to be read. Split it into parts."),
    "entities": N_("The file is made to overload the program that reads it and was not opened."),
    "macros": N_("The file holds programs (macros). Save it without them (.docx, .xlsx), then add it again."),
    "archive": N_("This is a packed folder. Unpack it, then add the files that are in it."),
    "program": N_("This is a program, not a paper. Programs are never kept in the library."),
    "unreadable": N_("The file cannot be opened. Close it in other programs and try again."),
    "heic": N_("This is a HEIC photo, which tells where it was taken. Save it as JPEG, then add it again."),
    "ended": N_("Reading the file took more time or memory than a paper needs, so it was stopped."),
    "no_picture": N_("The pages of this file cannot be shown here. Save a copy to look at them."),
}
"""What the process that reads says by a code, as a sentence that stands beside the name of the file."""

VERDICTS: Mapping[str, str] = {
    GOOD: N_("The text can be searched."),
    MISSING: N_("These are pictures of pages without text. Read them by machine, or type what matters."),
    BROKEN: N_("The letters in this file are not Khmer inside, so they are not trusted. Read it by machine."),
    UNREAD: N_("The file is kept as it is; text of this kind of file cannot be read."),
    REFUSED: N_("The file could not be read."),
}


def refusal(code: str) -> str:
    """Why a file was refused, in the language of the window."""
    return _(REFUSALS.get(code, REFUSALS["damaged"]))


def verdict_said(verdict: str, refused: str = "") -> str:
    """What was found of the text of a file, in the language of the window."""
    if verdict == REFUSED and refused:
        return refusal(refused)
    return _(VERDICTS.get(verdict, VERDICTS[UNREAD]))
