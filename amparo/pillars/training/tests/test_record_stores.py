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
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.outbound import PATIENCE, WAITS
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.gift import read_gift
from amparo.pillars.training.learning_statements import delete_old_statements
from amparo.pillars.training.models import (
    AttendanceEntry,
    Certificate,
    LearningRecordStore,
    LearningStatement,
    TestForm,
    TestMoment,
    TestQuestion,
    TestSitting,
    TrainingConsent,
    TrainingSession,
)
from amparo.pillars.training.participant_disclosure import own_data
from amparo.pillars.training.record_store_tasks import deliver_learning_statement

pytestmark = pytest.mark.django_db
PASSED = Standing(96, 88, ())
PURPOSE = TrainingConsent.Purpose.STATEMENTS
VERBS = "http://adlnet.gov/expapi/verbs/"


@pytest.fixture
def supervisor(cast):
    return cast.supervisor


@pytest.fixture
def add_store(webhook_receiver, office, supervisor):
    def add(**fields) -> LearningRecordStore:
        said = {
            "name": "National school", "address": f"{webhook_receiver.address}/xapi/",
            "login": "key", "password": "secret", "kinds": ["attended", "tested", "earned"],
        }  # fmt: skip
        return LearningRecordStore.add(by=supervisor, office=office, **said | fields)

    return add


@pytest.fixture
def store(add_store):
    return add_store()


@pytest.fixture
def held_event(event):
    for each in event.sessions.all():
        month = timedelta(days=30)
        TrainingSession.objects.filter(pk=each.pk).update(
            starts_at=each.starts_at - month, ends_at=each.ends_at - month
        )
    return event


@pytest.fixture
def agreed(held_event, enrol, organizer):
    """An enrolment of somebody who agreed to statements."""
    enrolment = enrol(held_event, "Ana Vidal", email="ana@example.org")
    consent(enrolment.participant, by=organizer)
    return enrolment


def consent(participant, *, by, is_given=True):
    TrainingConsent.record(
        participant, PURPOSE, is_given=is_given, how="paper", language="es", by=by
    )


def attend(enrolment, by, *, is_present=True, how="tick"):
    return AttendanceEntry.write(
        enrolment.event.sessions.first(), enrolment, by=by, how=how, is_present=is_present,
        source="trainer",
    )  # fmt: skip


def told(receiver):
    """What arrived: method, verb and body of each statement."""
    return [json.loads(body) for _headers, body in receiver.heard if body]


def verbs(receiver):
    return [each["verb"]["id"].rpartition("/")[2] for each in told(receiver)]


def next_try(statement):
    """Makes the next attempt, when its time has come."""
    statement.refresh_from_db()
    due = max(statement.next_at, statement.store.rests_until or statement.next_at)
    with clock.at(due):
        deliver_learning_statement.call(str(statement.ref), statement.tries)
    statement.refresh_from_db()
    statement.store.refresh_from_db()
    return statement


@pytest.fixture
def waiting(store, agreed, organizer, run_jobs):
    """A statement that waits for its first attempt."""
    store.pause()
    attend(agreed, organizer)
    run_jobs()
    LearningRecordStore.objects.update(paused_at=None, paused_because="")
    return LearningStatement.objects.get()


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
    first, void, again = told(webhook_receiver)
    assert verbs(webhook_receiver) == ["attended", "voided", "attended"]
    assert void["object"] == {"objectType": "StatementRef", "id": first["id"]}
    assert again["id"] != first["id"]


@pytest.fixture
def final_test(course_version, organizer, held_event):
    bank = read_gift("::a::A child is under?{#18}\n\n::b::Debt can be an indicator.{TRUE}")
    asked = [TestQuestion.record(course_version, each, "en", by=organizer) for each in bank.questions]
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
    [said] = told(webhook_receiver)
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
    earned, void = told(webhook_receiver)
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
    with clock.at(now() + timedelta(minutes=2)):
        run_jobs()
    voids = [each["object"]["id"] for each in told(webhook_receiver) if "voided" in each["verb"]["id"]]
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


# The order of tries: replay, refusal, silence.


def test_it_is_tried_again_under_the_same_number_until_it_is_taken(waiting, webhook_receiver):
    webhook_receiver.answers = [500, "hangs up", 429, 503, 200]
    for _each in range(5):
        next_try(waiting)
    assert (waiting.state, waiting.status) == ("taken", 200)
    assert len(set(webhook_receiver.asked)) == 1
    assert len({body for _headers, body in webhook_receiver.heard}) == 1
    assert waiting.store.failing_since is None


def test_the_waits_grow_for_days_then_the_store_is_paused_and_its_keeper_is_told(
    waiting, webhook_receiver, supervisor
):
    webhook_receiver.answers = [500] * 20
    for wait in WAITS:
        next_try(waiting)
        assert waiting.next_at - waiting.tried_at == wait
    next_try(waiting)
    assert (waiting.state, waiting.store.paused_because) == ("waiting", "failing")
    assert len(webhook_receiver.heard) == len(WAITS) + 1
    notice = Notification.objects.get(event="recordstore.paused", user=supervisor)
    assert notice.url == waiting.store.get_absolute_url()
    webhook_receiver.answers = []
    waiting.store.resume(by=supervisor)
    assert next_try(waiting).state == "taken"
    assert sum(WAITS, timedelta()) < PATIENCE


@pytest.mark.parametrize("answer", [401, 403])
def test_refused_credentials_pause_the_store_at_once(waiting, webhook_receiver, supervisor, answer):
    webhook_receiver.answers = [answer]
    next_try(waiting)
    assert (waiting.state, waiting.store.paused_because) == ("waiting", "refused")
    assert AuditEntry.objects.filter(event="recordstore.paused").exists()
    waiting.store.change_credentials(by=supervisor, login="key", password="new")
    waiting.store.resume(by=supervisor)
    next_try(waiting)
    headers, _body = webhook_receiver.heard[-1]
    assert headers["Authorization"] == f"Basic {b64encode(b'key:new').decode()}"
    assert waiting.state == "taken"


def test_a_wrong_address_pauses_the_store(waiting, webhook_receiver):
    webhook_receiver.answers = [404]
    assert next_try(waiting).store.paused_because == "gone"
    assert waiting.is_waiting


def test_a_conflict_with_the_very_same_statement_is_a_success(waiting, webhook_receiver):
    """The answer to the first attempt was lost: the store has it."""
    webhook_receiver.answers = ["hangs up"]
    next_try(waiting)
    _headers, body = webhook_receiver.heard[0]
    webhook_receiver.answers = [409, (200, body)]
    assert next_try(waiting).state == "taken"
    assert [method for method, _path in webhook_receiver.asked] == ["PUT", "PUT", "GET"]


@pytest.mark.parametrize("held", [(200, b'{"id": "other"}'), (403, b""), (404, b"")])
def test_a_conflict_with_another_statement_is_left_to_a_person(
    waiting, webhook_receiver, supervisor, held
):
    webhook_receiver.answers = [409, held]
    next_try(waiting)
    assert (waiting.state, waiting.fault) == ("failed", "conflict")
    assert not waiting.store.is_paused
    waiting.replay(by=supervisor)
    assert next_try(waiting).state == "taken"


def test_a_statement_that_a_store_finds_wrong_is_not_sent_again_by_itself(
    waiting, webhook_receiver, run_jobs
):
    webhook_receiver.answers = [400]
    next_try(waiting)
    run_jobs()
    assert (waiting.state, waiting.status) == ("failed", 400)
    assert len(webhook_receiver.heard) == 1


def test_a_silent_store_is_left_alone_for_a_while(
    store, agreed, organizer, webhook_receiver, run_jobs
):
    webhook_receiver.answers = ["hangs up"]
    attend(agreed, organizer)
    Certificate.issue(agreed, by=organizer, standing=PASSED)
    run_jobs()
    assert len(webhook_receiver.heard) == 1
    second = LearningStatement.objects.get(verb="earned")
    assert (second.tries, second.is_waiting) == (0, True)


def test_a_paused_store_is_told_later_and_an_ended_one_never(
    store, agreed, organizer, webhook_receiver, run_jobs, supervisor
):
    store.pause(by=supervisor)
    attend(agreed, organizer)
    run_jobs()
    assert webhook_receiver.heard == []
    store.resume(by=supervisor)
    run_jobs()
    assert verbs(webhook_receiver) == ["attended"]
    store.end(by=supervisor)
    Certificate.issue(agreed, by=organizer, standing=PASSED)
    run_jobs()
    assert verbs(webhook_receiver) == ["attended"]
    with pytest.raises(Refusal, match="Add a new one"):
        store.resume(by=supervisor)


def test_a_try_is_always_the_same_statement_and_about_nobody(
    store, supervisor, webhook_receiver, run_jobs
):
    for _each in range(2):
        store.try_out(by=supervisor)
        run_jobs()
    first, second = told(webhook_receiver)
    assert first == second
    assert first["actor"]["account"]["name"] == "amparo"
    assert LearningStatement.objects.get().state == "taken"


# Adding one.


@pytest.mark.parametrize(
    "fields",
    [{"address": "http://lrs.example.org/"}, {"address": "https://unnamed.example/xapi"},
     {"address": "https://127.0.0.1/"}, {"kinds": []}, {"kinds": ["named"]}],
)  # fmt: skip
def test_a_store_outside_the_allow_list_or_without_a_purpose_is_refused(add_store, fields):
    with pytest.raises(Refusal):
        add_store(**fields)


def test_address_and_credentials_are_stored_encrypted(store, webhook_receiver):
    row = LearningRecordStore.objects.filter(pk=store.pk).values().get()
    stored = b"".join(bytes(each) for each in row.values() if isinstance(each, bytes))
    for word in (webhook_receiver.address, "secret"):
        assert word.encode() not in stored
        assert word not in str(row)
