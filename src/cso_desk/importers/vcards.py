"""Reads vCards, also those of old telephones, as a list of people and a list of institutions.

Version 2.1 writes quoted-printable and names a charset, 3.0 and 4.0 fold lines and escape signs; telephones
leave out names, or write groups ("item1.TEL"). What a card says goes under the headings of a list, so that it
is looked at and taken over like every other list.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_BEGIN = re.compile(r"^\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE | re.MULTILINE)
_SOFT_BREAK = re.compile(r"=\r?\n[ \t]?")
_LINE = re.compile(r"(?:[\w-]+\.)?([\w-]+)((?:;(?:\"[^\"]*\"|[^:;\"])*)*):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";((?:\"[^\"]*\"|[^;])*)")
_UNESCAPED = {"n": "\n", "N": "\n"}
_PEOPLE = (
    "Code", "Name", "Name in English", "Honorific", "Sex", "Position", "Organisation", "Phone", "E-mail",
    "Telegram", "Website", "Address", "Place", "Date of birth", "Remarks",
)  # fmt: skip
_ORGANISATIONS = (
    "Code", "Organisation", "Organisation in English", "Acronym", "Phone", "E-mail", "Telegram", "Website",
    "Address", "Place", "Remarks",
)  # fmt: skip
_MOST_CARDS = 100_000

Row = list[Any]


@dataclass
class _Card:
    """The properties of one card: name in capitals -> (parameters in capitals, value) in their order."""

    properties: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        return [_unescaped(value) for _parameters, value in self.properties.get(name, ())]

    def text(self, name: str) -> str:
        return next(filter(None, self.texts(name)), "")

    def parts(self, name: str) -> list[str]:
        """The parts of a compound value, such as N or ADR; without the property an empty list."""
        for _parameters, value in self.properties.get(name, ()):
            return [_unescaped(part).strip() for part in re.split(r"(?<!\\);", value)]
        return []


def looks_like_cards(text: str) -> bool:
    """Whether a text is a file of vCards."""
    return _BEGIN.match(text.lstrip("\ufeff \r\n\t")) is not None


def card_lists(text: str) -> list[tuple[str, list[Row]]]:
    """The lists that the cards of a file are: a name and the rows, headings first; at least one row each."""
    people: list[Row] = []
    organisations: list[Row] = []
    for card in _cards(text):
        if _is_organisation(card):
            organisations.append(_organisation(card))
        elif any(person := _person(card)):
            people.append(person)
    lists = [("People", _PEOPLE, people), ("Institutions", _ORGANISATIONS, organisations)]
    return [(name, [list(heads), *_without_blank(rows)]) for name, heads, rows in lists if rows]


def _without_blank(rows: list[Row]) -> list[Row]:
    return [row for row in rows if any(row)]


def _cards(text: str) -> Iterator[_Card]:
    card: _Card | None = None
    count = 0
    for line in _unfolded(text):
        bare = line.strip().upper().replace(" ", "")
        if bare == "BEGIN:VCARD":
            card, count = _Card(), count + 1
        elif bare == "END:VCARD":
            if card is not None:
                yield card
            card = None
        elif card is not None and (found := _LINE.fullmatch(line)):
            parameters = found[2].upper()
            card.properties.setdefault(found[1].upper(), []).append(
                (parameters, _decoded(found[3], parameters))
            )
        if count > _MOST_CARDS:
            return
    if card is not None:  # the end was cut off
        yield card


def _unfolded(text: str) -> Iterator[str]:
    """The lines of a file; quoted-printable goes on after "=", other lines after a space at the start."""
    waiting = ""
    quoted = False
    for raw in text.splitlines():
        if quoted:
            waiting += "\n" + raw
        elif raw[:1] in (" ", "\t") and waiting:
            waiting += raw[1:]
            continue
        else:
            if waiting:
                yield waiting
            waiting = raw
        head = waiting.partition(":")[0].upper()
        quoted = "QUOTED-PRINTABLE" in head and raw.endswith("=")
    if waiting:
        yield waiting


def _decoded(value: str, parameters: str) -> str:
    if "QUOTED-PRINTABLE" not in parameters:
        return value
    named = (one.partition("=") for one in _PARAMETER.findall(parameters))
    charset = next((value for name, _sign, value in named if name == "CHARSET"), "UTF-8")
    data = quopri.decodestring(_SOFT_BREAK.sub("", value).encode("utf-8", "replace"))
    try:
        return data.decode(charset.strip('" ') or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return data.decode("utf-8", "replace")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: _UNESCAPED.get(sign[1], sign[1]), text, flags=re.DOTALL).strip()


def _is_organisation(card: _Card) -> bool:
    said = {card.text("KIND").lower(), card.text("X-ABSHOWAS").lower()}
    if said & {"org", "company", "organization"}:
        return True
    own = card.text("ORG").rstrip(";")
    return bool(own) and not any(card.parts("N")) and card.text("FN") in ("", own)


def _name(card: _Card) -> str:
    """The whole name; family name first where only its parts are said."""
    if whole := card.text("FN"):
        return whole
    family, given, middle = (*card.parts("N"), "", "", "")[:3]
    return " ".join(part for part in (family, given, middle) if part) or card.text("NICKNAME")


def _contact(card: _Card) -> list[str]:
    """Phone, e-mail, Telegram, website, address, province."""
    phones = [text.removeprefix("tel:").replace(";ext=", " ext ") for text in card.texts("TEL")]
    address = (*card.parts("ADR"), *[""] * 7)[:7]
    street = ", ".join(part for part in (address[0], address[1], address[2]) if part)
    return [
        " / ".join(dict.fromkeys(filter(None, phones))),
        "; ".join(dict.fromkeys(filter(None, card.texts("EMAIL")))),
        card.text("X-TELEGRAM"),
        card.text("URL"),
        street,
        address[4] or address[3],
    ]


def _person(card: _Card) -> Row:
    units = [part for part in card.parts("ORG") if part]
    names = (*card.parts("N"), *[""] * 5)
    phone, email, telegram, site, street, province = _contact(card)
    return [
        card.text("X-CSO-DESK-CODE"), _name(card), card.text("X-CSO-DESK-NAME-EN"), names[3],
        (card.text("GENDER") or card.text("X-GENDER"))[:1], card.text("TITLE") or card.text("ROLE"),
        units[0] if units else "", phone, email, telegram, site, street, province,
        card.text("BDAY"), card.text("NOTE"),
    ]  # fmt: skip


def _organisation(card: _Card) -> Row:
    units = [part for part in card.parts("ORG") if part]
    return [
        card.text("X-CSO-DESK-CODE"), units[0] if units else _name(card), card.text("X-CSO-DESK-NAME-EN"),
        card.text("X-CSO-DESK-ACRONYM"), *_contact(card), card.text("NOTE"),
    ]  # fmt: skip
