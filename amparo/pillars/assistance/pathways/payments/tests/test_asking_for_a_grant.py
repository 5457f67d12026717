"""A grant is asked for by who accompanies somebody, and approved by a second person."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases import timeline
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant

pytestmark = pytest.mark.django_db


def test_who_answers_for_the_team_is_told_and_the_asker_hears_the_answer(
    ask, supervisor, caseworker
):
    grant = ask()
    assert Notification.objects.filter(user=supervisor, event="grant.asked").exists()
    grant.approve(by=supervisor)
    assert (grant.state, grant.bound) == ("approved", Decimal(100))
    assert Notification.objects.filter(user=caseworker, event="grant.approved").exists()
    entries = AuditEntry.objects.actions().filter(event__startswith="grant.").order_by("pk")
    assert list(entries.values_list("event", flat=True)) == ["grant.asked", "grant.approved"]


def test_nobody_approves_what_they_asked_for(ask, supervisor):
    grant = ask(by=supervisor)
    with pytest.raises(Refusal, match="Somebody else"):
        grant.approve(by=supervisor)


def test_also_the_database_refuses_that_the_asker_decides(ask, caseworker):
    grant = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssistanceGrant.objects.filter(pk=grant.pk).update(decided_by=caseworker)


def test_a_colleague_without_the_role_does_not_decide(ask, colleague, stranger):
    grant = ask()
    for somebody in (colleague, stranger):
        with pytest.raises(Refusal, match="supervisor"):
            grant.approve(by=somebody)
    assert grant.state == "asked"


def test_a_refusal_says_why_and_binds_nothing(ask, line, supervisor):
    grant = ask()
    with pytest.raises(Refusal, match="Write why"):
        grant.refuse(by=supervisor, because=" ")
    grant.refuse(by=supervisor, because="The consulate pays the bus.")
    assert grant.state == "refused"
    assert line.standing.free == 1000
    with pytest.raises(Refusal, match="already decided"):
        grant.approve(by=supervisor)


def test_a_decision_that_is_sent_twice_is_one(ask, line, supervisor):
    grant = ask()
    grant.approve(by=supervisor)
    grant.approve(by=supervisor)
    assert AuditEntry.objects.filter(event="grant.approved").count() == 1
    assert line.standing.committed == 100


def test_of_two_who_decide_in_the_same_moment_the_second_is_told(ask, line, supervisor):
    grant = ask()
    stale = AssistanceGrant.objects.get(pk=grant.pk)
    grant.refuse(by=supervisor, because="The consulate pays the bus.")
    with pytest.raises(Refusal, match="already decided"):
        stale.approve(by=supervisor)
    assert (AssistanceGrant.objects.get().state, line.standing.committed) == ("refused", 0)


def test_the_story_of_the_case_tells_why_it_was_refused(ask, case, supervisor):
    ask().refuse(by=supervisor, because="The consulate pays the bus.")
    [refused, asked] = timeline.timeline_entries(timeline.case_timeline(case, supervisor, most=2))
    assert refused.more == "The consulate pays the bus."
    assert asked.more != refused.more


@pytest.mark.parametrize("state", ["approved", "part_paid", "paid"])
def test_also_the_database_refuses_to_pay_what_nobody_approved(ask, state):
    grant = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssistanceGrant.objects.filter(pk=grant.pk).update(state=state, bound=100)


def test_what_is_asked_under_the_same_ref_is_asked_once(ask, case):
    ref, way = uuid4(), uuid4()
    assert ask(ref=ref, way=way) == ask(ref=ref, way=way)
    with pytest.raises(Refusal, match="Already requested"):
        ask(200, ref=ref, way=way)
    assert case.assistancegrants.count() == 1


@pytest.mark.parametrize("amount", ["0", "-5", "10.005", "NaN", "Infinity"])
def test_an_amount_is_above_nothing_and_to_the_cent(ask, amount):
    with pytest.raises(Refusal, match="amount"):
        ask(amount)


def test_what_it_is_for_is_always_written(ask):
    with pytest.raises(Refusal, match="what the money"):
        ask(text=" ")


def test_withdrawn_it_is_free_again(approved, line, caseworker):
    assert line.standing.free == 900
    approved.withdraw(by=caseworker, because="She stays.")
    approved.withdraw(by=caseworker, because="Again.")
    assert approved.withdrawn_reason == "She stays."
    assert AuditEntry.objects.filter(event="grant.withdrawn").count() == 1
    assert (approved.state, line.standing.free) == ("withdrawn", 1000)


def test_withdrawn_after_a_part_was_paid_the_rest_is_free(approved, pay, line, caseworker):
    pay(approved, 30)
    approved.withdraw(by=caseworker)
    assert (line.standing.committed, line.standing.paid) == (30, 30)
    with pytest.raises(Refusal, match="not approved"):
        pay(approved, 10)


def test_a_stranger_asks_for_nothing(ask, stranger):
    with pytest.raises(Refusal, match="works on the case"):
        ask(by=stranger)


def test_a_closed_case_asks_for_nothing(ask, case):
    case.status = "closed"
    with pytest.raises(Refusal, match="closed"):
        ask()


def test_the_grants_of_a_journey_are_found_by_it(ask):
    way = uuid4()
    first, _other, second = ask(way=way), ask(), ask(way=way)
    assert list(AssistanceGrant.objects.of(way)) == [first, second]
