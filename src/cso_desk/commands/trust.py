"""`trust …`: the root of a network, who is entered in its directory, and the card to compare digits with."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.commands import root_steps
from cso_desk.commands.opening import opened
from cso_desk.commands.paper_files import PAPER_LANGUAGES, paper_language
from cso_desk.commands.result import Result
from cso_desk.documents.pdf import write_pdf
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.trust import fingerprint_card
from cso_desk.features.hub.service import profile
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.directory import Entry
from cso_desk.trust.overview import DeviceState, NetworkState, network_state
from cso_desk.trust.registrar import (
    approve,
    find_device,
    hand_over,
    lift,
    reject,
    revoke,
    suspend,
)
from cso_desk.trust.rights import hub_name, is_scope
from cso_desk.wording import N_, _

if TYPE_CHECKING:
    from sqlalchemy import Connection

STATUSES = {
    "active": N_("active"),
    "suspended": N_("suspended"),
    "revoked": N_("revoked"),
    "replaced": N_("replaced"),
    "waiting": N_("waits to be entered"),
    "rejected": N_("rejected"),
    "": N_("met, nobody entered it"),
}


def add_arguments(parser: ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP", title=_("steps"), required=True)
    steps.add_parser("show", help=_("the root, the devices and how they stand"))
    root_steps.add_root_steps(steps)
    one = _device_step(steps, "approve", _("enter a computer whose 24 digits you compared"))
    one.add_argument("--file", metavar="FILE", help=_("its introduction, where it was not taken in yet"))
    one.add_argument("--label", default="", help=_("what you call this computer"))
    one.add_argument("--scope", action="append", metavar="SCOPE",
                     help=_("it may write only in this scope; say it once for each"))  # fmt: skip
    one.add_argument("--grant", metavar="FILE", help=_("where to write the file that you send back"))
    _device_step(steps, "reject", _("say no to a computer that waits"))
    _device_step(steps, "suspend", _("let everything of a computer wait"))
    _device_step(steps, "lift", _("end a suspension"))
    _device_step(steps, "revoke", _("end a computer for ever; what is held here of its work counts"))
    one = _device_step(steps, "replace", _("enter a computer in the place of another one"))
    one.add_argument("new", metavar="NEW-DIGITS", help=_("the 24 digits of the new computer"))
    one = steps.add_parser("card", help=_("print the card with the digits of this computer and the network"))
    one.add_argument("--out", required=True, metavar="FILE", help=_("the PDF to write"))
    one.add_argument("--paper-lang", choices=PAPER_LANGUAGES,
                     help=_("the language of the paper; without it that of --lang"))  # fmt: skip


def _device_step(steps: Any, name: str, said: str) -> ArgumentParser:
    made: ArgumentParser = steps.add_parser(name, help=said)
    made.add_argument("digits", metavar="DIGITS", help=_("the 24 digits of the computer, or its id"))
    return made


def run(args: Namespace) -> Result:
    steps: dict[str, Callable[[Namespace, Store], Result]] = {
        "show": _show, "begin": root_steps.begin, "rotate": root_steps.change, "request": root_steps.request,
        "sign": root_steps.sign, "finish": root_steps.finish, "lock": root_steps.lock,
        "approve": _approve, "reject": _reject, "suspend": _decide, "lift": _decide, "revoke": _decide,
        "replace": _replace, "card": _card,
    }  # fmt: skip
    with opened(args) as store:
        return steps[args.step](args, store)


def _show(_args: Namespace, store: Store) -> Result:
    state, own = network_state(store), own_fingerprint(store)
    lines = [_("This computer: {fingerprint}", fingerprint=own), *_network_lines(state)]
    lines += [_line(device) for device in state.devices]
    return Result(asdict(state) | {"fingerprint": own}, lines, _doubts(state))


def _network_lines(state: NetworkState) -> list[str]:
    if not state.root:
        return [_("This store knows no root: devices are met on first use.")]
    lines = [
        _("Root {version}: {fingerprint}, {threshold} of {keys} keys.", version=state.root_version,
          fingerprint=state.root, threshold=state.threshold, keys=state.keys)
    ]  # fmt: skip
    if state.directory:
        day = datetime.fromtimestamp(state.issued / 1000, UTC).date().isoformat()
        lines.append(_("Directory {number} of {date}.", number=state.directory, date=day))
    if state.registrar:
        lines.append(_("This computer may enter others."))
    return lines


def _doubts(state: NetworkState) -> list[str]:
    doubts = []
    if state.own == "" and state.root:
        doubts.append(_("This computer is not entered yet. Send its introduction to the national hub."))
    if state.twins:
        doubts.append(
            _("Two directories of one number went round. Tell the national hub; its next one settles it.")
        )
    return doubts


def _line(device: DeviceState) -> str:
    said = _(STATUSES.get(device.status, device.status))
    if device.status == "active" and not device.listed and not device.registrar:
        said = _("active as a later self, to be entered")
    return f"{device.hub}  {device.name}  {device.fingerprint}  {said}"


def _approve(args: Namespace, store: Store) -> Result:
    wrong = next((scope for scope in args.scope or () if not is_scope(scope)), None)
    if wrong is not None:
        raise UserError(_("There is no scope “{scope}”. Say network, hub/02 or private/02.", scope=wrong))
    if args.file:
        receive_bundle(store, Path(args.file).expanduser())

    def enter(connection: "Connection") -> Entry:
        device = find_device(connection, args.digits)
        return approve(connection, device, label=args.label, scopes=args.scope)

    return _entered(args, store, register(store, enter), args.grant)


def _entered(args: Namespace, store: Store, entry: Entry, grant: str | None) -> Result:
    hub = entry.certificate.hub
    said = _("{name} of {hub} is entered: {fingerprint}", name=entry.name, hub=hub_name(hub),
             fingerprint=entry.certificate.fingerprint)  # fmt: skip
    lines, data = [said], _data(args.step, entry)
    if hub != store.hub or grant:
        made = make_bundle(store, hub, Path(grant).expanduser() if grant else None)
        lines.append(_("Send this file back: {file}", file=made.path))
        data["grant"] = str(made.path)
    return Result(data, lines)


def _data(step: str, entry: Entry) -> dict[str, Any]:
    one = entry.certificate
    return {"step": step, "replica": one.replica, "hub": one.hub, "name": entry.name,
            "fingerprint": one.fingerprint, "status": entry.status,
            "cuts": [{"scope": cut.scope, "seq": cut.seq} for cut in entry.cuts]}  # fmt: skip


def _reject(args: Namespace, store: Store) -> Result:
    def say_no(connection: "Connection") -> str:
        device = find_device(connection, args.digits)
        reject(connection, device)
        return device.fingerprint

    digits = register(store, say_no)
    return Result(
        {"step": "reject", "fingerprint": digits}, [_("{fingerprint} is rejected.", fingerprint=digits)]
    )


def _decide(args: Namespace, store: Store) -> Result:
    deeds: dict[str, Callable[[Connection, str], Entry]] = {
        "suspend": suspend,
        "lift": lift,
        "revoke": revoke,
    }
    do = deeds[args.step]
    entry = register(store, lambda c: do(c, find_device(c, args.digits).replica))
    said = {
        "suspend": N_("{name} of {hub} is suspended: its bundles wait until that is lifted."),
        "lift": N_("{name} of {hub} is active again."),
        "revoke": N_("{name} of {hub} is revoked for ever. Everybody learns it with the next bundle."),
    }[args.step]
    line = _(said, name=entry.name, hub=hub_name(entry.certificate.hub))
    return Result(_data(args.step, entry), [line])


def _replace(args: Namespace, store: Store) -> Result:
    entry = register(
        store, lambda c: hand_over(c, find_device(c, args.digits).replica, find_device(c, args.new))
    )
    return _entered(args, store, entry, None)


def _card(args: Namespace, store: Store) -> Result:
    state, own = network_state(store), own_fingerprint(store)
    name = next((device.name for device in state.devices if device.fingerprint == own), "")
    paper = fingerprint_card(
        profile(store), paper_language(args), name=name, fingerprint=own, root=state.root,
        on=datetime.now(UTC).date().isoformat(),
    )  # fmt: skip
    out = Path(args.out).expanduser()
    write_pdf(paper, out)
    return Result(
        {"file": str(out), "fingerprint": own, "root": state.root}, [_("Written: {file}", file=out)]
    )
