"""A case goes to another office: who had it works on until it is taken over, and then no more."""

import pytest
from django.utils import translation

from amparo.foundation.core.models import AuditEntry, Notification, RestrictedGroupAccess
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.consistency_checks import find_differences
from amparo.pillars.assistance.cases.models import (
    ApprovalRequest,
    Case,
    CaseSettings,
    Note,
    SafetyAlert,
    Task,
)
from amparo.pillars.assistance.planning.models import CasePlan
from amparo.pillars.assistance.privacy.data_export import build_export
from amparo.pillars.assistance.privacy.models import DataExport, DataSubjectRequest
from amparo.pillars.assistance.transfers.models import Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def taker(stranger, other_office, cast):
    """Who shares out cases in Valle Seco."""
    return cast._user("pilar", "Pilar Cárdenas", "supervisor", office=other_office)


@pytest.fixture
def offer(case, other_team, supervisor, taker):
    def offer(by=supervisor, **said):
        said = {"reason": "moves", "text": "She leaves on Monday."} | said
        return Transfer.offer(case, to=other_team, by=by, **said)

    return offer


def opens(user, *records):
    return [type(each).objects.accessible_to(user).filter(pk=each.pk).exists() for each in records]


def consistent(case):
    [fresh] = Case.objects.filter(pk=case.pk).select_related("team", "person")
    return [str(each) for each in find_differences([fresh])]


def test_a_caseworker_asks_the_supervisor_and_then_it_is_sent(offer, case, caseworker, supervisor):
    transfer = offer(by=caseworker)
    assert transfer.state == "asked"
    assert not Notification.objects.filter(event="transfer.offered").exists()
    ApprovalRequest.objects.get(what="transfer").decide(by=supervisor, approved=True)
    transfer.refresh_from_db()
    assert transfer.is_waiting


def test_sent_back_by_the_supervisor_it_stays(offer, case, caseworker, supervisor):
    transfer = offer(by=caseworker)
    ApprovalRequest.objects.get(what="transfer").decide(
        by=supervisor, approved=False, note="Not now"
    )
    transfer.refresh_from_db()
    assert transfer.state == "taken_back"
    assert transfer.ended_by == supervisor


def test_where_the_office_wants_no_approval_it_is_sent_at_once(offer, case, caseworker):
    CaseSettings.of(case.office).change(by=caseworker, time_limits={}, transfer_is_approved=False)
    case._rules = CaseSettings.of(case.office)
    assert offer(by=caseworker).is_waiting


def test_those_who_may_take_it_over_are_told_and_see_only_the_offer(offer, case, rosa, taker):
    transfer = offer()
    assert Notification.objects.filter(user=taker, event="transfer.offered").exists()
    assert opens(taker, transfer, case, rosa) == [True, False, False]
    assert transfer.text == "She leaves on Monday."


def test_until_then_the_old_team_works_on(offer, case, caseworker):
    offer()
    Note.write(case, by=caseworker, text="Called the bus station")
    assert case.transfers.under_way().exists()


def test_taken_over_everything_goes_along_and_the_old_office_reads_no_more(
    offer, case, rosa, caseworker, colleague, supervisor, stranger, taker, other_team
):
    alert = SafetyAlert.sound(case, by=caseworker, kind="threat", text="A man waits")
    task = Task.set(case, "visit", case.office.today(), by=caseworker)
    plan = CasePlan.begin(case, by=caseworker)
    plan.set_goal(by=caseworker, text="Sleep without fear", horizon="immediate")
    note = Note.write(case, by=caseworker, text="She asked about school")
    offer().accept(by=taker, owner=stranger)
    case.refresh_from_db()
    task.refresh_from_db()
    assert (case.team, case.owner, task.assigned_to) == (other_team, stranger, stranger)
    for user in (stranger, taker):
        assert all(opens(user, case, rosa, note, task, plan, alert)), user
    for user in (caseworker, colleague, supervisor):
        assert not any(opens(user, case, rosa, note, task, plan, alert)), user
    assert consistent(case) == []


def test_who_takes_it_over_works_at_once(offer, case, caseworker, stranger, taker):
    task = Task.set(case, "visit", case.office.today(), by=caseworker)
    plan = CasePlan.begin(case, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="Sleep without fear", horizon="immediate")
    offer().accept(by=taker, owner=stranger)
    case = Case.objects.get(pk=case.pk)
    Note.write(case, by=stranger, text="She arrived")
    task.done(by=stranger)
    goal.add_action(
        by=stranger,
        text="A bed",
        service_type="shelter",
        due_on=case.office.today(),
        responsible=stranger,
    )
    plan = CasePlan.objects.get(pk=plan.pk)
    plan.agree(by=stranger, on=case.office.today(), how="verbal", text="Yes")
    case.approvalrequests.get(what="plan").decide(by=taker, approved=True)


def test_what_waited_for_the_old_supervisor_waits_for_the_new_one(
    offer, case, caseworker, supervisor, stranger, taker
):
    plan = CasePlan.begin(case, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="Sleep without fear", horizon="immediate")
    goal.add_action(
        by=caseworker,
        text="A bed",
        service_type="shelter",
        due_on=case.office.today(),
        responsible=caseworker,
    )
    plan.agree(by=caseworker, on=case.office.today(), how="verbal", text="Yes")
    offer().accept(by=taker, owner=stranger)
    asked = ApprovalRequest.objects.waiting().get(what="plan")
    assert ApprovalRequest.objects.accessible_to(taker, "decide").get() == asked
    assert not ApprovalRequest.objects.accessible_to(supervisor, "decide").exists()


def test_notices_of_the_old_team_go_and_those_who_gave_it_hear_that_it_arrived(
    offer, case, caseworker, supervisor, colleague, stranger, taker
):
    SafetyAlert.sound(case, by=colleague, kind="threat", text="A man waits")
    transfer = offer()
    transfer.accept(by=taker, owner=stranger)
    left = Notification.objects.filter(user__in=[caseworker, supervisor])
    assert {notice.event for notice in left} == {"transfer.accepted"}
    assert opens(caseworker, transfer) == [True]
    assert Notification.objects.filter(user=stranger, event="case.assigned").count() == 1


def test_a_retry_is_the_same_answer(offer, case, stranger, taker):
    transfer = offer()
    stale = Transfer.objects.get()
    transfer.accept(by=taker, owner=stranger)
    ended = Transfer.objects.get().ended_at
    for each in (stale, Transfer.objects.get()):
        each.accept(by=taker, owner=stranger)
    assert Transfer.objects.get().ended_at == ended
    assert AuditEntry.objects.filter(event="transfer.accepted").count() == 1


def test_answered_once(offer, stranger, taker, supervisor):
    transfer = offer()
    same = Transfer.objects.get(pk=transfer.pk)
    transfer.decline(by=taker, reason="full")
    with pytest.raises(Refusal, match="already answered"):
        same.accept(by=taker, owner=stranger)
    with pytest.raises(Refusal, match="already answered"):
        Transfer.objects.get(pk=transfer.pk).take_back(by=supervisor)
    kept = Transfer.objects.get()
    assert (kept.state, kept.ended_by, kept.new_owner) == ("declined", taker, None)


def test_declined_it_stays_and_who_asked_reads_why(offer, case, caseworker, supervisor, taker):
    transfer = offer()
    transfer.decline(by=taker, reason="full", text="Four of us are ill")
    assert opens(caseworker, case, transfer) == [True, True]
    assert opens(taker, transfer) == [False]
    assert Transfer.objects.get().end_text == "Four of us are ill"
    assert Notification.objects.filter(user=caseworker, event="transfer.declined").exists()


def test_taken_back_nobody_there_reads_of_it(offer, case, supervisor, taker):
    transfer = offer()
    transfer.take_back(by=supervisor)
    transfer.take_back(by=supervisor)
    assert opens(taker, transfer) == [False]
    assert not Notification.objects.filter(user=taker).exists()
    assert transfer.ended_at
    assert transfer.answered_at is None, "the person is told what the other office answered"


def test_one_offer_at_a_time(offer, case, supervisor, caseworker, other_team):
    first = offer()
    assert offer() == first
    with pytest.raises(Refusal, match="on its way"):
        offer(by=caseworker)


def test_within_an_office_cases_are_given_to_a_colleague(case, team, supervisor):
    with pytest.raises(Refusal, match="same office"):
        Transfer.offer(case, to=team, by=supervisor, reason="moves")


def test_only_somebody_of_that_office_may_own_it(offer, taker, colleague):
    with pytest.raises(Refusal, match="colleague of this office"):
        offer().accept(by=taker, owner=colleague)


def test_where_nobody_shares_out_cases_it_does_not_go(case, other_team, supervisor):
    with pytest.raises(Refusal, match="Nobody there"):
        Transfer.offer(case, to=other_team, by=supervisor, reason="moves")


def test_consent_taken_back_on_the_way_stops_it(offer, case, rosa, caseworker, taker, supervisor):
    transfer = offer()
    rosa.consents.get().withdraw(by=caseworker)
    transfer.refresh_from_db()
    assert transfer.state == "taken_back"
    assert opens(taker, transfer) == [False]
    assert Notification.objects.filter(user=supervisor, event="transfer.stayed").exists()


def test_closed_on_the_way_it_stays(offer, case, caseworker, supervisor):
    from amparo.pillars.assistance.cases.models import Closure

    transfer = offer()
    Closure.propose(case, by=caseworker, reason="goals_met", summary="She lives with an aunt")
    case.approvalrequests.get(what="closure").decide(by=supervisor, approved=True)
    transfer.refresh_from_db()
    assert transfer.state == "taken_back"


def test_her_other_case_keeps_her_file_open_where_it_is(
    offer, cast, case, rosa, caseworker, stranger, taker
):
    other = cast.open_case(person=rosa)
    offer().accept(by=taker, owner=stranger)
    assert opens(caseworker, case, other, rosa) == [False, True, True]
    assert opens(stranger, case, other, rosa) == [True, False, True]


def test_a_restricted_case_goes_only_to_those_with_leave(
    offer, case, rosa, caseworker, supervisor, stranger, taker, office, other_office
):
    RestrictedGroupAccess.give(to=supervisor, group="gbv", office=office, by=None)
    case.restrict("gbv", by=caseworker)
    with pytest.raises(Refusal, match="Nobody there"):
        offer()
    RestrictedGroupAccess.give(to=taker, group="gbv", office=other_office, by=None)
    transfer = offer()
    assert opens(stranger, transfer) == [False]
    with pytest.raises(Refusal, match="colleague of this office"):
        transfer.accept(by=taker, owner=stranger)
    transfer.accept(by=taker, owner=taker)
    case.refresh_from_db()
    assert opens(taker, case, rosa) == [True, True]
    for user in (caseworker, supervisor, stranger):
        assert opens(user, case, rosa) == [False, False], user
    assert opens(supervisor, transfer) == [True], "she has leave, and knows that it went"
    assert opens(caseworker, transfer) == [False]
    assert consistent(case) == []


def test_restricted_on_the_way_it_stays_and_tells_nobody(
    offer, case, caseworker, colleague, taker
):
    transfer = offer()
    case.restrict("gbv", by=caseworker)
    transfer.refresh_from_db()
    assert transfer.state == "taken_back"
    assert opens(taker, transfer) == [False]
    assert opens(colleague, transfer) == [False]


def test_restricted_later_the_old_office_no_longer_reads_that_it_went(
    offer, case, caseworker, stranger, taker, other_office
):
    RestrictedGroupAccess.give(to=stranger, group="gbv", office=other_office, by=None)
    transfer = offer()
    transfer.accept(by=taker, owner=stranger)
    Case.objects.get(pk=case.pk).restrict("gbv", by=stranger)
    assert opens(caseworker, transfer) == [False]


def test_a_member_kept_by_a_group_does_not_come_along(
    cast, family, rosa, nayeli, caseworker, stranger, supervisor, taker, other_team, office
):
    hidden = cast.open_case(person=nayeli)
    hidden.restrict("child", by=caseworker)
    case = cast.open_case(family=family)
    transfer = Transfer.offer(case, to=other_team, by=supervisor, reason="moves")
    transfer.accept(by=taker, owner=stranger)
    assert opens(stranger, case, rosa, nayeli, hidden) == [True, True, False, False]
    assert opens(taker, nayeli) == [False]
    assert Person.objects.accessible_to(caseworker).filter(pk=nayeli.pk).exists()
    assert consistent(case) == []


def test_what_she_asked_about_her_data_is_answered_there_and_no_copy_stays_behind(
    offer, case, rosa, caseworker, stranger, taker
):
    asked = DataSubjectRequest.hear(
        rosa, by=caseworker, what="access", heard_on=case.office.today(), language="es"
    )
    export = DataExport.prepare(asked, by=caseworker, withheld={})
    build_export.call(str(export.ref))
    assert DataExport.objects.to_take().exists()
    offer().accept(by=taker, owner=stranger)
    asked.refresh_from_db()
    assert asked.owner == stranger
    assert not DataExport.objects.to_take().exists()


def test_an_answer_is_told_to_who_may_still_open_the_case(
    offer, case, caseworker, stranger, taker
):
    plan = CasePlan.begin(case, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="Sleep", horizon="immediate")
    goal.add_action(
        by=caseworker, text="A bed", service_type="shelter", due_on=case.office.today(),
        responsible=caseworker,
    )  # fmt: skip
    plan.agree(by=caseworker, on=case.office.today(), how="verbal", text="Yes")
    offer().accept(by=taker, owner=stranger)
    ApprovalRequest.objects.waiting().get(what="plan").decide(by=taker, approved=True)
    told = Notification.objects.filter(event="approval.given.plan").values_list("user", flat=True)
    assert list(told) == [stranger.pk]
