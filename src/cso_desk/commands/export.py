"""`export`: writes people or institutions as vCards for a telephone; only those who agreed to be shared."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.documents.saving import save_text
from cso_desk.documents.vcard import VERSIONS
from cso_desk.errors import UserError
from cso_desk.features.members.printing.contacts import contact_cards
from cso_desk.features.members.record import Organisation, Person
from cso_desk.wording import _, ngettext

_RECORDS = {"people": ("person", Person), "organisations": ("organisation", Organisation)}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=tuple(_RECORDS), help=", ".join(_RECORDS))
    parser.add_argument("codes", metavar="CODE", nargs="*", help=_("only these; without a code all"))
    parser.add_argument("--out", required=True, metavar="FILE", help=_("the file to write: .vcf"))
    parser.add_argument("--vcard", choices=VERSIONS, default=VERSIONS[0], help=_("the version of the cards"))


def run(args: Namespace) -> Result:
    out = Path(args.out).expanduser()
    if out.suffix.lower() != ".vcf":
        raise UserError(_("Contacts are written as vCards. Give the file a name that ends in .vcf."))
    kind, record = _RECORDS[args.what]
    with opened(args) as store:
        ids = None
        if args.codes:
            with store.reading() as reading:
                ids = {record_named(reading, code, kind)[1].id for code in args.codes}
        text, count, left_out = contact_cards(
            store, record, ids, language=args.lang or "km", version=args.vcard
        )
    if not count:
        raise UserError(_("Nobody of these agreed to be shared, so nothing was written."))
    save_text(out, text)
    lines = [
        ngettext("{count} card was written: {file}", "{count} cards were written: {file}", count, file=out)
    ]
    notes = []
    if left_out:
        notes.append(
            ngettext(
                "{count} did not agree to be shared and is left out.",
                "{count} did not agree to be shared and are left out.",
                left_out,
            )
        )
    return Result({"file": str(out), "cards": count, "left_out": left_out}, lines, notes)
