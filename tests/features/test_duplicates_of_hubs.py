"""Lists as hubs keep them: common names, families with one telephone, branches and namesakes."""

import pytest
from crowded_institutions import crowded_organisations
from entered_twice import measured
from hub_institutions import organisations_of_hubs
from hub_people import people_of_hubs

from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates import reasons_of
from cso_desk.features.members.service.duplicates.evidence import judge
from cso_desk.features.members.service.duplicates.finding import LIKELY, judged_pairs
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.profiles import profile_of

PLACE = "020401"


def quality(entered, kind):
    profiles = [profile_of(each, entered.bodies.get(each.id, frozenset())) for each in entered.records]
    index = Index(profiles, people=kind == "person")
    return measured({(pair.one, pair.other) for pair in judged_pairs(kind, index, LIKELY, None)}, entered)


def score(one, other, around=()):
    index = Index(map(profile_of, (one, other, *around)), people=isinstance(one, Person))
    return judge(profile_of(one), profile_of(other), index).score


@pytest.mark.parametrize("seed", [921, 922])
def test_institutions_of_hubs_that_stand_twice_are_found_and_few_others(seed):
    precision, recall = quality(organisations_of_hubs(700, seed), "organisation")
    assert precision >= 0.94
    assert recall >= 0.85


def test_where_no_word_of_a_name_tells_much_the_whole_name_does():
    precision, recall = quality(crowded_organisations(900, 924), "organisation")
    assert precision >= 0.97
    assert recall >= 0.88


def test_people_of_hubs_that_stand_twice_are_found_and_few_others():
    precision, recall = quality(people_of_hubs(900, 923), "person")
    assert precision >= 0.92
    assert recall >= 0.85


@pytest.mark.long
@pytest.mark.parametrize("seed", range(931, 934))
def test_many_hubs_hold_the_promise(seed):
    precision, recall = quality(organisations_of_hubs(4000, seed), "organisation")
    assert precision >= 0.96
    assert recall >= 0.88
    precision, recall = quality(crowded_organisations(4000, seed), "organisation")
    assert precision >= 0.98
    assert recall >= 0.88


def test_the_second_group_of_a_village_is_another_one():
    one, second = (
        Organisation(name_en=f"Bavel Savings Group{number}", phones=("+85512345678",), place=PLACE)
        for number in ("", " No. 2")
    )
    assert score(one, second) < LIKELY


def test_two_bodies_with_one_proper_name_in_one_house_are_two():
    widows, weavers = (
        Organisation(name_km=name, phones=("+85512345678",), place=PLACE)
        for name in ("បណ្តាញស្ត្រីដូននី", "បណ្តាញកសិករដូននី")
    )
    assert score(widows, weavers) < LIKELY


def test_the_mail_of_a_network_does_not_make_its_members_one():
    shared = [
        Organisation(name_en=name, email="network@example.test")
        for name in ("Bavel Farmers", "Silk Weavers", "Koh Kralor Youth", "Banan Midwives", "Moung Vendors")
    ]
    assert score(shared[0], shared[1], shared[2:]) < LIKELY


def test_a_federation_is_no_alliance_of_the_same_name():
    federation, alliance = (
        Organisation(name_en=f"Koulap {form}", name_km=f"{km}កូឡាប", place=PLACE)
        for form, km in (("Federation", "សហព័ន្ធ"), ("Alliance", "សម្ព័ន្ធ"))
    )
    assert score(federation, alliance) < LIKELY


def test_the_same_whole_name_is_enough_though_each_word_of_it_is_common():
    one, again, *around = (
        Organisation(name_km=f"{form}ស្ត្រីរស្មី", place=PLACE)
        for form in ("សម្ព័ន្ធ", "សម្ព័ន្ធ", "សមាគម", "បណ្តាញ", "ក្រុម", "សហគមន៍")
    )
    around += [Organisation(name_km=f"សមាគមស្ត្រី{name}") for name in ("បន្ទាយជ័យ", "មាសពិសី", "ដូននី")]
    assert score(one, again, around) >= LIKELY
    assert score(one, around[0], around[1:]) < LIKELY


def test_where_a_body_is_adds_nothing_to_its_name():
    shared = {"place": PLACE, "phones": ("+85512345678",)}
    assert score(
        Organisation(name_en="Santi Sena Youth Group", **shared),
        Organisation(name_en="Santi Sena Youth Group, Battambang, Cambodia", **shared),
    ) > score(
        Organisation(name_en="Santi Sena Youth Group", **shared),
        Organisation(name_en="Santi Sena Youth Group, Siem Reap", **shared),
    )


@pytest.mark.parametrize(
    "other",
    [
        Person(name_en="S. Rattana", phones=("+85512345678",), place=PLACE),
        Person(name_en="Sim R.", phones=("+85512345678",), place=PLACE, birth_year=1980),
    ],
)
def test_a_letter_may_stand_for_a_part_of_a_name(other):
    one = Person(
        name_km="ស៊ឹម រតនា", name_en="Sim Rattana", phones=("+85512345678",), place=PLACE, birth_year=1980
    )
    assert score(one, other) >= LIKELY


def test_a_letter_that_begins_no_part_of_a_name_stands_for_another():
    one = Person(name_en="Sim Rattana", phones=("+85512345678",), place=PLACE)
    other = Person(name_en="K. Rattana", phones=("+85512345678",), place=PLACE)
    assert score(one, other) < LIKELY


def test_a_figure_misread_in_a_telephone_is_told():
    one, other = (Person(name_en="Sim Rattana", phones=(f"+8551234567{end}",), place=PLACE) for end in "89")
    index = Index(map(profile_of, (one, other)), people=True)
    judged = judge(profile_of(one), profile_of(other), index)
    told = {each.message: each.detail for each in reasons_of(one, other, judged.reasons)}
    assert told["the telephone differs in one figure"] == "012 345 678 / 012 345 679"
    assert judged.score >= LIKELY


def test_children_with_the_telephone_of_the_house_are_not_their_father():
    father = Person(name_en="Sok Dara", phones=("+85512345678",), place=PLACE, sex="M")
    son = Person(name_en="Sok Vanna", phones=("+85512345678",), place=PLACE, sex="M")
    named_after_him = Person(name_en="Dara Vanna", phones=("+85512345678",), place=PLACE, sex="M")
    assert score(father, son) < LIKELY
    assert score(father, named_after_him) < LIKELY


def test_that_all_are_in_one_province_says_nothing_of_two():
    one, other = (Person(name_en="Sok Dara", place="02") for _twice in range(2))
    of_the_hub = [Person(name_en=f"Chan Vanna{number}", place="02") for number in range(20)]
    of_the_nation = [Person(name_en=f"Chan Vanna{number}", place="17") for number in range(20)]
    assert score(one, other, of_the_hub) < score(one, other, of_the_nation)
