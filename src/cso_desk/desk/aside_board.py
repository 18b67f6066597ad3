"""What was set aside of a revoked computer: looked at record by record, brought back in part, or left."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.bundles.bringing_back import AsideFile, AsideRecord, aside_records, bring_back, put_away
from cso_desk.desk.conflict_words import values_said
from cso_desk.desk.exchange_cards import PADDING, caution, tick_box
from cso_desk.desk.session import Session, hub_name
from cso_desk.journal.reviews import Conflict
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import clock_time, digits, title_of
from cso_desk.wording import _, ngettext

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage

_MOST = 60
_UNSEEN = ("code", "scope", "id")


def aside_card(each: AsideFile, look: Callable[[Path], object]) -> QFrame:
    """That something was set aside, of whom and why."""
    if each.problem:
        return caution("warning", each.problem)
    said = ngettext(
        "{number} change by {name} of {hub} counts no more: that computer was revoked. It was set aside on "
        "{when} and can be looked at.",
        "{number} changes by {name} of {hub} count no more: that computer was revoked. They were set aside "
        "on {when} and can be looked at.",
        each.changes,
        number=digits(each.changes),
        name=each.name,
        hub=hub_name(each.hub),
        when=clock_time(each.at),
    )
    return caution("warning", said, button(lambda: _("Look at them…"), lambda: look(each.path)))


class AsideBoard:
    """Shown by the Exchange page while it is open. `chosen`: the records that are ticked."""

    def __init__(self, page: "ExchangePage", session: Session, path: Path) -> None:
        self._page, self._session, self._path = page, session, path
        self.records: list[AsideRecord] = []
        self.chosen: set[str] = set()

    # --- what can be done ---

    def look(self) -> None:
        """Read the file and show what it holds."""
        store, path = self._session.store, self._path
        self._work(lambda _progress: aside_records(store, path), self._seen)

    def bring_back(self) -> None:
        """Enter what is ticked again, as work of this hub; Undo takes that back."""
        store, path, chosen = self._session.store, self._path, frozenset(self.chosen)

        def act(_progress: Any) -> tuple[int, list[AsideRecord]]:
            count = bring_back(store, path, chosen)
            return count, aside_records(store, path)

        self._work(act, self._brought)

    def leave(self) -> None:
        """Say that this was dealt with: the file is kept and offered no more."""
        if self._session.attempt(lambda: put_away(self._path)):
            self._session.notify(_("It is kept in the folder of the store, and offered here no more."))
            self._page.leave_aside()

    # --- cards ---

    def cards(self) -> list[QWidget]:
        """What stands on the Exchange page while this is open."""
        back = button(lambda: _("Back"), self._page.leave_aside, picture="arrow-left")
        head = holder(row(Label(_("Set aside"), "title"), None, back))
        said = _(
            "This was written on a computer that the national hub revoked, after the last change of it that "
            "counts. Somebody else may have written it. Ask the people of that hub what of it is right: what "
            "you bring back becomes work of this hub, and Undo takes it back."
        )
        yes = button(
            lambda: _("Bring back what is ticked"),
            self.bring_back,
            name="primary",
            picture="check",
            writes="data",
        )
        yes.setEnabled(bool(self.chosen))
        leave = button(lambda: _("Leave the rest"), self.leave)
        buttons = flowing(yes, leave)
        top = column(Label(said, wrap=True), buttons, gap=8, margins=PADDING)
        return [head, frame("card", top), self._list()]

    def _list(self) -> QFrame:
        different = [each for each in self.records if each.values]
        said = ngettext(
            "{number} record differs from what stands here", "{number} records differ from what stands here",
            len(different), number=digits(len(different)),
        )  # fmt: skip
        inside = column(Label(said, "heading"), gap=4, margins=PADDING)
        for each in different[:_MOST]:
            inside.addWidget(line())
            inside.addWidget(self._record(each))
        if len(different) > _MOST:
            inside.addWidget(Label(_("and {count} more", count=digits(len(different) - _MOST)), "quiet"))
        return frame("card", inside)

    def _record(self, each: AsideRecord) -> QWidget:
        def tick(on: bool) -> None:
            (self.chosen.add if on else self.chosen.discard)(each.record)
            self._page.draw()

        kind = self._session.store.shelves.types[each.kind]
        values = {one.field: kind.fields[one.field].kind.from_stored(one.value) for one in each.values}
        with self._session.store.reading() as reading:
            held = reading.get(kind.record, each.record) if each.here else None
        name = f"{_(kind.label)}: {title_of(kind.title(held or kind.record(**values)), _('(empty)'))}"
        new = "" if each.here else _("It is nowhere else any more.")
        who = _("{who}, {when}", who=each.actor or "?", when=clock_time(each.at))
        inside = column(tick_box(lambda: name, each.record in self.chosen, tick), gap=2)
        inside.addWidget(Label("  ·  ".join(filter(None, (who, new))), "quiet"))
        for said in self._values(each):
            inside.addWidget(Label(said, wrap=True))
        return holder(inside)

    def _values(self, each: AsideRecord) -> Iterable[str]:
        shown = [one for one in each.values if one.field not in _UNSEEN]
        fields = [Conflict(each.kind, each.record, one.field, ()) for one in shown]
        then = values_said(self._session, [(f, one.value) for f, one in zip(fields, shown, strict=True)])
        now = values_said(self._session, [(f, one.now) for f, one in zip(fields, shown, strict=True)])
        kind = self._session.store.shelves.types[each.kind]
        for one, before, value in zip(shown, now, then, strict=True):
            label = _(kind.fields[one.field].kind.label)
            if each.here:
                yield _("{field}: {before} → {value}", field=label, before=before, value=value)
            else:
                yield _("{field}: {value}", field=label, value=value)

    # --- answers ---

    def _seen(self, records: list[AsideRecord]) -> None:
        self.records = records

    def _brought(self, found: tuple[int, list[AsideRecord]]) -> None:
        count, self.records = found
        self.chosen.clear()
        self._session.notify(
            ngettext(
                "{number} record was brought back.", "{number} records were brought back.", count,
                number=digits(count),
            ),
            undo=True,
        )  # fmt: skip

    def _work(self, act: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        def show(found: Any) -> None:
            done(found)
            self._page.draw()

        self._session.work(_("Looking at the file…"), act, show, alone=True)
