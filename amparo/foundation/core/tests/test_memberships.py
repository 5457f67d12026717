"""A role is held somewhere; what ends there ends at once."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from amparo.foundation.core.accounts.restricted_access import RestrictedGroupAccess
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case

pytestmark = pytest.mark.django_db


def test_a_caseworker_speaks_for_their_team(caseworker, team):
    assert {f"user:{caseworker.pk}", f"team:{team.pk}"} < set(caseworker.grantees("case.see"))
    assert caseworker.grantees("case.approve") == []


def test_buttons_follow_the_same_sentences(case, caseworker, supervisor, stranger):
    assert permissions_on(case, caseworker) == {"see", "work", "alert"}
    assert "approve" in permissions_on(case, supervisor)
    assert permissions_on(case, stranger) == frozenset()


def test_a_role_that_ended_opens_nothing(case, colleague, supervisor):
    assert Case.objects.accessible_to(colleague).exists()
    colleague.end_role(colleague.memberships.get(), by=supervisor)
    assert not Case.objects.accessible_to(colleague).exists()


def test_somebody_let_go_opens_nothing(case, colleague, supervisor):
    colleague.deactivate(by=supervisor)
    colleague._clear_cached_permissions()
    assert not Case.objects.accessible_to(colleague).exists()


def test_leave_for_a_restricted_group_opens_its_files_until_it_ends(
    case, caseworker, colleague, office
):
    case.restrict("gbv", by=caseworker)
    assert not Case.objects.accessible_to(colleague).exists()
    grant = RestrictedGroupAccess.give(to=colleague, group="gbv", office=office, by=None)
    assert Case.objects.accessible_to(colleague).get() == case
    grant.until = now() - timedelta(minutes=1)
    grant.save()
    colleague._clear_cached_permissions()
    assert not Case.objects.accessible_to(colleague).exists()


def test_leave_that_was_given_twice_ends_at_once(case, caseworker, colleague, office):
    case.restrict("gbv", by=caseworker)
    first = RestrictedGroupAccess.give(to=colleague, group="gbv", office=office, by=None)
    assert (
        RestrictedGroupAccess.give(to=colleague, group="gbv", office=office, by=caseworker)
        == first
    )
    first.end(by=caseworker)
    assert not Case.objects.accessible_to(colleague).exists()


def test_a_restricted_file_is_not_given_to_somebody_without_leave(case, caseworker, colleague):
    case.restrict("gbv", by=caseworker)
    with pytest.raises(Refusal):
        case.assign(colleague, by=caseworker)
