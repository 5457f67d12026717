"""The line of a trafficking file, the one thing to do next, and the risk over time."""

from datetime import timedelta

import pytest

from amparo.pillars.assistance.counter_trafficking.models import (
    ReflectionPeriod,
    RetraffickingReview,
    SafetyPlan,
    StatusDetermination,
)
from amparo.pillars.assistance.counter_trafficking.models.ways import NOT_A_VICTIM
from amparo.pillars.assistance.counter_trafficking.presenters import TraffickingRecordPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(case):
    return case.office.today()


@pytest.fixture
def review(way, caseworker, today):
    def hold(level, days_ago):
        return RetraffickingReview.hold(
            way, by=caseworker, reviewed_on=today - timedelta(days=days_ago), level=level,
            looked_at=["debt"], text="We spoke alone.", next_review_on=today + timedelta(days=7),
        )  # fmt: skip

    return hold


def page_of(way, user):
    way.refresh_from_db()
    return TraffickingRecordPage(way, user)


def states(page):
    return {stage.label: (stage.state.value, stage.detail) for stage in page.stages}


def test_the_most_dangerous_gap_comes_first(open_way, caseworker, today):
    assert page_of(open_way, caseworker).step.label == "Manage case access"
    open_way.case.restrict("trafficking", by=caseworker)
    assert page_of(open_way, caseworker).step.label == "Create safety plan"
    SafetyPlan.agree(open_way, by=caseworker, dangers="The foreman.", what_to_do="Call.")
    page = page_of(open_way, caseworker)
    assert page.step.label == "Record determination"
    assert states(page)["Determination"] == ("current", "nobody has decided")


def test_a_decision_that_it_was_not_so_ends_the_line(way, caseworker, today):
    StatusDetermination.make(
        way, by=caseworker, status=NOT_A_VICTIM, decided_on=today, decided_by="Police",
        organization_name="Fiscalía",
    )  # fmt: skip
    page = page_of(way, caseworker)
    assert list(states(page)) == ["Detection", "Determination"]
    assert page.step is None


def test_the_period_counts_its_days(way, caseworker, today):
    ReflectionPeriod.grant(way, by=caseworker, from_on=today - timedelta(days=12), days=30)
    page = page_of(way, caseworker)
    assert page.reflection_text == "Today: day 12 of 30"
    assert states(page)["Recovery and reflection period"][1] == "18 days left"


def test_a_late_safety_plan_is_said(way, caseworker, today):
    plan = SafetyPlan.agree(way, by=caseworker, dangers="The foreman.", what_to_do="Call.")
    way.update_state(safety_due_on=today - timedelta(days=1))
    page = page_of(way, caseworker)
    assert states(page)["Safety plan"][1] == "review due"
    assert page.step.label == "Review with the person"
    assert str(plan.ref) in page.step.url


def test_one_review_is_no_picture_and_unknown_is_a_gap(way, caseworker, review):
    review("high", 20)
    assert page_of(way, caseworker).risk_over_time is None
    review("unknown", 10)
    review("medium", 1)
    chart = page_of(way, caseworker).risk_over_time
    assert [point.level for point in chart.points] == [2, None, 1]


def test_a_review_that_was_done_says_what_it_found(way, caseworker, review):
    assert states(page_of(way, caseworker))["Review of risk"][1] == "not reviewed yet"
    review("high", 1)
    state, detail = states(page_of(way, caseworker))["Review of risk"]
    assert state == "done"
    assert detail.startswith("High; next review")
    review("unknown", 0)
    assert states(page_of(way, caseworker))["Review of risk"][1].startswith("Cannot be said yet")


def test_the_page_shows_them(client, way, at, caseworker, review):
    review("high", 20)
    review("low", 1)
    client.force_login(caseworker)
    html = client.get(at()).content.decode()
    assert 'class="stage-line' in html
    assert "Next step: make a safety plan with the person" in html
    assert "Risk of re-trafficking over time" in html
