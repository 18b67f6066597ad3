"""What is asked of somebody new, in fields from which Enter goes on; who may be known already is offered."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cso_desk.features.meetings.form.guests import named_person
from cso_desk.features.meetings.service import WalkIn
from cso_desk.features.members.record import Organisation, Person
from cso_desk.khmer.keyboard import latin_key
from cso_desk.khmer.normalise import is_khmer
from cso_desk.khmer.phones import parse_phones
from cso_desk.khmer.sex import parse_sex
from cso_desk.records.base import Record, RecordId
from cso_desk.widgets.controls import Label, button, column, holder, named
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Alike, Host
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_SEX_KEYS = {"f": "F", "s": "F", "m": "M", "b": "M", "x": "X"}
_SEXES = {"F": N_("Female"), "M": N_("Male"), "X": N_("Not said")}
_WIDTHS = (96, 220, 160, 140, 96)  # of sex, institution, position, telephone, boxes
_TICKED = {
    "y": ("youth", "yes"),
    "d": ("disability", "yes"),
    "m": ("minority", "yes"),
    "i": ("id_poor", "yes"),
}
"""The key of each box of the sheet, and what it says where it is ticked."""


class NewGuest(QObject):
    """The fields of a new person whose `name` is typed elsewhere.

    `accept` writes the person down and gives whether that worked; `settled` comes when it did. The widgets
    stand where the owner puts them: `fields` and `add` side by side, `doubt` below. `asked` gives what is
    ticked on the sheet: the keys of those boxes are typed in the last field. Without `tells_why` nobody reads
    what is known of others.
    """

    settled = Signal()

    def __init__(
        self,
        host: Host,
        name: Callable[[], str],
        accept: Callable[[WalkIn], bool],
        asked: Callable[[], Sequence[str]] = tuple,
        *,
        tells_why: bool = True,
    ) -> None:
        super().__init__()
        self._tells_why = tells_why
        self._host, self._name, self._accept, self._asked = host, name, accept, asked
        self._body: RecordId | Organisation | None = None
        self._found: Alike | None = None
        self.sex, self.title, self.phone, self.ticks = (QLineEdit() for _field in range(4))
        find_body, self._called = record_finder(host, "organisation", self._keep_body)
        self.body = FindLine(find_body)
        self.add = button(lambda: _("Write down"), self.finish, picture="plus", writes="data")
        self.fields: tuple[QLineEdit, ...] = (self.sex, self.body, self.title, self.phone, self.ticks)
        self.same = button(lambda: _("It is this one"), self._take_same, name="primary", writes="data")
        self.other = button(lambda: _("Somebody else"), self._take_new, writes="data")
        self._perhaps = Label("", "warn", wrap=True)
        self.doubt: QWidget = holder(column(self._perhaps, flowing(self.same, self.other), gap=4))
        for each in (self.same, self.other):
            each.setAutoDefault(True)  # Enter presses it
        self._dress()
        self._connect()

    def begin(self) -> None:
        """Ask for the first thing."""
        self.show(new=True)
        self.sex.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget what was said, and hide."""
        for each in self.fields:
            each.clear()
        self._body = self._found = None
        self.show(new=False)

    def show(self, *, new: bool) -> None:
        """Show the fields or hide them."""
        for each in (*self.fields, self.add):
            each.setVisible(new)
        if new:
            self.ticks.setVisible(bool(self._asked()))
            self._say_ticks()
        self.doubt.setVisible(new and self._found is not None)

    def finish(self) -> None:
        """Write down the new person, unless somebody who is there already may be meant."""
        if not self._name().strip():
            return
        found = self._host.alike("person", self._person())
        self._found = found[0] if found else None
        if self._found is None:
            self._take_new()
            return
        said = (
            _("Perhaps already there: {name} ({why})", name=self._found.name, why=self._found.why)
            if self._tells_why
            else _("Perhaps already there: {name}", name=self._found.name)
        )
        self._perhaps.show_text(said)
        self.doubt.show()
        self.same.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- within ---

    def _dress(self) -> None:
        hints: Sequence[Callable[[], str]] = (
            lambda: _("F or M"),
            lambda: _("Institution"),
            lambda: _("Position"),
            lambda: _("Telephone"),
            lambda: _("Boxes"),
        )
        for each, say, width in zip(self.fields, hints, _WIDTHS, strict=True):
            named(each, say)
            live(each, lambda each=each, say=say: each.setPlaceholderText(say()))  # type: ignore[misc]
            each.setFixedWidth(theme.px(width))

    def _connect(self) -> None:
        self.body.chosen.connect(self._take_body)
        self.body.textEdited.connect(self._forget_body)
        self.sex.textEdited.connect(self._read_sex)
        for each, after in zip(self.fields, self.fields[1:], strict=False):
            each.returnPressed.connect(partial(self._go_on, after))
        self.ticks.returnPressed.connect(self.finish)

    def _go_on(self, after: QLineEdit) -> None:
        if after.isHidden():
            self.finish()
        else:
            after.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_ticks(self) -> None:
        """Which keys are the boxes that stand on this sheet."""
        keys = [key.upper() for key, (name, _value) in _TICKED.items() if name in self._asked()]
        self.ticks.setPlaceholderText(_("Boxes: {keys}", keys=" ".join(keys)))

    def _ticked(self) -> dict[str, object]:
        """What was ticked, by the letters that were typed on either layout."""
        keys = [latin_key(each) for each in self.ticks.text()]
        return {
            name: value for key, (name, value) in _TICKED.items() if key in keys and name in self._asked()
        }

    def _read_sex(self, text: str) -> None:
        """One letter is enough, on either layout of the keyboard; the word that was meant is shown."""
        sex = _sex_of(text)
        if sex:
            self.sex.setText(_(_SEXES[sex]))
            self.body.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_body(self, record: Record) -> bool:
        """A new institution is added together with the person."""
        self._body = record if isinstance(record, Organisation) else None
        return self._body is not None

    def _take_body(self, chosen: object) -> None:
        text = self.body.text()
        if callable(chosen):
            chosen()
        elif isinstance(chosen, str):
            self._body = RecordId(chosen)
            text = self._called(chosen)
        self.body.setText(text)
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_body(self, _text: str) -> None:
        self._body = None

    def _organisation(self) -> Organisation | None:
        """The institution that was chosen, or a new one called as was typed."""
        text = self.body.text().strip()
        if isinstance(self._body, Organisation):
            return self._body
        if self._body:
            return Organisation(id=self._body)
        if not text:
            return None
        return Organisation(name_km=text) if is_khmer(text) else Organisation(name_en=text)

    def _person(self) -> Person:
        person = named_person(self._name().strip())
        text = self.sex.text().strip()
        person.sex = next((code for code, word in _SEXES.items() if _(word) == text), _sex_of(text))
        person.phones = tuple(each.e164 for each in parse_phones(self.phone.text()))
        return person

    def _walk_in(self, person: Person) -> WalkIn:
        title = self.title.text().strip()
        km, en = (title, "") if is_khmer(title) else ("", title)
        return WalkIn(
            person=person,
            organisation=self._organisation(),
            title_km=km,
            title_en=en,
            ticks=self._ticked(),
        )

    def _take_new(self) -> None:
        self._settle(self._person())

    def _take_same(self) -> None:
        if self._found is not None:
            self._settle(Person(id=RecordId(self._found.record), name_km=self._found.name))

    def _settle(self, person: Person) -> None:
        if self._accept(self._walk_in(person)):
            self.clear()
            self.settled.emit()


def _sex_of(text: str) -> str:
    return _SEX_KEYS.get(latin_key(text.strip())) or parse_sex(text) or ""
