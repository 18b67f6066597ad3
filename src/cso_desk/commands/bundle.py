"""`bundle make`, `check`, `receive`, `undo`, `list` and `devices`: exchange with other hubs by files."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from cso_desk.bundles.attachments import FILES, MAIL, STICK, Profile
from cso_desk.bundles.histories import told_of_histories
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.packing import make_bundle, plan_bundle
from cso_desk.bundles.receiving import (
    Checked,
    NewDevice,
    check_bundle,
    preview_bundle,
    receive_bundle,
    undo_receive,
)
from cso_desk.commands.history import when
from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import USER_MUST_ACT, Result
from cso_desk.commands.speaking import Ticker
from cso_desk.errors import UserError
from cso_desk.features.library.service.sets import promised_records
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.places.finding import resolve_place
from cso_desk.store.store import Store
from cso_desk.trust.devices import devices, own_fingerprint
from cso_desk.trust.rights import hub_name
from cso_desk.wording import _, ngettext

_KINDS = ("delta", "full", "files", "request", "receipt", "hello")
_WAYS = {"stick": STICK, "mail": MAIL}
_NATIONAL = "00"


def add_arguments(parser: ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP", title=_("steps"), required=True)
    one = steps.add_parser("make", help=_("write a file for another hub"))
    one.add_argument(
        "--to", metavar="HUB", default="", help=_("the hub: its code, or 00 for the national hub")
    )
    one.add_argument(
        "--out", metavar="FILE", help=_("the file to write; without it a new one beside the store")
    )
    one.add_argument("--kind", choices=_KINDS, default="delta", help=_("what kind of file"))
    one.add_argument(
        "--encrypted-only",
        action="store_true",
        help=_("refuse while that hub's computers are not known here"),
    )
    one.add_argument(
        "--by",
        choices=tuple(_WAYS),
        default="stick",
        help=_("by which way it goes: it tells how big a file may be"),
    )
    one.add_argument(
        "--files", choices=FILES, help=_("which files of records go: all, those asked for, or none")
    )
    one.add_argument(
        "--title",
        metavar="CODE",
        action="append",
        default=[],
        help=_("only the files of this record; may be repeated"),
    )
    one.add_argument("--plan", action="store_true", help=_("only say how big it would be"))
    one = steps.add_parser("check", help=_("look at a file and change nothing"))
    one.add_argument("file", metavar="FILE", help=_("the file that came"))
    one = steps.add_parser("receive", help=_("take a file in"))
    one.add_argument("file", metavar="FILE", help=_("the file that came"))
    one.add_argument("--preview", action="store_true", help=_("only say what it would change"))
    one.add_argument("--accept", metavar="FINGERPRINT", default="", help=_("a new device that you accept"))
    one.add_argument("--receipt", metavar="FILE", help=_("where to write the receipt to carry back"))
    one = steps.add_parser("undo", help=_("take a received file back"))
    one.add_argument("uid", metavar="UID", help=_("the file's id, as cso-desk bundle list shows it"))
    steps.add_parser("list", help=_("the files made and taken in here"))
    steps.add_parser("devices", help=_("the devices known here, with their fingerprints"))


def run(args: Namespace) -> Result:
    steps = {
        "make": _make, "check": _check, "receive": _receive, "undo": _undo, "list": _list,
        "devices": _devices,
    }  # fmt: skip
    with opened(args) as store:
        return steps[args.step](args, store)


def hub_of(text: str) -> str:
    """The code of a hub from what people write: 2, 02, a name, NAT. Raises UserError."""
    digits = to_latin_digits(text).strip()
    if not digits or digits.isdecimal():
        return digits.zfill(2) if digits else ""
    if digits.upper() in ("NAT", "NATIONAL"):
        return _NATIONAL
    found = resolve_place(text, level="province")
    if found is None:
        raise UserError(_("There is no hub “{text}”. Say its code, for example 02 or 00.", text=text))
    return found.code


def _profile(args: Namespace) -> Profile:
    way = _WAYS[args.by]
    return replace(way, files=args.files) if args.files else way


def _records(args: Namespace, store: Store) -> list[str]:
    with store.reading() as reading:
        return [record_named(reading, code)[1].id for code in args.title]


def _promised(args: Namespace, store: Store, hub: str) -> frozenset[str]:
    """The records of the library sets that this hub was promised; they go with its changes."""
    return promised_records(store, hub) if args.kind in ("delta", "full") else frozenset()


def _plan(args: Namespace, store: Store, hub: str) -> Result:
    kind = "files" if args.title else args.kind
    found = plan_bundle(
        store, hub, _profile(args), kind=kind, records=_records(args, store),
        promised=_promised(args, store, hub),
    )  # fmt: skip
    lines = [
        ngettext("{count} change", "{count} changes", found.changes),
        ngettext("{count} file", "{count} files", found.files),
        ngettext("About {size} MB in {count} part", "About {size} MB in {count} parts", found.volumes,
                 size=-(-found.bytes // 1_000_000)),
        _("This was only a plan. Nothing was written."),
    ]  # fmt: skip
    return Result({"plan": True} | _plain(found), lines)


def _make(args: Namespace, store: Store) -> Result:
    hub = hub_of(args.to)
    if not hub and args.kind != "hello":
        raise UserError(_("Say for which hub: --to HUB."))
    if args.plan:
        return _plan(args, store, hub)
    out = Path(args.out).expanduser() if args.out else None
    made = make_bundle(
        store, hub, out, kind="files" if args.title else args.kind, profile=_profile(args),
        records=_records(args, store), promised=_promised(args, store, hub),
        allow_plain=not args.encrypted_only, progress=Ticker(quiet=args.json),
    )  # fmt: skip
    lines = [
        ngettext("{count} change was written to {file}.", "{count} changes were written to {file}.",
                 made.changes, file=made.path)
    ]  # fmt: skip
    if made.files:
        lines.append(ngettext("{count} file goes with it.", "{count} files go with it.", made.files))
    lines += [_("It belongs together with: {file}", file=path) for path in made.further]
    if made.encrypted or args.kind == "hello":
        return Result(_plain(made), lines)
    warning = _(
        "Attention: this file is NOT encrypted, because no computer of {hub} is known here yet. "
        "Whoever finds it can read it. Better: exchange introductions first "
        "(cso-desk bundle make --kind hello), then make it anew.",
        hub=hub_name(hub),
    )
    return Result(_plain(made), lines, [warning])


def _check(args: Namespace, store: Store) -> Result:
    found = check_bundle(store, Path(args.file).expanduser())
    signer = _("known") if found.known_signer else _("not known yet")
    lines = [
        _("From hub {hub}, device {device}, made {when}.", hub=found.from_hub or "?",
          device=found.from_device, when=when(found.made_at)),
        _("Signed by {fingerprint} ({known}).", fingerprint=found.signed_by, known=signer),
        ngettext("{count} new change", "{count} new changes", found.new_changes),
        *_file_lines(found),
        *_new_devices(found.new_devices),
        *found.problems,
    ]  # fmt: skip
    if found.can_receive:
        lines.append(_("It can be taken in with: cso-desk bundle receive {file}", file=found.path))
    return Result(_plain(found), lines, code=0 if found.can_receive else USER_MUST_ACT)


def _receive(args: Namespace, store: Store) -> Result:
    path, ticker = Path(args.file).expanduser(), Ticker(quiet=args.json)
    if args.preview:
        seen = preview_bundle(store, path, accept=args.accept, progress=ticker)
        lines = _figures(seen.changes, seen.records, seen.conflicts, seen.new_devices)
        return Result(
            {"preview": True} | _plain(seen), [*lines, _("This was only a preview. Nothing was changed.")]
        )
    receipt = Path(args.receipt).expanduser() if args.receipt else None
    done = receive_bundle(store, path, accept=args.accept, receipt=receipt, progress=ticker)
    lines = _figures(done.changes, done.records, done.conflicts, done.new_devices)
    if done.files:
        lines.append(ngettext("{count} file arrived.", "{count} files arrived.", done.files))
    if done.incomplete:
        lines.append(
            ngettext(
                "{count} file waits for further parts.",
                "{count} files wait for further parts.",
                done.incomplete,
            )
        )
    lines += told_of_histories(done)
    if done.conflicts:
        lines.append(_("Look at them with: cso-desk conflicts"))
    if done.update:
        lines.append(
            _(
                "A new version of the program came with a bundle. Look at it in the settings, under "
                "“About and updates…”."
            )
        )
    if done.receipt_path:
        lines.append(_("Receipt to carry back: {file}", file=done.receipt_path))
    if done.changes:
        lines.append(_("To take it back: cso-desk bundle undo {uid}", uid=done.uid))
    return Result({"preview": False} | _plain(done), lines)


def _file_lines(found: Checked) -> list[str]:
    size = -(-found.file_bytes // 1_000_000)
    lines = [
        ngettext("{count} file, {size} MB", "{count} files, {size} MB", found.files, size=size)
    ] if found.files else []  # fmt: skip
    if found.volumes > 1:
        lines.append(_("Part {number} of {count}", number=found.volume, count=found.volumes))
    return lines


def _figures(changes: int, records: int, conflicts: int, new: Iterable[NewDevice]) -> list[str]:
    lines = [
        ngettext("{count} new change", "{count} new changes", changes),
        ngettext("{count} record touched", "{count} records touched", records),
    ]
    if conflicts:
        lines.append(ngettext("{count} decision waits.", "{count} decisions wait.", conflicts))
    return [*lines, *_new_devices(new)]


def _new_devices(new: Iterable[NewDevice]) -> list[str]:
    return [
        _("New device of hub {hub}: {name}, {fingerprint}", hub=each.hub, name=each.name,
          fingerprint=each.fingerprint)
        for each in new
    ]  # fmt: skip


def _undo(args: Namespace, store: Store) -> Result:
    removed = undo_receive(store, args.uid)
    said = ngettext("{count} change was taken back.", "{count} changes were taken back.", removed)
    return Result({"uid": args.uid, "removed": removed}, [said])


def _list(_args: Namespace, store: Store) -> Result:
    found = bundles_of(store)
    ways = {"in": _("in"), "out": _("out")}
    lines = [
        "  ".join((when(each.at), ways.get(each.direction, each.direction), each.hub, each.kind, each.status,
                   str(each.changes), each.uid))
        for each in found
    ]  # fmt: skip
    return Result({"bundles": [asdict(each) for each in found]}, lines or [_("Nothing was exchanged yet.")])


def _devices(_args: Namespace, store: Store) -> Result:
    own, found = own_fingerprint(store), devices(store)
    lines = [_("This device: {fingerprint}", fingerprint=own)]
    lines += [f"{each.hub}  {each.name}  {each.fingerprint}" for each in found if not each.own]
    return Result({"own": own, "devices": [asdict(each) for each in found]}, lines)


def _plain(found: Any) -> dict[str, Any]:
    """A result of bundles as an object."""
    return {name: _plain_value(value) for name, value in asdict(found).items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain_value(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain_value(each) for key, each in value.items()}
    return str(value) if isinstance(value, Path) else value
