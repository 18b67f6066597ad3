"""Words of choices and names as lists write them are read back as what they say."""

import pytest

from cso_desk.features.library.record import KINDS as LIBRARY_KINDS
from cso_desk.features.library.record import LANGUAGES as LIBRARY_LANGUAGES
from cso_desk.features.library.record import STATUSES as LIBRARY_STATUSES
from cso_desk.features.members.importing import choice_code, choice_of_beginning
from cso_desk.features.members.record import ORGANISATION_KINDS, ROLES, SECTORS
from cso_desk.wording import words


@pytest.mark.parametrize(
    ("said", "code"),
    [("CBO", "cbo"), ("អង្គការ", "ngo"), ("International NGO", "ingo"), ("", ""), ("xyz", "")],
)
def test_a_kind_is_understood_in_either_language(said: str, code: str) -> None:
    assert choice_code("organisation_kind", said) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("សមាគមកសិករ", "association"),
        ("Farmers Association", "association"),
        ("មន្ទីរកសិកម្ម", "department"),
        ("Lotus", ""),
    ],
)
def test_a_name_says_what_it_names(name: str, code: str) -> None:
    assert choice_of_beginning("organisation_kind", name) == code


CHOICES = {
    "organisation_kind": ORGANISATION_KINDS,
    "sector": SECTORS,
    "role": ROLES,
    "library_kind": LIBRARY_KINDS,
    "library_status": LIBRARY_STATUSES,
    "language": LIBRARY_LANGUAGES,
}


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("field", CHOICES)
def test_every_choice_as_we_print_it_is_read_back(field: str, language: str) -> None:
    say = words(language)
    read = {code: choice_code(field, say(label)) for code, label in CHOICES[field].items()}
    assert read == {code: code for code in CHOICES[field]}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("សាលាបឋមសិក្សាភ្នំសំពៅ", "academic"),
        ("អនុវិទ្យាល័យព្រែកហ្លួង", "academic"),
        ("វិទ្យាល័យមោងឫស្សី", "academic"),
        ("Banan Primary School", "academic"),
        ("Big Brother", ""),
    ],
)
def test_a_name_says_what_kind_of_institution_it_is(name: str, kind: str) -> None:
    assert choice_of_beginning("organisation_kind", name) == kind
