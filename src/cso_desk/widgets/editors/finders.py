"""What is found as one types: places, records of one type, tags; and what each of them is called."""

from collections.abc import Callable, Container, Sequence
from typing import Any

from cso_desk.khmer.normalise import canonical, fold, is_khmer
from cso_desk.places.finding import find_places
from cso_desk.places.gazetteer import show_place
from cso_desk.records.base import Record
from cso_desk.records.kinds import Tags
from cso_desk.widgets.editors.finding import MOST_SHOWN, Suggestion
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import title_of
from cso_desk.wording import LANGUAGES, N_, _, language, words

Suggest = Callable[[str], Sequence[Suggestion]]
Name = Callable[[str], str]

# --- places ---


def suggest_places(text: str) -> list[Suggestion]:
    """Places that the text may mean, with the places they lie in."""
    return [
        Suggestion(
            show_place(found.code, language()),
            found.code,
            tuple(show_place(found.code, each, full=full) for each in LANGUAGES for full in (True, False)),
        )
        for found in find_places(text, limit=MOST_SHOWN)
    ]


def place_name(code: str) -> str:
    return show_place(code, language())


# --- records ---

Keep = Callable[[Record], bool]
"""Keeps a record that was made on the spot; False where that failed."""


def record_finder(host: Host, kind_name: str, keep: Keep | None = None) -> tuple[Suggest, Name]:
    """Finds records of one type by words or by how they sound; what is there already is offered first.

    Where nothing fits a new one is made on the spot and handed to `keep`; without, it is a step of its own.
    """

    def suggest(text: str) -> list[Suggestion]:
        from cso_desk.store.search import search  # noqa: PLC0415  see RecordModel.load

        hits = search(host.store, text, (kind_name,), limit=MOST_SHOWN - 1, typing=True, alike=True)
        found = [
            Suggestion(_hit_text(hit), hit.record, (hit.title_km, hit.title_en, hit.code)) for hit in hits
        ]
        adding = _adder(host, kind_name, canonical(text).strip(), keep or _kept_at_once(host))
        if adding is None:
            return found
        known = {hit.record for hit in hits}
        return [*found, *_perhaps(host, kind_name, canonical(text).strip(), known), adding]

    def name_of(record: str) -> str:
        from cso_desk.store.listing import in_trash, titles  # noqa: PLC0415
        from cso_desk.store.search import refresh  # noqa: PLC0415

        refresh(host.store)
        with host.store.reading() as reading:
            name = title_of(titles(reading, [record]).get(record, ("", "")), record[:8])
            return _("{name} (in the trash)", name=name) if in_trash(reading, record) else name

    return suggest, name_of


def _hit_text(hit: Any) -> str:
    title = title_of((hit.title_km, hit.title_en), hit.code)
    return f"{title}   {hit.code}" if hit.code and title != hit.code else title


def _kept_at_once(host: Host) -> Keep:
    return lambda record: host.change(N_("Add a record"), lambda transaction: transaction.add(record))


def _perhaps(host: Host, kind_name: str, text: str, known: Container[str]) -> list[Suggestion]:
    """Who may be meant although no word is the same: by an acronym, a former name, the other script."""
    record = _named(host, kind_name, text)
    alike = host.alike(kind_name, record) if record is not None else []
    return [
        Suggestion(
            _("{name}   perhaps the same: {why}", name=each.name, why=each.why), each.record, (each.name,)
        )
        for each in alike
        if each.record not in known
    ]


def _named(host: Host, kind_name: str, text: str) -> Record | None:
    """A new record of this name; None where such records have no name or are parts of others."""
    kind = host.store.shelves.types[kind_name]
    stem = next((name for name in ("name", "title") if f"{name}_km" in kind.fields), None)
    if not text or stem is None or kind.parent is not None:
        return None
    record = kind.record()
    setattr(record, f"{stem}_km" if is_khmer(text) else f"{stem}_en", text)
    return record


def _adder(host: Host, kind_name: str, text: str, keep: Keep) -> Suggestion | None:
    """The offer to add a record of this name; made only when it is taken."""
    if _named(host, kind_name, text) is None:
        return None
    kind = host.store.shelves.types[kind_name]

    def add() -> str | None:
        record = _named(host, kind_name, text)
        return record.id if record is not None and keep(record) else None

    said = _("Add “{text}” as new: {kind}", text=text, kind=_(kind.label))
    return Suggestion(said, add)


# --- tags ---


def tag_finder(kind: Tags, used: Callable[[], Sequence[str]] = tuple) -> tuple[Suggest, Name]:
    """Finds known tags by any part of their words, in either language, and what was `used` before."""
    others: list[str] = []

    def name_of(value: str) -> str:
        return _(kind.choices[value]) if value in kind.choices else value

    def suggest(text: str) -> list[Suggestion]:
        typed = canonical(text).strip()
        wanted = fold(typed)
        if len(typed) <= 1:
            others[:] = [each for each in used() if each and each not in kind.choices]
        known = [Suggestion(name_of(code), code, _both_names(kind, code)) for code in kind.choices]
        known += [Suggestion(each, each) for each in others]
        found = [each for each in known if any(wanted in fold(name) for name in (each.text, *each.names))]
        same = any(fold(each.text) == wanted for each in found)
        free = [Suggestion(_("Add “{text}”", text=typed), typed)] if kind.free and typed and not same else []
        return [*found, *free]

    return suggest, name_of


def _both_names(kind: Tags, code: str) -> tuple[str, ...]:
    return tuple(words(each)(kind.choices[code]) for each in LANGUAGES)
