"""Every kind of field of every record type is shown in both languages, by the one table of kinds."""

import pytest

from cso_desk.catalog import RECORD_TYPES
from cso_desk.fields.showing import SHOWN, Manner, show
from cso_desk.records import kinds
from cso_desk.records.kinds import Kind

EXAMPLES: dict[type[Kind], object] = {
    kinds.Text: "ខ្មែរ",
    kinds.Number: 12,
    kinds.Flag: True,
    kinds.Date: "2026-09-25",
    kinds.Days: "2026-09-25/2026-09-26",
    kinds.Quarter: "2026Q3",
    kinds.Figure: "120 about",
    kinds.Money: "5365088.70 USD",
    kinds.Time: "08:30",
    kinds.Choice: "a",
    kinds.Several: ("a", "b"),
    kinds.Phones: ("+85512345678",),
    kinds.Tags: ("a",),
    kinds.Place: "0202",
    kinds.Places: ("0202", "0203"),
    kinds.Reference: "r1",
    kinds.References: ("r1", "r2"),
    kinds.Files: (kinds.StoredFile("a" * 64, 5, "minutes of\nMarch.pdf"), kinds.StoredFile("b" * 64, 0)),
}
FULL = {"long_days": True, "whole_places": True, "between": "; ", "no": True}
EVERY = [
    pytest.param(kind.name, field.kind, id=f"{kind.name}.{name}")
    for kind in RECORD_TYPES
    for name, field in kind.fields.items()
]


def name(record: str, _kind: str) -> str:
    return f"name of {record}"


@pytest.mark.parametrize(("own", "kind"), EVERY)
def test_every_field_of_every_record_type_is_shown_in_both_languages(own: str, kind: Kind) -> None:
    value = kind.from_stored(kind.to_stored(EXAMPLES[type(kind)]))
    for language in ("km", "en"):
        for manner in (Manner(language), Manner(language, **FULL)):  # type: ignore[arg-type]
            shown = show(kind, value, manner, name)
            assert shown
            assert "\n" not in shown


@pytest.mark.parametrize(("own", "kind"), EVERY)
def test_what_was_never_said_is_shown_as_nothing(own: str, kind: Kind) -> None:
    assert show(kind, kind.from_stored(kind.empty), Manner("km"), name) == ""


def test_the_table_knows_every_kind_there_is() -> None:
    there_are = {each for each in vars(kinds).values() if isinstance(each, type) and issubclass(each, Kind)}
    assert set(SHOWN) == there_are - {Kind} == set(EXAMPLES)


@pytest.mark.parametrize(
    "kind",
    [
        kinds.Date(""), kinds.Days(""), kinds.Quarter(""), kinds.Place(""), kinds.Choice(""),
        kinds.Figure(""), kinds.Money(""),
    ],
)  # fmt: skip
def test_what_a_version_cannot_read_is_shown_as_it_is_stored(kind: Kind) -> None:
    assert show(kind, "from a newer version", Manner("en"), name) == "from a newer version"


@pytest.mark.parametrize(
    ("kind", "value", "km", "en"),
    [
        (kinds.Date(""), "2026-09-25", "ថ្ងៃទី២៥ ខែកញ្ញា ឆ្នាំ២០២៦", "25 September 2026"),
        (kinds.Flag(""), False, "ទេ", "No"),
        (kinds.Phones(""), ("+85512345678", "12"), "០១២ ៣៤៥ ៦៧៨, ១២", "012 345 678, 12"),
        (kinds.Days(""), "2026-09-25/2026-09-26", "ថ្ងៃទី២៥ ខែកញ្ញា ឆ្នាំ២០២៦ – ថ្ងៃទី២៦ ខែកញ្ញា ឆ្នាំ២០២៦",
         "25 September 2026 – 26 September 2026"),
        (kinds.Figure(""), "120 about", "ប្រហែល ១២០", "about 120"),
        (kinds.Figure(""), "120 of a newer version", "120 of a newer version", "120 of a newer version"),
        (kinds.Money(""), "5365088.70 USD", "៥,៣៦៥,០៨៨.៧០ ដុល្លារអាមេរិក", "5,365,088.70 USD"),
        (kinds.Money(""), "40000 KHR", "៤០,០០០ រៀល", "40,000 riel"),
        (kinds.References("", to="person"), ("r1", "r2"), "name of r1; name of r2", "name of r1; name of r2"),
    ],
)  # fmt: skip
def test_values_in_full(kind: Kind, value: object, km: str, en: str) -> None:
    assert show(kind, value, Manner("km", **FULL), name) == km  # type: ignore[arg-type]
    assert show(kind, value, Manner("en", **FULL), name) == en  # type: ignore[arg-type]
