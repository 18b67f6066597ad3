"""Reads arguments: the options every verb has, before or after it, and sentences for what makes no sense."""

import argparse
import re
from typing import Any, NoReturn

from cso_desk.errors import UserError
from cso_desk.wording import LANGUAGES, N_, _

PROGRAM = "cso-desk"

_COMPLAINTS = (
    (r"the following arguments are required: (?P<names>.+)", N_("Still missing: {names}.")),
    (r"unrecognized arguments: (?P<names>.+)", N_("Not understood: {names}.")),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.+)\)",
        N_("{value} is not known here. Choose one of: {choices}."),
    ),
    (r"argument (?P<name>.+?): expected .+", N_("{name} needs a value after it.")),
    (r"one of the arguments (?P<names>.+) is required", N_("Say one of these: {names}.")),
    (
        r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)",
        N_("{name} and {other} cannot be said together."),
    ),
)


class _Help(argparse.HelpFormatter):
    """The help in the user's language."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("Usage:") + " " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that raises UserError where argparse would end the program."""

    def __init__(self, **options: Any) -> None:
        wants_help = options.pop("add_help", True)
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **options)
        self._positionals.title = _("what to say")
        self._optionals.title = _("options")
        if wants_help:
            self.add_argument("-h", "--help", action="help", help=_("show this and stop"))

    def error(self, message: str) -> NoReturn:
        said = message
        for pattern, sentence in _COMPLAINTS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                said = _(sentence, **{key: text.replace("'", "") for key, text in found.groupdict().items()})
                break
        raise UserError(f"{said} {_('Help: {command}', command=self.prog + ' --help')}")


def everywhere() -> Parser:
    """The options that every verb has."""
    parser = Parser(prog=PROGRAM, add_help=False)
    group = parser.add_argument_group(_("options of every verb"))
    group.add_argument("--store", metavar="FOLDER", help=_("the folder of the store"))
    group.add_argument(
        "--passphrase-file", metavar="FILE", help=_("a file whose first line is the passphrase")
    )
    group.add_argument("--lang", choices=LANGUAGES, help=_("the language to answer in"))
    group.add_argument("--json", action="store_true", help=_("answer with one JSON object"))
    return parser
