"""`undo` and `redo`: take back the last step made here, or do it again."""

from argparse import ArgumentParser, Namespace

from cso_desk.bundles.listing import bundles_of
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.errors import UserError
from cso_desk.journal.undo import RECEIVE, Undone, redo, undo, undoable
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    """Both take no arguments of their own."""


def run(args: Namespace) -> Result:
    with opened(args) as store:
        if args.verb == "redo":
            return _told("redone", _("Done again: {step}"), redo(store))
        with store.reading() as reading:
            newest = undoable(reading.connection)
        if newest is not None and newest.kind == RECEIVE:
            raise UserError(
                _(
                    "The last step took in a bundle. To take it back say: cso-desk bundle undo {uid}",
                    uid=_newest_bundle(store),
                )
            )
        return _told("undone", _("Taken back: {step}"), undo(store))


def _newest_bundle(store: Store) -> str:
    taken = [each for each in bundles_of(store) if each.direction == "in" and each.can_undo]
    return taken[0].uid if taken else "UID"


def _told(key: str, sentence: str, done: Undone) -> Result:
    # What was redone is the step that the undo had taken back, not the undo.
    step = done.step.taken_back if key == "redone" else done.step.text
    lines = [sentence.format(step=step)]
    if done.left_alone:
        lines.append(
            ngettext(
                "{count} field was changed again since and was left alone.",
                "{count} fields were changed again since and were left alone.",
                done.left_alone,
            )
        )
    return Result(
        {key: step, "step": done.step.uid, "fields": done.fields, "left_alone": done.left_alone},
        lines,
    )
