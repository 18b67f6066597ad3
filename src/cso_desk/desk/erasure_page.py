"""Erases a person: what will happen in plain sentences, the code typed once more, then what is left to do."""

import datetime as dt
from collections import Counter
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from cso_desk.bundles.erased_files import (
    Cleared,
    done_of_cleared,
    erase_with_files,
    last_aside,
    left_of_cleared,
)
from cso_desk.desk.erasure_texts import texts_card
from cso_desk.desk.session import Session
from cso_desk.features.hub.form import paper
from cso_desk.features.members.record import Person
from cso_desk.journal.forgetting import Plan, plan_erasure
from cso_desk.journal.texts_to_go_over import texts_left
from cso_desk.store.erasures import BACKUPS, ELSEWHERE, GOES
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, row
from cso_desk.widgets.host import Paper
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, long_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

_FIELD_WIDTH = 220


def open_erasure(session: Session, record: str) -> None:
    """Show what erasing this person would do; whoever may not do it is told why, and nothing is shown."""
    day = dt.date.today()  # noqa: DTZ011  the day on the wall

    def done(plan: Plan) -> None:
        session.show_over(ErasurePage(session, record, plan, day))

    session.work(_("Looking…"), lambda _progress: plan_erasure(session.store, record, day), done, alone=True)


class ErasurePage(ScrollPage):
    """Before the act it tells and asks; afterwards it lists the texts that somebody has to go over."""

    def __init__(self, session: Session, record: str, plan: Plan, day: dt.date) -> None:
        super().__init__(session)
        self.setProperty("help", "settings")
        self.session, self.plan, self.day, self.done = session, plan, day, False
        self.cleared = Cleared()
        self._record = record
        with session.store.reading() as reading:
            person = reading.get(Person, record)
        self.code = (person.code if person else "") or record[-8:].upper()
        self._name = title_of((person.name_km, person.name_en), self.code) if person else self.code
        self.load()

    def title(self) -> str:
        return _("Erase a person")

    def look_again(self) -> None:
        """Nothing that others change makes this another page; what was typed stays."""

    def cards(self) -> list[QWidget]:
        return [self._confirmed(), self._texts()] if self.done else [self._told(), self._ask()]

    def erase(self) -> None:
        """Do it, and keep a backup that holds the person no more."""
        store, record, day = self.session.store, self._record, self.day

        def work(_progress: object) -> tuple[Plan, Cleared]:
            return erase_with_files(store, record, day)

        def finished(done: tuple[Plan, Cleared]) -> None:
            self.plan, self.cleared = done
            self.done, self._name = True, self.code
            self.draw()
            self.session.notify(_("The person was erased."))

        self.session.work(_("Erasing…"), work, finished, alone=True)

    def show_paper(self) -> None:
        """Show the confirmation as it will be printed."""
        self.session.show_paper(self.paper())

    def paper(self) -> Paper:
        """The confirmation; it names the code and not the person."""
        store = self.session.store
        texts = Counter(store.shelves.types[each.kind].label for each in self.plan.mentions)

        def described(language: str) -> object:
            from cso_desk.features.hub.printing.erasure import erasure_paper  # noqa: PLC0415  heavy

            return erasure_paper(
                store, language, code=self.code, day=self.day.isoformat(),
                until=self.plan.until.isoformat(), texts=texts, aside=last_aside(self.cleared),
            )  # fmt: skip

        return paper(lambda: _("Confirmation of an erasure"), f"erasure-{self.code}", described)  # type: ignore[arg-type]

    # --- the cards ---

    def _told(self) -> QWidget:
        heading = Label(lambda: _("Erase {name}?", name=self._name), "heading", wrap=True)
        said = [Label(partial(_, each), wrap=True) for each in GOES]
        if len(self.plan.people) > 1:
            count = len(self.plan.people) - 1
            said.append(Label(partial(_merged, count), wrap=True))
        if self.plan.parts:
            said.append(Label(self._parts, "quiet", wrap=True))
        if self.plan.shared:
            said.append(Label(lambda: _(ELSEWHERE[0]), wrap=True))
        said.append(Label(lambda: _(BACKUPS, day=long_date(self.plan.until.isoformat())), wrap=True))
        said.append(Label(lambda: _(ELSEWHERE[1]), wrap=True))
        if self.plan.mentions:
            said.append(Label(partial(_mentioned, len(self.plan.mentions)), wrap=True))
        return frame("card", column(heading, *said, gap=8, margins=(20, 16, 20, 16)))

    def _ask(self) -> QWidget:
        self.typed = QLineEdit()
        self.typed.setFixedWidth(theme.px(_FIELD_WIDTH))
        say = lambda: _("Type {code} to erase this person for good.", code=self.code)  # noqa: E731
        named(self.typed, say)
        self.go = button(
            lambda: _("Erase for good"), self.erase, name="primary", picture="trash", writes="decision"
        )
        self.go.setEnabled(False)
        QTimer.singleShot(0, self.typed, self.typed.setFocus)
        self.typed.textChanged.connect(lambda text: self.go.setEnabled(self._fits(text)))
        back = button(lambda: _("Cancel"), self._leave, name="flat")
        inside = column(
            Label(say, wrap=True), holder(row(self.typed, self.go, back, None, gap=12)), gap=8,
            margins=(20, 12, 20, 16),
        )  # fmt: skip
        return frame("card", inside)

    def _fits(self, text: str) -> bool:
        return "".join(text.upper().split()) == "".join(self.code.upper().split())

    def _leave(self) -> None:
        self.session.go_to_record("person", self._record)

    def _confirmed(self) -> QWidget:
        heading = Label(lambda: _("{code} was erased.", code=self.code), "heading", wrap=True)
        said = [Label(lambda: _(BACKUPS, day=long_date(self.plan.until.isoformat())), wrap=True)]
        if self.plan.shared:
            said.insert(0, Label(lambda: _(ELSEWHERE[0]), wrap=True))
        said += [Label(each, wrap=True) for each in done_of_cleared(self.cleared)]
        said += [Label(each, "warn", wrap=True) for each in left_of_cleared(self.cleared)]
        show = button(
            lambda: _("Print the confirmation…"), self.show_paper, name="primary", picture="printer"
        )
        return frame("card", column(heading, *said, holder(row(show, None)), gap=8, margins=(20, 16, 20, 16)))

    def _texts(self) -> QWidget:
        left = set(texts_left(self.session.store))
        mine = [each for each in self.plan.mentions if each in left]
        return texts_card(self.session, mine, self.draw)

    def _parts(self) -> str:
        types = self.session.store.shelves.types
        some = (f"{_(types[kind].plural)}: {digits(count)}" for kind, count in self.plan.parts.items())
        return "  ·  ".join(some)


def _merged(count: int) -> str:
    return ngettext(
        "{number} record that was merged with this person goes too.",
        "{number} records that were merged with this person go too.",
        count,
        number=digits(count),
    )


def _mentioned(count: int) -> str:
    return ngettext(
        "{number} text seems to name this person and stays. It is listed afterwards, to be gone over.",
        "{number} texts seem to name this person and stay. They are listed afterwards, to be gone over.",
        count,
        number=digits(count),
    )
