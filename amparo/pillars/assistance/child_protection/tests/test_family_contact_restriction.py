"""A child asks that the family not be told, and is obeyed until the child says otherwise."""

import pytest

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.child_protection.models import (
    FamilyContactRestriction,
    FamilyContactRestrictionEnd,
    may_contact_family,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(child, caseworker):
    return FamilyContactRestriction.ask(
        child, by=caseworker, reason="fear", text="My uncle beats me."
    )


def test_from_the_next_question_on_nobody_is_told(yawar, rosa, asked):
    assert not may_contact_family(yawar)
    assert may_contact_family(rosa)


def test_asked_twice_it_is_one_wish(child, caseworker, asked):
    assert FamilyContactRestriction.ask(child, by=caseworker, reason="self") == asked
    assert AuditEntry.objects.filter(event="familycontactrestriction.asked").count() == 1


def test_who_answers_for_the_team_knows_at_once(supervisor, child, caseworker):
    FamilyContactRestriction.ask(child, by=caseworker, reason="fear")
    assert Notification.objects.filter(
        user=supervisor, event="familycontactrestriction.asked"
    ).exists()


def test_only_what_the_child_says_ends_it(yawar, asked, caseworker):
    with pytest.raises(Refusal):
        asked.take_back(by=caseworker, text=" ")
    assert not may_contact_family(yawar)
    for _time in range(2):
        asked.take_back(by=caseworker, text="He says: call my mother, not my uncle.")
    assert may_contact_family(yawar)
    assert FamilyContactRestrictionEnd.objects.count() == 1


def test_it_outlasts_being_alone_and_a_case_that_is_restricted(yawar, child, asked, caseworker):
    child.no_longer(by=caseworker, why="caregiver", text="With his aunt.")
    child.case.restrict("child", by=caseworker)
    assert not may_contact_family(yawar)


def test_no_column_can_be_turned_to_decide_it_away():
    """What ends it is a record with the words of the child: there is no flag to flip."""
    columns = {field.name for field in FamilyContactRestriction._meta.concrete_fields}
    assert columns == {"id", "ref", "child", "reason", "text", "by", "at"}
    assert set(FamilyContactRestriction.Reason.values) == {"fear", "self", "other"}


def test_it_may_be_asked_again(yawar, child, asked, caseworker):
    asked.take_back(by=caseworker, text="He says yes.")
    FamilyContactRestriction.ask(child, by=caseworker, reason="other")
    assert not may_contact_family(yawar)
