"""A project changes things for all who live in a place: counted, measured, and without a name."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.reintegration.models import (
    CommunityProject,
    ParticipantCount,
    ProjectCase,
)

pytestmark = pytest.mark.django_db
PEOPLE = {("female", "18-59"): 12, ("male", "18-59"): 7, ("female", "5-11"): 4}


def test_it_lies_in_the_case_of_a_community_and_takes_its_place(project, community):
    assert (project.place, project.state) == (community.place, "planned")


def test_nobody_has_a_project_to_themselves(case, about):
    with pytest.raises(Refusal):
        CommunityProject.plan(case, **about)
    assert not CommunityProject.objects.exists()


def test_an_institution_may_have_one(cast, about):
    of_institution = cast.open_case(institution=cast.organization, kind="institution")
    assert CommunityProject.plan(of_institution, **about | {"level": "structural"}).place is None


@pytest.mark.parametrize(
    "wrong", [{"level": "individual"}, {"currency": "XXX"}, {"title": ""}, {"budget": Decimal(-5)}]
)
def test_what_makes_no_sense_is_not_planned(of_community, about, wrong):
    with pytest.raises(Refusal):
        CommunityProject.plan(of_community, **about | wrong)


def test_the_database_keeps_a_project_for_many(project):
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityProject.objects.filter(pk=project.pk).update(level="individual")


def test_people_are_counted_and_never_named(project, caseworker, today):
    for _again in range(2):
        project.count(by=caseworker, on=today, people=PEOPLE)
    assert project.participants == 23
    assert ParticipantCount.objects.count() == 1
    assert ParticipantCount.objects.get().people == PEOPLE


def test_a_count_of_an_earlier_day_does_not_replace_a_later_one(project, caseworker, today):
    project.count(by=caseworker, on=today, people=PEOPLE)
    project.count(by=caseworker, on=today - timedelta(days=5), people={("male", "60+"): 1})
    assert project.participants == 23


@pytest.mark.parametrize("people", [{}, {("female", "18-59"): -2}, {("female", "18-59"): 10**7}])
def test_a_count_that_is_none_is_refused(project, caseworker, today, people):
    with pytest.raises(Refusal):
        project.count(by=caseworker, on=today, people=people)


def test_nobody_is_counted_on_a_day_to_come(project, caseworker, today):
    with pytest.raises(Refusal):
        project.count(by=caseworker, on=today + timedelta(days=1), people=PEOPLE)


def test_a_result_is_expected_then_measured_with_what_shows_it(project, caseworker, today):
    result = project.expect(by=caseworker, text="Families who bake", expected=Decimal(30))
    with pytest.raises(Refusal):
        result.measure(by=caseworker, on=today, number=Decimal(3), text="")
    for _again in range(2):
        result.measure(by=caseworker, on=today, number=Decimal(31), text="We counted loaves.")
    result.refresh_from_db()
    assert (result.reached, result.is_reached, result.measured.count()) == (31, True, 1)


def test_only_what_is_known_of_the_place_is_a_cause(project, rosa, case, caseworker, today):
    seen = {
        "by": caseworker, "factor": "criminal_groups", "polarity": "risk", "severity": 2,
        "observed_on": today,
    }  # fmt: skip
    known = Observation.record(place=project.place, level="community", **seen)
    of_rosa = Observation.record(person=rosa, level="individual", case_ref=case.ref, **seen)
    for _again in range(2):
        project.address(known, by=caseworker)
    assert project.causes.count() == 1
    with pytest.raises(Refusal):
        project.address(of_rosa, by=caseworker)


def test_whose_case_it_serves_is_counted_here_and_read_only_there(project, case, caseworker):
    for _again in range(2):
        project.serve(case, by=caseworker)
    project.refresh_from_db()
    assert project.cases_served == 1
    line = AuditEntry.objects.get(event="projectcase.linked")
    assert line.file_ref == case.ref


def test_who_does_not_work_on_a_case_links_it_to_nothing(project, case, stranger):
    with pytest.raises(Refusal):
        project.serve(case, by=stranger)


def test_a_served_case_is_read_by_whoever_may_open_it(project, cast, caseworker, colleague):
    hidden = cast.open_case(person=cast._person(given_names="Farida"), kind="trafficking")
    hidden.restrict("trafficking", by=caseworker)
    project.serve(hidden, by=caseworker)
    assert ProjectCase.objects.accessible_to(caseworker).count() == 1
    assert ProjectCase.objects.accessible_to(colleague).count() == 0


def test_of_two_who_end_it_in_the_same_moment_the_second_is_told(project, caseworker):
    stale = CommunityProject.objects.get(pk=project.pk)
    project.finish(by=caseworker, how="done", text="The oven is theirs now.")
    with pytest.raises(Refusal, match="already ended"):
        stale.finish(by=caseworker, how="stopped", text="The ground is rock.")
    kept = CommunityProject.objects.get()
    assert (kept.end_kind, kept.end_text) == ("done", "The oven is theirs now.")


def test_it_ends_once_with_what_remains(project, caseworker):
    project.begin(by=caseworker)
    project.begin(by=caseworker)
    assert AuditEntry.objects.filter(event="communityproject.begun").count() == 1
    with pytest.raises(Refusal):
        project.finish(by=caseworker, how="done", text="")
    for _again in range(2):
        project.finish(by=caseworker, how="done", text="The oven is theirs now.")
    assert AuditEntry.objects.filter(event="communityproject.ended").count() == 1
    with pytest.raises(Refusal):
        project.begin(by=caseworker)
