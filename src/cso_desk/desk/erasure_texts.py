"""The texts that may still name somebody erased: listed until each was opened or ticked off."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from cso_desk.desk.attention import attention
from cso_desk.desk.session import Session
from cso_desk.journal.mentions import Mention
from cso_desk.journal.texts_to_go_over import texts_left, tick_off
from cso_desk.store.listing import codes, titles
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import _, ngettext


class ErasureTextsPage(ScrollPage):
    """Every text that nobody went over yet, whomever it may name."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setProperty("help", "settings")
        self.session = session
        self.load()

    def title(self) -> str:
        return _("Texts to go over")

    def cards(self) -> list[QWidget]:
        return [texts_card(self.session, texts_left(self.session.store), self.draw)]


def texts_card(session: Session, mentions: Sequence[Mention], again: Callable[[], object]) -> QWidget:
    """The texts, each with a way to it; `again` draws them anew after one was ticked off."""
    heading = Label(lambda: _("Texts to go over"), "heading", wrap=True)
    if not mentions:
        said = Label(
            lambda: _("No other text of the store seems to name somebody who was erased."), wrap=True
        )
        return frame("card", column(heading, said, gap=8, margins=(20, 16, 20, 16)))
    told = Label(
        lambda: _(
            "These texts have every part of the name. Open each and take the name out where it is that "
            "person. What stood there before stays in the history of that record."
        ),
        wrap=True,
    )
    inside = column(heading, told, gap=8, margins=(20, 16, 20, 16))
    called = _called(session, mentions)
    for each in mentions:
        inside.addWidget(line())
        inside.addWidget(_text(session, each, called[each.record], again))
    return frame("card", inside)


def texts_due(session: Session) -> list[QWidget]:
    """What Today says of them; nothing where all were gone over."""
    count = len(texts_left(session.store))
    if not count:
        return []
    said = ngettext(
        "{number} text may still name somebody who was erased.",
        "{number} texts may still name somebody who was erased.",
        count,
        number=digits(count),
    )
    go = button(lambda: _("Go over them…"), lambda: session.show_over(ErasureTextsPage(session)))
    return [attention("trash", said, go)]


def _text(session: Session, mention: Mention, called: str, again: Callable[[], object]) -> QWidget:
    kind = session.store.shelves.types[mention.kind]
    field = kind.fields[mention.field].kind.label if mention.field in kind.fields else kind.label
    told = column(
        Label(called, wrap=True), Label(lambda: f"{_(kind.label)}  ·  {_(field)}", "quiet", wrap=True), gap=0
    )

    def tick() -> None:
        if session.attempt(lambda: tick_off(session.store, mention)):
            again()

    def show() -> None:
        if not session.store.why_not():
            session.attempt(lambda: tick_off(session.store, mention))
        session.go_to_record(mention.kind, mention.record, mention.field)

    gone_over = button(lambda: _("Gone over"), tick, name="flat", picture="check", writes="data")
    go = button(lambda: _("Open"), show, picture="arrow-right")
    go.setAccessibleName(_("Open {name}", name=called))
    inside = row(holder(told), gone_over, go, gap=12)
    inside.setStretch(0, 1)
    return holder(inside)


def _called(session: Session, mentions: Sequence[Mention]) -> dict[str, str]:
    """What people call the records that name somebody, by id."""
    with session.store.reading() as reading:
        some = [each.record for each in mentions]
        named, coded = titles(reading, some), codes(reading, some)
    return {one: title_of(named.get(one, ("", "")), coded.get(one, "")) or "–" for one in some}
