"""Reads one cell as a value of each meaning: telephones, days, sexes, ticks, counts, addresses of mail."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cso_desk.importers import vocabulary
from cso_desk.importers.columns import Meaning
from cso_desk.importers.compound_cells import days_of, phone_text
from cso_desk.importers.contact_cells import MAIL, beside_phones
from cso_desk.importers.grid import running_number, show
from cso_desk.importers.reading import Cell
from cso_desk.importers.tables import Row
from cso_desk.khmer.digits import parse_number, to_latin_digits
from cso_desk.khmer.normalise import canonical
from cso_desk.khmer.phones import Phone, parse_phones
from cso_desk.khmer.sex import parse_sex
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.importers.values import Reader

_COUNTS = frozenset({"age", "total", "female", "male", "copies", "staff", "staff_female", "staff_male"})
_YEARS = frozenset({"year", "birth_year"})
_DATES = frozenset({"date", "birth_date", "founded", "registration_date", "member_until"})
_TICKED = frozenset({"youth", "disability", "minority"})
_ISO_SEXES = {"1": "M", "2": "F"}
_BUDDHIST = range(2400, 2700)
_SHORTEST_PHONE = 6  # signs; a lone 0 is none
_AT = re.compile(r"(?<=[^\s@,;/])[ \t\u00a0\u200b]*@[ \t\u00a0\u200b]*(?=[^\s@,;/]+\.)")
_MAILTO = re.compile(r"\bmailto:", re.IGNORECASE)
_SITE = re.compile(r"(?:https?://|www\.)[^\s,;]+", re.IGNORECASE)
_BEFORE_SITE = re.compile(r"\b(?:web(?:site)?|url)\s*[:.]?\s*$", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def _phones_of(text: str) -> tuple[Phone, ...]:
    return tuple(parse_phones(text))


def _read_phones(reader: "Reader", row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    text = phone_text(cell)
    if site := _SITE.search(text):
        values.setdefault("website", site[0])
        text = _BEFORE_SITE.sub("", text[: site.start()]) + text[site.end() :]
    if "@" in text:
        # A telephone and an address of mail share the cell.
        text = _mail_text(text)
        _add_emails(values, MAIL.findall(text))
        text = MAIL.sub(" ", text)
    found = tuple(phone for phone in _phones_of(text) if len(phone.e164) >= _SHORTEST_PHONE)
    if not found and values.get("emails") and not any(letter.isdigit() for letter in text):
        return
    if not found:
        reader.unread(row, meaning, cell, _("“{text}” is not a phone number.", text=show(cell)))
        return
    phones = values.setdefault("phones", [])
    phones += [phone.e164 for phone in found if phone.e164 not in phones]
    values["phone"] = phones[0]
    if beside_phones(text):
        reader.keep(row, "phones", show(cell))  # whose they are
    for phone in found:
        if phone.warning:
            reader.note(row, meaning.letter, "notice", phone.warning)


def _read_sex(reader: "Reader", row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    sex = parse_sex(show(cell)) or _coded_sex(show(cell), meaning.header)
    if sex:
        values["sex"] = sex
    else:
        message = _("“{text}” is neither male nor female; write ប or ស, M or F.", text=show(cell))
        reader.unread(row, meaning, cell, message)


def _coded_sex(text: str, header: str) -> str:
    """What 1 and 2 mean: as the header says ("1=F, 2=M"), else as ISO 5218 does; "" for other texts."""
    code = to_latin_digits(text).strip()
    if code not in _ISO_SEXES:
        return ""
    said = re.search(rf"{code}\s*[=:\-.)]\s*([^\W\d_]+)", to_latin_digits(header))
    return (parse_sex(said[1]) if said else None) or _ISO_SEXES[code]


def is_ticked(cell: Cell) -> bool | None:
    """Whether a cell is ticked, crossed out or blank; None where it holds something else."""
    if isinstance(cell, bool):
        return cell
    text = to_latin_digits(show(cell)).strip().casefold()
    if text in vocabulary.raw_words("tick"):
        return True
    return False if text in vocabulary.raw_words("untick") or not text else None


def _read_sex_tick(reader: "Reader", row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    if is_ticked(cell) is False:
        return
    sex = "M" if meaning.meaning == "sex_m" else "F"
    if values.get("sex", sex) != sex:
        reader.note(row, meaning.letter, "warning", _("Both male and female are marked."))
        del values["sex"]
        return
    values["sex"] = sex


def _read_tick(_reader: "Reader", _row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    ticked = is_ticked(cell)
    if ticked is None:
        values[meaning.meaning] = True
        values[f"{meaning.meaning}_text"] = canonical(show(cell))
    else:
        values[meaning.meaning] = ticked


def _read_consent(reader: "Reader", row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    ticked = is_ticked(cell)
    if ticked is None:  # who agrees to a part only has not agreed
        reader.unread(row, meaning, cell, _("“{text}” is neither yes nor no.", text=show(cell)))
    else:
        values[meaning.meaning] = ticked


def _read_id_poor(_reader: "Reader", _row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    level = re.search(r"[12]", to_latin_digits(show(cell)))
    ticked = is_ticked(cell)
    values[meaning.meaning] = (
        int(level[0]) if level else (ticked if ticked is not None else canonical(show(cell)))
    )


def _read_date(reader: "Reader", row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    date, last = days_of(cell)
    if date is None:
        reader.unread(row, meaning, cell, _("“{text}” is not a date.", text=show(cell)))
        return
    values[meaning.meaning] = date.iso
    if last is not None and meaning.meaning == "date":
        values["date_end"] = last.iso
    if meaning.meaning == "birth_date":
        values.setdefault("birth_year", int(date.iso[:4]))
    if date.warning:
        reader.note(row, meaning.letter, "notice", date.warning)


def _read_year(reader: "Reader", row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    year = running_number(cell)
    if year is None or not (1000 <= year < 3000):
        date, _last = days_of(cell)
        year = int(date.iso[:4]) if date else None
    if year is None:
        reader.unread(row, meaning, cell, _("“{text}” is not a year.", text=show(cell)))
        return
    if year in _BUDDHIST:
        message = _(
            "{buddhist_year} is a Buddhist year; taken as {year}.", buddhist_year=year, year=year - 543
        )
        reader.note(row, meaning.letter, "notice", message)
        year -= 543
    values[meaning.meaning] = year


def _read_count(reader: "Reader", row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    number: object = cell if isinstance(cell, (int, float)) else parse_number(show(cell))
    if number is None and (found := re.match(r"\s*(\d[\d,]*)\s*\D{0,12}$", to_latin_digits(show(cell)))):
        number = parse_number(found[1])
    if number is None or isinstance(number, bool) or number != int(number):  # type: ignore[call-overload]
        reader.unread(row, meaning, cell, _("“{text}” is not a whole number.", text=show(cell)))
        return
    values[meaning.meaning] = int(number)  # type: ignore[call-overload]


def _read_no(_reader: "Reader", _row: Row, _meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    number = running_number(cell)
    values["no"] = canonical(show(cell)) if number is None else number


def _read_email(reader: "Reader", row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    text = _mail_text(show(cell))
    found = MAIL.findall(text)
    if not found:
        reader.unread(row, meaning, cell, _("“{text}” is not an e-mail address.", text=show(cell)))
        return
    _add_emails(values, found)
    rest = MAIL.sub(" ", text)
    if sum(letter.isdigit() for letter in rest) >= _SHORTEST_PHONE:
        _read_phones(reader, row, meaning, rest, values)


def _mail_text(text: str) -> str:
    """The text of a cell of mail addresses without the blanks that some write at the "@" of an address."""
    return _AT.sub("@", _MAILTO.sub("", text))


def _add_emails(values: dict[str, Any], found: Sequence[str]) -> None:
    if found:
        emails = values.setdefault("emails", [])
        emails += [email for email in found if email not in emails]
        values["email"] = emails[0]


def _read_signature(
    _reader: "Reader", _row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]
) -> None:
    values[meaning.meaning] = canonical(show(cell))


def _read_category(reader: "Reader", _row: Row, meaning: Meaning, cell: Cell, values: dict[str, Any]) -> None:
    """A column that is called like a kind or a sector and ticked where it holds."""
    if is_ticked(cell) is not False:
        label = reader.labels[meaning.letter]
        if not vocabulary.is_category(label):
            label = label.rpartition("/")[2]  # "sectors/health", as Kobo writes it
        values.setdefault("categories", []).append(label)


_ReadCell = Callable[["Reader", Row, Meaning, Cell, dict[str, Any]], None]
READERS: dict[str, _ReadCell] = {
    "phones": _read_phones,
    "sex": _read_sex,
    "sex_m": _read_sex_tick,
    "sex_f": _read_sex_tick,
    "id_poor": _read_id_poor,
    "consent": _read_consent,
    "no": _read_no,
    "email": _read_email,
    "signature": _read_signature,
    vocabulary.CATEGORY: _read_category,
    **dict.fromkeys(_COUNTS, _read_count),
    **dict.fromkeys(_YEARS, _read_year),
    **dict.fromkeys(_DATES, _read_date),
    **dict.fromkeys(_TICKED, _read_tick),
}
