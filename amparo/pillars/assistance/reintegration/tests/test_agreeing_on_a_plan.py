"""A plan is agreed with the person, on three dimensions; what was agreed is kept as it was."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.extension_points import arrival_confirmed
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.reintegration.models import PlanItem, ReintegrationPlan

pytestmark = pytest.mark.django_db


def open_tasks(case):
    return {task.what: task.due_on for task in case.tasks.pending()}


def test_whoever_arrives_has_a_plan_to_agree_on_within_a_month(case, caseworker, today):
    arrival_confirmed.send(None, case=case, on=today - timedelta(days=2), by=caseworker)
    plan = ReintegrationPlan.current(case)
    assert plan.is_draft
    assert plan.due_on >= today + timedelta(days=28)
    assert open_tasks(case)[Task.What.PLAN] == plan.due_on


def test_an_arrival_is_heard_twice_and_counts_once(case, caseworker, today):
    for _again in range(2):
        arrival_confirmed.send(None, case=case, on=today, by=caseworker)
    assert ReintegrationPlan.objects.filter(case=case).count() == 1
    assert AuditEntry.objects.filter(event="reintegrationplan.arrived").count() == 1


def test_an_arrival_is_never_held_up_by_a_case_that_is_closed(case, caseworker, today):
    case.status = "closed"
    arrival_confirmed.send(None, case=case, on=today, by=caseworker)
    assert ReintegrationPlan.current(case) is None


def test_nobody_arrives_on_a_day_to_come(case, caseworker, today):
    with pytest.raises(Refusal):
        ReintegrationPlan.begin(case, by=caseworker, arrived_on=today + timedelta(days=1))


def test_it_may_be_begun_before_they_have_left(case, caseworker):
    plan = ReintegrationPlan.begin(case, by=caseworker)
    assert (plan.is_draft, plan.due_on) == (True, None)


def test_one_plan_is_in_force_at_a_time(case, plan, caseworker):
    assert ReintegrationPlan.begin(case, by=caseworker) == plan
    with pytest.raises(IntegrityError), transaction.atomic():
        ReintegrationPlan.objects.create(case=case, by=caseworker, number=9)


def test_an_institution_has_a_project_and_no_such_plan(cast, caseworker):
    of_institution = cast.open_case(institution=cast.organization, kind="institution")
    with pytest.raises(Refusal):
        ReintegrationPlan.begin(of_institution, by=caseworker)


def test_a_community_may_have_a_plan(of_community, caseworker):
    assert ReintegrationPlan.begin(of_community, by=caseworker).is_draft


def test_agreeing_ends_the_wait_and_sets_the_next_look(case, agreed, today):
    tasks = open_tasks(case)
    assert Task.What.PLAN not in tasks
    assert tasks[Task.What.REVIEW] == agreed.review_on > today


def test_there_must_be_something_to_agree_on(plan, caseworker, today):
    with pytest.raises(Refusal):
        plan.agree(by=caseworker, on=today, how="verbal")


def test_nobody_agrees_on_a_day_to_come(plan, item, caseworker, today):
    with pytest.raises(Refusal):
        plan.agree(by=caseworker, on=today + timedelta(days=1), how="verbal")


def test_agreeing_twice_is_agreeing_once(agreed, caseworker, today):
    agreed.agree(by=caseworker, on=today, how="verbal")
    assert AuditEntry.objects.filter(event="reintegrationplan.agreed").count() == 1
    with pytest.raises(Refusal):
        agreed.agree(by=caseworker, on=today, how="signed")


def test_what_was_agreed_changes_only_by_a_new_version(agreed, item, asked, caseworker):
    with pytest.raises(Refusal):
        agreed.add(**asked)
    with pytest.raises(Refusal):
        item.change(by=caseworker, budget=Decimal(5000))
    item.refresh_from_db()
    assert item.budget == 900


def test_a_new_version_takes_everything_on_and_the_old_is_kept_as_it_was(
    case, agreed, item, caseworker, today
):
    new = agreed.revise(by=caseworker)
    item = PlanItem.objects.get(pk=item.pk)
    item.change(by=caseworker, objective="Bakes for the school.", budget=Decimal(1200))
    new.agree(by=caseworker, on=today, how="verbal")
    old = ReintegrationPlan.objects.get(case=case, number=1)
    assert (old.state, ReintegrationPlan.current(case)) == ("replaced", new)
    assert [line["budget"] for line in old.agreement.lines] == ["900.00"]
    assert [line["budget"] for line in new.agreement.lines] == ["1200.00"]
    assert new.arrived_on == old.arrived_on


def test_revising_twice_is_revising_once(case, agreed, caseworker):
    assert agreed.revise(by=caseworker) == agreed.revise(by=caseworker)
    assert ReintegrationPlan.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2020, 1, 1)},
        {"currency": "XXX"},
        {"currency": ""},
        {"budget": Decimal(-1)},
        {"objective": " "},
    ],
)
def test_what_makes_no_sense_is_not_planned(plan, asked, wrong):
    with pytest.raises(Refusal):
        plan.add(**asked | wrong)
    assert not plan.items.exists()


@pytest.mark.parametrize(
    "wrong", [{"activity": "magic"}, {"dimension": "moral"}, {"level": "family"}]
)
def test_a_code_that_is_on_no_list_never_arrives(plan, asked, wrong):
    with pytest.raises(ValueError, match="list"):
        plan.add(**asked | wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"budget": None},
        {"currency": ""},
        {"dimension": "moral"},
        {"ends_on": date(2020, 1, 1)},
    ],
)
def test_the_database_holds_it_too(item, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.filter(pk=item.pk).update(**wrong)
