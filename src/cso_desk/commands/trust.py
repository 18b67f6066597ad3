"""`trust …`: the root of a network, who is entered in its directory, and the card to compare digits with."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.commands.opening import opened
from cso_desk.commands.paper_files import PAPER_LANGUAGES, paper_language
from cso_desk.commands.result import Result
from cso_desk.documents.pdf import write_pdf
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.trust import fingerprint_card, root_key_paper
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.directory import Entry
from cso_desk.trust.overview import DeviceState, NetworkState, network_state
from cso_desk.trust.registrar import (
    approve,
    find_device,
    found,
    hand_over,
    lift,
    reject,
    revoke,
    rotate,
    suspend,
)
from cso_desk.trust.rights import hub_name, is_scope
from cso_desk.trust.root_keys import new_root_key, read_root_key, root_key_qr, show_root_key
from cso_desk.trust.roots import Root
from cso_desk.wording import N_, _, ngettext

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
    one = steps.add_parser("begin", help=_("begin a network: make its root keys, on paper"))
    _add_keys(one, count=3, threshold=2)
    one = steps.add_parser("rotate", help=_("make a new root, for other keys or another registrar"))
    one.add_argument("--key-file", metavar="FILE", action="append", default=[], required=True,
                     help=_("a file whose first line is a root key; say it once for each key"))  # fmt: skip
    _add_keys(one, count=0, threshold=0)
    one.add_argument("--without", metavar="DIGITS", action="append", default=[],
                     help=_("a registrar that shall be none any more"))  # fmt: skip
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
    _add_paper_language(one)


def _device_step(steps: Any, name: str, said: str) -> ArgumentParser:
    made: ArgumentParser = steps.add_parser(name, help=said)
    made.add_argument("digits", metavar="DIGITS", help=_("the 24 digits of the computer, or its id"))
    return made


def _add_keys(parser: ArgumentParser, *, count: int, threshold: int) -> None:
    parser.add_argument("--keys", type=int, default=count, metavar="N", help=_("how many new root keys"))
    parser.add_argument(
        "--threshold", type=int, default=threshold, metavar="K", help=_("how many of them must sign")
    )
    parser.add_argument("--papers", metavar="FOLDER", help=_("where to write the papers with the new keys"))
    _add_paper_language(parser)


def _add_paper_language(parser: ArgumentParser) -> None:
    parser.add_argument("--paper-lang", choices=PAPER_LANGUAGES,
                        help=_("the language of the paper; without it that of --lang"))  # fmt: skip


def run(args: Namespace) -> Result:
    steps: dict[str, Callable[[Namespace, Store], Result]] = {
        "show": _show, "begin": _begin, "rotate": _rotate, "approve": _approve, "reject": _reject,
        "suspend": _decide, "lift": _decide, "revoke": _decide, "replace": _replace, "card": _card,
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


def _begin(args: Namespace, store: Store) -> Result:
    keys = _new_keys(args)
    return _rooted(args, store, keys, partial(found, keys=keys, threshold=args.threshold))


def _rotate(args: Namespace, store: Store) -> Result:
    signing = [_key_in(Path(name).expanduser()) for name in args.key_file]
    keys = _new_keys(args) if args.keys else []
    with store.reading() as reading:
        without = [find_device(reading.connection, digits).replica for digits in args.without]
    make = partial(rotate, signing=signing, keys=keys, threshold=args.threshold, without=without)
    return _rooted(args, store, keys, make)


def _new_keys(args: Namespace) -> list[bytes]:
    if not args.papers:
        raise UserError(_("Say where to write the papers with the new keys: --papers FOLDER."))
    if not 1 <= args.threshold <= args.keys <= 16:
        raise UserError(_("A root needs 1 to 16 different keys and no more signatures than keys."))
    folder = Path(args.papers).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("root-key-*.pdf")):
        raise UserError(
            _("There are papers of root keys in {folder} already. Say another folder.", folder=folder)
        )
    return [new_root_key() for _number in range(args.keys)]


def _key_in(path: Path) -> bytes:
    try:
        with path.open(encoding="utf-8-sig") as file:
            return read_root_key(file.readline(4096))
    except UnicodeDecodeError as error:
        raise UserError(_("The file {file} holds no root key.", file=path)) from error


def _rooted(
    args: Namespace, store: Store, keys: Sequence[bytes], make: "Callable[[Connection], Root]"
) -> Result:
    hub = profile(store)

    def make_with_papers(connection: "Connection") -> tuple[Root, list[Path]]:
        # Before the commit: keys that are on no paper must not become those of the network.
        root = make(connection)
        return root, _write_papers(args, hub, keys, root)

    root, papers = register(store, make_with_papers)
    lines = [_("The root of the network: {fingerprint}", fingerprint=root.fingerprint)]
    if papers:
        lines.append(
            ngettext("{count} paper with a root key was written. Print it, then delete the file.",
                     "{count} papers with root keys were written. Print them, then delete the files.",
                     len(papers))
        )  # fmt: skip
    lines += map(str, papers)
    data = {"root": root.fingerprint, "version": root.version, "threshold": root.threshold,
            "keys": len(root.keys), "papers": [str(path) for path in papers]}  # fmt: skip
    return Result(data, lines)


def _write_papers(args: Namespace, hub: HubProfile, keys: Sequence[bytes], root: Root) -> list[Path]:
    papers = []
    for place, key in enumerate(keys, 1):
        path = Path(args.papers).expanduser() / f"root-key-{place}-of-{len(keys)}.pdf"
        paper = root_key_paper(
            hub, paper_language(args), key=show_root_key(key), qr=root_key_qr(key), place=place,
            count=len(keys), threshold=root.threshold, root=root.fingerprint,
            on=datetime.now(UTC).date().isoformat(),
        )  # fmt: skip
        write_pdf(paper, path)
        papers.append(path)
    return papers


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
