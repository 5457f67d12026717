"""Chips of the list of cases: what each finds, what it never tells, what is said of odd ones."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.utils.html import escape

from amparo.foundation.core.models import CodeListEntry, RestrictedGroupAccess, User
from amparo.foundation.people.models import Place
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.assessment.models import Assessment, ProtectionFlag
from amparo.pillars.assistance.assessment.models.assessments import set_case_risk
from amparo.pillars.assistance.cases.models import Case

from .test_bulk_actions import words_of
from .test_case_list import URL, refs_on

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _in_english(caseworker, supervisor):
    for user in (caseworker, supervisor):
        user.language = "en"
        user.save()


def found(client, **asked):
    return set(refs_on(client.get(URL, asked)))


def refs(*cases):
    return {str(case.ref) for case in cases}


def chips_of(answer):
    """The label of each chip and whether it is in force, in order."""
    chips = re.findall(
        r'<a class="chip" href="[^"]*"( aria-current="true")?><bdi>([^<]*)</bdi>',
        answer.content.decode(),
    )
    return [(label, bool(on)) for on, label in chips]


def test_all_is_the_first_chip_and_in_force_until_one_is_chosen(client, case, caseworker):
    client.force_login(caseworker)
    assert chips_of(client.get(URL))[0] == ("All", True)
    chosen = chips_of(client.get(URL, {"risk": "severe"}))
    assert chosen[0] == ("All", False)
    assert ("High and critical", True) in chosen


def test_each_way_to_filter_has_a_chip(client, case, supervisor):
    client.force_login(supervisor)
    labels = {label for label, _on in chips_of(client.get(URL))}
    assert labels >= {
        "Caseworker", "Status", "Risk level", "Kind", "Next date", "Programme", "Nationality",
        "Age", "Sex", "Need", "Place", "Protection flag",
    }  # fmt: skip


def test_an_opened_chip_offers_its_values_all_first(client, many_cases, caseworker):
    first, second, _third = many_cases(3)
    for case, country in ((first, "VE"), (second, "HT")):
        case.person.change(by=caseworker, nationality=country)
    client.force_login(caseworker)
    page = client.get(URL, {"choose": "nationality"}).content.decode()
    offered = page.split('id="choices"')[1].split("</nav>")[0]
    assert re.findall("<bdi>([^<]*)</bdi>", offered) == ["All", "Haiti", "Venezuela"]


def test_by_kind(client, many_cases, caseworker):
    general, other = many_cases(2)
    other.kind = next(code for code, _ in code_lists.choices("case_kind") if code != "general")
    other.save()
    client.force_login(caseworker)
    assert found(client, kind=other.kind) == refs(other)
    assert found(client, kind="general") == refs(general)


def test_by_nationality_sex_and_age(client, many_cases, caseworker):
    child, adult, unknown = many_cases(3)
    year = child.office.today().year
    child.person.change(
        by=caseworker, nationality="VE", sex="female", birth_date=date(year - 9, 5, 1)
    )
    adult.person.change(
        by=caseworker, nationality="HT", sex="male", birth_date=date(year - 40, 5, 1)
    )
    client.force_login(caseworker)
    assert found(client, nationality="VE") == refs(child)
    assert found(client, sex="male") == refs(adult)
    assert found(client, age="child") == refs(child)
    assert found(client, age="5-11") == refs(child)
    assert found(client, age="18-59") == refs(adult)
    assert found(client, age="unknown") == refs(unknown)
    assert found(client, age="child", nationality="HT") == set()


def test_who_may_be_a_child_is_found_as_one(client, many_cases, caseworker):
    """Of the year alone nobody knows whether they are seventeen or eighteen."""
    perhaps, disputed = many_cases(2)
    year = perhaps.office.today().year
    perhaps.person.change(by=caseworker, birth_date=date(year - 18, 1, 1), birth_precision="year")
    disputed.person.change(by=caseworker, birth_date=date(year - 25, 1, 1), is_age_disputed=True)
    client.force_login(caseworker)
    assert found(client, age="child") == refs(perhaps, disputed)


def test_somebody_who_comes_along_is_found_too(client, many_cases, caseworker, consent, team):
    from amparo.foundation.people.models import Person

    case, _other = many_cases(2)
    child = Person.register(
        by=caseworker, team=team, consent=consent, given_names="Nil", nationality="PE"
    )
    case.add_dependant(child, "child", by=caseworker)
    client.force_login(caseworker)
    assert found(client, nationality="PE") == refs(case)


def test_who_is_kept_by_another_group_is_not_found_through_a_family(
    client, many_cases, caseworker, colleague, consent, team
):
    """Neither the list nor its length tells of somebody whom the reader may not know."""
    from amparo.foundation.people.models import Person

    case, _other = many_cases(2)
    child = Person.register(
        by=caseworker, team=team, consent=consent, given_names="Nil", nationality="PE"
    )
    case.add_dependant(child, "child", by=caseworker)
    own = Case.open(by=colleague, team=team, owner=colleague, person=child)
    own.restrict("gbv", by=colleague)
    client.force_login(caseworker)
    assert found(client, nationality="PE") == set()


def test_by_need_of_the_latest_assessment(client, many_cases, caseworker):
    case, other = many_cases(2)
    need = {"service_type": "shelter.emergency", "level": "individual", "horizon": "immediate"}
    Assessment.make(case, by=caseworker, needs=[need])
    Assessment.make(other, by=caseworker, needs=[need])
    Assessment.make(other, by=caseworker, needs=[])
    client.force_login(caseworker)
    assert found(client, need="shelter") == refs(case)


def test_by_place_and_what_lies_inside_it(client, many_cases, caseworker):
    case, _other = many_cases(2)
    region = Place.create(by=None, name="El Alto", kind="region", country="BO")
    town = Place.create(by=None, name="Río Seco", kind="town", country="BO", within=region)
    case.place = town
    case.save()
    client.force_login(caseworker)
    assert found(client, place=town.ref.hex) == refs(case)
    assert found(client, place=region.ref.hex) == refs(case)
    assert "Río Seco" in client.get(URL, {"choose": "place"}).content.decode()


def test_by_programme(client, many_cases, caseworker):
    from amparo.pillars.assistance.counter_trafficking.models import TraffickingRecord

    case, _other = many_cases(2)
    TraffickingRecord.begin(case, case.person, by=caseworker)
    client.force_login(caseworker)
    assert found(client, programme="trafficking") == refs(case)
    assert found(client, programme="return") == set()


def test_by_flag_of_which_the_kind_is_for_who_must_know(client, many_cases, caseworker, team):
    """Of others' cases one learns that there are flags, and not which."""
    case, _other = many_cases(2)
    ProtectionFlag.raise_flags(case, ["asylum_wish"], source="screening", by=caseworker)
    elsewhere = User.objects.create_user("elsewhere@example.org", "Ines Paz", language="en")
    elsewhere.add_role("caseworker", by=None, office=team.office)
    client.force_login(caseworker)
    assert found(client, flag="any") == refs(case)
    assert found(client, flag="asylum_wish") == refs(case)
    client.force_login(elsewhere)
    assert found(client, whose="office", flag="any") == refs(case)
    assert found(client, whose="office", flag="asylum_wish") == set()


def test_a_kind_of_flag_says_that_only_readable_ones_count(client, case, caseworker):
    client.force_login(caseworker)
    page = client.get(URL, {"flag": "asylum_wish"}).content.decode()
    assert "Only flags that you may read are counted" in page


def test_a_retired_code_still_finds_and_is_said(client, many_cases, caseworker):
    case, _other = many_cases(2)
    call_command("load_codes", verbosity=0)
    entry = CodeListEntry.objects.filter(list="case_kind").exclude(code="general").first()
    case.kind = entry.code
    case.save()
    entry.is_active = False
    entry.save()
    code_lists_forget()
    client.force_login(caseworker)
    answer = client.get(URL, {"kind": entry.code})
    assert refs_on(answer) == [str(case.ref)]
    assert "was retired and is chosen no more" in answer.content.decode()


def code_lists_forget():
    from amparo.foundation.core.code_lists.codes import forget

    forget()


def test_what_is_on_no_list_is_left_out_and_said(client, case, caseworker):
    client.force_login(caseworker)
    answer = client.get(URL, {"kind": "no-such-kind", "place": "x", "nationality": "XX"})
    assert refs_on(answer) == [str(case.ref)]
    page = answer.content.decode()
    for label in ("Kind", "Place", "Nationality"):
        assert escape(f"{label}: what was chosen is no longer on the list") in page
    assert "no-such-kind" not in page.split("<main")[1]


def test_a_supervisor_sees_the_team_first_and_a_caseworker_their_own(
    client, many_cases, colleague, caseworker, supervisor
):
    own, theirs = many_cases(1)[0], many_cases(1, owner=colleague)[0]
    client.force_login(caseworker)
    assert found(client) == refs(own)
    client.force_login(supervisor)
    assert found(client) == refs(own, theirs)


def test_order_by_opening_and_by_number(client, many_cases, caseworker):
    first, second, third = many_cases(3)
    client.force_login(caseworker)
    in_order = [str(case.ref) for case in (first, second, third)]
    assert refs_on(client.get(URL, {"order": "number"})) == in_order
    assert refs_on(client.get(URL, {"order": "opened"})) == in_order[::-1]


def test_names_are_sorted_within_the_rows_shown(client, many_cases, caseworker):
    cases = many_cases(3)
    for case, name in zip(cases, ("Zoe", "ana", "Mia"), strict=True):
        case.person.change(by=caseworker, given_names=name)
    client.force_login(caseworker)
    answer = client.get(URL, {"order": "name"})
    assert refs_on(answer) == [str(cases[at].ref) for at in (1, 2, 0)]
    assert 'aria-sort="ascending"' in answer.content.decode()


def test_a_restricted_case_stands_there_by_initials(client, case, caseworker, supervisor):
    RestrictedGroupAccess.give(to=supervisor, group="gbv", office=case.office, by=None)
    case.restrict("gbv", by=caseworker)
    client.force_login(caseworker)
    page = client.get(URL).content.decode()
    assert case.number in page
    assert case.person.given_names not in page.split('id="list"')[1]


def test_the_guideline_stands_beside_what_one_carries(client, many_cases, caseworker):
    many_cases(2)
    client.force_login(caseworker)
    assert "2 open cases, guideline 25" in words_of(client.get(URL))
    set_case_risk(Case.objects.first(), "high", by=caseworker)
    assert "guideline" not in client.get(URL, {"risk": "high"}).content.decode()
