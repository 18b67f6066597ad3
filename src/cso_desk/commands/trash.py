"""`trash` and `restore`: put a record into the trash, or take it out again."""

from argparse import ArgumentParser, Namespace

from cso_desk.commands.naming import called, record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.shaping import plain
from cso_desk.errors import UserError
from cso_desk.wording import N_, _


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help=_("the code or the id of a record"))


def run(args: Namespace) -> Result:
    away = args.verb == "trash"
    with opened(args) as store:
        with store.reading() as reading:
            kind, record = record_named(reading, args.code)
        if record.deleted == away:
            raise UserError(
                _("This record is in the trash already.") if away else _("This record is not in the trash.")
            )
        with store.transaction(N_("Put into the trash") if away else N_("Take out of the trash")) as t:
            t.change(record, deleted=away)
        record.deleted = away
        name = " ".join(text for text in (record.code, called(kind, record)) if text)
        sentence = (
            _("{name} is in the trash. To take it out again: cso-desk restore {code}", name=name,
              code=record.code or record.id)
            if away
            else _("{name} is out of the trash again.", name=name)
        )  # fmt: skip
        return Result({"record": plain(kind, record)}, [sentence])
