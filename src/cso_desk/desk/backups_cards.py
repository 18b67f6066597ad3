"""The cards of the page of backups: what a restore would change, the passphrase of that time, the list."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from cso_desk.catalog import RECORD_TYPES
from cso_desk.rescue.outlook import Differing, Outlook
from cso_desk.store.backups import REASONS, Backup
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, named, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import clock_time, digits, title_of
from cso_desk.wording import _, ngettext

CARD = (20, 12, 20, 14)


def asking_card(
    backup: Backup, secret: QLineEdit, go: Callable[[], object], leave: Callable[[], object]
) -> QWidget:
    """Asks for the passphrase that a backup was made under."""
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    named(secret, lambda: _("Passphrase of that time"))
    said = _(
        "The backup of {when} was made when the store had another key. Type the passphrase of that time, "
        "or its recovery code.",
        when=clock_time(backup.at),
    )
    acts = flowing(
        button(lambda: _("Look at it"), go, name="primary"), button(lambda: _("Cancel"), leave, name="flat")
    )
    return frame("caution", column(Label(said, wrap=True), secret, acts, gap=8, margins=CARD))


def outlook_card(seen: Outlook, restore: Callable[[], object], leave: Callable[[], object]) -> QWidget:
    """What restoring this backup would change, before anybody does it."""
    heading = Label(_("The backup of {when}", when=clock_time(seen.backup.at)), "heading")
    inside = column(heading, Label(_before(seen), wrap=True), gap=6, margins=CARD)
    for each in seen.kinds:
        inside.addWidget(line())
        inside.addWidget(_differing(each))
    after = _(
        "The store as it is now is kept first. After the restore you can take over what was entered since."
    )
    inside.addWidget(Label(after, "quiet", wrap=True))
    inside.addWidget(
        flowing(
            button(lambda: _("Restore this backup"), restore, name="primary", writes="data"),
            button(lambda: _("Leave everything as it is"), leave, name="flat"),
        )
    )
    return frame("caution", inside)


def rows_of(inside: Any, every: Sequence[Backup], look_at: Callable[[Backup], object]) -> None:
    """A line for each backup, with the way to look at it."""
    for each in every:
        inside.addWidget(line())
        inside.addWidget(_row(each, look_at))
    if not every:
        inside.addWidget(Label(_("There is no backup yet."), "quiet"))


def size_of(size: int) -> str:
    """Bytes as people read them."""
    megabytes = size / 1_000_000
    return _("{megabytes} MB", megabytes=digits(f"{megabytes:.1f}" if megabytes < 10 else round(megabytes)))


def _row(backup: Backup, look_at: Callable[[Backup], object]) -> QWidget:
    files = len(backup.told.files)
    counted = ngettext("{number} file", "{number} files", files, number=digits(files)) if files else ""
    parts = (_(REASONS.get(backup.reason, backup.reason)), size_of(backup.size), counted)
    said = Label("   ·   ".join(filter(None, parts)), "quiet", wrap=True)
    inside = row(holder(column(Label(clock_time(backup.at)), said, gap=0)))
    if backup.is_sound:
        inside.addWidget(button(lambda: _("Look and restore…"), partial(look_at, backup)))
    inside.setStretch(0, 1)
    return holder(inside)


def _before(seen: Outlook) -> str:
    if not seen.kinds:
        return _("Nothing would change: the store is as it was then.")
    since = ngettext(
        "Since then {number} step was made, the last on {when}.",
        "Since then {number} steps were made, the last on {when}.",
        seen.steps,
        number=digits(seen.steps),
        when=clock_time(seen.last_step),
    )
    return since if seen.steps else _("The backup is newer than the store, or another branch of it.")


def _differing(each: Differing) -> QWidget:
    kind = next(kind for kind in RECORD_TYPES if kind.name == each.kind)
    inside = column(Label(_(kind.plural), "label"), gap=2)
    for count, titles, say in (
        (each.lost, each.lost_titles, partial(_said, "lost")),
        (each.back, each.back_titles, partial(_said, "back")),
        (each.changed, each.changed_titles, partial(_said, "changed")),
    ):
        if count:
            names = ", ".join(filter(None, (title_of(title) for title in titles)))
            more = "…" if count > len(titles) else ""
            inside.addWidget(Label(f"{say(count)} {names}{more}".strip(), wrap=True))
    return holder(inside)


def _said(what: str, count: int) -> str:
    number = digits(count)
    if what == "lost":
        return ngettext("{number} would be gone:", "{number} would be gone:", count, number=number)
    if what == "back":
        return ngettext("{number} would come back:", "{number} would come back:", count, number=number)
    return ngettext("{number} would be as it was:", "{number} would be as they were:", count, number=number)
