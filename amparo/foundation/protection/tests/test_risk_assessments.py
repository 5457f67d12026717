"""The rule proposes, a person decides in their own words, and an override is looked at again."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Community, Place
from amparo.foundation.protection.models import Incident, Observation, RiskAssessment
from amparo.foundation.protection.risk import Band, DecidingClause, Missing
from amparo.foundation.protection.risk_inputs import assess_subject_risk

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is looked for in the words of the source."""
    with translation.override("en"):
        yield


def seen(by, **fields):
    given = {
        "level": "individual", "factor": "debt", "polarity": "risk", "severity": 2,
        "observed_on": DAY,
    }  # fmt: skip
    return Observation.record(by=by, **given | fields)


@pytest.fixture
def port():
    return Place.objects.create(name="Puerto Alto", kind="town", country="BO")


def test_a_person_is_weighed_with_their_family_their_incidents_and_their_place(
    rosa, family, port, caseworker
):
    seen(caseworker, person=rosa, factor="language_barrier", threat="PR14")
    seen(
        caseworker, family=family, level="family", factor="supportive_home",
        polarity="protective", threat="PR14",
    )  # fmt: skip
    seen(caseworker, place=port, level="community", factor="unsafe_recruiters", threat="PR14")
    Incident.report(
        by=caseworker, victims=[rosa], harm="exploitation", protection_risk="PR14", severity=3
    )
    risk = assess_subject_risk(user=caseworker, person=rosa, place=port)
    (row,) = risk.rows
    assert (row.threat_level, row.vulnerability, row.capacity) == (3, 2, 2)
    assert [item.source for item in row.adding] == ["incident", "observation", "observation"]
    assert risk.because is DecidingClause.SEVERAL_MODERATE


def test_one_weighs_only_what_one_may_see(rosa, office, caseworker, stranger):
    seen(caseworker, person=rosa, severity=3)
    gbv = group_grantee("gbv", office.pk)
    seen(caseworker, person=rosa, immediate_danger=True, restricted_group=gbv)
    assert assess_subject_risk(user=caseworker, person=rosa).band is Band.HIGH
    assert assess_subject_risk(user=stranger, person=rosa).band is Band.NONE


def test_a_family_is_weighed_with_its_members(rosa, nayeli, family, caseworker):
    seen(caseworker, person=nayeli, factor="mental_distress", severity=3)
    assert assess_subject_risk(user=caseworker, family=family).band is Band.HIGH


def test_a_family_member_counted_once(rosa, nayeli, family, caseworker):
    seen(caseworker, family=family, level="family", factor="poverty")
    (row,) = assess_subject_risk(user=caseworker, family=family).rows
    assert len(row.adding) == 1


def test_a_community_and_a_place_are_weighed_by_what_is_shared(port, caseworker):
    people = Community.objects.create(name="Los Olivos", place=port)
    seen(caseworker, place=port, level="community", factor="criminal_groups", severity=3)
    assert assess_subject_risk(user=caseworker, community=people).band is Band.NONE
    assert assess_subject_risk(user=caseworker, place=port).band is Band.HIGH
    seen(caseworker, community=people, level="community", factor="no_services")
    assert assess_subject_risk(user=caseworker, community=people).band is Band.MEDIUM


def test_weighing_asks_the_database_little(
    rosa, family, port, caseworker, django_assert_max_num_queries
):
    for factor in ("debt", "isolated", "stranded"):
        seen(caseworker, person=rosa, factor=factor)
    with django_assert_max_num_queries(8):
        assess_subject_risk(user=caseworker, person=rosa, place=port)


def test_only_what_was_seen_of_the_person_is_an_observation_about_them(
    rosa, nayeli, family, port, caseworker
):
    seen(caseworker, family=family, level="family", factor="poverty", severity=1)
    seen(caseworker, person=nayeli, severity=1)
    seen(caseworker, place=port, level="community", factor="criminal_groups", severity=1)
    about = {"user": caseworker, "place": port, "is_screened": True}
    assert assess_subject_risk(person=rosa, **about).missing == (Missing.OBSERVATION,)
    assert assess_subject_risk(family=family, **about).band is Band.LOW
    seen(caseworker, person=rosa, severity=0)
    assert assess_subject_risk(person=rosa, **about).band is Band.LOW


@pytest.fixture
def risk(rosa, caseworker):
    seen(caseworker, person=rosa, threat="PR14", severity=3)
    return assess_subject_risk(user=caseworker, person=rosa, is_screened=True)


@pytest.mark.parametrize("severity", [1, 2])
def test_low_is_refused_while_something_is_missing(rosa, caseworker, severity):
    seen(caseworker, person=rosa, severity=severity)
    risk = assess_subject_risk(user=caseworker, person=rosa)
    with pytest.raises(Refusal, match="only after a screening"):
        RiskAssessment.decide(
            risk, decided="low", by=caseworker, because="So it seems", person=rosa
        )
    with pytest.raises(Refusal, match="four risk levels"):
        RiskAssessment.decide(risk, decided="none", by=caseworker, because="?", person=rosa)
    assert not RiskAssessment.objects.exists()


def test_what_is_graver_is_decided_at_once_with_a_reason(rosa, caseworker):
    risk = assess_subject_risk(user=caseworker, person=rosa)
    with pytest.raises(Refusal, match="No level is suggested yet"):
        RiskAssessment.decide(risk, decided="high", by=caseworker, person=rosa)
    decision = RiskAssessment.decide(
        risk, decided="high", by=caseworker, because="She is followed", person=rosa
    )
    assert (decision.proposed, decision.band) == ("none", Band.HIGH)
    assert not decision.is_override
    assert not RiskAssessment.objects.waiting().exists()
    assert not RiskAssessment.objects.all().overruling().exists()


def test_nor_does_a_second_person_set_low_then(rosa, caseworker, supervisor):
    seen(caseworker, person=rosa, severity=3)
    decision = RiskAssessment.decide(
        assess_subject_risk(user=caseworker, person=rosa), decided="medium", by=caseworker,
        because="Her sister is here", person=rosa,
    )  # fmt: skip
    with pytest.raises(Refusal, match="only after a screening"):
        decision.record_review(by=supervisor, band="low", because="She seems calm")


@pytest.mark.parametrize("reasons", [{}, {"missing": ["screening"]}, {"missing": ["observation"]}])
def test_low_that_was_decided_with_nothing_known_is_not_assessed(risk, rosa, caseworker, reasons):
    decision = RiskAssessment.decide(
        risk, decided="low", by=caseworker, because="So it seems", person=rosa
    )
    assert decision.band is Band.LOW
    decision.reasons = reasons
    assert (decision.said, decision.band) == (Band.LOW, Band.NONE)


def test_agreeing_with_the_proposal_needs_no_reason(risk, rosa, caseworker):
    decision = RiskAssessment.decide(risk, decided="high", by=caseworker, person=rosa)
    assert not decision.is_override
    assert decision.next_review_on == caseworker.office.today() + timedelta(days=7)
    assert decision.reasons["rows"][0]["adding"] == [["debt", 3]]
    assert AuditEntry.objects.get(event="risk.assessed").details == {"band": "high"}
    assert not RiskAssessment.objects.waiting().exists()


def test_departing_from_it_takes_a_reason_and_waits_for_the_supervisor(
    risk, rosa, caseworker, colleague, supervisor
):
    with pytest.raises(Refusal):
        RiskAssessment.decide(risk, decided=Band.MEDIUM, by=caseworker, person=rosa)
    decision = RiskAssessment.decide(
        risk, decided=Band.MEDIUM, by=caseworker, because="Her sister is here", person=rosa
    )
    waiting = RiskAssessment.objects.waiting()
    assert list(waiting.accessible_to(supervisor, "approve")) == [decision]
    assert not waiting.accessible_to(colleague, "approve").exists()
    assert decision.band is Band.MEDIUM  # a person decided: it holds until somebody looks again


def test_nobody_reviews_their_own_decision(risk, rosa, caseworker):
    decision = RiskAssessment.decide(
        risk, decided="low", by=caseworker, because="So it seems", person=rosa
    )
    with pytest.raises(Refusal):
        decision.record_review(by=caseworker)


def test_the_supervisor_confirms_or_sets_another_band_and_says_why(
    risk, rosa, caseworker, supervisor
):
    decision = RiskAssessment.decide(
        risk, decided="low", by=caseworker, because="So it seems", person=rosa
    )
    with pytest.raises(Refusal):
        decision.record_review(by=supervisor, band="high")
    review = decision.record_review(by=supervisor, band="high", because="The debt still grows")
    assert decision.band is Band.HIGH
    assert not review.is_confirmed
    with pytest.raises(Refusal):
        decision.record_review(by=supervisor)
    assert not RiskAssessment.objects.waiting().exists()


def test_confirming_needs_no_words(risk, rosa, caseworker, supervisor):
    decision = RiskAssessment.decide(
        risk, decided="medium", by=caseworker, because="Her sister is here", person=rosa
    )
    assert decision.record_review(by=supervisor).is_confirmed


def test_a_decision_is_for_who_holds_the_person(risk, rosa, caseworker, stranger, auditor):
    RiskAssessment.decide(risk, decided="high", by=caseworker, person=rosa)
    assert RiskAssessment.objects.all().accessible_to(caseworker).exists()
    for nobody in (stranger, auditor):
        assert not RiskAssessment.objects.all().accessible_to(nobody).exists()


def test_supervisors_look_again_at_families_too(family, caseworker, supervisor, stranger):
    seen(caseworker, family=family, level="family", factor="poverty", severity=3)
    risk = assess_subject_risk(user=caseworker, family=family)
    RiskAssessment.decide(
        risk, decided="critical", by=caseworker, because="Evicted tomorrow", family=family
    )
    waiting = RiskAssessment.objects.waiting()
    assert waiting.accessible_to(supervisor, "approve").exists()
    assert not waiting.accessible_to(stranger, "approve").exists()
