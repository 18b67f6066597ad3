"""The cards of the board beside its tiles: what can be done, what waits, the files and their answers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.bundles.histories import told_of_histories
from cso_desk.bundles.many import Answer, Arrival
from cso_desk.bundles.receiving import NewDevice
from cso_desk.desk.board_view import BoardView, is_here, is_open
from cso_desk.desk.exchange_cards import PADDING, caution, compare_card
from cso_desk.desk.exchange_words import changes_said, kind_name
from cso_desk.desk.session import Session, hub_name
from cso_desk.desk.trust_cards import root_card
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, line, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import _, ngettext

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage
    from cso_desk.desk.stick_board import StickBoard

_MOST = 60


def head_card(board: "StickBoard", page: "ExchangePage") -> QWidget:
    """The title and everything that can be done; the next thing stands out."""
    merge, view = board.view.merge, board.view
    fresh = any(
        is_open(each) and not _has_gap(each) and each.to_compare <= board.compared for each in board.arrivals
    )
    answered = any(each.made is not None for each in board.answers)
    take = button(
        lambda: _("Take in all"),
        board.take_in,
        name="primary" if fresh else "",
        picture="check-circle",
        writes="data",
    )
    take.setEnabled(fresh)
    answers = "primary" if board.folders() and not fresh and not answered else ""
    answer = button(
        lambda: _("Write answers"), board.write_answers, name=answers, picture="export", writes="data"
    )
    answer.setEnabled(bool(board.folders()))
    stick = button(lambda: _("Another stick…"), page.ask_stick, picture="folder-open")
    protocol = button(lambda: _("Merge protocol"), board.show_protocol, picture="printer")
    protocol.setEnabled(merge is not None)
    back = button(
        lambda: _("Take the merge back…"),
        lambda: board.ask_back(ask=True),
        picture="arrow-counter-clockwise",
        writes="data",
    )
    back.setEnabled(bool(view.files))
    leave = button(lambda: _("Leave the board"), page.leave_stick, picture="arrow-left")
    buttons = [take, answer, stick, protocol, back, leave]
    said = _("Plug in the sticks one after the other. Nothing is changed before you take the files in.")
    if merge is not None and not merge.ended:
        said = _("This merge began on {when} and goes on until you close it.", when=clock_time(merge.began))
        buttons.insert(
            -1, button(lambda: _("Close the merge"), board.close_merge, picture="check", writes="data")
        )
    title = Label(_("Merge of the hubs"), "title")
    return holder(column(title, Label(said, "quiet", wrap=True), flowing(*buttons), gap=4))


def _has_gap(each: Arrival) -> bool:
    """Whether nothing of a file can be taken in before an earlier one is."""
    return each.checked is not None and each.checked.gap


def take_back_card(board: "StickBoard") -> QFrame:
    """What taking the whole merge back means, and the button that does it."""
    files = board.view.files
    said = ngettext(
        "{number} file of this merge is taken back, as if it had never come. Decisions about what it brought "
        "go back to what stood here before. What you typed here yourselves stays.",
        "{number} files of this merge are taken back, as if they had never come. Decisions about what they "
        "brought go back to what stood here before. What you typed here yourselves stays.",
        files,
        number=digits(files),
    )
    yes = button(lambda: _("Take it back"), board.take_back, name="primary", writes="data")
    return caution("warning", said, yes, button(lambda: _("Not now"), lambda: board.ask_back(ask=False)))


def deciding_card(view: BoardView, session: Session) -> QFrame:
    """What waits for people: differences to decide, and what looks wrong."""
    said, buttons = [], []
    if view.waiting:
        said.append(
            ngettext(
                "{number} difference waits for a decision: two hubs entered different values.",
                "{number} differences wait for a decision: two hubs entered different values.",
                view.waiting,
                number=digits(view.waiting),
            )
        )
        buttons.append(button(lambda: _("Decide now"), session.review, name="primary"))
    if view.doubts:
        said.append(
            ngettext(
                "{number} thing looks wrong and should be looked over.",
                "{number} things look wrong and should be looked over.",
                view.doubts,
                number=digits(view.doubts),
            )
        )
        buttons.append(
            button(lambda: _("Look over"), session.look_over, name="" if view.waiting else "primary")
        )
    return caution("git-merge", " ".join(said), *buttons)


def compare_cards(board: "StickBoard") -> list[QFrame]:
    """A card for every network and every device that somebody has to compare first."""
    networks = [_compare_root(board, root) for root in board.networks()]
    return networks + [_compare(board, device) for device in board.unmet()]


def _compare_root(board: "StickBoard", root: str) -> QFrame:
    return root_card(root, root in board.compared, lambda on: board.compare(root, same=on))


def _compare(board: "StickBoard", device: NewDevice) -> QFrame:
    def tick(on: bool) -> None:
        board.compare(device.fingerprint, same=on)

    return compare_card(device, device.fingerprint in board.compared, tick)


def files_of_board(arrivals: Sequence[Arrival], answers: Sequence[Answer]) -> QFrame:
    """Every file that was looked at, and what became of it."""
    said = ngettext("{number} file", "{number} files", len(arrivals), number=digits(len(arrivals)))
    inside = column(Label(said, "heading"), gap=2, margins=PADDING)
    for answer in answers:
        inside.addWidget(line())
        inside.addWidget(_answer(answer))
    for each in arrivals[:_MOST]:
        inside.addWidget(line())
        inside.addWidget(_file(each))
    if len(arrivals) > _MOST:
        inside.addWidget(Label(_("and {count} more", count=digits(len(arrivals) - _MOST)), "quiet"))
    return frame("card", inside)


def _answer(answer: Answer) -> QWidget:
    made = answer.made
    said = _("Answer for {hub}", hub=hub_name(answer.hub))
    state = Label(made.path.name if made else answer.problem, "quiet" if made else "bad", wrap=True)
    texts = holder(column(Label(said), state, gap=0))
    picture = IconLabel("export" if made else "warning", 20, "good" if made else "bad")
    count = changes_said(made.changes) if made else ""
    inside = row(picture, texts, Label(count, "quiet"), gap=12)
    inside.setStretch(1, 1)
    return holder(inside)


def _file(each: Arrival) -> QWidget:
    checked = each.checked
    picture, colour = _mark(each)
    name, when, count = each.path.name, "", ""
    if checked is not None:
        name = _("{kind} from {hub}", kind=kind_name(checked.kind), hub=hub_name(checked.from_hub))
        when = clock_time(checked.made_at)
        count = changes_said(each.received.changes if each.received else checked.new_changes)
    said, tone = _state(each)
    texts = column(Label(name), Label(said, tone, wrap=True), gap=0)
    parts = (IconLabel(picture, 20, colour), holder(texts), Label(count, "quiet"), Label(when, "quiet"))
    inside = row(*parts, gap=12)
    inside.setStretch(1, 1)
    made = holder(inside)
    made.setToolTip(str(each.path))
    return made


def _state(each: Arrival) -> tuple[str, str]:
    if each.received is not None:
        said = _("Taken in")
        if each.received.conflicts:
            said += "  ·  " + ngettext(
                "{number} difference to decide",
                "{number} differences to decide",
                each.received.conflicts,
                number=digits(each.received.conflicts),
            )
        histories = told_of_histories(each.received)
        return "\n".join((said, *histories)), "warn" if histories else "good"
    if is_here(each):
        return _("Everything in it is here already."), "quiet"
    if each.to_compare:
        return _("Left out until its digits were compared."), "warn"
    return (each.problem, "bad") if each.problem else (_("New"), "quiet")


def _mark(each: Arrival) -> tuple[str, str]:
    if each.received is not None:
        return "check-circle", "good"
    if is_here(each):
        return "check", "quiet"
    return ("warning", "warn") if each.problem or each.to_compare else ("download-simple", "accent")
