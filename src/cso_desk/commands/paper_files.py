"""Writes papers and workbooks to the file that was said, in the language that was said."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.documents.letter import write_docx
from cso_desk.documents.paper import Paper
from cso_desk.documents.pdf import write_pdf
from cso_desk.documents.saving import save_bytes
from cso_desk.documents.workbook import Sheet, write_workbook
from cso_desk.errors import UserError
from cso_desk.wording import _

PAPER_LANGUAGES = ("km", "en", "both")


def add_paper_arguments(parser: ArgumentParser) -> None:
    """The options of everything that is printed."""
    parser.add_argument(
        "--out", required=True, metavar="FILE", help=_("the file to write: .pdf, .xlsx or .docx")
    )
    parser.add_argument(
        "--paper-lang",
        choices=PAPER_LANGUAGES,
        help=_("the language of the paper; without it that of --lang"),
    )


def paper_language(args: Namespace) -> str:
    """The language of the paper: as said, else Khmer, the language of these papers."""
    return str(args.paper_lang or args.lang or "km")


def write_out(
    args: Namespace,
    name: str,
    paper: Callable[[str], Paper],
    sheets: Callable[[str], Sequence[Sheet]] | None,
    letter: bool = False,
    **more: Any,
) -> Result:
    """Write a paper as PDF, as XLSX where it has `sheets` or as DOCX where it is a `letter`, as the file's
    name says. Raises UserError for any other name.
    """
    out, language = Path(args.out).expanduser(), paper_language(args)
    ticker, ending = Ticker(quiet=args.json), Path(args.out).suffix.lower()
    if ending == ".pdf":
        write_pdf(paper(language), out, ticker)
    elif ending == ".xlsx" and sheets is not None:
        # A cell has one language; a workbook in both is in Khmer.
        write_workbook(sheets("km" if language == "both" else language), out, ticker)
    elif ending == ".docx" and letter:
        write_docx(paper(language), out, ticker)
    else:
        raise _other_ending(out, [".pdf", *[".xlsx"] * (sheets is not None), *[".docx"] * letter])
    return _written(name, out, language, more)


def write_joined(args: Namespace, name: str, made: Callable[[str, Ticker], bytes], **more: Any) -> Result:
    """Write a paper that is made of several files, as PDF. Raises UserError for any other name."""
    out, language = Path(args.out).expanduser(), paper_language(args)
    if out.suffix.lower() != ".pdf":
        raise _other_ending(out, [".pdf"])
    save_bytes(out, made(language, Ticker(quiet=args.json)))
    return _written(name, out, language, more)


def _other_ending(out: Path, endings: list[str]) -> UserError:
    return UserError(
        _("{name} cannot be written as “{ending}”. Its name may end in: {endings}.", name=out.name,
          ending=out.suffix.lower() or out.name, endings=", ".join(endings))
    )  # fmt: skip


def _written(name: str, out: Path, language: str, more: dict[str, Any]) -> Result:
    data = {"paper": name, "file": str(out), "language": language, "bytes": out.stat().st_size} | more
    return Result(data, [_("Written: {file}", file=out)])
