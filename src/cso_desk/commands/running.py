"""Runs one command: finds its verb, loads only that verb's module, prints the result, gives the exit code."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from cso_desk import __version__
from cso_desk.commands.parsing import PROGRAM, Parser, everywhere
from cso_desk.commands.result import OUR_FAULT, USER_MUST_ACT, Result
from cso_desk.commands.speaking import speak_utf8, tell, tell_problem, usual_language
from cso_desk.commands.verbs import VERBS
from cso_desk.errors import UserError
from cso_desk.log import note_fault
from cso_desk.wording import _, use_language

_FILE_TROUBLE = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG,
    errno.EIO, errno.EBUSY,
}  # fmt: skip
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


class Command(Protocol):
    """What the module of a verb has."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace) -> Result: ...


def run(  # noqa: PLR0911  one line for each way a command ends
    arguments: Sequence[str],
    *,
    window: Callable[[argparse.Namespace], int],
    further: Mapping[str, tuple[str, Command]],
) -> int:
    """Run a command and give its exit code; without a verb open the window.

    `further` are verbs from outside this package: name -> summary (a message id) and command.
    """
    speak_utf8()
    use_language(usual_language())
    as_json = "--json" in arguments
    try:
        return _run(arguments, window, further)
    except SystemExit as asked:  # --help and --version end so
        return asked.code if isinstance(asked.code, int) else 0
    except UserError as error:
        return _refuse(str(error), as_json=as_json)
    except KeyboardInterrupt:
        return _refuse(_("Stopped. Nothing was changed."), as_json=as_json)
    except BrokenPipeError:
        _say_no_more()
        return 0
    except OSError as error:
        sentence = _about_file(error)
        return _refuse(sentence, as_json=as_json) if sentence else _our_fault(error, as_json=as_json)
    except UnicodeEncodeError as error:
        if "\\udc" not in ascii(arguments):
            return _our_fault(error, as_json=as_json)
        return _refuse(_("A word of this command is no readable text. Type it again."), as_json=as_json)
    except Exception as error:  # noqa: BLE001  the outermost place: everything else is our fault
        return _our_fault(error, as_json=as_json)


def _run(
    arguments: Sequence[str],
    window: Callable[[argparse.Namespace], int],
    further: Mapping[str, tuple[str, Command]],
) -> int:
    options = everywhere()
    common, rest = options.parse_known_args(list(arguments))
    if common.lang:
        use_language(common.lang)
        options = everywhere()  # its help is in the language said
    if not rest:
        return window(common)
    verb = next((word for word in rest if not word.startswith("-")), "")
    command: Command | None = None
    if verb in further:
        command = further[verb][1]
    elif verb in VERBS:
        # Only this one: the modules of all verbs together take longer to load than to run.
        command = cast("Command", import_module(f"cso_desk.commands.{VERBS[verb].module}"))
    parser = _parser(options, verb, command, {name: summary for name, (summary, _c) in further.items()})
    args = parser.parse_args(rest, common)
    if command is None:
        parser.error(_("Say what to do."))
    return _answer(command.run(args), as_json=common.json)


def _answer(result: Result, *, as_json: bool) -> int:
    """Print a result. What was done is done, also where nobody can read of it any more."""
    try:
        tell(result, as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:
        _say_no_more()
    except OSError:
        _say_no_more()
        print(_("It is done, but the answer could not be written: the disk is full."), file=sys.stderr)
    return result.code


def _say_no_more() -> None:
    """Let what is still to be printed vanish, or it would raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(
    options: Parser, verb: str, command: Command | None, further: Mapping[str, str]
) -> argparse.ArgumentParser:
    parser = Parser(
        prog=PROGRAM,
        description=_("The desk of a provincial hub. Without a verb the window opens."),
        parents=[options],
    )
    parser.add_argument(
        "--version", action="version", version=f"CSO Desk {__version__}", help=_("show the version and stop")
    )
    verbs = parser.add_subparsers(
        dest="verb", metavar="VERB", title=_("verbs"), parser_class=Parser, required=True
    )
    for name, summary in {**{name: each.summary for name, each in VERBS.items()}, **further}.items():
        one = verbs.add_parser(name, help=_(summary), description=_(summary))
        if name == verb and command is not None:
            command.add_arguments(one)
            one.epilog = _("Options of every verb: --store, --passphrase-file, --lang, --json.")
    return parser


def _refuse(sentence: str, *, as_json: bool) -> int:
    tell_problem(sentence, as_json=as_json)
    return USER_MUST_ACT


def _about_file(error: OSError) -> str:
    """What to tell of a file or disk that does not let us; "" where the fault is ours."""
    if error.errno in _DISK_FULL:
        return _("The disk is full, so nothing was saved. Free some space, then do it again.")
    if error.errno in _FILE_TROUBLE and error.filename:
        return _(
            "{file} cannot be used: {reason}. Choose another one.", file=error.filename, reason=error.strerror
        )
    return ""


def _our_fault(error: BaseException, *, as_json: bool) -> int:
    try:
        log = note_fault(error)
        sentence = _("This is a fault of the program. What happened is noted in {file}.", file=log)
    except OSError:
        sentence = _("This is a fault of the program.")
    tell_problem(sentence, as_json=as_json)
    if as_json:
        print(sentence, file=sys.stderr)
    return OUR_FAULT
