"""Editors of what is looked up: places, other records, tags; one or several."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cso_desk.khmer.normalise import canonical
from cso_desk.places.finding import find_places
from cso_desk.places.gazetteer import show_place
from cso_desk.records.kinds import Tags
from cso_desk.widgets.controls import button
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.finding import MOST_SHOWN, FindLine, Suggestion
from cso_desk.widgets.flow import FlowLayout
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import title_of
from cso_desk.wording import N_, _, language

Suggest = Callable[[str], Sequence[Suggestion]]
Name = Callable[[str], str]


class PickEditor(Editor):
    """One thing that is found by typing. Leaving it empty takes the value away; other text is put back."""

    def __init__(self, suggest: Suggest, name_of: Name) -> None:
        super().__init__()
        self._name_of = name_of
        self._value = ""
        self._line = FindLine(suggest)
        self._line.setProperty("part", "quiet")
        self._line.chosen.connect(self._choose)
        self._line.left.connect(self.commit_now)
        self.place(self._line)
        live(self, lambda: self.show_value(self._value))

    def control(self) -> FindLine:
        return self._line

    def is_typing(self) -> bool:
        return self._line.isModified()

    def show_value(self, value: Any) -> None:
        self._value = str(value or "")
        self._line.setText(self._name_of(self._value) if self._value else "")
        self._line.setCursorPosition(0)
        self.tell("", wrong=False)

    def commit_now(self) -> None:
        if not self._line.isModified():
            return
        text = self._line.text().strip()
        if not text and self._value:
            self._choose("")
        elif text and text != self._name_of(self._value):
            self.tell(
                _("“{text}” was not found. Choose one from the list below the field.", text=text), wrong=True
            )

    def _choose(self, value: object) -> None:
        chosen = value() if callable(value) else value
        if chosen is None:
            return
        changed = chosen != self._value
        self.show_value(chosen)
        if changed:
            self.committed.emit(str(chosen))


class ManyEditor(Editor):
    """Several things as chips, with a line that finds another one. A chip is taken away by pressing it."""

    def __init__(self, suggest: Suggest, name_of: Name) -> None:
        super().__init__()
        self._name_of = name_of
        self._values: tuple[str, ...] = ()
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._line = FindLine(lambda text: [s for s in suggest(text) if s.data not in self._values])
        self._line.setProperty("part", "quiet")
        self._line.chosen.connect(self._add)
        self._line.left.connect(self._line.clear)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._chips)
        layout.addWidget(self._line)
        self.place(whole)
        live(self, self._draw)

    def control(self) -> FindLine:
        return self._line

    def is_typing(self) -> bool:
        return bool(self._line.text())

    def show_value(self, value: Any) -> None:
        self._values = tuple(value or ())
        self._line.clear()
        self._draw()

    def _draw(self) -> None:
        self._line.setPlaceholderText(_("Add…"))
        self._flow.clear()
        for value in self._values:
            self._flow.addWidget(self._chip(value))
        self._chips.setVisible(bool(self._values))

    def _chip(self, value: str) -> QWidget:
        made = button(
            lambda: self._name_of(value),
            lambda: self._remove(value),
            name="chip",
            hint=lambda: _("Press to take this away"),
        )
        made.setText(f"{made.text()}  ×")
        return made

    def _add(self, value: object) -> None:
        chosen = value() if callable(value) else value
        if chosen is not None and chosen not in self._values:
            self._set((*self._values, str(chosen)))

    def _remove(self, value: str) -> None:
        self._set(tuple(one for one in self._values if one != value))

    def _set(self, values: tuple[str, ...]) -> None:
        self.show_value(values)
        self.committed.emit(values)


# --- places ---


def suggest_places(text: str) -> list[Suggestion]:
    """Places that the text may mean, with the places they lie in."""
    return [
        Suggestion(show_place(found.code, language()), found.code)
        for found in find_places(text, limit=MOST_SHOWN)
    ]


def place_name(code: str) -> str:
    return show_place(code, language())


# --- records ---


def record_finder(host: Host, kind_name: str) -> tuple[Suggest, Name]:
    """Finds records of one type by words, and adds a new one on the spot where nothing fits."""

    def suggest(text: str) -> list[Suggestion]:
        from cso_desk.store.search import search  # noqa: PLC0415  see RecordModel.load

        hits = search(host.store, text, (kind_name,), limit=MOST_SHOWN - 1, typing=True)
        found = [Suggestion(_hit_text(hit), hit.record) for hit in hits]
        adding = _adder(host, kind_name, canonical(text).strip())
        return [*found, *([adding] if adding else [])]

    def name_of(record: str) -> str:
        from cso_desk.store.listing import titles  # noqa: PLC0415
        from cso_desk.store.search import refresh  # noqa: PLC0415

        refresh(host.store)
        with host.store.reading() as reading:
            return title_of(titles(reading, [record]).get(record, ("", "")), record[:8])

    return suggest, name_of


def _hit_text(hit: Any) -> str:
    title = title_of((hit.title_km, hit.title_en), hit.code)
    return f"{title}   {hit.code}" if hit.code and title != hit.code else title


def _adder(host: Host, kind_name: str, text: str) -> Suggestion | None:
    """The offer to add a record of this name; made only when it is taken."""
    kind = host.store.shelves.types[kind_name]
    khmer = any("\u1780" <= letter <= "\u17ff" for letter in text)
    stem = next((name for name in ("name", "title") if f"{name}_km" in kind.fields), None)
    if not text or stem is None or kind.parent is not None:
        return None

    def add() -> str | None:
        record = kind.record()
        setattr(record, f"{stem}_km" if khmer else f"{stem}_en", text)
        done = host.change(N_("Add a record"), lambda transaction: transaction.add(record))
        return record.id if done else None

    return Suggestion(_("Add “{text}” as new", text=text), add)


# --- tags ---


def tag_finder(kind: Tags) -> tuple[Suggest, Name]:
    """Finds known tags by any part of their words; free words may be added where none are prescribed."""

    def name_of(value: str) -> str:
        return _(kind.choices[value]) if value in kind.choices else value

    def suggest(text: str) -> list[Suggestion]:
        typed = canonical(text).strip()
        known = [
            Suggestion(name_of(code), code) for code in kind.choices if typed.lower() in name_of(code).lower()
        ]
        free = [] if kind.choices or not typed else [Suggestion(typed, typed)]
        return [*known, *free]

    return suggest, name_of
