"""The trash: records of every type that were put away, each with who did it and a button to bring it back."""

from PySide6.QtWidgets import QWidget

from cso_desk.desk.session import Session
from cso_desk.journal.trashed import Trashed, trashed
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import clock_time, digits, title_of
from cso_desk.wording import N_, _, ngettext

_MOST = 60


class TrashPage(ScrollPage):
    """What was put away, the newest first, by type where one type is chosen."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setProperty("help", "trash")
        self._session = session
        self.kind = ""
        self.load()

    def title(self) -> str:
        return _("Trash")

    def choose(self, kind: str) -> None:
        """Show only records of one type, "" for all."""
        self.kind = kind
        self.draw()

    def restore(self, each: Trashed) -> None:
        """Take a record out of the trash, as a step that can be undone."""
        name = self._name(each)
        if self._session.change(
            N_("Take {record} out of the trash"),
            lambda transaction: transaction.restore(each.record),
            record=name,
        ):
            self._session.notify(_("{record} is back in its list.", record=name), undo=True)

    def cards(self) -> list[QWidget]:
        with self._session.store.reading() as reading:
            found = trashed(reading)
        if not found:
            return [self._nothing()]
        kinds = {each.kind.name: each.kind.plural for each in found}
        if self.kind not in kinds:
            self.kind = ""
        shown = [each for each in found if self.kind in ("", each.kind.name)]
        inside = column(Label(self._count(len(shown)), "heading"), gap=2, margins=(20, 12, 20, 16))
        for each in shown[:_MOST]:
            inside.addWidget(line())
            inside.addWidget(self._line(each))
        if len(shown) > _MOST:
            inside.addWidget(Label(_("and {count} more", count=digits(len(shown) - _MOST)), "quiet"))
        head = Label(
            _("What is put into the trash disappears from lists and papers, and can be brought back."),
            "quiet",
            wrap=True,
        )
        return [head, *([self._choices(kinds)] if len(kinds) > 1 else []), frame("card", inside)]

    def _choices(self, kinds: dict[str, str]) -> QWidget:
        made = []
        for name, plural in {"": N_("Everything"), **kinds}.items():
            each = button(lambda plural=plural: _(plural), checkable=True, name="tab")  # type: ignore[misc]
            each.setChecked(name == self.kind)
            each.clicked.connect(lambda *_on, name=name: self.choose(name))
            made.append(each)
        return holder(row(*made, None, gap=0))

    def _line(self, each: Trashed) -> QWidget:
        who = self._session.who(each.actor, each.hub)
        said = [_(each.kind.label), each.record.code]
        if each.at:
            said.append(_("{who}, {when}", who=who, when=clock_time(each.at)))
        texts = column(
            Label(self._name(each), wrap=True),
            Label("  ·  ".join(part for part in said if part), "quiet", wrap=True),
            gap=0,
        )
        back = button(
            lambda: _("Bring back"),
            lambda: self.restore(each),
            picture="arrow-counter-clockwise",
            writes="data",
        )
        back.setAccessibleName(_("Bring back {record}", record=self._name(each)))
        inside = row(holder(texts), back, gap=12)
        inside.setStretch(0, 1)
        return holder(inside)

    def _name(self, each: Trashed) -> str:
        return title_of(each.kind.title(each.record)) or each.record.code or _(each.kind.label)

    def _count(self, count: int) -> str:
        return ngettext("{number} record", "{number} records", count, number=digits(count))

    def _nothing(self) -> EmptyPage:
        made = EmptyPage(
            "trash",
            lambda: _("The trash is empty"),
            lambda: _("Records that you put into the trash wait here and can be brought back."),
        )
        made.setMinimumHeight(self.viewport().height() // 2)
        return made
