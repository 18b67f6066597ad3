"""People who are one with somebody erased: whether they are the same is asked on Today, and answered here."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cso_desk.desk.attention import attention
from cso_desk.desk.erasure_page import open_erasure
from cso_desk.desk.session import Session
from cso_desk.features.members.record import Person
from cso_desk.journal.merged_erased import MergedWithErased, merged_with_erased, part_from_erased
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import _, ngettext

_CARD = (20, 16, 20, 16)


class MergedWithErasedPage(ScrollPage):
    """Each of them, to be erased as well or to be kept as somebody else."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setProperty("help", "settings")
        self.session = session
        self.load()

    def title(self) -> str:
        return _("Merged with somebody erased")

    def cards(self) -> list[QWidget]:
        found = merged_with_erased(self.session.store)
        if not found:
            done = Label(lambda: _("Nobody is left. Nothing has to be done here."), wrap=True)
            return [frame("card", column(done, margins=_CARD))]
        told = Label(
            lambda: _(
                "A hub merged these people with somebody who was erased, before it heard of that. Where it "
                "is the same person, erase what is left too. Where they are two, say so, and they stay."
            ),
            wrap=True,
        )
        inside = column(told, gap=8, margins=_CARD)
        for each in found:
            inside.addWidget(line())
            inside.addWidget(self._line(each))
        return [frame("card", inside)]

    def _line(self, found: MergedWithErased) -> QWidget:
        session = self.session
        with session.store.reading() as reading:
            person = reading.get(Person, found.person)
        code = (person.code if person else "") or found.person[-8:].upper()
        name = title_of((person.name_km, person.name_en), code) if person else code

        def part() -> None:
            if session.attempt(lambda: part_from_erased(session.store, found)):
                self.draw()

        two = button(lambda: _("They are two"), part, name="flat", writes="data")
        erase = button(
            lambda: _("Erase this person…"), partial(open_erasure, session, found.person), writes="decision"
        )
        called = holder(column(Label(name, wrap=True), Label(code, "quiet"), gap=0))
        inside = row(called, two, erase, gap=12)
        inside.setStretch(0, 1)
        return holder(inside)


def merged_due(session: Session) -> list[QWidget]:
    """What Today says of them; nothing where everybody was decided on."""
    count = len(merged_with_erased(session.store))
    if not count:
        return []
    said = ngettext(
        "{number} person was merged with somebody who was erased.",
        "{number} people were merged with somebody who was erased.",
        count,
        number=digits(count),
    )
    go = button(lambda: _("Decide…"), lambda: session.show_over(MergedWithErasedPage(session)))
    return [attention("users", said, go)]
