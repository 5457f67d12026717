"""The risk that somebody is trafficked again is reviewed at dates, and before a return."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from amparo.foundation.core import clock
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.counter_trafficking.checks import CHECK
from amparo.pillars.assistance.counter_trafficking.models import (
    RetraffickingReview,
    SafetyPlan,
    StatusDetermination,
)
from amparo.pillars.assistance.counter_trafficking.models.ways import NOT_A_VICTIM
from amparo.pillars.assistance.counter_trafficking.status import caseworker_counts, pending_steps
from amparo.pillars.assistance.pathways.models import Check

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(way, caseworker):
    def hold(level="medium", ago=0, **said):
        fields = {
            "reviewed_on": way.case.office.today() - timedelta(days=ago), "level": level,
            "looked_at": ["debt", "income"], "text": "She owes nobody anything now.",
        }  # fmt: skip
        return RetraffickingReview.hold(way, by=caseworker, **fields | said)

    return hold


@pytest.fixture
def check(way, rosa, caseworker):
    SafetyPlan.agree(way, by=caseworker, dangers="He calls.", what_to_do="Go to the nuns.")
    journey = uuid4()
    Check.put(way.case, journey, [CHECK], by=caseworker, person=rosa.pk)
    return Check.objects.get(way=journey)


def task_of(case):
    return case.tasks.pending().filter(what=Task.What.RISK_REVIEW).first()


def said(page):
    return {
        "reviewed_on": page, "looked_at": ["debt"], "level": "low", "text": "No debt left.",
        "next_review_on": page + timedelta(days=14),
    }  # fmt: skip


def test_a_review_is_kept_with_what_was_looked_at_and_the_next_day(client, at, way, caseworker):
    client.force_login(caseworker)
    today = way.case.office.today()
    assert client.post(at("reviews/new/"), said(today)).status_code == 303
    way.refresh_from_db()
    assert way.review_due_on == today + timedelta(days=14)
    page = client.get(at()).content.decode()
    assert "No debt left." in page
    assert "Debts and whom they owe" in page


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        ({"looked_at": []}, "Choose what you looked at"),
        ({"text": " "}, "What you found, and what lowers the risk"),
        ({"next_review_on": "2099-01-01"}, "at the latest"),
    ],
)
def test_what_is_missing_is_said_on_the_form(client, at, way, caseworker, missing, text):
    client.force_login(caseworker)
    answer = client.post(at("reviews/new/"), said(way.case.office.today()) | missing)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not RetraffickingReview.objects.exists()


def test_who_may_not_open_the_file_finds_no_form(client, at, colleague):
    client.force_login(colleague)
    assert client.get(at("reviews/new/")).status_code == 404


def test_it_is_a_task_from_the_beginning_and_moves_with_each_review(way, review):
    today = way.case.office.today()
    first = way.case.rules.due("trafficking.retrafficking_review", today)
    assert task_of(way.case).due_on == first
    made = review(next_review_on=today + timedelta(days=10))
    assert task_of(way.case).due_on == made.due_on == today + timedelta(days=10)


def test_sent_twice_it_is_one_review(review):
    assert review() == review()
    assert RetraffickingReview.objects.count() == 1


def test_a_review_of_an_earlier_day_does_not_take_the_newest_away(way, review):
    newest = review()
    review("high", ago=5)
    way.refresh_from_db()
    assert way.review == newest
    assert way.review_due_on == newest.due_on


def test_an_overdue_review_is_late_on_the_worklist(client, way, caseworker, keeper, review):
    review(next_review_on=way.case.office.today() + timedelta(days=3))
    way.refresh_from_db()
    assert [late for words, late in pending_steps(way) if "re-trafficking" in words] == [False]
    with clock.at(now() + timedelta(days=5)):
        assert [late for words, late in pending_steps(way) if "re-trafficking" in words] == [True]
        client.force_login(keeper)
        page = client.get("/exploitation/?waits=review").content.decode()
        assert way.case.number in page
        assert "A review of the risk of re-trafficking by" in page
    assert caseworker_counts(caseworker) == []  # without leave nothing is counted


def test_who_was_not_trafficked_is_reviewed_no_more(way, caseworker):
    StatusDetermination.make(
        way, by=caseworker, status=NOT_A_VICTIM, decided_on=way.case.office.today(),
        decided_by="Police", organization_name="Fiscalía",
    )  # fmt: skip
    assert task_of(way.case) is None


def test_the_check_of_a_return_takes_a_review_that_holds(check, review, keeper):
    with pytest.raises(Refusal, match="never reviewed"):
        check.decide(by=keeper, met=True, text="She is safe.")
    review()
    assert check.missing == []
    with clock.at(now() + timedelta(days=40)):
        assert any("too old" in words and "review" in words for words in check.missing)


@pytest.mark.parametrize("level", ["high", "unknown"])
def test_a_high_risk_or_one_that_nobody_can_say_does_not_do(check, review, level):
    review(level)
    assert "high risk of being trafficked again, or could not say" in check.missing[0]
