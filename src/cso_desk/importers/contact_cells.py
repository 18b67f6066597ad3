"""Takes apart cells that hold a whole contact: "Mr. Sok Dara, Director, 012 345 678, dara@x.org"."""

import re
from typing import Any

from cso_desk.khmer import list_marks
from cso_desk.khmer.phones import parse_phones

MAIL = re.compile(r"[^\s@,;/]+@[^\s@,;/]+\.[^\s@,;/]+")
"""An address of mail among other words."""

_DIGIT = "0-9០-៩"
_PHONE = re.compile(rf"(?:\+|\(|[{_DIGIT}])[{_DIGIT} ().\-/]{{6,}}[{_DIGIT}]")
_LABELS = re.compile(
    rf"(?:\b(?:tel(?:ephone)?|h/?p|phone|mobile|cell|fax|e-?mail)\b|{list_marks.PHONE})\s*[.:៖]*",
    re.IGNORECASE,
)
_ENDS = " \t\r\n,;:៖/|-–."
_NOTHING_LEFT = re.compile(rf"\(\s*\)|[\s:៖](?:and|or|&|{list_marks.AND})\s*$", re.IGNORECASE)
_POSITION = re.compile(r"([^,(\n]+?)\s*(?:,\s*|\n\s*|\(\s*)([^,()\n]+?)\s*\)?")
_PEOPLE = ("contact", "contact_km", "contact_en", "name", "name_km", "name_en")


def beside_phones(text: str) -> str:
    """What stands beside the telephones of a cell that has any, such as whose they are, else ""."""
    rest = _PHONE.sub(" ", MAIL.sub(" ", text))
    bare = " ".join(_LABELS.sub(" ", rest).split())
    return bare if rest != text and any(map(str.isalpha, bare)) else ""


def part_contacts(values: dict[str, Any]) -> None:
    """Give the telephones, the mail and the position in a person's cell places of their own."""
    for key in _PEOPLE:
        text = str(values.get(key, ""))
        if "@" in text or any(letter.isdecimal() for letter in text):
            _part(values, key, text)


def _part(values: dict[str, Any], key: str, text: str) -> None:
    mails = MAIL.findall(text)
    rest = MAIL.sub(" ", text)
    runs = [(run, parse_phones(run[0])) for run in _PHONE.finditer(rest)]
    found = [(run, phones) for run, phones in runs if phones]
    if not mails and not found:
        return
    for run, _phones in reversed(found):
        rest = f"{rest[: run.start()]} {rest[run.end() :]}"
    bare = _bare(_LABELS.sub(" ", rest))
    if not bare:
        return
    _add(values, "phones", [phone.e164 for _run, phones in found for phone in phones])
    _add(values, "emails", mails)
    if mails:
        values.setdefault("email", mails[0])
    if two := _POSITION.fullmatch(bare):
        bare = two[1].strip(_ENDS)
        script = "km" if two[2][0] > "\u1700" else "en"
        values.setdefault("position", two[2])
        values.setdefault(f"position_{script}", two[2])
    values[key] = bare


def _bare(rest: str) -> str:
    """What is left of a cell without its telephones, their brackets, and the word between two of them."""
    bare = " ".join(_NOTHING_LEFT.sub(" ", rest).split())
    if "(" not in bare:
        bare = bare.replace(")", "")
    return bare.strip(_ENDS)


def _add(values: dict[str, Any], name: str, more: list[str]) -> None:
    if more:
        there = values.setdefault(name, [])
        there += [each for each in more if each not in there]
