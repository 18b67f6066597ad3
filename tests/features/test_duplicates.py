"""What was entered twice is found with its reasons, and what only looks like it is left alone."""

import hypothesis.strategies as st
import pytest
from entered_twice import measured, organisations, people
from hub_institutions import organisations_of_hubs
from hub_people import people_of_hubs
from hypothesis import given

from cso_desk.features.members.record import Organisation, OrganisationName, Person, Position
from cso_desk.features.members.service.duplicates import (
    Reason,
    duplicates,
    how_sure,
    known_duplicates,
    likely,
    likely_named,
    merge,
    reasons_of,
    say_distinct,
    separate,
    warm_up,
)
from cso_desk.features.members.service.duplicates.evidence import judge, judge_likely
from cso_desk.features.members.service.duplicates.finding import LIKELY
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.profiles import profile_of
from cso_desk.journal.undo import undo


def keep(store, *records):
    with store.transaction("Fill") as t:
        t.add_all(records)
    return records


def score(one, other, *around):
    index = Index(map(profile_of, (one, other, *around)), people=isinstance(one, Person))
    return judge(profile_of(one), profile_of(other), index).score


def found_in(entered, *, are_people):
    index = Index(map(profile_of, entered.records), people=are_people)
    return {
        tuple(sorted((one.record, other.record)))
        for one, other in index.pairs()
        if judge_likely(one, other, index, LIKELY) is not None
    }


@pytest.mark.parametrize("seed", [901, 902])
def test_organisations_entered_twice_are_found_and_few_others(seed):
    entered = organisations(700, seed)
    precision, recall = measured(found_in(entered, are_people=False), entered)
    assert precision >= 0.95
    assert recall >= 0.85


@pytest.mark.parametrize(
    ("make", "count", "seed"),
    [
        (organisations, 600, 904),
        (organisations_of_hubs, 600, 905),
        (people, 1000, 904),
        (people, 1000, 905),
        (people_of_hubs, 600, 905),
    ],
)
def test_what_is_told_at_a_glance_forbids_no_two_that_are_found_and_one(make, count, seed):
    entered = make(count, seed)
    index = Index(map(profile_of, entered.records), people=make in (people, people_of_hubs))
    forbidden = {
        tuple(sorted((one.record, other.record)))
        for one, other in index.pairs()
        if judge(one, other, index).score >= LIKELY and judge_likely(one, other, index, LIKELY) is None
    }
    assert forbidden.isdisjoint(entered.pairs())


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sok Chantha", "Sok C."), ("Meng Rith", "Rith Meg"), ("Bun Cina", "Sina, Bun")],
)
def test_initials_and_slips_pass_at_a_glance(one, other):
    both = [profile_of(Person(name_en=name, place=PLACE, birth_year=1980)) for name in (one, other)]
    assert judge_likely(*both, Index(both, people=True), LIKELY) is not None


@pytest.mark.parametrize(
    ("apart", "compared"),
    [
        ({}, True),
        ({"place": ""}, True),
        ({"sex": ""}, True),
        ({"phones": ("+85512000002",)}, True),
        ({"sex": "M"}, False),
        ({"place": "12"}, False),
        ({"sex": "M", "phones": ("+85512000001",)}, True),
    ],
)
def test_two_who_share_only_how_they_sound_are_compared_unless_something_sets_them_apart(apart, compared):
    known = {"place": "02", "sex": "F", "phones": ("+85512000001",)}
    if "phones" not in apart:
        apart = apart | {"phones": ()}
    one = profile_of(Person(name_en="Sok Chantha", **known))
    other = profile_of(Person(name_en="Chantha Sok", **known | apart))
    index = Index((one, other), people=True)
    assert bool(index.pairs()) is compared
    assert (other in [index.profiles[place] for place in index.alike(one)]) is compared


def test_people_entered_twice_are_found_and_few_others():
    entered = people(1500, 903)
    precision, recall = measured(found_in(entered, are_people=True), entered)
    assert precision >= 0.95
    assert recall >= 0.8


@pytest.mark.long
@pytest.mark.parametrize("seed", range(911, 916))
def test_many_lists_hold_the_promise(seed):
    for make, are_people in ((organisations, False), (people, True)):
        entered = make(5000, seed)
        precision, recall = measured(found_in(entered, are_people=are_people), entered)
        assert precision >= 0.97
        assert recall >= 0.8


PLACE = "020401"
ALIKE_ORGANISATIONS = [
    # the acronym, the legal word, the two languages, the romanised name, slips, an old name
    ({"name_en": "Cooperation Committee for Cambodia"}, {"name_en": "CCC", "phones": ("+85512345678",)}),
    ({"name_en": "Women Farmers Association of Banan"}, {"name_en": "Banan Women Farmers Assoc."}),
    ({"name_km": "សមាគមកសិករថ្មគោល"}, {"name_en": "Thma Koul Farmers Association"}),
    ({"name_km": "សមាគមកសិករថ្មគោល"}, {"name_en": "Samakum Kasekor Thma Koul"}),
    ({"name_km": "អង្គការស្ត្រីបាណន់"}, {"name_km": "អង្គការស្រ្តីបាណន់"}),
    ({"name_en": "Agricultural Development Network Bavel"}, {"name_en": "Agricutlural Developement Network Bavel"}),  # noqa: E501
    ({"name_en": "Reaksmey Thmey Centre", "former_names": ("Santi Sena Youth Group",)},
     {"name_en": "Santi Sena Youth Group"}),
    ({"name_km": "សមាគមអាដហុក"}, {"name_en": "Association ADHOC (ADHOC)", "acronym": "ADHOC"}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE_ORGANISATIONS)
def test_one_organisation_is_known_by_its_other_names(one, other):
    shared = {"phones": ("+85512345678",), "place": PLACE}
    assert score(Organisation(**{**shared, **one}), Organisation(**{**shared, **other})) >= LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Farmers Association of Banan", "Farmers Association of Bavel"),
        ("Village Group 1 of Banan", "Village Group 2 of Banan"),
        ("សមាគមកសិករបាណន់", "សមាគមនេសាទបាណន់"),
    ],
)
def test_two_organisations_that_are_called_almost_the_same_are_two(one, other):
    fields = [{"name_km" if name > "ក" else "name_en": name} for name in (one, other)]
    assert score(Organisation(**fields[0]), Organisation(**fields[1])) < LIKELY


ALIKE_PEOPLE = [
    ("សុខ សុភា", "Sok Sophea"),
    ("សុខ សុភា", "Sophea Sok"),
    ("Chan Vannak", "Chann Vanak"),
    ("លោក កែវ ចាន់ថា", "កែវចាន់ថា"),
    ("Keo Chantha", "KEO CHANTHA"),
    ("ហេង ស្រីមុំ", "Heng Sreymom"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE_PEOPLE)
def test_one_person_is_known_in_both_scripts_and_in_any_order(one, other):
    both = [
        Person(**{"name_km" if name > "ក" else "name_en": name}, phones=("+85512345678",), place=PLACE)
        for name in (one, other)
    ]
    assert score(*both) >= LIKELY


def test_a_family_with_one_telephone_is_not_one_person():
    one = Person(name_km="សុខ សុភា", name_en="Sok Sophea", phones=("+85512345678",), place=PLACE, sex="F")
    other = Person(name_km="សុខ ដារ៉ា", name_en="Sok Dara", phones=("+85512345678",), place=PLACE, sex="M")
    assert score(one, other) < LIKELY


def test_a_pair_says_why(store):
    keep(
        store,
        Organisation(name_en="Santi Sena", phones=("+85512345678",)),
        Organisation(name_en="Santi Sena", phones=("+85512345678",)),
    )
    (pair,) = duplicates(store, "organisation")
    assert set(pair.reasons) >= {"the same telephone", "the same name"}
    assert pair.score >= LIKELY


def test_reasons_name_what_both_have():
    one = Person(name_en="Sok Chantha", phones=("+85512345678",), place="020401", birth_year=1990)
    other = Person(name_km="សុខ ចន្ថា", phones=("+85512345678",), place="020401", birth_year=1990)
    index = Index(map(profile_of, (one, other)), people=True)
    told = {
        each.message: each
        for each in reasons_of(one, other, judge(profile_of(one), profile_of(other), index).reasons)
    }
    assert told["the same telephone"].detail == "012 345 678"
    assert told["the name is the same in the other script"].detail == "Sok Chantha / សុខ ចន្ថា"
    assert told["the same commune"] == Reason("the same commune", "020401", "place")
    assert told["the same year of birth"].detail == "1990"


@pytest.mark.parametrize(("score", "said"), [(0.99, "Nearly certain"), (0.9, "Very likely"), (0.7, "Likely")])
def test_how_sure_it_is_is_said_in_words(score, said):
    assert how_sure(score) == said


def test_what_is_not_the_same_is_remembered_until_it_is_undone(store):
    keep(store, *(Person(name_en="Sok Dara", phones=("+85512345678",)) for _twice in range(2)))
    (pair,) = duplicates(store, "person")
    say_distinct(store, pair)
    assert duplicates(store, "person") == []
    undo(store)
    assert duplicates(store, "person") == [pair]


def test_a_name_that_is_typed_finds_whom_it_may_mean(store):
    one, *_rest = keep(
        store,
        Organisation(name_en="Cooperation Committee for Cambodia", former_names=("Old Lotus Circle",)),
        Organisation(name_en="Bavel Farmers Association"),
        Organisation(name_en="Banan Fishing Community"),
    )
    for typed in ("CCC", "Cooperation Comittee for Cambodia", "Old Lotus Circle"):
        assert likely_named(store, "organisation", typed)[0].record == one.id
    assert likely_named(store, "organisation", "Silk Weavers of Takeo") == []


def test_what_is_known_while_typing_follows_every_change(store):
    one, other = keep(store, Person(name_en="Sok Dara"), Person(name_en="Chan Vanna"))
    assert [each.record for each in likely_named(store, "person", "Sok Dara")] == [one.id]
    with store.transaction("Change") as t:
        t.change(other, name_en="Sok Daraa")
        t.trash(one)
    assert [each.record for each in likely_named(store, "person", "Sok Dara")] == [other.id]
    (added,) = keep(store, Person(name_en="Keo Pisey", phones=("+85599888777",)))
    found = likely(store, Person(name_km="កែវ ពិសី", phones=("+85599888777",)))
    assert [each.record for each in found] == [added.id]


def test_an_earlier_name_with_its_days_is_known_and_followed(store):
    shared = {"phones": ("+85512345678",), "place": PLACE}
    one, other = keep(
        store,
        Organisation(name_en="Reaksmey Thmey Centre", **shared),
        Organisation(name_en="Santi Sena Youth Group", **shared),
    )
    before = duplicates(store, "organisation")
    assert known_duplicates(store, "organisation") == before
    (name,) = keep(
        store,
        OrganisationName(organisation=one.id, name_en="Santi Sena Youth Group", to_date="2020-12-31"),
    )
    (pair,) = duplicates(store, "organisation")
    assert "a former name is the same" in pair.reasons
    assert [each.reasons for each in known_duplicates(store, "organisation")] == [pair.reasons]
    with store.transaction("Trash") as t:
        t.trash(name)
    assert duplicates(store, "organisation") == before
    assert [each.reasons for each in known_duplicates(store, "organisation")] == [p.reasons for p in before]
    assert likely_named(store, "organisation", other.name_en)[0].record == other.id


def test_what_merged_ones_were_called_counts_for_the_one_that_was_kept(store):
    kept, gone, again = keep(
        store,
        Organisation(name_en="Reaksmey Thmey Centre", place=PLACE),
        Organisation(name_en="Bavel Silk Weavers", place=PLACE),
        Organisation(name_en="Santi Sena Youth Group", place=PLACE, phones=("+85512345678",)),
    )
    keep(store, OrganisationName(organisation=gone.id, name_en="Santi Sena Youth Group", to_date="2019"))
    warm_up(store, "organisation")
    merge(store, "organisation", kept.id, gone.id)
    for name in ("Bavel Silk Weavers", "Santi Sena Youth Group"):
        told = [each.record for each in likely_named(store, "organisation", name)]
        assert kept.id in told
        assert gone.id not in told
    assert {kept.id, again.id} in [
        {pair.one, pair.other} for pair in duplicates(store, "organisation", least=0.5)
    ]
    separate(store, "organisation", gone.id, kept.id)
    found = [each.record for each in likely_named(store, "organisation", "Bavel Silk Weavers")]
    assert found == [gone.id]


def test_a_person_is_known_by_the_name_of_whoever_was_merged_into_him(store):
    kept, gone = keep(
        store, Person(name_en="Sok Dara", phones=("+85599888777",)), Person(name_en="Chan Vanna")
    )
    merge(store, "person", kept.id, gone.id, values={"name_en": "Sok Dara"})
    assert [each.record for each in likely_named(store, "person", "Chan Vanna")] == [kept.id]


def test_people_of_two_merged_institutions_are_of_one(store):
    first, second, one, other = keep(
        store,
        Organisation(name_en="Santi Sena"),
        Organisation(name_en="Santi Sena Organisation"),
        *(Person(name_en="Sok Dara", phones=("+85512345678",)) for _twice in range(2)),
    )
    keep(
        store,
        Position(person=one.id, organisation=first.id),
        Position(person=other.id, organisation=second.id),
    )
    (apart,) = known_duplicates(store, "person")
    assert "the same institution" not in apart.reasons
    merge(store, "organisation", first.id, second.id)
    (pair,) = known_duplicates(store, "person")
    assert "the same institution" in pair.reasons


def test_two_in_one_village_are_not_in_different_places():
    one, other = (
        Organisation(name_en="Bavel Farmers Association", place=place) for place in ("02040101", "02040101")
    )
    further = Organisation(name_en="Bavel Farmers Association", place="02040102")
    assert score(one, other) > score(one, further)


def test_where_a_person_works_is_followed(store):
    one, other, body = keep(
        store, Person(name_en="Sok Dara"), Person(name_en="Sok Dara"), Organisation(name_en="Santi Sena")
    )
    assert known_duplicates(store, "person") == duplicates(store, "person")
    keep(store, *(Position(person=each.id, organisation=body.id) for each in (one, other)))
    assert known_duplicates(store, "person") == duplicates(store, "person")
    assert "the same institution" in duplicates(store, "person")[0].reasons


_PEOPLE = st.builds(
    Person,
    id=st.sampled_from(["a", "b", "c", "d"]),
    name_en=st.sampled_from(["Sok Dara", "Dara Sok", "Sok Darra", "Chan Vanna", ""]),
    phones=st.sampled_from([(), ("+85512345678",)]),
    place=st.sampled_from(["", "0204", "020401"]),
)


@given(st.lists(_PEOPLE, max_size=4), st.lists(_PEOPLE, max_size=4), st.sampled_from("abcd"))
def test_an_index_that_is_kept_up_finds_what_a_new_one_finds(first, later, gone):
    before = {each.id: each for each in first}
    kept = Index(map(profile_of, before.values()), people=True)
    for each in later:
        kept.add(profile_of(each))
    kept.remove(gone)
    now = before | {each.id: each for each in later}
    new = Index([profile_of(each) for each in now.values() if each.id != gone], people=True)
    assert met(kept) == met(new)
    for each in now.values():
        wanted = profile_of(each)
        assert around(kept, wanted) == around(new, wanted)
        if each.id != gone:
            pairs = {frozenset((each.id, other)) for other in around(kept, wanted) - {each.id}}
            assert pairs == {pair for pair in met(kept) if each.id in pair}


def met(index):
    return {frozenset((one.record, other.record)) for one, other in index.pairs()}


def around(index, wanted):
    return {index.profiles[place].record for place in index.alike(wanted)}
