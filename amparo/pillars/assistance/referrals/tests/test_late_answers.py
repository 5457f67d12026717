"""An answer that is late reaches who answers for the case: once for each limit, never twice."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.pillars.assistance.referrals.models import Referral
from amparo.pillars.assistance.referrals.tasks import escalate_referrals

pytestmark = pytest.mark.django_db


def heard(user):
    return Notification.objects.filter(user=user, event="referral.overdue").count()


def look(at):
    with clock.at(at):
        escalate_referrals.call()


def test_in_time_nobody_is_disturbed(referral, supervisor):
    look(referral.answer_due - timedelta(minutes=1))
    assert heard(supervisor) == 0


def test_late_the_supervisor_and_the_caseworker_hear_it_once(referral, supervisor, caseworker):
    for hours in (1, 2, 30):
        look(referral.answer_due + timedelta(hours=hours))
    assert (heard(supervisor), heard(caseworker)) == (1, 1)
    assert AuditEntry.objects.filter(event="referral.escalated").count() == 1


def test_two_workers_at_the_same_moment_tell_it_once(referral, supervisor):
    stale = Referral.objects.get(pk=referral.pk)
    with clock.at(referral.answer_due + timedelta(hours=1)):
        assert referral.escalate()
        assert not referral.escalate()
        assert not stale.escalate()
    assert Referral.objects.get().escalated_for == referral.answer_due
    assert heard(supervisor) == 1


def test_after_their_question_a_new_limit_counts_anew(referral, supervisor, hostess, caseworker):
    referral.ask(by=hostess, text="Quantity?")
    with clock.at(referral.at + timedelta(days=30)):
        escalate_referrals.call()
        assert heard(supervisor) == 0, "the question lies with us"
        referral.reply(by=caseworker, text="One.")
    look(referral.answer_due + timedelta(hours=1))
    assert heard(supervisor) == 1


def test_answered_or_taken_back_it_is_not_late(referral, refer, supervisor, hostess, caseworker):
    referral.accept(by=hostess)
    other = refer()
    other.withdraw(by=caseworker, why="another_way")
    look(other.answer_due + timedelta(days=9))
    assert heard(supervisor) == 0


def test_of_a_restricted_case_only_those_with_leave_hear(referral, case, supervisor, cast):
    keeper = cast.keeper
    case.restrict("trafficking", by=case.owner)
    look(referral.answer_due + timedelta(hours=1))
    assert (heard(supervisor), heard(keeper)) == (0, 0)
    assert heard(case.owner) == 1


def test_it_waits_on_the_supervisors_page(client, referral, supervisor, stranger):
    client.force_login(supervisor)
    assert "Cruz del Sur" not in client.get("/waiting/").content.decode()
    type(referral).objects.update(answer_due=referral.at - timedelta(hours=1))
    page = client.get("/waiting/").content.decode()
    assert "Overdue referrals" in page
    assert referral.get_absolute_url() in page
