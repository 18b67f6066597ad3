"""`user …`: who may open the store, their roles and passphrases, and the recovery code."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cso_desk.assembly import open_store
from cso_desk.commands.opening import (
    ask_new_passphrase,
    on_terminal,
    passphrase_for,
    read_passphrase,
    store_folder,
)
from cso_desk.commands.paper_files import PAPER_LANGUAGES, paper_language
from cso_desk.commands.result import Result
from cso_desk.documents.pdf import write_pdf
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.recovery import recovery_sheet
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.store.access import (
    give_passphrase,
    give_recovery_code,
    give_role,
    leave_out,
    let_in,
    rename,
    user_called,
    users_of,
)
from cso_desk.store.files import has_store, needs_passphrase
from cso_desk.store.typed_secrets import new_recovery_code
from cso_desk.store.users import ROLE_WORDS, Role, User
from cso_desk.wording import _


def add_arguments(parser: ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP", title=_("steps"), required=True)
    steps.add_parser("list", help=_("the users and their roles"))
    one = _named(steps, "add", _("let another person in"))
    one.add_argument("--role", choices=[str(role) for role in Role], default=str(Role.SECRETARY),
                     help=_("what they may do"))  # fmt: skip
    _new_passphrase(one)
    one = _named(steps, "role", _("give a user another role"))
    one.add_argument("role", choices=[str(role) for role in Role], help=_("what they may do"))
    one = _named(steps, "rename", _("give a user another name"))
    one.add_argument("new", metavar="NEW-NAME", help=_("the new name"))
    _new_passphrase(_named(steps, "passphrase", _("give a user a new passphrase")))
    one = _named(steps, "remove", _("remove a user: the store gets a new key and a new recovery code"))
    _sheet(one)
    _sheet(steps.add_parser("recovery", help=_("make a new recovery code; the earlier one is void then")))


def run(args: Namespace) -> Result:
    folder = store_folder(args)
    if not has_store(folder):
        raise UserError(
            _("There is no store in {folder}. Make one with: cso-desk init --hub 02", folder=folder)
        )
    if not needs_passphrase(folder):
        raise UserError(_("A practice store needs no passphrase, so it has no users."))
    own = passphrase_for(args)
    users = users_of(folder, own)
    if args.step == "list":
        return Result({"users": [_plain(each) for each in users]}, [_line(each) for each in users])
    return _STEPS[args.step](args, folder, own, users)


def _add(args: Namespace, folder: Path, own: str, _users: list[User]) -> Result:
    made = let_in(folder, own, args.name, Role(args.role), _new(args))
    return Result(_plain(made), [_("{name} may open the store now.", name=made.name)])


def _role(args: Namespace, folder: Path, own: str, users: list[User]) -> Result:
    now = give_role(folder, own, user_called(users, args.name).slot, Role(args.role))
    return Result(_plain(now), [_line(now)])


def _rename(args: Namespace, folder: Path, own: str, users: list[User]) -> Result:
    now = rename(folder, own, user_called(users, args.name).slot, args.new)
    return Result(_plain(now), [_line(now)])


def _passphrase(args: Namespace, folder: Path, own: str, users: list[User]) -> Result:
    user = user_called(users, args.name)
    give_passphrase(folder, own, user.slot, _new(args))
    return Result(_plain(user), [_("{name} has a new passphrase.", name=user.name)])


def _remove(args: Namespace, folder: Path, own: str, users: list[User]) -> Result:
    user, hub = user_called(users, args.name), _hub(folder, own)
    code = leave_out(folder, own, user.slot)
    lines = [
        _("{name} cannot open the store any more. Everybody else keeps their passphrase.", name=user.name),
        _("Backups made before still open with the passphrase of {name}. Make a new one, and destroy those "
          "that are within reach of other people.", name=user.name),
        *_code_lines(code),
    ]  # fmt: skip
    return _with_sheet(args, hub, code, _plain(user), lines)


def _recovery(args: Namespace, folder: Path, own: str, _users: list[User]) -> Result:
    hub, code = _hub(folder, own), new_recovery_code()
    # The paper comes first: a code that nobody holds would be worse than the earlier one.
    told = _with_sheet(args, hub, code, {}, _code_lines(code))
    give_recovery_code(folder, own, code)
    return told


_STEPS: dict[str, Callable[[Namespace, Path, str, list[User]], Result]] = {
    "add": _add, "role": _role, "rename": _rename, "passphrase": _passphrase, "remove": _remove,
    "recovery": _recovery,
}  # fmt: skip


def _named(steps: Any, step: str, said: str) -> ArgumentParser:
    made: ArgumentParser = steps.add_parser(step, help=said)
    made.add_argument("name", metavar="NAME", help=_("the name of the user"))
    return made


def _new_passphrase(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--new-passphrase-file", metavar="FILE", help=_("a file whose first line is the new passphrase")
    )


def _sheet(parser: ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", help=_("write the recovery sheet as a PDF"))
    parser.add_argument("--paper-lang", choices=PAPER_LANGUAGES,
                        help=_("the language of the paper; without it that of --lang"))  # fmt: skip


def _new(args: Namespace) -> str:
    if args.new_passphrase_file:
        return read_passphrase(Path(args.new_passphrase_file).expanduser())
    if on_terminal():
        return ask_new_passphrase()
    raise UserError(_("Write the new passphrase into a file and say --new-passphrase-file FILE."))


def _hub(folder: Path, own: str) -> HubProfile:
    store = open_store(folder, own)
    try:
        return profile(store)
    finally:
        store.close()


def _with_sheet(
    args: Namespace, hub: HubProfile, code: str, data: dict[str, Any], lines: list[str]
) -> Result:
    if args.out:
        path = Path(args.out).expanduser()
        today = datetime.now(UTC).astimezone().date().isoformat()
        write_pdf(recovery_sheet(hub, code, today, paper_language(args)), path)
        lines = [*lines, _("Print {file} and then delete it: whoever opens it can open the data.", file=path)]
        data = {**data, "file": str(path)}
    return Result({**data, "recovery_code": code}, lines)


def _code_lines(code: str) -> list[str]:
    return [
        _("Recovery code: {code}", code=code),
        _("Write this code on paper and lock it away. It opens the store without the passphrase, "
          "and is shown only this once."),
        _("The earlier recovery code is void: tear its sheet up."),
    ]  # fmt: skip


def _plain(user: User) -> dict[str, Any]:
    return {"name": user.name, "role": str(user.role)}


def _line(user: User) -> str:
    return f"{user.name or '–'}  {_(ROLE_WORDS[user.role])}"
