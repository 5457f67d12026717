"""A safety plan has versions, is looked at again, and is what the check of a return takes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from amparo.foundation.core import clock
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.counter_trafficking.checks import CHECK
from amparo.pillars.assistance.counter_trafficking.models import (
    RetraffickingReview,
    SafetyPlan,
    TraffickingRecord,
)
from amparo.pillars.assistance.pathways.models import Check

pytestmark = pytest.mark.django_db
PLAN = {
    "dangers": "He knows her street.",
    "what_to_do": "Go to the nuns.",
    "signals": "Two rings.",
}


@pytest.fixture
def plan(way, caseworker):
    return SafetyPlan.agree(way, by=caseworker, **PLAN)


def review(way, by):
    RetraffickingReview.hold(
        way, by=by, reviewed_on=way.case.office.today(), level="low", looked_at=["housing"],
        text="She lives with her sister.",
    )  # fmt: skip


@pytest.fixture
def check(way, caseworker):
    """The check of a return, as that package puts it up; the other that it takes is there."""
    review(way, caseworker)
    journey = uuid4()
    Check.put(way.case, journey, [CHECK], by=caseworker)
    return Check.objects.get(way=journey)


def test_a_plan_says_what_could_happen_and_what_to_do(client, at, caseworker):
    client.force_login(caseworker)
    assert client.post(at("safety/new/"), {"dangers": "He knows."}).status_code == 422
    assert client.post(at("safety/new/"), PLAN).status_code == 303
    assert "Two rings." in client.get(at("safety/")).content.decode()


def test_a_new_version_takes_the_place_and_the_one_before_stays(client, at, way, plan, caseworker):
    client.force_login(caseworker)
    assert "Two rings." in client.get(at("safety/new/")).content.decode()
    client.post(at("safety/new/"), PLAN | {"signals": "A red towel."})
    assert way.safety.signals == "A red towel."
    assert way.safetyplans.count() == 2
    with pytest.raises(Refusal, match="newer version"):
        plan.look_at(by=caseworker, still_holds=True)


def test_the_check_of_a_return_says_what_is_missing(check, keeper):
    with pytest.raises(Refusal, match="no safety plan yet"):
        check.decide(by=keeper, met=True, text="She says she is safe.")


def test_with_a_plan_in_force_the_check_can_be_met(check, plan, keeper):
    check.decide(by=keeper, met=True, text="We went through the plan.")


def test_a_plan_that_is_too_old_does_not_do(check, plan, caseworker, way):
    with clock.at(now() + timedelta(days=31)):
        assert "too old" in check.missing[0]
        assert not TraffickingRecord.objects.get().safety.is_in_force(way.case.office.today())
        plan.look_at(by=caseworker, still_holds=True)
        review(way, caseworker)
        assert check.missing == []


def test_a_plan_that_no_longer_holds_does_not_do_either(client, at, check, plan, way, caseworker):
    client.force_login(caseworker)
    assert client.post(at(f"safety/{plan.ref}/look/"), {"still_holds": "no"}).status_code == 303
    assert "too old" in check.missing[0]
    assert "Review due" in client.get(at()).content.decode()
    SafetyPlan.agree(way, by=caseworker, **PLAN)
    assert check.missing == []
