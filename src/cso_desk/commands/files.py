"""`files add`, `list` and `save`: the papers, scans and books that are kept with a record."""

import mimetypes
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from cso_desk.commands.naming import called, record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.errors import UserError
from cso_desk.records.base import Record
from cso_desk.records.kinds import Files, StoredFile
from cso_desk.records.record_type import RecordType
from cso_desk.store.blobs import Blobs, blobs_of
from cso_desk.store.store import Store
from cso_desk.wording import N_, _, ngettext

_LONGEST_NAME = 200


def add_arguments(parser: ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP", title=_("steps"), required=True)
    one = steps.add_parser("add", help=_("keep a copy of a file with a record"))
    one.add_argument("code", metavar="CODE", help=_("the code or the id of a record"))
    one.add_argument("file", metavar="FILE", help=_("the file to keep"))
    one.add_argument("--field", metavar="FIELD", default="", help=_("the field, where a record has several"))
    one = steps.add_parser("list", help=_("the files of a record"))
    one.add_argument("code", metavar="CODE", help=_("the code or the id of a record"))
    one = steps.add_parser("save", help=_("write a copy of a kept file"))
    one.add_argument("code", metavar="CODE", help=_("the code or the id of a record"))
    one.add_argument("number", metavar="NUMBER", type=int, help=_("its number in the list"))
    one.add_argument("out", metavar="OUT", help=_("the file to write"))


def run(args: Namespace) -> Result:
    with opened(args) as store:
        with store.reading() as reading:
            kind, record = record_named(reading, args.code)
        return {"add": _add, "list": _list, "save": _save}[args.step](args, store, kind, record)


def _kept(kind: RecordType, record: Record) -> list[tuple[str, StoredFile]]:
    """The field and the file of each file of a record."""
    fields = [name for name, field in kind.fields.items() if isinstance(field.kind, Files)]
    values = [(name, getattr(record, name)) for name in fields]
    return [(name, file) for name, files in values if not isinstance(files, str) for file in files]


def _add(args: Namespace, store: Store, kind: RecordType, record: Record) -> Result:
    fields = [name for name, field in kind.fields.items() if isinstance(field.kind, Files)]
    name = args.field or next(iter(fields), "")
    if name not in fields:
        raise UserError(
            _("“{kind}” keeps no files there. Its fields for files: {fields}.", kind=_(kind.label),
              fields=", ".join(fields) or "–")
        )  # fmt: skip
    if isinstance(getattr(record, name), str):
        raise UserError(_("The list of files was written by a newer version, so it is left as it is."))
    if why := store.why_not():  # before a copy of the file is in the store
        raise UserError(why)
    path = Path(args.file).expanduser()
    blob = blobs_of(store).add_file(path, Ticker(quiet=args.json))
    media = mimetypes.guess_type(path.name)[0] or ""
    file = StoredFile(blob.sha256, blob.size, path.name[:_LONGEST_NAME], media)
    with store.transaction(N_("Add a file")) as t:
        t.change(record, **{name: (*getattr(record, name), file)})
    said = _("{file} is kept with {name}.", file=file.name, name=called(kind, record) or record.code)
    return Result({"file": _plain(file, name, Blobs(store.folder))}, [said])


def _list(_args: Namespace, store: Store, kind: RecordType, record: Record) -> Result:
    blobs, kept = Blobs(store.folder), _kept(kind, record)
    lines = [
        f"{number}  {file.name}  {ngettext('{count} byte', '{count} bytes', file.size)}"
        + ("" if blobs.has(file.sha256) else "  " + _("(not here yet)"))
        for number, (_name, file) in enumerate(kept, 1)
    ]
    return Result(
        {"files": [_plain(file, name, blobs) for name, file in kept]}, lines or [_("No files are kept here.")]
    )


def _save(args: Namespace, store: Store, kind: RecordType, record: Record) -> Result:
    kept = _kept(kind, record)
    if not 1 <= args.number <= len(kept):
        raise UserError(_("There is no file with the number {number}.", number=args.number))
    file, out = kept[args.number - 1][1], Path(args.out).expanduser()
    blobs = blobs_of(store)
    if not blobs.has(file.sha256):
        raise UserError(_("This file has not arrived here yet. It comes with a later bundle."))
    if out.exists():
        raise UserError(_("There is another file named {file} already. Choose another name.", file=out.name))
    blobs.save_copy(file.sha256, out)
    return Result({"file": str(out)}, [_("A copy was written to {file}.", file=out)])


def _plain(file: StoredFile, field: str, blobs: Blobs) -> dict[str, Any]:
    return {"field": field, "name": file.name, "bytes": file.size, "media": file.media, "sha256": file.sha256,
            "here": blobs.has(file.sha256)}  # fmt: skip
