"""Phone numbers as lists write them, several to a cell, in Khmer or Latin digits; nothing typed is lost.

A number that the numbering plan does not know is kept and carries a warning: the plan changes, and a number
that one person can dial must not vanish from a list.
"""

import re
from dataclasses import dataclass
from functools import cache

from cso_desk.khmer.digits import to_khmer_digits, to_latin_digits
from cso_desk.khmer.normalise import canonical
from cso_desk.wording import _, digits_of

_COUNTRY = "855"
_SHORTEST_FULL = 8  # digits with the leading zero lost: 12 345 678
_LONGEST_SHORTHAND = 4

_EXTENSION = re.compile(
    r"(?:\b(?:ext(?:ension|n)?|x|post)\b\.?|(?<=[\d\s])x|#|ខ្សែ(?:ក្នុង|បន្ត|ភ្ជាប់)|លេខ(?:ក្នុង|បន្ត))\s*:?\s*(\d{1,6})"
)
_APART = re.compile(r"[/,;|\n&\\៖:]|\b(?:or|and)\b|ឬ|និង|(?<=\d)\s+-\s+(?=\+?0)")
_FLOAT_CELL = re.compile(r"(\d+)\.0")
_GROUP = re.compile(r"\+?\d+")


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164` is "+85512345678", with ";ext=12" where there is an extension (RFC 3966).

    Digits that are no full number stay as typed. `warning` is a sentence in the language of the window.
    """

    e164: str
    warning: str | None = None


def parse_phones(text: object) -> list[Phone]:
    """All numbers of one cell, in order and once each; empty where there is not one digit."""
    cell = _cell_text(text)
    phones: list[Phone] = []
    for part, extension in map(_without_extension, _APART.split(cell)):
        for digits in _numbers(part):
            shorthand = _completed(digits, phones)
            phone = shorthand or _phone(digits)
            if extension:
                phone = Phone(f"{phone.e164};ext={extension}", phone.warning)
            if phone.e164 not in [known.e164 for known in phones]:
                phones.append(phone)
    return phones


def show_phone(e164: str) -> str:
    """Show "+85512345678" as "012 345 678"; numbers of other countries as "+66 2 123 4567"."""
    number, _semicolon, extension = e164.partition(";ext=")
    if number.startswith(f"+{_COUNTRY}"):
        shown = _in_groups("0" + number[len(_COUNTRY) + 1 :])
    elif number.startswith("+"):
        import phonenumbers  # noqa: PLC0415  see _kinds

        try:
            parsed = phonenumbers.parse(number)
            shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        except phonenumbers.NumberParseException:
            shown = number
    else:
        shown = number
    return f"{shown} x{extension}" if extension else shown


def _in_groups(national: str) -> str:
    return " ".join(part for part in (national[:3], national[3:6], national[6:]) if part)


def _cell_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    lines = [to_latin_digits(canonical(line)).lower() for line in str(value).splitlines()]
    text = "\n".join(lines).strip()
    return _FLOAT_CELL.sub(r"\1", text) if _FLOAT_CELL.fullmatch(text) else text


def _without_extension(part: str) -> tuple[str, str]:
    found = _EXTENSION.search(part)
    return (part[: found.start()] + part[found.end() :], found.group(1)) if found else (part, "")


def _numbers(part: str) -> list[str]:
    """The digit groups of a part put together; a group that starts anew after a full number is the next."""
    numbers: list[str] = []
    for group in _GROUP.findall(part.replace("(0)", " ")):
        starts_anew = not numbers or (
            group.startswith(("0", "+", _COUNTRY)) and len(numbers[-1].lstrip("+")) >= _SHORTEST_FULL
        )
        if starts_anew:
            numbers.append(group)
        else:
            numbers[-1] += group
    return numbers


def _completed(digits: str, before: list[Phone]) -> Phone | None:
    """012 345 678/79: the second number is the first with its last digits replaced."""
    short = len(digits) <= _LONGEST_SHORTHAND and digits.isdigit()
    if not (short and before and before[-1].e164.startswith("+") and ";" not in before[-1].e164):
        return None
    whole = before[-1].e164[: -len(digits)] + digits
    return Phone(
        whole, _("“{short}” was taken as {number}.", short=_said(digits), number=_said(show_phone(whole)))
    )


def _phone(digits: str) -> Phone:
    number = _international(digits)
    if number.startswith(f"+{_COUNTRY}"):
        if _is_cambodian(number[len(_COUNTRY) + 1 :]):
            return Phone(number)
    elif number.startswith("+"):
        import phonenumbers  # noqa: PLC0415  see _kinds

        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number)):
                return Phone(number)
        except phonenumbers.NumberParseException:
            pass
    return Phone(
        number,
        _(
            "{number} does not look like a full phone number. Please check it.",
            number=_said(show_phone(number)),
        ),
    )


def _said(number: str) -> str:
    return to_khmer_digits(number) if digits_of() == "km" else number


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], frozenset[int]], ...]:
    """The form and the lengths of every kind of Cambodian number, from the plan that phonenumbers carries."""
    # The plans of all countries take a while to load; the first page of a list does not wait for them.
    import phonenumbers  # noqa: PLC0415

    plan = phonenumbers.PhoneMetadata.metadata_for_region("KH")
    if plan is None or plan.general_desc is None:
        return ()
    kinds = (
        plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.shared_cost, plan.voip,
        plan.personal_number, plan.pager, plan.uan, plan.voicemail,
    )  # fmt: skip
    usual = plan.general_desc.possible_length
    return tuple(
        (re.compile(kind.national_number_pattern), frozenset(kind.possible_length or usual))
        for kind in kinds
        if kind is not None and kind.national_number_pattern
    )


def _is_cambodian(national: str) -> bool:
    """What phonenumbers.is_valid_number says of +855 and these digits, quick enough for 50,000 of them."""
    return any(len(national) in lengths and form.fullmatch(national) for form, lengths in _kinds())


def _international(digits: str) -> str:
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+"):
        national = digits[len(_COUNTRY) + 1 :]
        return f"+{_COUNTRY}{national.lstrip('0')}" if digits.startswith(f"+{_COUNTRY}") else digits
    if digits.startswith("0"):
        return f"+{_COUNTRY}{digits[1:]}"
    if digits.startswith(_COUNTRY) and len(digits) >= len(_COUNTRY) + _SHORTEST_FULL:
        return f"+{_COUNTRY}{digits[len(_COUNTRY) :].lstrip('0')}"
    # A number cell loses the zero in front.
    return f"+{_COUNTRY}{digits}" if len(digits) in (8, 9) else digits
