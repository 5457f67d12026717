"""The line of a reintegration plan, and the one thing to do next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.pillars.assistance.reintegration.models import PlanItem, ReintegrationPlan
from amparo.pillars.assistance.reintegration.presenters import ReintegrationPlanPage
from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.models import ScheduledSurvey

pytestmark = pytest.mark.django_db


def page_of(case, user):
    return ReintegrationPlanPage(case, user)


def states(page):
    return {stage.label: (stage.state.value, stage.detail) for stage in page.stages}


def marks(page):
    return {stage.label: stage.state.value for stage in page.stages}


@pytest.fixture
def in_days():
    """The same page some days later."""

    def later(days):
        return clock.at(now() + timedelta(days=days))

    return later


@pytest.fixture
def survey_due(case, data_officer, caseworker, today):
    version, _at_closure = standard_instruments.add(by=data_officer)
    version.publish(by=data_officer)
    wave = version.survey.waves[0].code
    return ScheduledSurvey.expect(
        case, by=caseworker, person=case.person, version=version, wave=wave, due_on=today
    )


def test_without_a_plan_there_is_no_line(case, caseworker):
    page = page_of(case, caseworker)
    assert page.stages == []
    assert page.step is None


def test_a_plan_with_nothing_in_it(case, plan, caseworker):
    page = page_of(case, caseworker)
    assert marks(page) == {
        "Start": "done", "Planned assistance": "current", "Agreement": "next",
        "Assistance": "next", "Survey": "next", "Review": "next", "Closure": "next",
    }  # fmt: skip
    assert states(page)["Survey"][1] == "none conducted"
    assert states(page)["Review"][1] == "not reviewed yet"
    assert page.step.label == "Add planned assistance"


def test_what_is_planned_is_agreed(case, plan, item, caseworker, in_days):
    page = page_of(case, caseworker)
    assert states(page)["Planned assistance"] == ("done", "1 item")
    assert marks(page)["Agreement"] == "current"
    assert page.step.label == "Record agreement"
    assert page.step.detail.startswith("It is due on")
    with in_days(60):
        page = page_of(case, caseworker)
        assert marks(page)["Agreement"] == "late"
        assert page.step.detail.startswith("It was due on")


def test_before_they_arrive_no_day_is_due(case, caseworker, asked):
    ReintegrationPlan.begin(case, by=caseworker).add(**asked)
    page = page_of(case, caseworker)
    assert states(page)["Agreement"] == ("current", "not agreed yet")
    assert page.step.detail == "Nothing begins before they agree."


def test_what_was_agreed_is_started_and_done(case, agreed, item, caseworker):
    page = page_of(case, caseworker)
    assert states(page)["Assistance"] == ("current", "nothing done yet")
    assert page.step.text == "Next step: start what was agreed"
    assert page.step.url == f"#item-{item.ref}"
    item.start(by=caseworker)
    assert page_of(case, caseworker).step is None  # nothing waits today
    PlanItem.objects.get().complete(by=caseworker, text="A receipt.")
    page = page_of(case, caseworker)
    assert states(page)["Assistance"] == ("done", "1 of 1 done or cancelled")
    assert page.step.label == "Close plan"


def test_what_was_cancelled_is_no_assistance(case, agreed, item, caseworker):
    item.drop(by=caseworker, because="She found work.")
    page = page_of(case, caseworker)
    assert states(page)["Assistance"] == ("current", "all cancelled")
    assert page.step.label == "Close plan"


def test_what_is_overdue_comes_first(case, agreed, item, caseworker, in_days):
    with in_days(61):
        page = page_of(case, caseworker)
        assert states(page)["Assistance"] == ("late", "1 item overdue")
        assert page.step.text == "Next step: follow up an overdue item"
        item.complete(by=caseworker, text="A receipt.")
        page = page_of(case, caseworker)
        assert marks(page)["Assistance"] == "done"
        assert page.step.label == "Review plan"
        assert states(page)["Review"][1].startswith("overdue since ")


def test_a_review_is_done_until_the_next_is_due(case, agreed, item, caseworker, today, in_days):
    agreed.review(by=caseworker, on=today, text="Sold ten.", next_on=today + timedelta(days=30))
    page = page_of(case, caseworker)
    assert marks(page)["Review"] == "done"
    with in_days(31):
        page = page_of(case, caseworker)
        assert marks(page)["Review"] != "done"
        assert page.step.label in ("View item", "Review plan")


def test_a_survey_that_is_due_is_not_done(case, agreed, item, caseworker, survey_due, in_days):
    page = page_of(case, caseworker)
    assert states(page)["Survey"][1].startswith("due ")
    assert page.step.url == f"/cases/{case.ref}/surveys/new/?due={survey_due.ref}"
    item.complete(by=caseworker, text="A receipt.")
    with in_days(1):
        assert marks(page_of(case, caseworker))["Survey"] == "late"
    survey_due.cancel(by=caseworker, because="She was ill.")
    assert states(page_of(case, caseworker))["Survey"][1] == "none conducted"


def test_a_new_version_is_agreed_anew(case, agreed, caseworker):
    agreed.revise(by=caseworker)
    page = page_of(case, caseworker)
    assert states(page)["Start"][1].startswith("version 2, ")
    assert marks(page)["Agreement"] == "current"
    assert page.step.label == "Record agreement"


def test_a_plan_that_ended_left_out_what_was_not_done(case, agreed, caseworker):
    agreed.finish(by=caseworker, how="moved", text="They went north.")
    page = page_of(case, caseworker)
    assert marks(page) == {
        "Start": "done", "Planned assistance": "done", "Agreement": "done",
        "Assistance": "skipped", "Survey": "skipped", "Review": "skipped", "Closure": "done",
    }  # fmt: skip
    assert states(page)["Closure"][1] == "Re-migrated or moved"
    assert page.step is None


def test_who_may_not_work_on_it_is_told_no_step(case, plan, item, supervisor):
    page = page_of(case, supervisor)
    assert page.may_work or page.step is None
    assert marks(page)["Agreement"] == "current"


def test_the_page_shows_line_and_step(client, case, agreed, caseworker):
    client.force_login(caseworker)
    html = client.get(f"/cases/{case.ref}/reintegration/").content.decode()
    assert 'class="stage-line' in html
    assert "Next step: start what was agreed" in html
    assert html.count("btn-primary") == 1


def test_line_and_step_ask_nothing_but_the_survey_that_is_due(case, agreed, item, caseworker):
    """Beside what the page shows anyway."""
    page = page_of(case, caseworker)
    assert page.may_carry_out
    for shown in (page.items, page.reviews, page.latest_scores):
        list(shown)
    with CaptureQueriesContext(connection) as queries:
        assert page.stages
        assert page.step
    asked = [each["sql"] for each in queries if "core_datakey" not in each["sql"]]
    assert len(asked) == 1, asked
    assert "scheduledsurvey" in asked[0]
