"""A person is erased from the window: told in sentences, confirmed by the code, gone from every page."""

from typing import Any

from PySide6.QtWidgets import QPushButton

from cso_desk.desk.erasure_page import ErasurePage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Person
from cso_desk.store.users import Role, User
from cso_desk.wording import use_language


def somebody(desk: DeskWindow) -> Person:
    with desk.session.store.transaction("Add") as t:
        return t.add(Person(name_en="Zebraquux Sok", phones=("+85512345678",)))


def opened(desk: DeskWindow, person: Person) -> ErasurePage | None:
    desk.session.go_to_record("person", person.id)
    members: Any = desk.page("members")
    members.erase_shown()
    return desk.findChild(ErasurePage)


def test_the_code_is_typed_before_anything_is_erased(desk: DeskWindow) -> None:
    use_language("en")
    person = somebody(desk)
    page = opened(desk, person)
    assert page is not None
    assert not page.go.isEnabled()
    page.typed.setText("BTB-P9999")
    assert not page.go.isEnabled()
    page.typed.setText(person.code.lower())
    assert page.go.isEnabled()
    page.erase()
    with desk.session.store.reading() as reading:
        gone = reading.get(Person, person.id)
    assert gone is not None
    assert (gone.name_en, gone.phones, gone.deleted) == ("", (), True)
    said = "\n".join(each.text() for each in page.findChildren(QPushButton))
    assert "Zebraquux" not in said + page.title()
    made = page.paper().make("en", "pdf", lambda _done, _total: None)
    assert made.startswith(b"%PDF")


def test_a_secretary_is_told_who_may_erase(desk: DeskWindow) -> None:
    use_language("en")
    person = somebody(desk)
    desk.session.store.become_opened_by(User("1", "Sok", Role.SECRETARY))
    assert opened(desk, person) is None
    desk.session.store.become_opened_by(None)
