"""What a step is called: its plural, its digits, and labels that a newer version wrote."""

from collections.abc import Iterator

import pytest

from cso_desk.journal.history import step_text
from cso_desk.wording import use_language

SETTLE = "Settle {count} difference"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("en", 1, "Settle 1 difference"), ("en", 3, "Settle 3 differences")],
)
def test_one_and_several_are_told_apart(language: str, count: int, said: str) -> None:
    use_language(language)
    assert step_text(SETTLE, {"count": count}) == said


def test_figures_are_shown_in_the_digits_of_the_window() -> None:
    use_language("km")
    assert "១២" in step_text(SETTLE, {"count": 12})
    assert "12" not in step_text("Undo: {step}", {"step": SETTLE, "of": {"count": 12}})


def test_a_label_of_a_newer_version_is_shown_raw() -> None:
    use_language("en")
    assert step_text("Turn {unknown} round", {"count": 2}) == "Turn {unknown} round"
    assert step_text("Count {count} stars", {"count": 2}) == "Count 2 stars"
