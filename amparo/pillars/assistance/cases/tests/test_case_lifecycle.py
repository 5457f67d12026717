"""From first contact to closure, and again: each step leads to the next."""

from datetime import timedelta

import pytest

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.assessment.models.assessments import set_case_risk
from amparo.pillars.assistance.cases.models import ApprovalRequest, Closure, Task
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import CasePlan, FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(case, caseworker):
    plan = CasePlan.begin(case, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="A safe place", horizon="immediate")
    goal.add_action(
        by=caseworker, text="A bed for two", service_type="shelter", due_on=case.office.today()
    )
    return plan


def steps(case):
    return set(case.tasks.pending().values_list("what", flat=True))


def test_a_case_opens_with_a_number_and_a_first_step(case):
    assert case.number.startswith("AMP-")
    assert steps(case) == {"screen"}


def test_screening_leads_to_assessment_to_plan_to_review(case, caseworker, supervisor, plan):
    Screening.hold(case, by=caseworker, urgent=["shelter"])
    assert steps(case) == {"assess"}
    Assessment.make(case, by=caseworker, priorities="A bed", needs=[])
    assert steps(case) == {"plan"}
    set_case_risk(case, "high", by=caseworker)
    plan.agree(by=caseworker, on=case.office.today(), how="signature")
    assert steps(case) == {"follow_up", "review"}
    assert ApprovalRequest.objects.waiting().get().what == "plan"
    assert Notification.objects.filter(user=supervisor, event="approval.plan").exists()


def test_what_cannot_wait_is_answered_in_the_same_conversation(case, caseworker):
    with pytest.raises(Refusal):
        Screening.hold(case, by=caseworker, urgent=["danger_now"])
    Screening.hold(case, by=caseworker, urgent=["danger_now"], first_steps="Taken to the shelter")
    due = case.tasks.get(what="assess").due_on
    assert due <= case.office.today() + timedelta(days=4)


def test_a_service_serves_the_plan_or_an_emergency(case, caseworker, plan):
    with pytest.raises(Refusal):
        ServiceProvided.give(
            case, by=caseworker, service_type="food", given_on=case.office.today()
        )
    given = ServiceProvided.give(
        case,
        by=caseworker,
        action=plan.case.actions.get(),
        service_type="shelter",
        given_on=case.office.today(),
    )
    assert given.receipt


def test_a_follow_up_sets_the_next_one_by_risk(case, caseworker):
    set_case_risk(case, "high", by=caseworker)
    today = case.office.today()
    FollowUp.hold(case, by=caseworker, on=today, mode="call", reached=True, change="same")
    assert case.tasks.pending().get(what="follow_up").due_on >= today + timedelta(days=7)
    assert case.last_contact_on == today


def test_closing_waits_for_the_supervisor_and_can_be_undone(case, caseworker, supervisor):
    closure = Closure.propose(case, by=caseworker, reason="goals_met", summary="Safe with family")
    assert case.status == "open"
    ApprovalRequest.objects.waiting().get().decide(by=supervisor, approved=True)
    case.refresh_from_db()
    assert case.status == "closed"
    assert not case.tasks.pending().exists()
    closure.refresh_from_db()
    closure.reopen(by=supervisor, because="She came back")
    case.refresh_from_db()
    assert case.status == "open"
    assert "assess" in steps(case)


def test_of_two_who_open_it_again_in_the_same_moment_the_second_is_told(
    case, caseworker, supervisor
):
    Closure.propose(case, by=caseworker, reason="goals_met", summary="Safe with family")
    ApprovalRequest.objects.waiting().get().decide(by=supervisor, approved=True)
    closure, stale = (Closure.objects.select_related("case").get() for _ in range(2))
    closure.reopen(by=supervisor, because="She came back")
    with pytest.raises(Refusal):
        stale.reopen(by=supervisor, because="Too early")
    assert Closure.objects.get().reopened_reason == "She came back"


def test_nobody_approves_their_own_closure(case, caseworker):
    Closure.propose(case, by=caseworker, reason="goals_met")
    with pytest.raises(Refusal):
        ApprovalRequest.objects.get().decide(by=caseworker, approved=True)


def test_contact_is_lost_only_after_several_attempts(case, caseworker):
    with pytest.raises(Refusal):
        Closure.propose(case, by=caseworker, reason="lost_contact")
    for days in (31, 20, 10):
        FollowUp.hold(
            case, by=caseworker, mode="call", reached=False,
            on=case.office.today() - timedelta(days=days),
        )  # fmt: skip
    assert Closure.propose(case, by=caseworker, reason="lost_contact")


def test_work_stops_when_consent_is_taken_back(case, rosa, caseworker):
    rosa.consents.get().withdraw(by=caseworker)
    with pytest.raises(Refusal):
        Screening.hold(case, by=caseworker)


def test_every_action_leaves_a_line_in_the_file(case, caseworker):
    Screening.hold(case, by=caseworker)
    deeds = list(
        AuditEntry.objects.of_file(case.ref).order_by("pk").values_list("event", flat=True)
    )
    assert deeds == ["case.opened", "screening.held"]


def test_a_restricted_case_is_lost_to_the_rest_of_the_team(case, rosa, caseworker, colleague):
    from amparo.foundation.people.models import Person
    from amparo.pillars.assistance.cases.models import Case

    assert Case.objects.accessible_to(colleague).count() == 1
    case.restrict("trafficking", by=caseworker)
    assert Case.objects.accessible_to(colleague).count() == 0
    assert Person.objects.accessible_to(colleague).count() == 0
    assert Case.objects.accessible_to(caseworker).get() == case
    assert Task.objects.accessible_to(caseworker).exists()
