"""Writes contacts as vCards: 3.0, which every telephone and mail program takes, or 4.0 (RFC 2426, RFC 6350).

Names are never split: the whole name stands as the family name, so a telephone shows it as it is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Version = Literal["3.0", "4.0"]
VERSIONS: tuple[Version, ...] = ("3.0", "4.0")
CODE, NAME_EN, ORG_EN, TELEGRAM, ACRONYM = (
    "X-CSO-DESK-CODE", "X-CSO-DESK-NAME-EN", "X-CSO-DESK-ORG-EN", "X-TELEGRAM", "X-CSO-DESK-ACRONYM",
)  # fmt: skip
_FOLD = 75  # octets of a line, without its end


@dataclass(frozen=True)
class Contact:
    """A person or an institution as a card says it; names in Khmer and English, phones as E.164.

    `uid` tells the card from all others, however often it is sent. `organisation` of an institution is empty.
    """

    uid: str
    name_km: str = ""
    name_en: str = ""
    is_organisation: bool = False
    code: str = ""
    acronym: str = ""
    organisation_km: str = ""
    organisation_en: str = ""
    title: str = ""
    honorific: str = ""
    sex: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    website: str = ""
    telegram: str = ""
    address: str = ""
    place: str = ""


def vcards(contacts: Iterable[Contact], version: Version = "3.0") -> str:
    """The cards one after the other, as the text of a .vcf file."""
    return "".join(f"{_folded(line)}\r\n" for contact in contacts for line in _lines(contact, version))


def _lines(contact: Contact, version: Version) -> Iterator[str]:
    name, new = contact.name_km or contact.name_en, version == "4.0"
    yield from ("BEGIN:VCARD", f"VERSION:{version}", f"UID:urn:uuid:{contact.uid}")
    yield f"FN:{_escaped(name)}"
    yield f"N:{_escaped('' if contact.is_organisation else name)};;;{_escaped(contact.honorific)};"
    if contact.is_organisation:
        yield "KIND:org" if new else "X-ABSHOWAS:COMPANY"
    own = (contact.name_km, contact.name_en) if contact.is_organisation else ()
    organisation_km, organisation_en = own or (contact.organisation_km, contact.organisation_en)
    said = {
        "ORG": organisation_km or organisation_en,
        ORG_EN: organisation_en if organisation_km else "",
        NAME_EN: contact.name_en if contact.name_km else "",
        "TITLE": contact.title,
        "EMAIL": contact.email,
        "URL": contact.website,
        TELEGRAM: contact.telegram,
        ACRONYM: contact.acronym,
        CODE: contact.code,
    }
    if contact.sex in ("F", "M"):
        said["GENDER" if new else "X-GENDER"] = contact.sex
    yield from (f"{field}:{_escaped(text)}" for field, text in said.items() if text)
    for phone in contact.phones:
        kind = "work" if contact.is_organisation else "cell"
        # 4.0 wants an address; 3.0 a number as it is dialled.
        yield f"TEL;VALUE=uri;TYPE={kind}:tel:{phone}" if new else f"TEL;TYPE={kind.upper()}:{phone}"
    if contact.address or contact.place:
        where = f"{_escaped(contact.address)};{_escaped(contact.place)}"
        yield f"ADR;TYPE={'work' if new else 'WORK'}:;;{where};;;"
    yield "END:VCARD"


_ESCAPES = {"\\": "\\\\", ",": "\\,", ";": "\\;", "\r\n": "\\n", "\n": "\\n", "\r": "\\n"}


def _escaped(text: str) -> str:
    for sign, written in _ESCAPES.items():
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> str:
    """A line in pieces of 75 octets at most; no letter is cut."""
    if len(line.encode()) <= _FOLD:
        return line
    pieces: list[str] = []
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _FOLD - bool(pieces):
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + sign, size + octets
    return "\r\n ".join([*pieces, piece])
