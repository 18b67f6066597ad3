"""`remote use`, `show`, `forget`, `post` and `collect`: exchange through a folder that hubs share."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from cso_desk.bundles.many import Arrival, look_at, take_in_all
from cso_desk.commands.bundle import hub_of
from cso_desk.commands.opening import opened, read_passphrase
from cso_desk.commands.result import DONE, USER_MUST_ACT, Result
from cso_desk.commands.speaking import Ticker
from cso_desk.errors import UserError
from cso_desk.features.library.service.sets import promised_records
from cso_desk.remotes.exchange import collect, post, use_remote
from cso_desk.remotes.keeping import Remote, keep_remote, kept_remote
from cso_desk.store.store import NATIONAL, Store
from cso_desk.trust.devices import devices
from cso_desk.trust.rights import digits_of, hub_name
from cso_desk.wording import _, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP", title=_("steps"), required=True)
    one = steps.add_parser("use", help=_("name the shared folder and try it"))
    one.add_argument(
        "address", metavar="ADDRESS", help=_("a path, or an address: https://… (WebDAV), sftp://…, s3://…")
    )
    one.add_argument("--user", default="", metavar="NAME", help=_("the user name on that server"))
    one.add_argument(
        "--password-file", metavar="FILE", help=_("a file whose first line is the password on that server")
    )
    steps.add_parser("show", help=_("which shared folder is used"))
    steps.add_parser("forget", help=_("use no shared folder any more"))
    one = steps.add_parser("post", help=_("leave bundles for other hubs there"))
    one.add_argument(
        "--to", metavar="HUB", action="append", help=_("the hub; without it every hub that is known")
    )
    one.add_argument("--hello", action="store_true", help=_("leave an introduction for everybody instead"))
    one = steps.add_parser("collect", help=_("fetch what lies there for this hub"))
    one.add_argument("--receive", action="store_true", help=_("take in at once what can be taken in"))
    one.add_argument(
        "--accept",
        metavar="FINGERPRINT",
        action="append",
        default=[],
        help=_("a new device whose digits you compared"),
    )


def run(args: Namespace) -> Result:
    steps = {"use": _use, "show": _show, "forget": _forget, "post": _post, "collect": _collect}
    with opened(args) as store:
        return steps[args.step](args, store)


def _use(args: Namespace, store: Store) -> Result:
    secret = read_passphrase(Path(args.password_file).expanduser()) if args.password_file else ""
    remote = use_remote(store, Remote(args.address, args.user, secret))
    lines = [_("The shared folder {address} is used from now on.", address=remote.address)]
    if remote.host_key:
        lines.append(_("Its key is {key}; compare it with what its administrator says.", key=remote.host_key))
    return Result(_told(remote), lines)


def _show(_args: Namespace, store: Store) -> Result:
    remote = kept_remote(store)
    if remote is None:
        return Result({"address": ""}, [_("No shared folder is used.")])
    return Result(_told(remote), ["  ".join(filter(None, (remote.address, remote.user, remote.host_key)))])


def _forget(_args: Namespace, store: Store) -> Result:
    keep_remote(store, None)
    return Result({"address": ""}, [_("No shared folder is used.")])


def _post(args: Namespace, store: Store) -> Result:
    kind = "hello" if args.hello else "delta"
    hubs = [""] if args.hello else [hub_of(each) for each in args.to or ()] or _known_hubs(store)
    posted = post(store, hubs, Ticker(quiet=args.json), kind=kind, promised=promised_records)
    lines = [
        ngettext(
            "{count} change for hub {hub}: {file}", "{count} changes for hub {hub}: {file}",
            each.made.changes, hub=each.hub or _("everybody"), file=each.name,
        )
        for each in posted
    ]  # fmt: skip
    return Result(
        {"posted": [{"file": each.name, "hub": each.hub, "changes": each.made.changes} for each in posted]},
        lines,
    )


def _known_hubs(store: Store) -> list[str]:
    known = sorted({each.hub for each in devices(store)} - {store.hub})
    # A province speaks with the nation; the nation with every province.
    wanted = [NATIONAL] if store.hub != NATIONAL and NATIONAL in known else known
    if not wanted:
        raise UserError(
            _("No other hub is known here yet. Leave an introduction first: cso-desk remote post --hello")
        )
    return wanted


def _collect(args: Namespace, store: Store) -> Result:
    ticker = Ticker(quiet=args.json)
    arrivals = look_at(store, collect(store, ticker))
    if args.receive:
        arrivals = take_in_all(store, arrivals, _compared(arrivals, args.accept), ticker)
    lines = [f"{each.path}: {_became(each)}" for each in arrivals]
    files = [
        {"file": str(each.path), "received": each.received is not None, "problem": each.problem,
         "new_devices": [device.fingerprint for device in each.unmet]}
        for each in arrivals
    ]  # fmt: skip
    waits = args.receive and any(each.received is None for each in arrivals)
    code = USER_MUST_ACT if waits else DONE
    return Result({"files": files}, lines or [_("Nothing new lies in the shared folder.")], code=code)


def _compared(arrivals: Iterable[Arrival], accept: Iterable[str]) -> set[str]:
    """The fingerprints of the files that the person accepts, however they typed them."""
    typed = digits_of(accept)
    met = {device.fingerprint for each in arrivals for device in each.unmet}
    return {one for one in met if digits_of([one]) & typed}


def _became(each: Arrival) -> str:
    if each.received is None and each.unmet:
        device = each.unmet[0]
        return _(
            "It comes from a computer that is not known here yet: {name} of {hub}. Ask by phone whether its "
            "digits are {fingerprint}; if they are, say --receive --accept with these digits.",
            name=device.name, hub=hub_name(device.hub), fingerprint=device.fingerprint,
        )  # fmt: skip
    if each.problem or each.checked is None:
        return each.problem
    changes = each.received.changes if each.received else each.checked.new_changes
    return ngettext("{count} new change", "{count} new changes", changes)


def _told(remote: Remote) -> dict[str, str]:
    return {"address": remote.address, "user": remote.user, "host_key": remote.host_key}
