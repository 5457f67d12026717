"""The family of a child, drawn by generation: who is recorded, and where each is known to be."""

from html import unescape

import pytest
from django.utils import translation

from amparo.foundation.core import discreet_mode
from amparo.foundation.people.models import Family, Place
from amparo.pillars.assistance.cases.household_chart import MOST_DRAWN
from amparo.pillars.assistance.child_protection.kinship import relation_to_child
from amparo.pillars.assistance.child_protection.models import (
    CareArrangement,
    FamilyContactRestriction,
    UnaccompaniedChild,
)
from amparo.pillars.assistance.child_protection.presenters import ChildPage
from amparo.pillars.assistance.family_tracing.models import TracingRequest
from amparo.ui.charts import State
from amparo.ui.tags.charts import chart_reader

pytestmark = pytest.mark.django_db

NOT_KNOWN = "not known where"


@pytest.fixture
def family_of(child, yawar):
    return lambda user: ChildPage(UnaccompaniedChild.objects.get(pk=child.pk), user).family


@pytest.fixture
def relatives(cast, yawar, caseworker):
    """A mother, a sister, a grandmother and a cousin of Yawar, by what they are to him."""
    family = Family.register(yawar, by=caseworker)
    found = {}
    for name, relation, sex in (
        ("Elena", "parent", "female"), ("Nina", "sibling", "female"),
        ("Juana", "grandparent", "female"), ("Tomás", "relative", "male"),
    ):  # fmt: skip
        found[name] = cast._person(given_names=name, family_names="Condori", sex=sex)
        family.add(found[name], relation, by=caseworker)
    return found


def lines(picture):
    return {who.text: [cell.text for _name, cell in known] for who, known in picture.lines}


def layers(picture):
    at = picture.tree.find_layers()
    return {member.label: at[member.key] for member in picture.tree.members}


def test_nobody_recorded_is_said_and_nothing_is_drawn(client, child, caseworker, family_of):
    picture = family_of(caseworker)
    assert (picture.tree, picture.count) == (None, 0)
    client.force_login(caseworker)
    page = client.get(child.get_absolute_url()).text
    assert "No relatives recorded" in page
    assert 'id="chart-family"' not in page


def test_each_generation_has_its_row_and_others_stand_apart(family_of, relatives, caseworker):
    assert layers(family_of(caseworker)) == {
        "Juana": 0, "Elena": 1, "Yawar Condori": 2, "Nina": 2, "Tomás": 3,
    }  # fmt: skip


def test_where_somebody_is_not_known_to_be_is_said_of_each(family_of, relatives, caseworker):
    picture = family_of(caseworker)
    assert {where for *_known, where in lines(picture).values()} == {NOT_KNOWN}
    others = [member for member in picture.tree.members if member.state != State.MAIN]
    assert {member.state for member in others} == {State.OPEN}
    assert all(NOT_KNOWN in member.detail for member in others)


def test_the_area_of_their_own_case_is_where_they_are_known_to_be(
    cast, family_of, relatives, caseworker
):
    place = Place.create(by=None, name="Villa Sur", kind="town", country="BO")
    cast.open_case(person=relatives["Nina"], place=place)
    picture = family_of(caseworker)
    assert lines(picture)["Nina Condori"][-1] == f"{place.name}, area of their case"
    nina = next(each for each in picture.tree.members if each.label == "Nina")
    assert nina.state == State.USUAL


def test_who_came_along_is_accompanied_here(his_case, cast, caseworker, family_of):
    aunt = cast._person(given_names="Doris", family_names="Mamani")
    his_case.add_dependant(aunt, "relative", by=caseworker)
    assert lines(family_of(caseworker)) == {
        "Doris Mamani": ["Other relative", "Unknown", "accompanied in this case"]
    }


def test_the_person_of_the_case_is_the_parent_of_the_child_who_came_along(
    cast, rosa, yawar, caseworker
):
    case = cast.open_case(person=rosa)
    case.add_dependant(yawar, "child", by=caseworker)
    along = UnaccompaniedChild.register(case, by=caseworker, person=yawar, status="separated")
    picture = ChildPage(along, caseworker).family
    assert lines(picture)[rosa.name][0] == "Mother"
    assert layers(picture)[rosa.given_names] < layers(picture)["Yawar Condori"]


@pytest.mark.parametrize(
    ("of_child", "of_other", "expected"),
    [
        ("head", "sibling", "sibling"),
        ("child", "head", "parent"),
        ("child", "child", "sibling"),
        ("child", "parent", "grandparent"),
        ("child", "partner", ""),  # no parent for that
        ("sibling", "parent", "parent"),
        ("sibling", "partner", ""),
        ("grandchild", "head", "grandparent"),
        ("grandchild", "child", ""),  # a parent, an uncle or an aunt
        ("", "head", ""),
        ("unrelated", "child", ""),
    ],
)
def test_what_they_are_to_the_child(of_child, of_other, expected):
    assert relation_to_child(of_child, of_other) == expected


def test_a_relation_that_is_not_recorded_is_not_guessed(cast, rosa, yawar, caseworker):
    case = cast.open_case(person=rosa)
    case.add_dependant(yawar, "child", by=caseworker)
    partner = cast._person(given_names="Óscar", family_names="Salas")
    case.add_dependant(partner, "partner", by=caseworker)
    along = UnaccompaniedChild.register(case, by=caseworker, person=yawar, status="separated")
    found = lines(ChildPage(along, caseworker).family)
    assert found["Óscar Salas"][0] == f"relationship to {rosa.name}: Spouse or partner"


def test_parents_by_name_only_where_none_of_their_sex_is_recorded(
    family_of, relatives, yawar, caseworker
):
    yawar.change(by=caseworker, mother_name="Elena C.", father_name="Hugo Condori")
    found = lines(family_of(caseworker))
    assert found["Hugo Condori"] == ["Father", "Unknown", NOT_KNOWN]
    assert "Elena C." not in found


def test_who_cares_for_the_child_stands_beside(family_of, child, caseworker, today):
    CareArrangement.begin(child, by=caseworker, kind="foster", carer="Doña Julia", since=today)
    [(name, (words, _age, where))] = lines(family_of(caseworker)).items()
    assert (name, where) == ("Doña Julia", "where the child lives")
    assert words.startswith("Caregiver")
    assert family_of(caseworker).count == 0


def test_whom_the_child_looks_for_is_dashed(family_of, yawar, his_case, caseworker, office):
    asked = TracingRequest.take(by=caseworker, office=office, inquirer=yawar, case=his_case)
    asked.add_sought_person(
        by=caseworker, relation="parent", given_names="Mirna", family_names="Reyes"
    )
    asked.add_sought_person(by=caseworker, relation="relative", given_names="Doris",
                   last_seen_where="Villa Sur")  # fmt: skip
    picture = family_of(caseworker)
    found = lines(picture)
    assert found["Mirna Reyes"][-1] == f"looked for, {NOT_KNOWN}"
    assert found["Doris"][-1] == "looked for, last seen: Villa Sur"
    assert [each.state for each in picture.tree.members[1:]] == [State.OPEN, State.OPEN]


def test_who_looks_for_the_child_is_never_shown(family_of, child, rosa, caseworker, office):
    asked = TracingRequest.take(by=caseworker, office=office, inquirer=rosa)
    asked.add_sought_person(
        by=caseworker, relation="child", given_names="Yawar", family_names="Condori"
    )
    assert family_of(caseworker).count == 0


def test_a_relative_whom_the_reader_may_not_know_is_not_there(
    client, cast, child, family_of, relatives, caseworker, supervisor
):
    """A file closed to others: neither the name nor that somebody is missing from the picture."""
    case = cast.open_case(person=relatives["Elena"])
    case.restrict("trafficking", by=caseworker)
    assert "Elena Condori" not in lines(family_of(supervisor))
    client.force_login(supervisor)
    page = client.get(child.get_absolute_url())
    assert page.status_code == 200
    assert "Elena" not in page.text
    assert "3 relatives" in page.text


def test_a_stranger_reads_nothing(client, child, relatives, stranger):
    client.force_login(stranger)
    assert client.get(child.get_absolute_url()).status_code == 404


def test_nobody_is_named_while_the_family_must_not_be_told(
    client, child, relatives, family_of, caseworker
):
    asked = FamilyContactRestriction.ask(child, by=caseworker, reason="fear", text="He hits me.")
    client.force_login(caseworker)
    page = client.get(child.get_absolute_url()).text
    assert "no relative is shown here" in page
    assert not [name for name in relatives if name in page]
    assert 'id="chart-family"' not in page
    asked.take_back(by=caseworker, text="Call my mother.")
    assert family_of(caseworker).count == 4


def test_a_wish_in_another_file_of_the_child_holds_here_too(
    child, cast, yawar, relatives, family_of, caseworker
):
    other = cast.open_case(person=yawar)
    elsewhere = UnaccompaniedChild.register(
        other, by=caseworker, person=yawar, status="unaccompanied"
    )
    FamilyContactRestriction.ask(elsewhere, by=caseworker, reason="fear")
    assert family_of(caseworker).is_withheld


def test_many_relatives_are_a_table(client, cast, child, relatives, yawar, family_of, caseworker):
    family = Family.objects.get()
    for at in range(MOST_DRAWN):
        cousin = cast._person(given_names=f"Prima {at}", family_names="Condori")
        family.add(cousin, "relative", by=caseworker)
    picture = family_of(caseworker)
    assert (picture.tree, picture.count) == (None, MOST_DRAWN + 4)
    client.force_login(caseworker)
    page = client.get(child.get_absolute_url()).text
    assert "Prima 11 Condori" in page
    assert 'id="chart-family"' not in page


def test_long_names_are_shortened_in_the_picture_and_whole_in_the_table(
    client, cast, child, relatives, caseworker
):
    long = "Maximiliana" * 11
    aunt = cast._person(given_names=long, family_names="C")
    Family.objects.get().add(aunt, "relative", by=caseworker)
    client.force_login(caseworker)
    figure = client.get(child.get_absolute_url()).text.split('id="chart-family"')[1]
    picture, table = figure.split("<table")
    assert long not in picture.split("</desc>")[-1].replace("<desc", "")
    assert f"{long} C" in unescape(table.split("</table>")[0])


def test_the_table_says_all_that_the_picture_shows(family_of, relatives, caseworker):
    tree = family_of(caseworker).tree
    table = tree.table(chart_reader())
    told = {member.label: (f"{member.label} Condori", member.detail) for member in tree.members}
    for who, words, _age, where in table.rows:
        label = who.text.removesuffix(" Condori")
        assert told[label] == (who.text, f"{words.text}, {where.text}")
    assert table.columns == ("Name", "Relationship to the child", "Age", "Whereabouts")


def test_in_discreet_mode_there_are_initials(child, relatives, caseworker, yawar):
    yawar.change(by=caseworker, father_name="Hugo Quispe")
    with discreet_mode.discreet(), discreet_mode.page():
        names = set(lines(ChildPage(child, caseworker).family))
    assert names == {"E. C.", "N. C.", "J. C.", "T. C.", "H. Q."}


def test_it_is_said_in_every_language(family_of, relatives, caseworker):
    for language in ("es", "fr", "ar"):
        with translation.override(language):
            picture = family_of(caseworker)
            assert NOT_KNOWN not in str(lines(picture))
            assert picture.tree.title != "Family of the child"


def test_more_relatives_ask_no_more(
    client, cast, child, relatives, caseworker, django_assert_max_num_queries
):
    family = Family.objects.get()
    for at in range(6):
        person = cast._person(given_names=f"Prima {at}", family_names="Condori")
        family.add(person, "relative", by=caseworker)
    page = ChildPage(child, caseworker)
    with django_assert_max_num_queries(12):
        assert page.family.count == 10
