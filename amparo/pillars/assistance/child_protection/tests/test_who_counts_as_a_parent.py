"""A child is accompanied by a parent or legal guardian, and by no other adult of the household."""

import pytest

from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.child_protection.households import adults_found
from amparo.pillars.assistance.child_protection.models import (
    Guardian,
    MinorWithoutAdult,
    UnaccompaniedChild,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], "nobody"),
        ([("child", "head")], "parent"),
        ([("head", "parent")], "parent"),
        ([("head", "guardian")], "parent"),
        ([("sibling", "parent")], "parent"),
        ([("child", "partner")], "relatives"),
        ([("ward", "head")], "relatives"),
        ([("grandchild", "head")], "relatives"),
        ([("relative", "head")], "relatives"),
        ([("sibling", "guardian")], "relatives"),
        ([("sibling", "head"), ("sibling", "unrelated")], "relatives"),
        ([("sibling", "head"), ("sibling", "parent")], "parent"),
        ([("unrelated", "head")], "unrelated"),
        ([("child", "unrelated")], "unrelated"),
        ([("partner", "head")], "unrelated"),
        ([("head", "partner")], "unrelated"),
    ],
)
def test_which_relations_make_a_parent_a_relative_or_neither(pairs, found):
    assert adults_found(pairs) == found


@pytest.fixture
def aunt(cast, family):
    """A grown woman of the family, who is its head in none of these cases."""
    return cast._person(given_names="Elsa", birth_year=1990, birth_precision="year")


@pytest.fixture
def boy(cast, office):
    year = office.today().year - 9
    return cast._person(given_names="Omar", birth_year=year, birth_precision="year")


def found(boy, case, caseworker) -> list[tuple[str, str]]:
    """What is proposed, by the rule; and by the list, which asks the database anew."""
    on = case.office.today()
    made = MinorWithoutAdult.find([boy], {boy.pk: case}, by=caseworker, on=on)
    assert set(MinorWithoutAdult.objects.waiting()) == set(made)
    return [(minor.proposed, minor.reason) for minor in made]


@pytest.mark.parametrize(
    ("relation", "proposed"),
    [
        ("child", []),
        ("ward", [("separated", "relatives")]),
        ("grandchild", [("separated", "relatives")]),
        ("relative", [("separated", "relatives")]),
        ("unrelated", [("unaccompanied", "unrelated")]),
        ("partner", [("unaccompanied", "unrelated")]),
    ],
)
def test_in_a_family_and_in_a_case_the_relation_decides(
    cast, boy, family, rosa, caseworker, relation, proposed
):
    case = cast.open_case(person=boy)
    family.add(boy, relation, by=caseworker)
    assert found(boy, case, caseworker) == proposed
    MinorWithoutAdult.objects.all().delete()
    family.members.filter(person=boy).delete()
    hers = Case.objects.filter(person=rosa).first() or cast.open_case(person=rosa)
    hers.add_dependant(boy, relation, by=caseworker)
    assert found(boy, case, caseworker) == proposed


@pytest.mark.parametrize(
    ("relation", "proposed"),
    [
        ("parent", []),
        ("guardian", []),
        ("grandparent", [("separated", "relatives")]),
        ("partner", [("unaccompanied", "unrelated")]),
    ],
)
def test_a_minor_who_speaks_for_the_household_is_with_their_own_parent_or_guardian(
    cast, boy, aunt, caseworker, relation, proposed
):
    case = cast.open_case(person=boy)
    case.add_dependant(aunt, relation, by=caseworker)
    assert found(boy, case, caseworker) == proposed


def test_brothers_with_a_parent_who_came_along(cast, boy, aunt, caseworker, office):
    elder = cast._person(given_names="Luis", birth_year=office.today().year - 15)
    case = cast.open_case(person=elder)
    case.add_dependant(boy, "sibling", by=caseworker)
    case.add_dependant(aunt, "parent", by=caseworker)
    assert found(boy, case, caseworker) == []


def test_a_recorded_guardian_counts_but_not_one_for_the_time_being(cast, boy, caseworker, office):
    case = cast.open_case(person=boy)
    child = UnaccompaniedChild.register(case, by=caseworker, person=boy, status="unaccompanied")
    on = office.today()
    Guardian.name_one(child, by=caseworker, name="Elsa", basis="interim", since=on)
    [minor] = MinorWithoutAdult.find([boy], {boy.pk: case}, by=caseworker, on=on)
    minor.delete()
    Guardian.name_one(child, by=caseworker, name="Elsa Tola", basis="court", since=on)
    assert MinorWithoutAdult.find([boy], {boy.pk: case}, by=caseworker, on=on) == []
