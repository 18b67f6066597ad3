"""The side of what was entered twice that shows what was merged, to be separated again."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.session import Session
from cso_desk.journal.merged import Merged
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.showing import clock_time, digits, title_of
from cso_desk.wording import _

_MOST = 60  # merged records that are listed

Separate = Callable[[Merged], None]


def merged_card(session: Session, gone: Sequence[Merged], separate: Separate) -> QFrame:
    """Every record that was merged, the newest first, with who merged it and a button that parts them."""
    told = _("These records were merged. Lists, papers and the search show the one that was kept.")
    inside = column(Label(told, "quiet", wrap=True), gap=2, margins=(20, 12, 20, 16))
    for each in gone[:_MOST]:
        inside.addWidget(line())
        inside.addWidget(_line(session, each, separate))
    if len(gone) > _MOST:
        inside.addWidget(Label(_("and {count} more", count=digits(len(gone) - _MOST)), "quiet"))
    return frame("card", inside)


def _line(session: Session, each: Merged, separate: Separate) -> QWidget:
    names = {"other": name_of(each, each.record), "kept": name_of(each, each.survivor)}
    said = [" / ".join(filter(None, (each.record.code, each.survivor.code)))]
    if each.at:
        who = session.who(each.actor, each.hub)
        said.append(_("{who}, {when}", who=who, when=clock_time(each.at)))
    texts = column(
        Label(_("“{other}” was merged with “{kept}”.", **names), wrap=True),
        Label("  ·  ".join(filter(None, said)), "quiet", wrap=True),
        gap=0,
    )
    apart = button(lambda: _("Separate again"), lambda: separate(each), picture="link-break", writes="data")
    apart.setAccessibleName(_("Separate “{other}” and “{kept}” again", **names))
    inside = row(holder(texts), apart, gap=12)
    inside.setStretch(0, 1)
    return holder(inside)


def name_of(each: Merged, record: Any) -> str:
    """What a record is called in the language of the window."""
    return title_of(each.kind.title(record), record.code)
