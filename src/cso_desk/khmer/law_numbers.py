"""Numbers of Cambodian legal texts, as they are written in Khmer and in Latin letters, and read from either.

The forms are those that are printed: អនុក្រឹត្យលេខ ០៦ អនក្រ.បក, ប្រកាសលេខ ៤៩៣ ប្រ.ក, "44 ANK/BK" (Council of
Jurists), "sub-decree No. 166 OrNKr/BK" (NCDD), "No. 134 SD.E" (NSSF), នស/រកម/០៨១៥/០០៩ = NS/RKM/0815/009
(kram: who signed, month and year, number), NS/RKT for royal decrees, "Kram No. 02/NS/94" before 1996,
សេចក្តីសម្រេចលេខ ០០១/២៦ ស.ស.រ with the year after the number. What a ministry puts before it (សហវ.ប្រក) is left
aside unless it is in the table: registers write it in too many ways to tell two texts apart by it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.normalise import fold

FIRST_YEAR = 1979
"""Years of two digits are read as this year or one of the 99 after it: no older text has such a number."""

_LONGEST = 5  # digits of a number


@dataclass(frozen=True)
class LawNumber:
    """What a number says: `kind` is "" where it does not say it, `issuer` a key of `ISSUERS` or "".

    `month` is told by numbers of krams and royal decrees alone.
    """

    kind: str
    number: int
    year: int | None = None
    month: int | None = None
    issuer: str = ""


@dataclass(frozen=True)
class _Kind:
    """How one kind of text is called and abbreviated; the first of each is the one that is written."""

    khmer: tuple[str, ...]
    latin: tuple[str, ...]
    khmer_short: tuple[str, ...] = ()
    latin_short: tuple[str, ...] = ()


_KINDS = {
    "law": _Kind(("ច្បាប់", "ព្រះរាជក្រម", "ក្រម"), ("Law", "Royal Kram", "Preah Reach Kram", "Kram")),
    "royal_decree": _Kind(
        ("ព្រះរាជក្រឹត្យ", "រាជក្រឹត្យ"), ("Royal Decree", "Royal Kret", "Preah Reach Kret", "Reach Kret", "Kret")
    ),
    "sub_decree": _Kind(
        ("អនុក្រឹត្យ",),
        ("Sub-Decree", "Anukret", "Anu-Kret", "Anoukret", "Anukrit", "Anukreth", "Anukrut"),
        ("អនក្រ", "អនុក្រ"),
        ("ANK", "ANKr", "ORNKr", "OrNK", "SD.E", "SD"),
    ),
    "prakas": _Kind(
        ("ប្រកាស", "ប្រកាសរួម", "ប្រកាសអន្តរក្រសួង"),
        ("Prakas", "Joint Prakas", "Inter-Ministerial Prakas", "Prokas"),
        ("ប្រ.ក", "ប្រក"),
        ("PrK", "PRK"),
    ),
    "decision": _Kind(
        ("សេចក្តីសម្រេច", "សេចក្តីសម្រេចចិត្ត"), ("Decision", "Sechkdei Samrach"), ("ស.ស.រ", "សសរ"), ("SSR",)
    ),
    "circular": _Kind(("សារាចរ", "សារាចរណែនាំ"), ("Circular", "Sarachor"), ("ស.រ", "ស.រ.ណ.ន"), ("SR", "SRNN")),
    "deika": _Kind(("ដីកា",), ("Deika", "Deka"), ("ដ.ក",), ("DK",)),
    "guideline": _Kind(("សេចក្តីណែនាំ",), ("Guideline", "Instruction"), ("ស.ណ.ន",), ("SNN",)),
}

ISSUERS = {
    "NS": ("ន.ស", "នស"),  # the King
    "CS": ("ជ.ស", "ជស"),  # the Acting Head of State, Samdech Chea Sim
    "BK": ("បក", "ប.ក"),
    "TT": ("តត", "ត.ត"),
    "MEF": ("សហវ",),
    "MOEYS": ("អយក",),
    "MLVT": ("ក.ប", "កប"),
}
"""Letters of who signed or issued, Latin and as they are written in Khmer."""

_SIGNERS = ("NS", "CS")
_ROYAL = {"law": (("រកម", "រ.ក.ម"), ("RKM",)), "royal_decree": (("រកត", "រ.ក.ត"), ("RKT",))}
_LETTER = "a-z\u1780-\u17d3\u17dd"
_PLAIN_NUMBER = re.compile(
    r"(?:(?:no|number|លេខ)[. :]*|# *)?0*(?P<number>\d{1,5})(?: */ *(?P<year>(?:19|20)\d\d))?"
)


def _loosely(written: str) -> str:
    """A pattern for what is written with or without full stops, hyphens and spaces."""
    parts = [part for part in re.split(r"[.\- ]", fold(written)) if part]
    return r"[.\- ]{0,2}".join(map(re.escape, parts))


def _any_of(groups: Mapping[str, tuple[str, ...]], name: str) -> tuple[str, dict[str, str]]:
    """A named group of alternatives, the longest first, and what each stands for without its marks."""
    meant = {_bare(fold(word)): key for key, words in groups.items() for word in words}
    words = sorted((word for words in groups.values() for word in words), key=len, reverse=True)
    return f"(?P<{name}>{'|'.join(map(_loosely, words))})", meant


def _bare(text: str) -> str:
    return re.sub(r"[.\- ]", "", text)


_NAMES = {key: (*each.khmer, *each.latin) for key, each in _KINDS.items()}
_SHORTS = {key: (*each.khmer_short, *each.latin_short) for key, each in _KINDS.items()}
_ROYALS = {key: (*khmer, *latin) for key, (khmer, latin) in _ROYAL.items()}
_WHO = {key: (key, *khmer) for key, khmer in ISSUERS.items()}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], dict[str, str], dict[str, str]]:
    """The forms, the surest first; what a word of a kind and letters of an issuer stand for."""
    name, names = _any_of(_NAMES, "kind")
    short, shorts = _any_of(_SHORTS, "short")
    royal, royals = _any_of(_ROYALS, "kind")
    who, whose = _any_of(_WHO, "issuer")
    signer, _ = _any_of({key: _WHO[key] for key in _SIGNERS}, "issuer")
    begin, end = f"(?<![{_LETTER}0-9])", f"(?![{_LETTER}0-9])"
    between, number = r"[ ./]{0,3}", rf"0*(?P<number>\d{{1,{_LONGEST}}})(?!\d)"
    no = r"[ :]*(?:(?:no|number|n[°ºo]|លេខ)[. :]*|# *)?"
    short_year = r"(?: ?/ ?(?P<year>(?:19|20)\d\d|\d\d)(?!\d))?"
    year = r"(?:[ ,]*(?:ឆ្នាំ|of|year|\() *(?P<late>(?:19|20)\d\d)(?!\d)\)?)?"
    ending = rf"(?:{between}(?:{who}{between})?{short}(?:{between}{who.replace('issuer', 'issuer2')})?{end})"
    forms = (
        rf"{begin}{signer}{between}{royal}{between}(?P<month>0[1-9]|1[0-2])(?P<year>\d\d){between}{number}",
        rf"{begin}(?:(?P<kind>{_only(name)}){no})?{number} ?/ ?{signer} ?/ ?(?P<year>\d\d)(?!\d)",
        rf"(?<![a-z]){name}{no}(?<!\d){number}{short_year}{ending}?{year}",
        rf"(?<![0-9/]){number}{short_year}{ending}{year}",
        rf"{begin}{short}(?:{between}{who})?{no}{number}{short_year}{year}",
    )
    return tuple(map(re.compile, forms)), names | shorts | royals, whose


def _only(group: str) -> str:
    return group.partition(">")[2].removesuffix(")")


def parse(text: str) -> LawNumber | None:
    """The first number of a legal text in `text`, or None; a bare number where nothing else is said."""
    plain = _PLAIN_NUMBER.fullmatch(fold(text).strip(" .()"))
    if plain and int(plain["number"]):
        return LawNumber("", int(plain["number"]), int(plain["year"]) if plain["year"] else None)
    return next(mentions(text), None)


def mentions(text: str) -> Iterator[LawNumber]:
    """Every number of a legal text in running text, in order."""
    folded = fold(text)
    forms, _names, _whose = _patterns()
    coming = {form: match for form in forms if (match := form.search(folded))}
    while coming:
        found = min(coming.values(), key=lambda match: (match.start(), -match.end()))
        number = _read(found)
        if number is not None:
            yield number
        # Each form goes through the text once only, however long it is.
        for form in [form for form, match in coming.items() if match.start() < found.end()]:
            match = form.search(folded, found.end())
            coming = {**coming, form: match} if match else {f: m for f, m in coming.items() if f != form}


def _read(found: re.Match[str]) -> LawNumber | None:
    _forms, names, whose = _patterns()
    said = found.groupdict()
    kind = names[_bare(said.get("kind") or said.get("short") or fold(_KINDS["law"].khmer[0]))]
    number, year = int(said["number"]), _year(said.get("year") or said.get("late") or "")
    # "Law 2015" tells a year, and nothing has the number nought.
    if not number or (year is None and not said.get("short") and _is_year(found, said["number"])):
        return None
    issuer = said.get("issuer") or said.get("issuer2") or ""
    month = said.get("month")
    return LawNumber(
        kind, number, year, int(month) if month else None, whose[_bare(issuer)] if issuer else ""
    )


def _is_year(found: re.Match[str], number: str) -> bool:
    told = re.search(r"no|number|n[°º]|#|លេខ", found.group()[: found.start("number") - found.start()])
    return len(number) == 4 and number[:2] in ("19", "20") and told is None


def _year(written: str) -> int | None:
    if len(written) != 2:
        return int(written) if written else None
    return FIRST_YEAR + (int(written) - FIRST_YEAR) % 100


def written(law: LawNumber, language: str = "km") -> str:
    """A number as it is printed in Khmer ("km") or in Latin letters; `parse` reads it back."""
    khmer = language == "km"
    if law.kind in _ROYAL and law.month and law.year:
        letters = _ROYAL[law.kind][0 if khmer else 1][0]
        signer = _letters_of(law.issuer or _SIGNERS[0], khmer=khmer).replace(".", "")
        said = f"{signer}/{letters}/{law.month:02d}{law.year % 100:02d}/{law.number:03d}"
        return to_khmer_digits(said) if khmer else said
    kind = _KINDS.get(law.kind)
    name = (kind.khmer if khmer else kind.latin)[0] if kind else ""
    said = f"{name}លេខ {law.number}" if khmer else f"{name} No. {law.number}".strip()
    short = (kind.khmer_short if khmer else kind.latin_short) if kind else ()
    if short and law.issuer:
        said += f" {short[0]}{'.' if khmer else '/'}{_letters_of(law.issuer, khmer=khmer)}"
    if law.year:
        said += f" ឆ្នាំ{law.year}" if khmer and kind else f" of {law.year}" if kind else f"/{law.year}"
    return to_khmer_digits(said) if khmer else said


def _letters_of(issuer: str, *, khmer: bool) -> str:
    return ISSUERS[issuer][0] if khmer else issuer


def words(law: LawNumber) -> list[str]:
    """What people type to find a text with this number, in both scripts, kind and number in each."""
    kind = _KINDS.get(law.kind)
    if kind is None:
        return [f"លេខ {law.number}", f"no. {law.number}"]
    royal = [written(law, language) for language in ("km", "en")] if law.month else []
    names = " ".join(kind.latin)
    shorts = [f"{law.number} {short}" for short in (*kind.khmer_short[:1], *kind.latin_short[:2])]
    return [f"{kind.khmer[0]}លេខ {law.number}", f"{names} no. {law.number}", *shorts, *royal]


def keys(law: LawNumber) -> list[str]:
    """Words that nobody types, by which texts with one number are one: of any kind, and of this kind."""
    every = f"lawnumber{law.number}"
    return [every, f"{every}{law.kind.replace('_', '')}"] if law.kind else [every]
