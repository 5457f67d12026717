"""The standard form of the survey, filled in, is a round like any other."""

import pytest

from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.assessment.models import Need
from amparo.pillars.assistance.cases.tests import filled_in_forms
from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.models import ScheduledSurvey, SurveyResponse

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(client, case, caseworker, rosa, today):
    choices = tuple(Choice(each, True) for each in ("case_management", "share_services"))
    given = ConsentGiven(choices=choices, method="verbal", language="es")
    Consent.record(rosa, given, by=caseworker)

    def send(**told):
        client.force_login(caseworker)
        about = {"asked_on": today.isoformat(), "wave": "m3", "mode": "call", "agrees": "yes"}
        return filled_in_forms.send(
            client, case, filled_in_forms.standard_form("f28"), about | told
        )

    return send


def test_its_answers_are_kept_scored_and_asked_about_again(
    fill, version, answers, case, caseworker, rosa
):
    filled, _page = fill(**answers | {"P08": "yes", "E02": "pna"})
    assert filled.findings == []
    held = SurveyResponse.objects.get()
    assert (held.person, held.wave, held.mode, held.by) == (rosa, "m3", "call", caseworker)
    assert held.answers == answers | {"P08": "yes", "E02": "pna"}
    assert held.by_dimension["economic"].declined == 1
    assert ScheduledSurvey.objects.get(is_open=True).wave == "m6"
    assert held.prompts.filter(code="P08").exists()
    assert Need.objects.filter(case=case, service_type="counselling.individual").exists()


def test_who_does_not_agree_is_asked_nothing(fill, version):
    fill(agrees="no")
    assert not SurveyResponse.objects.exists()


def test_what_cannot_be_kept_as_a_round_stays_in_the_form(fill, answers):
    """No survey is in use: the answers lie where they were given, and why is told."""
    filled, _page = fill(**answers)
    assert not SurveyResponse.objects.exists()
    assert filled.findings == [{"path": "survey_round", "kind": "not-landed"}]


@pytest.fixture
def fill_at_closure(client, case, caseworker, rosa, today, data_officer):
    for each in standard_instruments.add(by=data_officer):
        each.publish(by=data_officer)
    choices = tuple(Choice(each, True) for each in ("case_management", "share_services"))
    given = ConsentGiven(choices=choices, method="verbal", language="es")
    Consent.record(rosa, given, by=caseworker)

    def send(**told):
        client.force_login(caseworker)
        about = {"asked_on": today.isoformat(), "wave": "closure"}
        return filled_in_forms.send(
            client, case, filled_in_forms.standard_form("f36"), about | told
        )

    return send


def test_the_three_questions_at_closure_filled_in_the_field_are_a_round(fill_at_closure, case):
    filled, _page = fill_at_closure(
        reached="yes", mode="office", safe_to_talk="yes", agrees="yes", knows_service="no",
        claims_rights="dk", satisfied="4", own_words="Gracias.",
    )  # fmt: skip
    assert filled.findings == []
    held = SurveyResponse.objects.get()
    assert (held.version.instrument.code, held.wave) == ("services_and_rights", "closure")
    assert held.answers == {"knows_service": "no", "claims_rights": "dk", "satisfied": "4"}
    assert held.text == "Gracias."
    assert ScheduledSurvey.objects.get(case=case).is_open is False


@pytest.mark.parametrize("why", ["not_reached", "declined", "unsafe"])
def test_who_was_not_reached_or_declines_is_noted_as_such(fill_at_closure, case, why):
    filled, _page = fill_at_closure(reached="no", why_not=why)
    assert filled.findings == []
    assert not SurveyResponse.objects.exists()
    due = ScheduledSurvey.objects.get(case=case)
    assert (due.is_open, due.not_asked) == (False, why)
