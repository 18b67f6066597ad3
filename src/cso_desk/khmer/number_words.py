"""Amounts of money in words, in Khmer and English, as receipts carry them beside the figure."""

from decimal import Decimal

_KM_ONES = ("សូន្យ", "មួយ", "ពីរ", "បី", "បួន", "ប្រាំ", "ប្រាំមួយ", "ប្រាំពីរ", "ប្រាំបី", "ប្រាំបួន")
_KM_TENS = ("", "ដប់", "ម្ភៃ", "សាមសិប", "សែសិប", "ហាសិប", "ហុកសិប", "ចិតសិប", "ប៉ែតសិប", "កៅសិប")
_KM_POWERS = ((100_000, "សែន"), (10_000, "ម៉ឺន"), (1_000, "ពាន់"), (100, "រយ"))
_KM_MILLION = "លាន"
_EN_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_POWERS = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_UNITS = {
    ("KHR", "km"): ("រៀល", ""),
    ("USD", "km"): ("ដុល្លារអាមេរិក", "សេន"),
    ("KHR", "en"): ("riel", ""),
    ("USD", "en"): ("US dollars", "cents"),
}


def number_in_words(number: int, language: str) -> str:
    """A whole number in words: "ពីរសែនពីរម៉ឺន" or "two hundred and twenty thousand".

    ValueError for a number below nothing.
    """
    if number < 0:
        raise ValueError(f"a number below nothing: {number}")
    return _khmer(number) if language == "km" else _english(number)


def in_words(amount: Decimal, currency: str, language: str) -> str:
    """An amount with its currency in words, parts of a dollar as cents: "twenty thousand riel"."""
    whole, part = int(amount), int((amount - int(amount)) * 100)
    unit, small = _UNITS.get((currency, language), (currency, ""))
    between = "" if language == "km" else " "
    said = f"{number_in_words(whole, language)}{between}{unit}"
    if part and small:
        joint = " និង" if language == "km" else " and "
        said += f"{joint}{number_in_words(part, language)}{between}{small}"
    return said


def _khmer(number: int) -> str:
    if number >= 1_000_000:
        rest = number % 1_000_000
        return f"{_khmer(number // 1_000_000)}{_KM_MILLION}{_khmer(rest) if rest else ''}"
    said = ""
    for power, word in _KM_POWERS:
        count, number = divmod(number, power)
        said += f"{_KM_ONES[count]}{word}" if count else ""
    tens, ones = divmod(number, 10)
    said += _KM_TENS[tens]
    return said + _KM_ONES[ones] if ones or not said else said


def _english(number: int) -> str:
    words: list[str] = []
    for power, word in _EN_POWERS:
        count, number = divmod(number, power)
        words += [_english(count), word] if count else []
    if number or not words:
        words += ["and"] if words else []
        words.append(_below_hundred(number))
    return " ".join(words)


def _below_hundred(number: int) -> str:
    if number < len(_EN_ONES):
        return _EN_ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_EN_TENS[tens]}-{_EN_ONES[ones]}" if ones else _EN_TENS[tens]
