"""Cases that stood at Low with nothing known are not assessed after the upgrade; history stays."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from amparo.foundation.core.clock import now
from amparo.foundation.protection.models import Observation, RiskAssessment
from amparo.foundation.protection.risk import Band
from amparo.foundation.protection.risk_inputs import assess_subject_risk
from amparo.pillars.assistance.case_risk import about
from amparo.pillars.assistance.models import Screening
from amparo.pillars.assistance.models.assessments import set_risk
from amparo.pillars.assistance.truth import compare

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MIGRATION = "amparo.pillars.assistance.migrations.0002_low_without_knowledge"


def decided_before(case, decided, by, **more):
    """As it was kept before anybody asked what was missing."""
    set_risk(case, decided, by=by)
    return RiskAssessment.objects.create(
        proposed="low", decided=decided, because="", reasons={"because": "nothing_grave"},
        next_review_on=case.office.today(), by=by, **about(case, by), **more,
    )  # fmt: skip


def upgrade(*cases):
    migration = import_module(MIGRATION)
    migration.say_what_was_missing(apps, None)
    migration.show_no_level(apps, None)
    for case in cases:
        case.refresh_from_db()


def observed(case, by):
    return Observation.record(
        by=by, level="individual", factor="debt", polarity="risk", severity=1,
        observed_on=case.office.today(), **about(case, by),
    )  # fmt: skip


def test_with_nothing_known_it_is_not_assessed_and_the_decision_stays(case, caseworker):
    decision = decided_before(case, "low", caseworker)
    upgrade(case)
    decision.refresh_from_db()
    assert (case.band, decision.decided, decision.band) == ("none", "low", Band.NONE)
    assert decision.reasons["missing"] == ["screening", "observation"]
    assert set(case.reach.values_list("urgency", flat=True)) == {case.urgency}
    assert compare([case]) == []


def test_screened_and_observed_before_it_stays_low(case, caseworker):
    Screening.hold(case, by=caseworker)
    observed(case, caseworker)
    decision = decided_before(case, "low", caseworker)
    upgrade(case)
    decision.refresh_from_db()
    assert (case.band, decision.reasons["missing"]) == ("low", [])


@pytest.mark.parametrize("later", ["screening", "observation"])
def test_what_came_after_the_decision_was_not_known_then(case, caseworker, later):
    decision = decided_before(case, "low", caseworker, decided_at=now() - timedelta(hours=1))
    hours = 0 if later == "screening" else 2
    Screening.hold(case, by=caseworker, at=now() - timedelta(hours=hours))
    seen = observed(case, caseworker)
    if later == "screening":
        Observation.objects.filter(pk=seen.pk).update(at=now() - timedelta(hours=2))
    upgrade(case)
    decision.refresh_from_db()
    assert (case.band, decision.reasons["missing"]) == ("none", [later])


def test_other_levels_stay(case, caseworker):
    decided_before(case, "medium", caseworker)
    upgrade(case)
    assert case.band == "medium"


def test_of_a_family_one_member_was_observed(cast, family, nayeli, caseworker):
    case = cast.open_case(family=family)
    Screening.hold(case, by=caseworker)
    Observation.record(
        by=caseworker, person=nayeli, level="individual", factor="debt", polarity="risk",
        severity=1, observed_on=case.office.today(),
    )  # fmt: skip
    decided_before(case, "low", caseworker)
    upgrade(case)
    assert case.band == "low"
    assert assess_subject_risk(user=caseworker, family=family, is_screened=True).band is Band.LOW
