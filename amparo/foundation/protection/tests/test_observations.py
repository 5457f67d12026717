"""What is seen of a person, a family or a place is written down, corrected and inherited."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry, RestrictedGroupAccess
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Community, Place
from amparo.foundation.protection.models import Observation

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def seen(by, **fields):
    given = {
        "level": "individual", "factor": "debt", "polarity": "risk", "severity": 3,
        "observed_on": DAY,
    }  # fmt: skip
    return Observation.record(by=by, **given | fields)


@pytest.fixture
def bolivia():
    return Place.objects.create(name="Bolivia", kind="country", country="BO")


@pytest.fixture
def port(bolivia):
    return Place.objects.create(name="Puerto Alto", kind="town", country="BO", within=bolivia)


def test_an_observation_leaves_one_line_without_its_evidence(rosa, caseworker):
    observation = seen(caseworker, person=rosa, evidence="She owes the recruiter 900")
    entry = AuditEntry.objects.get(event="observation.recorded")
    assert entry.file_ref == rosa.ref
    assert entry.details == {"level": "individual", "code": "debt"}
    assert Observation.objects.get(pk=observation.pk).evidence == "She owes the recruiter 900"


def test_within_a_case_its_lines_lie_in_the_file_of_the_case(rosa, caseworker):
    seen(caseworker, person=rosa, case_ref=caseworker.ref)
    assert AuditEntry.objects.get(event="observation.recorded").file_ref == caseworker.ref


@pytest.mark.parametrize(
    "wrong",
    [
        {"factor": "", "threat": ""},
        {"factor": "support_network", "polarity": "protective", "immediate_danger": True},
    ],
)
def test_what_makes_no_sense_is_refused(rosa, caseworker, wrong):
    with pytest.raises(Refusal):
        seen(caseworker, person=rosa, **wrong)


@pytest.mark.parametrize("wrong", [{"factor": "bad_luck"}, {"threat": "the_moon"}])
def test_a_code_of_no_list_never_reaches_the_database(rosa, caseworker, wrong):
    with pytest.raises(ValueError):  # noqa: PT011
        seen(caseworker, person=rosa, **wrong)


def test_it_is_about_exactly_one(rosa, family, caseworker):
    for about in ({}, {"person": rosa, "family": family}):
        with pytest.raises(IntegrityError), transaction.atomic():
            seen(caseworker, **about)


def test_of_a_place_only_what_its_people_share(port, caseworker):
    with pytest.raises(Refusal):
        seen(caseworker, place=port)


def test_what_was_wrong_is_withdrawn_with_a_reason_and_once(rosa, caseworker):
    observation = seen(caseworker, person=rosa)
    with pytest.raises(Refusal):
        observation.withdraw(by=caseworker, because=" ")
    observation.withdraw(by=caseworker, because="It was her cousin's debt")
    with pytest.raises(Refusal):
        observation.withdraw(by=caseworker, because="Again")
    assert not Observation.objects.current().exists()
    assert AuditEntry.objects.filter(event="observation.withdrawn").count() == 1


def test_what_is_seen_differently_is_replaced_and_both_remain(rosa, caseworker):
    old = seen(caseworker, person=rosa, evidence="900 owed")
    new = old.replace(by=caseworker, severity=1, evidence="Most of it paid")
    assert list(Observation.objects.current()) == [new]
    assert (new.severity, new.factor, new.person) == (1, "debt", rosa)
    assert old.ending.replaced_by == new


def test_what_is_over_is_over(rosa, caseworker):
    observation = seen(caseworker, person=rosa)
    observation.lapse(by=caseworker)
    assert observation.ending.how == "lapsed"
    assert not Observation.objects.current().exists()


def test_a_place_inherits_what_is_known_of_the_larger_ones(bolivia, port, caseworker):
    law = seen(caseworker, place=bolivia, level="structural", factor="weak_rule_of_law")
    gangs = seen(caseworker, place=port, level="community", factor="criminal_groups")
    elsewhere = Place.objects.create(name="Valle Seco", kind="town", country="PE")
    seen(caseworker, place=elsewhere, level="community", factor="xenophobia")
    assert set(Observation.objects.context_of(port)) == {law, gangs}
    assert set(Observation.objects.context_of(bolivia)) == {law}
    assert not Observation.objects.context_of(None).exists()
    gangs.lapse(by=caseworker)
    assert set(Observation.objects.context_of(port)) == {law}


def test_who_holds_the_person_sees_what_was_observed(rosa, family, caseworker, stranger, auditor):
    seen(caseworker, person=rosa)
    seen(caseworker, family=family, level="family", factor="poverty")
    assert Observation.objects.all().accessible_to(caseworker).count() == 2
    assert Observation.objects.all().accessible_to(caseworker, "work").count() == 2
    for nobody in (stranger, auditor):
        assert not Observation.objects.all().accessible_to(nobody).exists()


def test_what_is_known_of_places_is_for_all_who_work_with_communities(
    port, caseworker, stranger, administrator
):
    seen(caseworker, place=port, level="community", factor="criminal_groups")
    people = Community.objects.create(name="Los Olivos", place=port)
    seen(caseworker, community=people, level="community", factor="no_services")
    assert Observation.objects.all().accessible_to(stranger).count() == 2
    assert not Observation.objects.all().accessible_to(administrator).exists()


def test_what_is_kept_to_a_group_is_found_by_that_group_alone(
    rosa, office, caseworker, colleague, supervisor
):
    seen(caseworker, person=rosa, restricted_group=group_grantee("trafficking", office.pk))
    assert not Observation.objects.all().accessible_to(supervisor).exists()
    RestrictedGroupAccess.give(to=colleague, group="trafficking", office=office, by=supervisor)
    assert Observation.objects.all().accessible_to(colleague).count() == 1


def test_an_ending_is_seen_with_its_observation(rosa, caseworker, stranger):
    observation = seen(caseworker, person=rosa)
    ending = observation.lapse(by=caseworker, because="Paid")
    assert type(ending).objects.all().accessible_to(caseworker).exists()
    assert not type(ending).objects.all().accessible_to(stranger).exists()
