"""Opens the store that a command works on, with a passphrase from a file or from the terminal, never else."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cso_desk.assembly import open_store, open_to_look
from cso_desk.errors import UserError
from cso_desk.settings import default_store_folder
from cso_desk.store.files import has_store, may_write, needs_passphrase
from cso_desk.store.holds import Hold
from cso_desk.store.store import Store
from cso_desk.wording import _

_LARGEST_PASSPHRASE_FILE = 64 * 1024


def store_folder(args: Namespace) -> Path:
    """The folder said with --store, else the one that the window uses."""
    return Path(args.store).expanduser() if args.store else default_store_folder()


@contextmanager
def opened(args: Namespace) -> Iterator[Store]:
    """The store of the command, closed afterwards. Raises UserError where it cannot be opened.

    Where nobody may write, as on a stick that is locked, it is only looked at: what writes is refused.
    """
    folder = store_folder(args)
    passphrase = None
    if has_store(folder) and needs_passphrase(folder):
        passphrase = passphrase_for(args)
    if has_store(folder) and not may_write(folder):
        store = open_to_look(folder, passphrase, hold=Hold.UNWRITABLE, apart=True)
    else:
        store = open_store(folder, passphrase)
    try:
        yield store
    finally:
        store.close()


def passphrase_for(args: Namespace) -> str:
    """The passphrase from the file, or asked on the terminal. Raises UserError where there is neither."""
    if args.passphrase_file:
        return read_passphrase(Path(args.passphrase_file).expanduser())
    if on_terminal():
        return getpass.getpass(_("Passphrase:") + " ")
    raise UserError(
        _("This store needs its passphrase. Write it into a file and say --passphrase-file FILE.")
    )


def read_passphrase(path: Path) -> str:
    """The first line of a file. Raises UserError where it cannot be read or is empty."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_PASSPHRASE_FILE)
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("The passphrase file {file} cannot be read. Say another one.", file=path)
        ) from error
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise UserError(_("The first line of {file} is empty. Write the passphrase there.", file=path))
    return lines[0]


def on_terminal() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask_new_passphrase() -> str:
    """Ask for a new passphrase twice. Raises UserError where the two differ."""
    first = getpass.getpass(_("New passphrase:") + " ")
    if first != getpass.getpass(_("The same passphrase again:") + " "):
        raise UserError(_("The two passphrases are not the same. Begin again."))
    return first
