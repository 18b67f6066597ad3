"""How an institution hangs together with others: the networks above and below it, and its other ties."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cso_desk.features.members.service import TreeLine, network_tree, own_network, ties_from_others
from cso_desk.records.base import Record
from cso_desk.store.listing import titles
from cso_desk.widgets.controls import Label, button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.scroll_column import ScrollColumn
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, language

_KINDS = frozenset({"organisation", "organisation_name", "membership", "relation"})
_MOST = 150  # lines: a bigger tree is read on paper
_INDENT, _DEEPEST = 20, 8  # pixels a level; levels that are moved in
_LONGEST = 44  # letters of a name: a button does not break its line


class FamilyTree(ScrollColumn):
    """The networks in which an institution stands, level by level, and what others say of it."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._record: Record | None = None
        host.changes.changed.connect(self._on_changed)
        live(self, self._draw)

    def show_record(self, record: Record) -> None:
        """Show the tree of an institution as it is today."""
        self._record = record
        self._draw()

    def _on_changed(self, changed: object) -> None:
        if self.isVisible() and _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._draw()

    def _draw(self) -> None:
        record = self._record
        if record is None:
            return
        day = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        with self._host.store.reading() as reading:
            own = own_network(reading, self._host.store.hub)
            lines = network_tree(reading, day, record.id, own=own, language=language())
            told = ties_from_others(reading, record.id)
            names = titles(reading, [each.other for each in told])
        if not lines and not told:
            self.setWidget(_nothing())
            return
        shown: list[QWidget] = []
        if lines:
            shown.append(Label(_("Networks today"), "group"))
        shown += [self._line(each, record.id) for each in lines[:_MOST]]
        if len(lines) > _MOST:
            shown.append(Label(_("and {count} more", count=digits(len(lines) - _MOST)), "quiet"))
        if told:
            heading = Label(_("What is said of it elsewhere"), "group")
            heading.setContentsMargins(0, theme.px(12), 0, 0)
            shown.append(heading)
        for tie in told[:_MOST]:
            said = "   ·   ".join(filter(None, (_(tie.kind), _span(tie.since, tie.until))))
            name = title_of(names.get(tie.other, ("", "")), _("Institution"))
            shown.append(_indented(Label(said, "quiet", wrap=True), self._link(name, tie.other), depth=0))
        self.show_lines(shown, gap=2)

    def _line(self, each: TreeLine, mine: str) -> QWidget:
        body = each.organisation
        name = title_of((body.name_km, body.name_en), body.code)
        said = [*(_(tie) for tie in each.ties), _span(each.since, each.until)]
        if each.again:
            said.append(_("told above"))
        below = Label("   ·   ".join(filter(None, said)), "quiet", wrap=True) if any(said) else None
        plain = body.id == mine or not each.kept
        what = Label(name, "heading", wrap=True) if plain else self._link(name, body.id)
        return _indented(what, below, depth=each.depth)

    def _link(self, name: str, record: str) -> QWidget:
        short = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
        made = button(lambda: short, lambda: self._host.go_to_record("organisation", record), name="link")
        made.setToolTip(name)
        return made


def _indented(first: QWidget, second: QWidget | None, *, depth: int) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(theme.px(_INDENT) * min(depth, _DEEPEST), 0, 0, theme.px(4))
    layout.setSpacing(0)
    for each in (first, second):
        if each is not None:
            wide = isinstance(each, Label)
            layout.addWidget(each, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeft)
    return whole


def _span(since: str, until: str) -> str:
    if since and until:
        return _("from {start} to {end}", start=short_date(since), end=short_date(until))
    if until:
        return _("until {day}", day=short_date(until))
    return _("since {day}", day=short_date(since)) if since else ""


def _nothing() -> EmptyPage:
    return EmptyPage(
        "tree-structure",
        lambda: _("Family tree"),
        lambda: _(
            "It grows from memberships and relations. "
            "Write in which network an institution is, and who hosts it."
        ),
    )
