"""An empty house becomes a living one: believable, the same each time, never among real people."""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError
from django.db import transaction
from django.utils.timezone import now

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.demo_accounts import DEMO_HOST, demo_people
from amparo.foundation.core.models import (
    AuditEntry,
    BulkReadJustification,
    User,
)
from amparo.foundation.people.models import (
    Person,
)
from amparo.foundation.record_linkage.models import LinkageAgreement, LinkageMatch, LinkageRun
from amparo.pillars.assistance.cases import consistency_checks
from amparo.pillars.assistance.cases.models import (
    ApprovalRequest,
    Attachment,
    Case,
    EmergencyAccess,
    SafetyAlert,
)
from amparo.pillars.assistance.privacy import retention
from amparo.pillars.assistance.privacy.models import DataSubjectRequest, DeletionRequest, LegalHold
from amparo_demo.tests.running import demo, everybody


@pytest.fixture(scope="module")
def noon():
    """One moment for all tests of this file: midnight must not come in between."""
    return now()


@pytest.fixture(scope="module")
def built_demo(django_db_setup, django_db_blocker, noon):
    """The short demo, built once for this file and not kept."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(noon):
        demo("--short")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def lucia(built_demo):
    return User.objects.get(email=f"lucia{DEMO_HOST}")


@pytest.fixture
def maren(built_demo):
    return User.objects.get(email=f"maren{DEMO_HOST}")


def test_people_bear_their_names_in_their_own_scripts(built_demo):
    written = "".join(person.original_name for person in Person.objects.all())
    for letter in "اሀেخ":  # Arabic, Ethiopic, Bengali
        block = ord(letter) // 0x80
        assert any(ord(each) // 0x80 == block for each in written), letter


def test_nobody_bears_the_name_of_somebody_else(built_demo):
    names = Counter(person.name for person in Person.objects.all())
    assert [name for name, times in names.items() if times > 1] == []


def test_two_partners_may_be_compared_with_and_with_one_it_was_done(built_demo):
    states = {agreement.state for agreement in LinkageAgreement.objects.all()}
    assert states == {"in_force", "proposed"}
    [run] = LinkageRun.objects.all()
    assert run.is_over
    assert run.found == LinkageMatch.objects.values("person").distinct().count() >= 5


def test_the_case_of_rosa_tells_her_story(lucia):
    [case] = [
        case
        for case in Case.objects.filter(owner=lucia).with_subject()
        if case.person and case.person.name == "Rosa Quispe Mamani"
    ]
    assert (case.band, case.confidentiality) == ("high", "trafficking")
    assert [each.person.given_names for each in case.dependants.all()] == ["Nayeli"]
    assert case.services.count() == 6
    assert case.actions.count() == 5
    assert case.safetyalerts.get().resolved_by == lucia
    assert "18:00" in case.person.safe_contact


def test_nothing_has_waited_for_an_answer_for_months(built_demo, noon):
    assert not ApprovalRequest.objects.waiting().filter(at__lt=noon - timedelta(days=8)).exists()
    assert not SafetyAlert.objects.unresolved().filter(at__lt=noon - timedelta(days=8)).exists()
    quiet = [
        each
        for each in Case.objects.active().exclude(last_contact_on=None)
        if each.last_contact_on < (noon - timedelta(days=60)).date()
    ]
    assert len(quiet) <= 3


def test_lists_show_what_happened(built_demo):
    assert [
        str(found)
        for batch in consistency_checks.batches()
        for found in consistency_checks.find_differences(batch)
    ] == []


def test_nothing_happens_after_this_moment(built_demo, noon):
    assert not AuditEntry.objects.filter(at__gt=noon).exists()
    assert not Case.objects.filter(opened_at__gt=noon).exists()


def test_all_languages_are_spoken(built_demo):
    assert {person.language for person in demo_people()} == {"es", "en", "fr", "ar"}


def test_whoever_is_offered_can_sign_in(built_demo):
    for person in demo_people()[:2]:
        assert authenticate(username=person.email, password=settings.DEMO_PASSWORD) == person


def test_restricted_cases_stay_with_those_who_may(built_demo, lucia, maren):
    restricted = Case.objects.exclude(confidentiality="ordinary")
    ines = User.objects.get(email=f"ines{DEMO_HOST}")
    assert not restricted.exclude(owner=ines).accessible_to(ines).exists()
    assert restricted.accessible_to(maren).filter(team__office=maren.office).count() >= 6


def test_a_second_time_it_does_nothing(built_demo):
    before = everybody()
    assert "already here" in demo()
    assert everybody() == before


@pytest.mark.nightly
def test_it_never_mixes_with_real_people(caseworker):
    with pytest.raises(CommandError, match="Real people"):
        demo()
    with pytest.raises(CommandError, match="Real people"):
        demo("--again")
    assert User.objects.get() == caseworker


def test_it_shows_what_the_installation_owes(built_demo, maren):
    assert retention.due_cases(maren).count() == 1
    assert DeletionRequest.objects.waiting().count() == LegalHold.objects.in_force().count() == 1
    assert DataSubjectRequest.objects.open().count() == 1
    assert EmergencyAccess.objects.waiting().count() == BulkReadJustification.objects.count() == 1
    assert Attachment.objects.filter(verdict=Attachment.Verdict.INFECTED).count() == 1
    unread = set(maren.notifications.unread().values_list("event", flat=True))
    assert {"emergency.review", "bulk.explained"} <= unread


def test_two_colleagues_may_practise_with_an_invented_family(lucia, maren):
    practised = Case.objects.filter(team__office__is_practice=True)
    [case] = practised
    assert case.owner == lucia.practice_account
    assert {person.family_names for person in case.persons()} == {"Inventada"}
    assert not practised.accessible_to(lucia).exists()
    assert practised.accessible_to(maren.practice_account).exists()
    assert not Case.objects.accessible_to(lucia.practice_account).exclude(pk=case.pk).exists()
