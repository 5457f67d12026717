"""Somebody is asked how they fare; what they say is kept, scored, and asked about again later."""

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.records import new_reference
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.surveys.models import (
    DimensionScore,
    ReferralSuggestion,
    ScheduledSurvey,
    SurveyResponse,
    SurveyResponseDraft,
)
from amparo.pillars.assistance.surveys.models.dues import schedule_baseline
from amparo.pillars.assistance.surveys.months import months_after

pytestmark = pytest.mark.django_db
BEGUN = {"mode": "office", "language": "es"}


@pytest.fixture
def url(case):
    return f"/cases/{case.ref}/surveys/"


def begin(client, url, version, case, today, **more):
    told = {
        "person": case.person.ref, "round": f"{version.ref}:w0", "on": today,
        "returned_on": "", **BEGUN, **more,
    }  # fmt: skip
    return client.post(f"{url}new/", told)


def walk(client, draft_url, answers):
    """Page by page, as one holds it."""
    for page, letter in (("economic", "E"), ("social", "S"), ("psychosocial", "P")):
        told = {code: said for code, said in answers.items() if code.startswith(letter)}
        assert client.post(draft_url, {"page": page, "go": "next", **told}).status_code == 303


def test_a_round_is_held_page_by_page_and_kept(
    client, url, case, caseworker, version, today, answers
):
    client.force_login(caseworker)
    begun = begin(client, url, version, case, today)
    assert begun.status_code == 303
    draft_url = begun["Location"].partition("?")[0]
    walk(client, draft_url, answers)
    end = client.get(f"{draft_url}?page=end").content.decode()
    assert "9 of 9 answered" in end
    kept = client.post(draft_url, {"page": "end", "mode": "office", "on": today, "text": "Ya."})
    assert kept.status_code == 303
    held = SurveyResponse.objects.get()
    assert held.answers == answers
    assert held.text == "Ya."
    assert held.overall == 1
    assert not SurveyResponseDraft.objects.exists()
    shown = client.get(kept["Location"]).content.decode()
    assert "Unofficial scoring" in shown
    assert "9 of 9" in shown
    assert AuditEntry.objects.filter(event="round.held").count() == 1
    assert "Ya." in client.get(f"/cases/{case.ref}/history/").content.decode()


def test_after_a_broken_line_one_goes_on_where_nothing_was_answered_yet(
    client, url, case, caseworker, version, today, answers
):
    client.force_login(caseworker)
    draft_url = begin(client, url, version, case, today)["Location"].partition("?")[0]
    client.post(draft_url, {"page": "economic", "go": "later", "E01": "4"})
    assert "Draft not saved" in client.get(url).content.decode()
    again = client.get(draft_url).content.decode()
    assert "<h1>Services and rights</h1>" in again
    assert 'value="4"' in client.get(f"{draft_url}?page=economic").content.decode()
    assert SurveyResponseDraft.objects.get().answers == {"E01": "4"}


def test_an_answer_can_be_taken_back(client, url, case, caseworker, version, today):
    client.force_login(caseworker)
    draft_url = begin(client, url, version, case, today)["Location"].partition("?")[0]
    for told in ({"E01": "4", "E02": "1"}, {"E02": "pna"}):
        client.post(draft_url, {"page": "economic", "go": "next", **told})
    assert SurveyResponseDraft.objects.get().answers == {"E02": "pna"}


@pytest.mark.parametrize(
    "told",
    [
        {"page": "economic", "E01": "9"}, {"page": "nowhere"}, {},
        {"page": "end", "mode": "attempt", "on": "2026-01-01"}, {"page": "end", "mode": "office"},
        {"page": "end", "mode": "office", "on": "2999-01-01"},
    ],
)  # fmt: skip
def test_what_fits_no_question_is_asked_for_again(
    client, url, case, caseworker, version, today, told
):
    client.force_login(caseworker)
    draft_url = begin(client, url, version, case, today)["Location"].partition("?")[0]
    answer = client.post(draft_url, told)
    assert answer.status_code == 422
    assert "errors" in answer.content.decode()
    assert not SurveyResponse.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "2999-01-01"}, {"on": ""}, {"round": "x:w0"}, {"person": "nobody"},
        {"language": "qu"}, {"mode": "attempt"}, {"returned_on": "2999-01-01"},
    ],
)  # fmt: skip
def test_a_round_that_cannot_be_is_not_begun(client, url, case, caseworker, version, today, wrong):
    client.force_login(caseworker)
    assert begin(client, url, version, case, today, **wrong).status_code == 422
    assert not SurveyResponseDraft.objects.exists()


def test_the_questions_stand_in_the_language_in_which_they_are_asked(
    client, url, case, caseworker, version, today
):
    client.force_login(caseworker)
    there = begin(client, url, version, case, today, language="ar")["Location"]
    page = client.get(there).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "ما مدى رضاك" in page


def test_a_stranger_finds_nothing_and_a_colleague_keeps_nothing_of_another(
    client, url, case, caseworker, colleague, stranger, version, today
):
    client.force_login(caseworker)
    draft_url = begin(client, url, version, case, today)["Location"].partition("?")[0]
    client.force_login(stranger)
    for there in (url, f"{url}new/", draft_url):
        assert client.get(there).status_code == 404
    client.force_login(colleague)
    assert client.get(draft_url).status_code == 200
    sent = client.post(draft_url, {"page": "economic", "go": "next", "E01": "4"})
    assert sent.status_code == 422
    assert client.post(f"{draft_url}throw-away/").status_code == 403
    assert SurveyResponseDraft.objects.get().answers == {}


def test_what_was_begun_can_be_thrown_away(client, url, case, caseworker, version, today):
    client.force_login(caseworker)
    draft_url = begin(client, url, version, case, today)["Location"].partition("?")[0]
    assert client.post(f"{draft_url}throw-away/").status_code == 303
    assert not SurveyResponseDraft.objects.exists()


def test_where_no_survey_is_in_use_it_is_said(client, url, caseworker):
    client.force_login(caseworker)
    assert "No survey is in use" in client.get(f"{url}new/").content.decode()


# The verbs


def test_a_line_that_broke_does_not_make_a_second_round(hold):
    ref = new_reference()
    assert hold(ref=ref).pk == hold(ref=ref).pk
    assert SurveyResponse.objects.count() == 1


def test_of_each_wave_one_round_stands(hold):
    hold()
    with pytest.raises(Refusal, match="already"):
        hold()


def test_even_the_database_keeps_two_out(hold, case, version, asked):
    held = hold()
    twin = SurveyResponse(
        case=case, by=held.by, answers=held.answers,
        **{name: getattr(held, name) for name in asked},
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("value", ["1.0001", "-0.1"])
def test_no_score_lies_outside_of_none_and_one(hold, value):
    score = hold().scores.first()
    score.value = value
    with pytest.raises(IntegrityError), transaction.atomic():
        score.save()


def test_scores_are_kept_with_what_they_rest_on(hold, answers):
    told = answers | dict.fromkeys(("E01", "E02", "E03", "E04"), "pna")
    told |= {"S01": "dk"}
    del told["S02"]
    held = hold(answers=told)
    economic, social, psychosocial = held.scores.order_by("pk")
    assert (economic.value, economic.answered, economic.declined) == (None, 5, 4)
    assert (social.answered, social.unknown, social.not_asked, social.of) == (9, 1, 1, 11)
    assert psychosocial.value == 1
    assert held.overall is None


def test_an_answer_to_a_question_that_was_not_to_be_asked_is_not_kept(hold, answers):
    assert "E10" not in hold(answers=answers | {"E09": "no", "E10": "pay"}).answers


@pytest.mark.parametrize(
    "wrong",
    [
        {"answers": {}}, {"answers": {"E01": "9"}}, {"answers": {"X": "1"}}, {"wave": "m1"},
        {"language": "qu"},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_whole(hold, wrong):
    with pytest.raises(Refusal):
        hold(**wrong)
    assert not SurveyResponse.objects.exists()
    assert not DimensionScore.objects.exists()


def test_nobody_is_asked_before_they_returned_nor_tomorrow(hold, today):
    from datetime import timedelta

    for wrong in ({"on": today + timedelta(1)}, {"returned_on": today + timedelta(1)}):
        with pytest.raises(Refusal):
            hold(**wrong)


def test_somebody_of_another_case_cannot_be_asked_here(hold, nayeli):
    with pytest.raises(Refusal, match="not accompanied"):
        hold(person=nayeli)


def test_in_a_closed_case_no_round_is_held(hold, case):
    case.status = "closed"
    case.touch()
    with pytest.raises(Refusal):
        hold()


def test_a_correction_takes_the_place_and_the_first_stays(hold, answers, caseworker, client, case):
    first = hold()
    newer = hold(answers=answers | {"E01": "1"}, replaces=first, because="I ticked the wrong one.")
    first.refresh_from_db()
    assert not first.is_standing
    assert newer.is_standing
    assert first.answers["E01"] == "5"
    assert newer.overall < first.overall
    with pytest.raises(Refusal, match="already corrected"):
        hold(replaces=first, because="Again.")
    client.force_login(caseworker)
    page = client.get(f"/cases/{case.ref}/surveys/rounds/{first.ref}/").content.decode()
    assert "This survey was corrected" in page
    assert "I ticked the wrong one." in page


def test_a_correction_says_why(hold):
    with pytest.raises(Refusal, match="what was wrong"):
        hold(replaces=hold(), because=" ")


def test_a_correction_on_the_page_begins_from_what_was_answered(
    client, url, hold, caseworker, answers, today
):
    held = hold()
    client.force_login(caseworker)
    there = client.post(f"{url}rounds/{held.ref}/correct/")["Location"].partition("?")[0]
    client.post(there, {"page": "economic", "go": "next", "E01": "1"})
    told = {"page": "end", "mode": "call", "on": today}
    assert client.post(there, told).status_code == 422
    assert client.post(there, told | {"because": "Wrong line."}).status_code == 303
    newer = SurveyResponse.objects.standing().get()
    assert newer.replaces == held
    assert newer.mode == "call"
    assert newer.answers["S01"] == answers["S01"]
    assert newer.answers["E01"] == "1"


# What follows


def test_the_next_round_is_due_as_many_months_after_the_return(hold, case, asked):
    hold()
    due = ScheduledSurvey.objects.get()
    assert (due.wave, due.due_on) == ("m3", months_after(asked["returned_on"], 3))
    task = Task.objects.get(round_due=due)
    assert task.due_on == due.due_on
    assert task.is_open


def test_where_the_return_is_not_known_it_is_counted_from_the_round(hold, today):
    hold(returned_on=None)
    assert ScheduledSurvey.objects.get().due_on == months_after(today, 3)


def test_what_is_held_is_due_no_more_and_the_next_one_is(hold):
    hold()
    hold(wave="m3")
    assert [each.wave for each in ScheduledSurvey.objects.filter(is_open=True)] == ["m6"]
    assert not Task.objects.get(round_due__wave="m3").is_open


def test_who_was_not_found_after_three_months_is_not_late_for_ever(hold):
    hold()
    hold(wave="m6")
    assert [each.wave for each in ScheduledSurvey.objects.filter(is_open=True)] == ["m12"]


def test_after_the_last_round_nothing_is_due(hold):
    hold(wave="m12")
    assert not ScheduledSurvey.objects.filter(is_open=True).exists()


def test_an_arrival_makes_the_first_round_due_once(case, version, caseworker, today):
    for _time in range(2):
        schedule_baseline(case, case.person, today, by=caseworker)
    due = ScheduledSurvey.objects.get()
    assert (due.wave, due.due_on) == ("w0", today)


def test_a_round_that_will_not_be_held_is_let_go_with_a_reason(client, url, hold, caseworker):
    hold()
    due = ScheduledSurvey.objects.get()
    client.force_login(caseworker)
    there = f"{url}due/{due.ref}/cancel/"
    assert client.post(there, {"not_asked": "other", "because": " "}).status_code == 422
    said = {"not_asked": "other", "because": "She moved away."}
    for _time in range(2):
        assert client.post(there, said).status_code == 303
    due.refresh_from_db()
    assert not due.is_open
    assert (due.cancelled_by, due.cancelled_reason) == (caseworker, "She moved away.")
    assert AuditEntry.objects.filter(event="round.cancelled").count() == 1
    assert not due.task.is_open


def test_of_two_who_let_a_round_go_in_the_same_moment_the_first_says_why(hold, caseworker):
    hold()
    due = ScheduledSurvey.objects.get()
    stale = ScheduledSurvey.objects.get()
    due.cancel(by=caseworker, because="She moved away.")
    stale.cancel(by=caseworker, because="Sent twice.")
    due.refresh_from_db()
    assert due.cancelled_reason == "She moved away."
    assert AuditEntry.objects.filter(event="round.cancelled").count() == 1


def test_low_scores_and_some_answers_ask_whether_help_is_wanted(hold, worst):
    hold(answers=worst)
    asked = {(each.why, each.code) for each in ReferralSuggestion.objects.all()}
    assert asked == {
        ("answer", "P04"), ("answer", "P07"), ("answer", "P08"),
        ("low", "economic"), ("low", "social"), ("low", "psychosocial"),
    }  # fmt: skip


def test_who_fares_well_is_not_asked(hold):
    hold()
    assert not ReferralSuggestion.objects.exists()


def test_a_prompt_is_answered_by_a_person_once(client, url, hold, worst, caseworker, colleague):
    hold(answers=worst)
    prompt = ReferralSuggestion.objects.get(code="P07")
    client.force_login(caseworker)
    there = f"{url}prompts/{prompt.ref}/"
    assert "This is no diagnosis" in client.get(there).content.decode()
    assert client.post(there, {"outcome": "other"}).status_code == 422
    told = {"outcome": "referred", "text": "To the psychologist."}
    for _time in range(2):
        assert client.post(there, told).status_code == 303
    prompt.refresh_from_db()
    assert (prompt.decided_by, prompt.text) == (caseworker, "To the psychologist.")
    assert AuditEntry.objects.filter(event="prompt.answered").count() == 1
    client.force_login(colleague)
    assert client.post(there, {"outcome": "not_wanted"}).status_code == 422


def test_of_two_who_answer_a_prompt_in_the_same_moment_the_second_is_told(
    hold, worst, caseworker, colleague
):
    hold(answers=worst)
    prompt = ReferralSuggestion.objects.get(code="P07")
    stale = ReferralSuggestion.objects.get(code="P07")
    prompt.answer_it(by=caseworker, outcome="referred")
    with pytest.raises(Refusal):
        stale.answer_it(by=colleague, outcome="not_wanted")
    prompt.refresh_from_db()
    assert (prompt.decided_by, prompt.outcome) == (caseworker, "referred")


def test_prompts_of_a_corrected_round_wait_no_more(hold, worst):
    held = hold(answers=worst)
    hold(replaces=held, because="It was somebody else.")
    assert not ReferralSuggestion.objects.waiting().exists()


def test_a_retired_version_goes_on_with_who_was_asked_by_it(hold, version, data_officer, nayeli):
    hold()
    version.retire(by=data_officer)
    hold(wave="m3")
    assert SurveyResponse.objects.count() == 2


def test_nobody_begins_by_a_draft_or_a_retired_version(hold, version, data_officer):
    version.retire(by=data_officer)
    with pytest.raises(Refusal, match="not in use"):
        hold()


# Lists


def test_what_is_due_stands_in_the_list_of_who_accompanies_them(
    client, hold, caseworker, colleague, supervisor, stranger, case, today
):
    hold(returned_on=months_after(today, -3))
    number = case.number
    for who, sees in (
        (caseworker, True),
        (supervisor, True),
        (colleague, False),
        (stranger, False),
    ):
        client.force_login(who)
        assert (number in client.get("/surveys/due/").content.decode()) is sees, who
    client.force_login(caseworker)
    assert "Monitoring surveys due" in client.get("/today/").content.decode()


def test_so_does_what_is_to_be_asked_about(client, hold, worst, caseworker, colleague, case):
    hold(answers=worst)
    for who, sees in ((caseworker, True), (colleague, False)):
        client.force_login(who)
        assert (case.number in client.get("/surveys/prompts/").content.decode()) is sees


@pytest.mark.parametrize("who", ["nurse", "official", "data_officer", "administrator", "auditor"])
def test_others_have_no_such_lists(client, request, who, hold):
    client.force_login(request.getfixturevalue(who))
    for there in ("/surveys/due/", "/surveys/prompts/"):
        assert client.get(there).status_code == 404


def test_the_case_says_how_its_rounds_stand(client, hold, caseworker, case, worst):
    hold(answers=worst)
    client.force_login(caseworker)
    page = client.get(f"/cases/{case.ref}/").content.decode()
    assert "Monitoring surveys" in page
    assert "Follow-up flags" in page
    assert "Conduct survey" in page
