"""`settings`: shows what can be chosen for this computer, or chooses it; no store is needed."""

from argparse import ArgumentParser, Namespace
from typing import Any

from cso_desk.commands.result import Result
from cso_desk.errors import UserError
from cso_desk.settings import (
    OFFERED,
    Settings,
    default_of,
    home_folder,
    load_settings,
    save_settings,
)
from cso_desk.wording import _


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help=_("the name of a setting"))
    parser.add_argument("value", metavar="VALUE", nargs="?", help=_("what it shall be from now on"))


def run(args: Namespace) -> Result:
    settings = load_settings(home_folder())
    notes = [_("The file of the settings is damaged, so the usual ones hold.")] if settings.unread else []
    if args.name is None:
        every = [_plain(name, settings) for name in OFFERED]
        return Result({"settings": every}, [_line(name, settings) for name in OFFERED], notes)
    if args.name not in OFFERED:
        raise UserError(
            _(
                "There is no setting called “{name}”. There are: {names}.",
                name=args.name,
                names=", ".join(OFFERED),
            )
        )
    if args.value is None:
        return Result(_plain(args.name, settings), [_line(args.name, settings), *_details(args.name)], notes)
    setattr(settings, args.name, OFFERED[args.name].read(args.value))
    if not save_settings(settings, home_folder()):
        raise UserError(
            _("The settings cannot be written to {folder}. Nothing was changed.", folder=home_folder())
        )
    notes = [_set_aside(settings)] if settings.set_aside else []
    notes.append(_("A window that is open follows when it is opened the next time."))
    return Result(_plain(args.name, settings), [_line(args.name, settings)], notes)


def _set_aside(settings: Settings) -> str:
    return _("The damaged file of the settings was kept as {file}.", file=settings.set_aside)


def _plain(name: str, settings: Settings) -> dict[str, Any]:
    offered = OFFERED[name]
    return {
        "name": name, "value": getattr(settings, name), "default": default_of(name),
        "choices": list(offered.choices), "label": _(offered.label), "group": _(offered.group),
        "explanation": _(offered.explanation),
    }  # fmt: skip


def _line(name: str, settings: Settings) -> str:
    """The name to type, what it means, and what was chosen."""
    value = getattr(settings, name)
    return f"{name} = {_typed(value)}  ({_(OFFERED[name].label)}: {OFFERED[name].said(value)})"


def _details(name: str) -> list[str]:
    offered = OFFERED[name]
    lines = [f"  {_typed(value)}  {offered.said(value)}" for value in offered.choices]
    return [*lines, _(offered.explanation)] if offered.explanation else lines


def _typed(value: object) -> str:
    return str(value) if value != "" else '""'
