"""The rule proposes, a person decides; who departs from the proposal is looked at by a second."""

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.models import Notification
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.protection.models import Observation, RiskAssessment
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.consistency_checks import find_differences
from amparo.pillars.assistance.cases.incidents import observation_subject
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.summary import build_summary
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import CasePlan, FollowUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(case):
    return reverse("assessment:risk-decide", args=[case.ref])


@pytest.fixture
def debt(case, rosa, caseworker):
    return Observation.record(
        by=caseworker, person=rosa, case_ref=case.ref, level="individual", factor="debt",
        polarity="risk", severity=3, threat="exploitation", observed_on=case.office.today(),
        evidence="It grows every month",
    )  # fmt: skip


@pytest.fixture
def overruled(client, page, debt, case, caseworker):
    client.force_login(caseworker)
    client.post(page, {"decided": "medium", "because": "Her sister takes her in tonight"})
    return RiskAssessment.objects.get()


def test_the_three_ingredients_stand_beside_their_reasons(client, page, debt, caseworker):
    client.force_login(caseworker)
    told = client.get(page).content.decode()
    assert "Vulnerability" in told
    assert "It grows every month" in told
    assert "a severe risk has nothing that answers it" in told


def test_accepting_the_proposal_moves_the_case(client, page, debt, case, caseworker):
    Assessment.make(case, by=caseworker, summary="Debt")
    client.force_login(caseworker)
    assert client.post(page, {"decided": "high"}).status_code == 303
    case.refresh_from_db()
    decided = RiskAssessment.objects.get()
    assert (case.band, decided.is_override) == ("high", False)
    assert case.assessments.get().risk_ref == decided.ref


def test_another_band_needs_its_reason(client, page, debt, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(page, {"decided": "low"})
    assert answer.status_code == 422
    assert not RiskAssessment.objects.exists()
    case.refresh_from_db()
    assert case.risk == 0


def test_another_band_holds_and_waits_for_a_second_person(overruled, case, supervisor):
    case.refresh_from_db()
    assert (case.band, overruled.is_waiting) == ("medium", True)


def test_the_supervisor_is_told_and_may_set_another(
    client, page, debt, case, caseworker, supervisor
):
    client.force_login(caseworker)
    client.post(page, {"decided": "medium", "because": "Her sister takes her in"})
    assert Notification.objects.filter(user=supervisor, event="risk.overruled").exists()
    decided = RiskAssessment.objects.get()
    review = reverse("assessment:risk-review", args=[case.ref, decided.ref])
    client.force_login(supervisor)
    assert client.get(review).status_code == 200
    assert client.post(review, {"band": "high"}).status_code == 422
    client.post(review, {"band": "high", "because": "The sister is not there yet"})
    case.refresh_from_db()
    assert case.band == "high"


def test_a_caseworker_reviews_nothing(client, overruled, case, colleague):
    client.force_login(colleague)
    review = reverse("assessment:risk-review", args=[case.ref, overruled.ref])
    assert client.get(review).status_code == 403
    assert client.post(review, {"band": "medium"}).status_code == 403


def test_a_stranger_finds_nothing(client, page, stranger):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert client.post(page, {"decided": "low"}).status_code == 404


def test_of_a_closed_case_nothing_is_decided(client, page, debt, case, caseworker):
    case.status = "closed"
    case.save()
    client.force_login(caseworker)
    assert client.post(page, {"decided": "high"}).status_code == 422
    assert not RiskAssessment.objects.exists()


def test_in_a_restricted_file_records_are_kept_to_its_group(
    client, page, case, caseworker, office, supervisor
):
    from amparo.foundation.core.models import RestrictedGroupAccess

    RestrictedGroupAccess.give(to=caseworker, group="trafficking", office=office, by=None)
    case.restrict("trafficking", by=caseworker)
    client.force_login(caseworker)
    client.post(page, {"decided": "high", "because": "He looks for her"})
    assert RiskAssessment.objects.get().restricted_group == group_grantee("trafficking", office.pk)


def test_how_a_band_is_proposed_can_be_read(client, caseworker, administrator):
    rule = reverse("assessment:risk-rule")
    client.force_login(caseworker)
    told = client.get(rule).content.decode()
    assert "not a calibrated number" in told
    assert "there is no screening, or nobody observed the person themselves" in told
    client.force_login(administrator)
    assert client.get(rule).status_code == 404


def test_the_page_asks_the_database_little(
    client, page, debt, caseworker, django_assert_max_num_queries
):
    client.force_login(caseworker)
    with django_assert_max_num_queries(25):
        client.get(page)


# Nobody is at low risk of whom nothing is known.


@pytest.fixture
def mild(case, rosa, caseworker):
    return Observation.record(
        by=caseworker, person=rosa, case_ref=case.ref, level="individual", factor="debt",
        polarity="risk", severity=1, observed_on=case.office.today(),
    )  # fmt: skip


def test_of_whom_nothing_is_known_neither_page_nor_print_says_low(client, page, case, caseworker):
    client.force_login(caseworker)
    told = client.get(case.get_absolute_url()).content.decode()
    assert "No screening yet." in told
    assert "Nothing has been observed yet about the people of this case themselves." in told
    asked = client.get(page).content.decode()
    for text in (told, asked):
        assert "risk-none" in text
        assert "risk-low" not in text
    assert 'value="low"' not in asked
    assert "checked" not in asked.split('name="decided"', 1)[1].split("</fieldset>", 1)[0]
    with translation.override("en"):
        sections = build_summary(case, caseworker).sections
    [section] = [each for each in sections if each.title == "Protection risk"]
    assert section.paragraphs == [
        "Not assessed: there is no screening yet, and nothing was observed about them."
    ]


@pytest.mark.parametrize("because", ["", "She seems calm"])
def test_low_sent_all_the_same_is_told_what_to_do(client, page, case, caseworker, mild, because):
    client.force_login(caseworker)
    answer = client.post(page, {"decided": "low", "because": because})
    assert answer.status_code == 422
    assert "only after a screening" in answer.content.decode()
    case.refresh_from_db()
    assert (case.risk, RiskAssessment.objects.count()) == (0, 0)


def test_screened_and_observed_it_is_low_and_may_be_decided(client, page, case, caseworker, mild):
    Screening.hold(case, by=caseworker)
    client.force_login(caseworker)
    assert "nothing more than mild was seen" in client.get(page).content.decode()
    sure = {"decided": "low", "because": "She lives with her sister, and nobody looks for her"}
    assert client.post(page, sure).status_code == 303
    case.refresh_from_db()
    assert case.band == "low"
    assert find_differences([case]) == []


def test_low_after_little_was_observed_takes_a_reason(client, page, case, caseworker, mild):
    Screening.hold(case, by=caseworker)
    client.force_login(caseworker)
    begun = client.get(page)
    assert begun.context["form"]["decided"].value() is None
    assert "Little was observed about these people, so no level" in begun.content.decode()
    answer = client.post(page, {"decided": "low"})
    assert answer.status_code == 422
    assert "Little was observed about these people." in answer.content.decode()
    for factor in ("poverty", "language_barrier"):
        Observation.record(
            by=caseworker, level="individual", factor=factor, polarity="risk", severity=1,
            observed_on=case.office.today(), **observation_subject(case, caseworker),
        )  # fmt: skip
    assert client.post(page, {"decided": "low"}).status_code == 303


def test_what_is_graver_is_decided_at_once(client, page, case, caseworker, supervisor):
    client.force_login(caseworker)
    assert client.post(page, {"decided": "critical"}).status_code == 422
    client.post(page, {"decided": "critical", "because": "He waits outside"})
    case.refresh_from_db()
    assert case.band == "critical"
    assert not RiskAssessment.objects.waiting().exists()
    assert Notification.objects.filter(user=supervisor, event="risk.high").exists()


def test_low_decided_before_this_was_asked_is_history_and_no_level(
    client, page, case, caseworker, mild
):
    Screening.hold(case, by=caseworker)
    client.force_login(caseworker)
    client.post(page, {"decided": "low", "because": "She is safe"})
    RiskAssessment.objects.update(reasons={"because": "nothing_grave", "rows": []})
    case.refresh_from_db()
    told = client.get(case.get_absolute_url()).content.decode()
    assert "Low was decided while too little was known." in told
    [difference] = [each for each in find_differences([case]) if each.what == "risk"]
    assert (difference.found, difference.expected) == (1, 0)


def test_who_is_not_assessed_is_seen_again_as_soon_as_at_high_risk(case, caseworker):
    today = case.office.today()
    dates = {name: case.rules.due(f"contact.{name}", today) for name in ("high", "medium")}
    assert FollowUp.usual_next(case, today) == dates["high"] < dates["medium"]
    plan = CasePlan.begin(case, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="Sleep", horizon="immediate")
    goal.add_action(by=caseworker, text="A bed", service_type="shelter", responsible=caseworker,
                    due_on=today)  # fmt: skip
    plan.agree(by=caseworker, on=today, how="verbal")
    review = Case.objects.get(pk=case.pk).tasks.pending().get(what="review")
    assert review.due_on == case.rules.due("review.high", today)
