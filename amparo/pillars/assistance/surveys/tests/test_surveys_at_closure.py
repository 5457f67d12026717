"""After the closure of a case: three questions at once, and again three months later."""

import pytest

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Case, CaseSettings, Closure, Task
from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.closing import is_asked
from amparo.pillars.assistance.surveys.measures import _closure_surveys
from amparo.pillars.assistance.surveys.models import (
    ScheduledSurvey,
    SurveyResponse,
    SurveyResponseDraft,
)
from amparo.pillars.assistance.surveys.models.dues import schedule_baseline
from amparo.pillars.assistance.surveys.months import months_after

pytestmark = pytest.mark.django_db
SAID = {"knows_service": "yes", "claims_rights": "same", "satisfied": "4"}


@pytest.fixture
def survey(data_officer):
    for each in standard_instruments.add(by=data_officer):
        each.publish(by=data_officer)
    return each  # type: ignore[return-value]


@pytest.fixture
def close(case, caseworker):
    CaseSettings.of(case.office).change(by=caseworker, time_limits={}, closure_is_approved=False)

    def close(reason="goals_met"):
        Closure.propose(
            Case.objects.get(pk=case.pk), by=caseworker, reason=reason, summary="Safe now."
        )
        case.refresh_from_db()

    return close


@pytest.fixture
def ask(case, caseworker, survey, today):
    def ask(wave="closure", answers=SAID, **how):
        asked = {
            "by": caseworker, "person": case.person, "version": survey, "wave": wave,
            "mode": "office", "language": "es", "on": today,
        }  # fmt: skip
        return SurveyResponse.hold(case, answers=answers, **asked | how)

    return ask


def dues(case):
    return {each.wave: each for each in ScheduledSurvey.objects.filter(case=case)}


def facts():
    """What evidence counts of each wave: the result, then of each question what was said."""
    return {row[11]: (row[3], *row[12:]) for row in _closure_surveys()}


@pytest.mark.parametrize(
    ("reason", "at_closure", "later"),
    [
        ("goals_met", True, True), ("moved", True, True), ("made_up_by_an_office", True, True),
        ("client_request", True, False), ("death", False, False), ("duplicate", False, False),
        ("lost_contact", False, False), ("safety_risk", False, False),
        ("transferred", False, False), ("no_need", False, False),
    ],
)  # fmt: skip
def test_the_reason_of_the_closure_says_who_is_asked(reason, at_closure, later):
    assert (is_asked(reason, 0), is_asked(reason, 3)) == (at_closure, later)


def test_closing_a_case_makes_both_due_and_a_colleague_asks_later(
    case, close, survey, caseworker, colleague, today
):
    close()
    found = dues(case)
    assert found["closure"].due_on == today
    assert found["after3"].due_on == months_after(today, 3)
    assert found["closure"].task.assigned_to == caseworker
    assert found["after3"].task.assigned_to not in (caseworker, None)
    assert ScheduledSurvey.objects.waiting().count() == 2


def test_where_nobody_else_is_there_the_caseworker_asks(case, close, survey, caseworker):
    User.objects.exclude(pk=caseworker.pk).update(is_active=False)
    close()
    assert dues(case)["after3"].task.assigned_to == caseworker


def test_after_a_death_nobody_is_asked(case, close, survey):
    close("death")
    assert not ScheduledSurvey.objects.exists()


def test_who_does_not_agree_to_be_contacted_is_not_sought_out(case, close, survey, caseworker):
    refused = ConsentGiven(
        choices=(Choice("contact", False),), method="verbal", language="es"
    )  # fmt: skip
    Consent.record(case.person, refused, by=caseworker)
    close()
    later = dues(case)["after3"]
    assert (later.is_open, later.not_asked, later.task) == (False, "unsafe", None)
    assert dues(case)["closure"].is_open


def test_answers_are_kept_in_a_closed_case_and_give_no_score(case, close, ask):
    close()
    held = ask()
    assert held.answers == SAID
    assert held.overall is None
    assert not held.scores.exists()
    assert not dues(case)["closure"].is_open
    assert dues(case)["after3"].is_open


def test_what_was_asked_before_the_closure_is_not_asked_again(case, close, ask):
    ask()
    close()
    assert not dues(case)["closure"].is_open
    assert dues(case)["after3"].is_open


def test_another_survey_is_not_held_in_a_closed_case(case, close, survey, ask):
    close()
    other = ScheduledSurvey.objects.first().version.instrument.__class__.objects.get(
        code="rss_type"
    )
    with pytest.raises(Refusal, match="closed"):
        ask(version=other.versions.get(), wave="w0", answers={"E01": "4"})


def test_a_reopened_case_reminds_of_nothing_and_closed_again_it_does(
    case, close, survey, caseworker, supervisor
):
    close()
    case.closures.get().reopen(by=supervisor, because="She is back.")
    case.refresh_from_db()
    assert not ScheduledSurvey.objects.waiting().exists()
    assert not Task.objects.pending().filter(what="other").exists()
    close()
    assert ScheduledSurvey.objects.waiting().count() == 2
    assert Task.objects.pending().filter(what="other").count() == 2


def test_an_arrival_asks_by_the_survey_of_returns(case, survey, caseworker, today):
    due = schedule_baseline(case, case.person, today, by=caseworker)
    assert due.version.instrument.code == "rss_type"


def test_a_survey_that_was_retired_is_still_asked_where_it_is_due(
    case, close, survey, ask, data_officer
):
    close()
    survey.retire(by=data_officer)
    assert ask().pk


def test_refused_and_not_reached_are_answers_of_their_own(client, case, close, survey, caseworker):
    close()
    due = dues(case)["closure"]
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/surveys/due/{due.ref}/cancel/"
    assert client.post(url, {"because": ""}).status_code == 422
    assert client.post(url, {"not_asked": "other", "because": ""}).status_code == 422
    assert client.post(url, {"not_asked": "declined"}).status_code == 303
    due.refresh_from_db()
    assert (due.is_open, due.not_asked) == (False, "declined")


def test_facts_never_count_not_asked_as_no(case, close, ask):
    close()
    later = ("not_asked", False, False) * 3
    assert facts() == {
        "closure": (None, "waiting", None, False, *later),
        "after3": (None, "waiting", None, False, *later),
    }
    ask(answers={"knows_service": "no", "claims_rights": "pna", "satisfied": "5"})
    dues(case)["after3"].cancel(by=case.owner, not_asked="not_reached")
    assert facts() == {
        "closure": (
            None, "answered", "es", True, "no", True, False, "pna", False, False, "5", True, True,
        ),
        "after3": (None, "not_reached", None, False, *later),
    }  # fmt: skip


def test_surveys_of_a_reopened_case_are_not_waited_for(case, close, survey, supervisor):
    close()
    case.closures.get().reopen(by=supervisor, because="She is back.")
    assert all(row[0] is not None for row in facts().values())


def test_a_corrected_answer_counts_once(case, close, ask):
    close()
    first = ask()
    ask(answers=SAID | {"satisfied": "1"}, replaces=first, because="She meant the other one.")
    assert facts()["closure"][-1] is False
    assert len(list(_closure_surveys())) == 2


def test_it_is_asked_on_the_pages(client, case, close, survey, caseworker, today):
    close()
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/surveys/"
    assert "At closure" in client.get(url).content.decode()
    begin = client.get(f"{url}new/").content.decode()
    assert "RSS" not in begin
    assert "a colleague asks them" in begin
    told = {
        "person": case.person.ref, "round": f"{survey.ref}:closure", "on": today,
        "mode": "office", "language": "es",
    }  # fmt: skip
    draft = client.post(f"{url}new/", told)["Location"].partition("?")[0]
    assert client.post(draft, {"page": "rights", "go": "next", **SAID}).status_code == 303
    end = {"page": "end", "mode": "office", "on": today, "text": "Gracias."}
    kept = client.post(draft, end)
    assert kept.status_code == 303
    page = client.get(kept["Location"]).content.decode()
    assert "Unofficial" not in page
    assert "Satisfied" in page
    assert "Easier now" not in page
    assert "The same as before" in client.get(url).content.decode()
    assert not SurveyResponseDraft.objects.exists()
