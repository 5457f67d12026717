"""What somebody had believed of their journey: asked last, never required, never made up."""

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.field_values import field_value_text
from amparo.pillars.assistance.intake.belief_rules import BeliefAnswers
from amparo.pillars.assistance.intake.measures import _journey_beliefs as rows_of_fact
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.privacy.erasure import erase_case

pytestmark = pytest.mark.django_db
BELIEVED = {
    "beliefs": ["job_arranged", "short_or_safe"], "belief_sources": ["social_media"],
    "belief_outcome": "not_at_all",
}  # fmt: skip


@pytest.fixture
def held(case, caseworker):
    return Screening.hold(case, by=caseworker)


@pytest.fixture
def more(client, caseworker, case, held):
    client.force_login(caseworker)
    return reverse("intake:screening-more", args=[case.ref, held.ref])


def test_the_last_questions_are_kept_as_codes_and_shown_in_words(client, more, held):
    asked = client.get(more).content.decode()
    assert "It changes nothing of the help you receive." in asked
    assert asked.index("goes_on") < asked.index('name="beliefs"')
    answer = client.post(more, {"goes_on": "yes", **BELIEVED})
    held.refresh_from_db()
    assert {name: getattr(held, name) for name in BELIEVED} == BELIEVED
    shown = client.get(answer.url).content.decode()
    assert "A job was arranged" in shown
    assert "How it was in fact: Not at all" in shown


def test_left_out_nothing_is_known_and_nothing_is_said(client, more, held):
    answer = client.post(more, {"goes_on": "yes"})
    held.refresh_from_db()
    assert (held.beliefs, held.belief_sources, held.belief_outcome) == ([], [], "")
    shown = client.get(answer.url).content.decode()
    assert "None of these" not in shown
    assert "as they had believed it" not in shown
    assert list(rows_of_fact()) == []


@pytest.mark.parametrize("button", [{}, {"stop": "1"}])
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"beliefs": ["none", "job_arranged"]}, "go with no other answer"),
        ({"beliefs": ["no_answer", "none"]}, "go with no other answer"),
        ({"belief_sources": ["recruiter"]}, "belong to something that was believed"),
        ({"beliefs": ["none"], "belief_outcome": "partly"}, "belong to something"),
    ],
)
def test_answers_that_do_not_fit_say_why_and_lose_nothing(client, more, held, said, why, button):
    answer = client.post(more, {"goes_on": "yes", "asylum_wish": "yes", **said, **button})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    held.refresh_from_db()
    assert (held.beliefs, held.asylum_wish) == ([], None)
    assert client.post(more, {"goes_on": "yes", "beliefs": ["moon"]}).status_code == 422


def test_who_stops_keeps_what_was_said_of_the_journey_too(client, more, held):
    client.post(more, {"stop": "1", **BELIEVED})
    held.refresh_from_db()
    assert held.beliefs == BELIEVED["beliefs"]


def test_where_something_cannot_wait_nobody_is_asked_what_they_had_believed(
    client, caseworker, case
):
    held = Screening.hold(case, by=caseworker, urgent=["medical"], first_steps="To the doctor")
    client.force_login(caseworker)
    more = reverse("intake:screening-more", args=[case.ref, held.ref])
    assert "What had you believed" not in client.get(more).content.decode()
    assert client.post(more, {"goes_on": "yes"}).status_code == 303


def test_in_one_conversation_answers_are_added_and_none_is_taken_away(held, caseworker):
    held.go_on(by=caseworker, beliefs=["no_answer"])
    held.go_on(by=caseworker, beliefs=["job_arranged"], belief_outcome="unknown")
    held.go_on(by=caseworker, beliefs=["awaited"], belief_outcome="partly")
    held.go_on(by=caseworker)
    assert (held.beliefs, held.belief_outcome) == (["job_arranged", "awaited"], "partly")
    with translation.override("en"):
        with pytest.raises(Refusal, match="answered before"):
            held.go_on(by=caseworker, belief_outcome="as_believed")
        with pytest.raises(Refusal, match="go with no other"):
            held.go_on(by=caseworker, beliefs=["none"])
    with pytest.raises(ValueError, match="journey_belief"):
        held.go_on(by=caseworker, beliefs=["moon"])


def test_the_person_reads_it_in_their_copy_and_it_goes_with_the_case(held, caseworker, case):
    held.go_on(by=caseworker, **BELIEVED)
    disclosed = Screening.Privacy.disclose
    assert {"beliefs", "belief_sources", "belief_outcome"} <= set(disclosed)
    with translation.override("en"):
        told = [field_value_text(held, name) for name in BELIEVED]
    assert told == [
        "A job was arranged, The journey would be short or safe",
        "Social media",
        "Not at all",
    ]
    assert Screening.Privacy.owner == "case"


def test_evidence_counts_who_answered_and_never_silence(held, case, caseworker):
    held.go_on(by=caseworker, **BELIEVED)
    found = list(rows_of_fact())
    assert [row[-5:] for row in found] == [
        ("job_arranged", "social_media", "not_at_all", True, True),
        ("short_or_safe", "social_media", "not_at_all", True, True),
    ]
    assert {row[4] for row in found} == {case.person_id}
    again = Screening.hold(case, by=caseworker, beliefs=["none"])
    assert [row[-5:] for row in rows_of_fact() if row[0] == again.pk] == [
        ("none", None, None, False, False)
    ]
    silent = Screening.hold(case, by=caseworker, beliefs=["no_answer"])
    assert silent.pk not in {row[0] for row in rows_of_fact()}


SAFE = {
    "danger_now": "yes", "medical": "no", "asylum_wish": "no", "first_steps": "Tea.",
    "safe_channel": "none", "told": "yes",
}  # fmt: skip


def test_a_telephone_brings_the_answers_with_the_screening_and_twice_is_once(fill, case):
    for _time in range(2):
        filled, _page = fill("f02", **SAFE, **BELIEVED)
        assert filled.findings == []
    held = Screening.objects.get(case=case)
    assert {name: getattr(held, name) for name in BELIEVED} == BELIEVED
    assert AuditEntry.objects.filter(event="screening.continued").count() == 1


def test_none_of_these_from_a_telephone_is_an_answer_and_silence_is_none(fill, case):
    fill("f02", **SAFE, beliefs=["none"])
    assert Screening.objects.get(case=case).journey_beliefs == BeliefAnswers(("none",))
    fill("f02", **SAFE | {"medical": "no_answer"})
    assert Screening.objects.filter(case=case).latest().beliefs == []


def test_what_does_not_fit_keeps_out_no_answer_about_safety(ask, case):
    filled, page = ask(
        ("select_one yn", "medical", "screening.urgent"),
        ("text", "steps", "screening.first_steps"),
        ("select_one heard", "source", "journey_belief.belief_sources"),
        choices=[("heard", "recruiter")], medical="yes", steps="To the doctor",
        source="recruiter",
    )  # fmt: skip
    assert filled.findings == [{"path": "journey_belief", "kind": "not-landed"}]
    assert "belong to something that was believed" in page
    assert Screening.objects.get(case=case).needs == ["medical"]


def test_without_its_screening_what_was_believed_stays_in_the_form(ask, case):
    filled, page = ask(
        ("select_one yn", "medical", "screening.urgent"),
        ("select_one told", "belief", "journey_belief.beliefs"),
        choices=[("told", "awaited")], medical="yes", belief="awaited",
    )  # fmt: skip
    assert {each["path"] for each in filled.findings} == {"screening", "journey_belief"}
    assert "this one was not kept" in page
    assert not Screening.objects.exists()


def test_it_is_erased_with_the_case(held, case, caseworker, supervisor):
    held.go_on(by=caseworker, **BELIEVED)
    erase_case(case, Erasure(reason="asked", by=supervisor))
    assert not Screening.objects.exists()
    assert list(rows_of_fact()) == []
