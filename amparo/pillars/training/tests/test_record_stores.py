"""A learning record store is told what somebody attended, passed and earned: under a pseudonym,
only of who agreed, once, for days, and it is taken back.
"""

import json
from base64 import b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.gift import read_gift
from amparo.pillars.training.learning_statements import delete_old_statements
from amparo.pillars.training.models import (
    Certificate,
    LearningStatement,
    TestForm,
    TestMoment,
    TestQuestion,
    TestSitting,
)
from amparo.pillars.training.participant_disclosure import own_data
from amparo.pillars.training.tests.record_store_steps import (
    attend,
    consent,
    next_try,
    statements_of,
    verbs,
)

pytestmark = pytest.mark.django_db
PASSED = Standing(96, 88, ())
VERBS = "http://adlnet.gov/expapi/verbs/"


# What is told, and of whom.


def test_attending_is_told_under_a_pseudonym_and_without_a_name(
    store, agreed, organizer, webhook_receiver, run_jobs
):
    attend(agreed, organizer)
    run_jobs()
    [(headers, body)] = webhook_receiver.heard
    statement = LearningStatement.objects.get()
    assert webhook_receiver.asked == [
        ("PUT", f"/amparo/xapi/statements?statementId={statement.ref}")
    ]
    assert headers["X-Experience-API-Version"] == "1.0.3"
    assert headers["Authorization"] == f"Basic {b64encode(b'key:secret').decode()}"
    said = json.loads(body)
    assert said["verb"]["id"] == f"{VERBS}attended"
    assert said["actor"]["account"]["name"] == store.pseudonym_of(agreed.participant)
    for word in ("Ana", "Vidal", "ana@example", str(agreed.participant.ref), agreed.code):
        assert word not in body.decode()
    assert (statement.state, statement.status) == ("taken", 204)


def test_two_stores_know_somebody_by_two_pseudonyms(store, add_store, agreed):
    other = add_store(name="Other")
    assert store.pseudonym_of(agreed.participant) != other.pseudonym_of(agreed.participant)


def test_nothing_is_told_of_who_did_not_agree(
    store, held_event, enrol, organizer, webhook_receiver, run_jobs
):
    nobody_asked, refused = enrol(held_event, "Beto"), enrol(held_event, "Caro")
    child, coded = enrol(held_event, "Dina", is_minor=True), enrol(held_event, "", code="K7M4XW")
    consent(refused.participant, by=organizer, is_given=False)
    for each in (child, coded):
        consent(each.participant, by=organizer)
    for each in (nobody_asked, refused, child, coded):
        attend(each, organizer)
    run_jobs()
    assert webhook_receiver.heard == []
    assert not LearningStatement.objects.exists()


def test_only_what_a_store_wants_is_told(add_store, agreed, organizer, webhook_receiver, run_jobs):
    add_store(kinds=["earned"])
    attend(agreed, organizer)
    Certificate.issue(agreed, by=organizer, standing=PASSED)
    run_jobs()
    assert verbs(webhook_receiver) == ["earned"]


def test_without_a_store_an_action_queues_nothing(agreed, organizer, run_jobs):
    attend(agreed, organizer)
    assert run_jobs() == 0


def test_an_action_that_is_rolled_back_tells_nobody(
    store, agreed, organizer, webhook_receiver, run_jobs
):
    try:
        with transaction.atomic():
            attend(agreed, organizer)
            raise Refusal("No.")
    except Refusal:
        pass
    run_jobs()
    assert webhook_receiver.heard == []


def test_being_marked_by_two_sources_is_told_once(
    store, agreed, organizer, webhook_receiver, run_jobs
):
    attend(agreed, organizer)
    attend(agreed, organizer, how="scan")
    run_jobs()
    assert verbs(webhook_receiver) == ["attended"]


def test_a_correction_takes_attendance_back_and_gives_it_again(
    store, agreed, organizer, webhook_receiver, run_jobs
):
    attend(agreed, organizer)
    run_jobs()
    attend(agreed, organizer, is_present=False, how="correction")
    run_jobs()
    attend(agreed, organizer, how="correction")
    run_jobs()
    first, void, again = statements_of(webhook_receiver)
    assert verbs(webhook_receiver) == ["attended", "voided", "attended"]
    assert void["object"] == {"objectType": "StatementRef", "id": first["id"]}
    assert again["id"] != first["id"]


@pytest.fixture
def final_test(course_version, organizer, held_event):
    bank = read_gift("::a::A child is under?{#18}\n\n::b::Debt can be an indicator.{TRUE}")
    asked = [
        TestQuestion.record(course_version, each, "en", by=organizer) for each in bank.questions
    ]
    form = TestForm.record(course_version, by=organizer, label="A", questions=asked)

    def open_test(moment="after", **fields):
        return TestMoment.open(held_event, by=organizer, moment=moment, form=form, **fields)

    return open_test


@pytest.mark.parametrize(("answers", "verb"), [(["18", "A"], "passed"), (["20", "A"], "failed")])
def test_the_final_test_is_told_with_its_score(
    store, agreed, final_test, webhook_receiver, run_jobs, answers, verb
):
    for moment in ("before", "after"):
        TestSitting.take(final_test(moment), answers, form_key=uuid4(), enrolment=agreed)
    run_jobs()
    [said] = statements_of(webhook_receiver)
    assert said["verb"]["id"] == f"{VERBS}{verb}"
    assert said["result"]["score"]["raw"] == (100 if verb == "passed" else 50)


def test_a_test_without_names_is_told_to_nobody(
    store, agreed, final_test, webhook_receiver, run_jobs
):
    test = final_test(is_anonymous=True)
    TestSitting.take(test, ["18", "A"], form_key=uuid4(), code=("hash", []))
    run_jobs()
    assert webhook_receiver.heard == []


def test_a_withdrawn_certificate_is_voided_and_one_with_another_name_is_not_told_again(
    store, agreed, organizer, webhook_receiver, run_jobs
):
    certificate = Certificate.issue(agreed, by=organizer, standing=PASSED)
    run_jobs()
    renamed = certificate.reissue(by=organizer, name="Ana Vidal Lima")
    run_jobs()
    assert verbs(webhook_receiver) == ["earned"]
    renamed.withdraw(by=organizer, reason="mistake")
    run_jobs()
    earned, void = statements_of(webhook_receiver)
    assert void["object"]["id"] == earned["id"]
    assert certificate.number not in json.dumps([earned, void])


# Taking it back.


def test_taking_consent_back_voids_what_was_told_and_drops_what_waits(
    store, agreed, organizer, webhook_receiver, run_jobs
):
    attend(agreed, organizer)
    run_jobs()
    webhook_receiver.answers = [503]
    Certificate.issue(agreed, by=organizer, standing=PASSED)
    run_jobs()
    consent(agreed.participant, by=organizer, is_given=False)
    run_jobs()
    states = dict(LearningStatement.objects.values_list("verb", "state"))
    assert states["attended"] == "taken"
    assert states["earned"] == "dropped"
    next_try(LearningStatement.objects.get(verb="voided", state="waiting"))
    voids = [each for each in verbs(webhook_receiver) if each == "voided"]
    # The answer 503 does not say whether it was kept.
    assert len(voids) == 2


def test_what_never_left_is_dropped_without_a_word(waiting, organizer, webhook_receiver, run_jobs):
    consent(waiting.participant, by=organizer, is_given=False)
    run_jobs()
    waiting.refresh_from_db()
    assert waiting.state == "dropped"
    assert webhook_receiver.heard == []


def test_what_is_recalled_while_it_is_under_way_is_voided(
    waiting, organizer, webhook_receiver, run_jobs, monkeypatch
):
    """Between the request and its answer somebody takes their consent back."""
    from amparo.pillars.training import record_store_tasks

    send = record_store_tasks.send_statement

    def recalled_meanwhile(statement):
        answer = send(statement)
        LearningStatement.objects.get(pk=statement.pk).recall()
        return answer

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(record_store_tasks, "send_statement", recalled_meanwhile)
        next_try(waiting)
    assert waiting.state == "dropped"
    run_jobs()
    assert verbs(webhook_receiver) == ["attended", "voided"]


def test_an_erasure_recalls_and_leaves_nothing_that_names_them(
    store, agreed, organizer, webhook_receiver, run_jobs
):
    attend(agreed, organizer)
    run_jobs()
    agreed.participant.erase(by=None, reason="asked")
    run_jobs()
    assert verbs(webhook_receiver) == ["attended", "voided"]
    assert not LearningStatement.objects.exclude(participant=None).exists()
    with clock.at(now() + timedelta(days=91)):
        delete_old_statements()
        delete_old_statements()
    assert not LearningStatement.objects.exists()


def test_somebody_reads_what_was_told_of_them(store, agreed, organizer, run_jobs):
    attend(agreed, organizer)
    run_jobs()
    sections = {each.title: dict(each.rows) for each in own_data(agreed.participant).sections}
    found = sections["Sent to a learning record store, without your name"]
    assert found["Learning record store"] == "National school"
    assert found["Statement"] == "Attended a session"
