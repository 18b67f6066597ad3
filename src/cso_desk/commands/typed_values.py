"""Turns what was typed as FIELD=VALUE into the value of that field, or says what would be understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cso_desk.commands.naming import record_named
from cso_desk.errors import UserError
from cso_desk.fields.reading import WrongInputError, choice_named, read
from cso_desk.khmer.dates import parse_date, parse_quarter
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.khmer.sex import parse_sex
from cso_desk.places.finding import find_places, resolve_place
from cso_desk.places.gazetteer import place, show_place
from cso_desk.records.kinds import (
    Choice,
    Date,
    Flag,
    Kind,
    Place,
    Places,
    Reference,
    References,
    Tags,
    Text,
)
from cso_desk.records.record_type import Field, RecordType
from cso_desk.store.reading import Reading
from cso_desk.wording import LANGUAGES, N_, _, language, words

_MOST_SUGGESTED = 5
YES_WORDS = (N_("Yes"), "yes", "y", "1", "true")
NO_WORDS = (N_("No"), "no", "n", "0", "false")


@dataclass
class Typed:
    """Reads values; `notes` collects sentences about what was assumed. `home` is the hub's own province."""

    reading: Reading
    home: str = ""
    notes: list[str] = field(default_factory=list)

    def assignments(self, kind: RecordType, texts: list[str]) -> dict[str, Any]:
        """The values of FIELD=VALUE texts. Raises UserError for a field or value that is not understood."""
        values = {}
        for text in texts:
            name, sign, value = text.partition("=")
            if not sign:
                raise UserError(
                    _(
                        "“{text}” is no FIELD=VALUE. Write for example: {example}",
                        text=text,
                        example="email=a@b.org",
                    )
                )
            known = field_named(kind, name)
            values[known.name] = self.value(kind, known, value)
        return values

    def value(self, kind: RecordType, known: Field, text: str) -> Any:
        """The value that `text` is for this field; empty text empties the field."""
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            raise UserError(_("The value of {field} is no readable text.", field=known.name))
        if not text.strip():
            return known.kind.from_stored(known.kind.empty)
        if (kind.name, known.name) == ("meeting", "periods"):
            return tuple(self._quarter(known, part) for part in _parts(text, ";,"))
        return self._by_kind(kind, known, text.strip())

    # One line for each kind of field: taking it apart would only hide the table.
    def _by_kind(self, kind: RecordType, known: Field, text: str) -> Any:  # noqa: PLR0911
        match known.kind:
            case Text(long=prose):
                return canonical(text, prose=prose).strip()
            case Flag():
                return self._flag(known, text)
            case Date():
                return self.date(text, known)
            case Choice(choices=choices):
                return _choice(known, text, choices)
            case Place():
                return self.place(text)
            case Places():
                return tuple(self.place(part) for part in _parts(text, ";"))
            case References(to=to):
                return tuple(self._reference(part, to or kind.name) for part in _parts(text, ";,"))
            case Tags() as tags:
                return tuple(_tag(known, part, tags) for part in _parts(text, ";,"))
            case Reference(to=to):
                return self._reference(text, to or kind.name)
        return self._read(known, text)

    def _read(self, known: Field, text: str) -> Any:
        try:
            found = read(known.kind, text)
        except WrongInputError as error:
            raise UserError(
                _(
                    "“{text}” does not fit “{field}”. {sentence}",
                    text=text,
                    field=_(known.kind.label),
                    sentence=error,
                )
            ) from error
        self.notes += [found.hint] if found.hint else []
        return found.value

    def date(self, text: str, known: Field | None = None) -> str:
        """A day, month or year in ISO form; what had to be assumed becomes a note."""
        found = parse_date(text)
        if found is None:
            label = _(known.kind.label) if known else text
            raise UserError(
                _(
                    "“{text}” is no date for “{field}”. Write 2026-09-30, 30/09/2026, 2026-09 or 2026.",
                    text=text,
                    field=label,
                )
            )
        if found.warning:
            self.notes.append(found.warning)
        return found.iso

    def place(self, text: str) -> str:
        """The code of a place, by code or by name. Raises UserError with the places that may be meant."""
        digits = to_latin_digits(text).strip()
        if digits.isdecimal():
            if place(digits):
                return digits
            raise UserError(_("There is no place with the code {code}.", code=digits))
        found = resolve_place(text)
        if self.home and (found is None or found.level != "province"):
            # Every province has its Svay and its Thmei: the hub means its own.
            found = resolve_place(text, within=self.home) or found
        if found is not None:
            return found.code
        likely = (find_places(text, within=self.home) if self.home else []) or find_places(text)
        if not likely:
            raise UserError(
                _("No place is called “{text}”. Look for it with: cso-desk places TEXT", text=text)
            )
        shown = "; ".join(
            f"{each.code} {show_place(each.code, language())}" for each in likely[:_MOST_SUGGESTED]
        )
        raise UserError(
            _("“{text}” may be several places. Say the code of one: {places}", text=text, places=shown)
        )

    def _flag(self, known: Field, text: str) -> bool:
        for answer, said in ((True, YES_WORDS), (False, NO_WORDS)):
            if fold(text) in {fold(word) for word in said} | {
                fold(words(code)(said[0])) for code in LANGUAGES
            }:
                return answer
        raise UserError(_wrong(known.kind, text, f"{_('Yes')} / {_('No')}"))

    def _quarter(self, known: Field, text: str) -> str:
        quarter = parse_quarter(text)
        if quarter is None:
            raise UserError(_wrong(known.kind, text, "2026Q3"))
        return quarter

    def _reference(self, text: str, to: str) -> str:
        return record_named(self.reading, text, to)[1].id


def field_named(kind: RecordType, text: str) -> Field:
    """The typed field that `text` names, by its name or its label in any language.

    Raises UserError with the fields there are.
    """
    wanted = text.strip()
    if wanted in kind.typed:
        return kind.fields[wanted]
    by_label = [
        kind.fields[name]
        for name in kind.typed
        if fold(wanted) in {fold(words(code)(kind.fields[name].kind.label)) for code in LANGUAGES}
    ]
    if len(by_label) == 1 and wanted:
        return by_label[0]
    raise UserError(
        _(
            "“{kind}” has no field “{field}”. Its fields are: {fields}.",
            kind=_(kind.label),
            field=text,
            fields=", ".join(kind.typed),
        )
    )


def _parts(text: str, signs: str) -> list[str]:
    return [part.strip() for part in re.split(f"[{signs}]", text) if part.strip()]


def _choice(known: Field, text: str, choices: Mapping[str, str]) -> str:
    code = choice_named(text, choices)
    if not code and {"F", "M"} <= choices.keys():
        code = parse_sex(text) or ""
    if not code:
        raise UserError(_wrong(known.kind, text, shown_choices(choices)))
    return code


def _tag(known: Field, text: str, tags: Tags) -> str:
    code = choice_named(text, tags.choices)
    if not code and not tags.free:
        raise UserError(_wrong(known.kind, text, shown_choices(tags.choices)))
    return code or canonical(text)


def shown_choices(choices: Mapping[str, str]) -> str:
    return ", ".join(f"{code} ({_(label)})" for code, label in choices.items())


def _wrong(kind: Kind, text: str, expected: str) -> str:
    return _(
        "“{text}” does not fit “{field}”. What fits: {expected}.",
        text=text,
        field=_(kind.label),
        expected=expected,
    )
