"""The steps of `trust` that make a root or change it: at one table, or by a file that goes to each holder."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cso_desk.bundles.registry import register
from cso_desk.commands.opening import ask_new_passphrase, on_terminal, read_passphrase
from cso_desk.commands.paper_files import PAPER_LANGUAGES, paper_language
from cso_desk.commands.result import USER_MUST_ACT, Result
from cso_desk.documents.saving import save_atomically
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.root_papers import refuse_other_papers, write_root_papers
from cso_desk.features.hub.service import profile
from cso_desk.store.store import Store
from cso_desk.trust.keeping import network_of
from cso_desk.trust.registrar import ask_for_root, find_device, found, rotate, take_root
from cso_desk.trust.rights import digits_of
from cso_desk.trust.root_keys import (
    LOCKED_ENDING,
    MOST_BYTES,
    is_locked,
    lock_root_key,
    new_root_key,
    read_root_key,
    root_key_qr,
    show_root_key,
    unlock_root_key,
)
from cso_desk.trust.root_requests import (
    ENDING,
    RootRequest,
    of_network,
    read_request,
    request_text,
    sign_request,
    signatures_of,
    told_of_request,
)
from cso_desk.trust.roots import Root
from cso_desk.wording import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy import Connection


def add_root_steps(steps: Any) -> None:
    """The steps with their options."""
    one = steps.add_parser("begin", help=_("begin a network: make its root keys, on paper"))
    _add_new_keys(one, count=3, threshold=2)
    one = steps.add_parser("rotate", help=_("make a new root, for other keys or another registrar"))
    _add_key_files(one, required=True)
    _add_new_keys(one, count=0, threshold=0)
    _add_without(one)
    one = steps.add_parser(
        "request", help=_("ask for a new root by a file that goes to the holders of root keys")
    )
    one.add_argument(
        "--out", required=True, metavar="FILE", help=_("the file to write: {ending}", ending=ENDING)
    )
    _add_new_keys(one, count=0, threshold=0)
    _add_without(one)
    one = steps.add_parser("sign", help=_("show what a request asks for, and sign it with a root key"))
    one.add_argument("file", metavar="FILE", help=_("the request; it is written anew with the signature"))
    one.add_argument("--accept", metavar="DIGITS", help=_("the digits of the new root, compared by phone"))
    _add_key_files(one, required=False)
    one = steps.add_parser("finish", help=_("make the root of a request that enough holders signed"))
    one.add_argument(
        "files", metavar="FILE", nargs="+", help=_("the request, and copies of it that came back")
    )
    one = steps.add_parser("lock", help=_("keep a root key in a file under a passphrase"))
    _add_key_files(one, required=True)
    one.add_argument(
        "--out", required=True, metavar="FILE", help=_("the file to write: {ending}", ending=LOCKED_ENDING)
    )


def _add_key_files(parser: ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--key-file", metavar="FILE", action="append", default=[], required=required,
                        help=_("a file whose first line is a root key, or one under a passphrase; say it "
                               "once for each key"))  # fmt: skip
    parser.add_argument("--key-passphrase-file", metavar="FILE",
                        help=_("the passphrase of the root key is the first line of this file"))  # fmt: skip


def _add_new_keys(parser: ArgumentParser, *, count: int, threshold: int) -> None:
    parser.add_argument("--keys", type=int, default=count, metavar="N", help=_("how many new root keys"))
    parser.add_argument(
        "--threshold", type=int, default=threshold, metavar="K", help=_("how many of them must sign")
    )
    parser.add_argument("--papers", metavar="FOLDER", help=_("where to write the papers with the new keys"))
    parser.add_argument("--paper-lang", choices=PAPER_LANGUAGES,
                        help=_("the language of the paper; without it that of --lang"))  # fmt: skip


def _add_without(parser: ArgumentParser) -> None:
    parser.add_argument("--without", metavar="DIGITS", action="append", default=[],
                        help=_("a registrar that shall be none any more"))  # fmt: skip


def begin(args: Namespace, store: Store) -> Result:
    """Make the first root."""
    keys = _new_keys(args)
    return _made(*_with_papers(args, store, keys, partial(found, keys=keys, threshold=args.threshold)))


def change(args: Namespace, store: Store) -> Result:
    """Make the next root with the keys that are at hand."""
    signing = _keys_in(args)
    keys = _new_keys(args) if args.keys else []
    make = partial(
        rotate, signing=signing, keys=keys, threshold=args.threshold, without=_without(args, store)
    )
    return _made(*_with_papers(args, store, keys, make))


def request(args: Namespace, store: Store) -> Result:
    """Write a request for the next root."""
    out = Path(args.out).expanduser()
    keys = _new_keys(args) if args.keys else []
    asked: list[RootRequest] = []

    def make(connection: "Connection") -> Root:
        asked.append(
            ask_for_root(connection, keys=keys, threshold=args.threshold, without=_without(args, store))
        )
        return asked[0].proposed

    _root, papers = _with_papers(args, store, keys, make)
    _write(out, request_text(asked[0]))
    lines = [
        _("The request {file} is for the holders of root keys. Read them these digits by phone: {digits}",
          file=out, digits=asked[0].proposed.fingerprint)
    ]  # fmt: skip
    return Result(_told(asked[0]) | {"file": str(out), "papers": _texts(papers)}, [*lines, *_papers(papers)])


def sign(args: Namespace, store: Store) -> Result:
    """Show what a request asks for; with a key and the compared digits sign it."""
    path = Path(args.file).expanduser()
    with store.reading() as reading:
        asked = of_network(_read(path), network_of(reading.connection).roots)
    lines = told_of_request(asked)
    if not args.key_file:
        return Result(_told(asked) | {"file": str(path)}, lines)
    if digits_of([args.accept or ""]) != digits_of([asked.proposed.fingerprint]):
        lines.append(
            _("Compare these digits with the national hub by phone, then say them: --accept DIGITS.")
        )
        return Result(_told(asked) | {"file": str(path)}, lines, code=USER_MUST_ACT)
    asked = sign_request(asked, _keys_in(args))
    _write(path, request_text(asked))
    lines = [*told_of_request(asked), _("Send this file back: {file}", file=path)]
    return Result(_told(asked) | {"file": str(path)}, lines)


def finish(args: Namespace, store: Store) -> Result:
    """Make the root of a request; further files are copies of it with other signatures."""
    first, *others = (_read(Path(name).expanduser()) for name in args.files)
    for other in others:
        first = signatures_of(first, other)
    return _made(register(store, partial(take_root, request=first)), [])


def lock(args: Namespace, _store: Store) -> Result:
    """Write a root key into a file under a passphrase."""
    out = Path(args.out).expanduser()
    if out.exists():
        raise UserError(_("There is a file {file} already. Say another name.", file=out))
    if len(args.key_file) != 1:
        raise UserError(_("One file holds one root key. Say --key-file once."))
    key = read_root_key(_first_line(Path(args.key_file[0]).expanduser()))
    passphrase = _key_passphrase(args, new=True)
    _write(out, lock_root_key(key, passphrase))
    said = _("The root key is in {file}, under its passphrase. Keep its paper until both were tried once.",
             file=out)  # fmt: skip
    return Result({"file": str(out)}, [said])


def _with_papers(
    args: Namespace, store: Store, keys: Sequence[bytes], make: "Callable[[Connection], Root]"
) -> tuple[Root, list[Path]]:
    hub = profile(store)

    def act(connection: "Connection") -> tuple[Root, list[Path]]:
        # Before the commit: keys that are on no paper must not become those of the network.
        root = make(connection)
        if not keys:
            return root, []
        shown = [(show_root_key(key), root_key_qr(key)) for key in keys]
        return root, write_root_papers(
            Path(args.papers).expanduser(), hub, paper_language(args), keys=shown, threshold=root.threshold,
            root=root.fingerprint, on=datetime.now(UTC).date().isoformat(),
        )  # fmt: skip

    return register(store, act)


def _made(root: Root, papers: Sequence[Path]) -> Result:
    lines = [_("The root of the network: {fingerprint}", fingerprint=root.fingerprint), *_papers(papers)]
    data = {"root": root.fingerprint, "version": root.version, "threshold": root.threshold,
            "keys": len(root.keys), "papers": _texts(papers)}  # fmt: skip
    return Result(data, lines)


def _papers(papers: Sequence[Path]) -> list[str]:
    if not papers:
        return []
    said = ngettext("{count} paper with a root key was written. Print it, then delete the file.",
                    "{count} papers with root keys were written. Print them, then delete the files.",
                    len(papers))  # fmt: skip
    return [said, *_texts(papers)]


def _texts(papers: Sequence[Path]) -> list[str]:
    return [str(path) for path in papers]


def _new_keys(args: Namespace) -> list[bytes]:
    if not args.papers:
        raise UserError(_("Say where to write the papers with the new keys: --papers FOLDER."))
    if not 1 <= args.threshold <= args.keys <= 16:
        raise UserError(_("A root needs 1 to 16 different keys and no more signatures than keys."))
    refuse_other_papers(Path(args.papers).expanduser())
    return [new_root_key() for _number in range(args.keys)]


def _without(args: Namespace, store: Store) -> list[str]:
    with store.reading() as reading:
        return [find_device(reading.connection, digits).replica for digits in args.without]


def _keys_in(args: Namespace) -> list[bytes]:
    return [_key_in(args, Path(name).expanduser()) for name in args.key_file]


def _key_in(args: Namespace, path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES)
    if is_locked(data):
        return unlock_root_key(data, _key_passphrase(args))
    return read_root_key(_first_line(path))


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline(MOST_BYTES)
    except UnicodeDecodeError as error:
        raise UserError(_("The file {file} holds no root key.", file=path)) from error


def _key_passphrase(args: Namespace, *, new: bool = False) -> str:
    if args.key_passphrase_file:
        return read_passphrase(Path(args.key_passphrase_file).expanduser())
    if not on_terminal():
        raise UserError(
            _("This root key needs its passphrase. Write it into a file and say --key-passphrase-file FILE.")
        )
    return ask_new_passphrase() if new else getpass(_("Passphrase of the root key:") + " ")


def _write(path: Path, data: bytes) -> None:
    def fill(stream: BinaryIO) -> None:
        stream.write(data)

    save_atomically(path, fill)


def _read(path: Path) -> RootRequest:
    return read_request(path.read_bytes())


def _told(asked: RootRequest) -> dict[str, Any]:
    one = asked.proposed
    coming = [{"hub": c.hub, "name": c.name, "fingerprint": c.fingerprint} for c in asked.coming]
    return {"root": one.fingerprint, "version": one.version, "threshold": one.threshold,
            "keys": len(one.keys), "new_keys": asked.new_keys, "signed": asked.signed,
            "needed": asked.now.threshold, "complete": asked.complete, "leaving": asked.leaving,
            "coming": coming}  # fmt: skip
