"""Statements to a learning record store: their tries, refusals and conflicts; and its pages."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.outbound import PATIENCE, WAITS
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.models import (
    Certificate,
    LearningRecordStore,
    LearningStatement,
)
from amparo.pillars.training.tests.record_store_steps import attend, next_try, statements_of, verbs

pytestmark = pytest.mark.django_db
PASSED = Standing(96, 88, ())


@pytest.fixture
def supervisor(cast):
    return cast.supervisor


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
    told_of = Notification.objects.filter(event="recordstore.paused", user=supervisor)
    notice = told_of.latest("pk")
    assert notice.url == waiting.store.get_absolute_url()
    webhook_receiver.answers = []
    waiting.store.resume(by=supervisor)
    assert next_try(waiting).state == "taken"
    assert sum(WAITS, timedelta()) < PATIENCE


@pytest.mark.parametrize("answer", [401, 403])
def test_refused_credentials_pause_the_store_at_once(
    waiting, webhook_receiver, supervisor, answer
):
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
    first, second = statements_of(webhook_receiver)
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


# Pages.


def test_a_supervisor_adds_tries_pauses_and_ends_a_store(
    client, supervisor, office, webhook_receiver, run_jobs
):
    client.force_login(supervisor)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    said = {
        "name": "School", "office": office.pk, "address": webhook_receiver.address,
        "login": "key", "password": "a secret word", "kinds": ["earned"],
    }  # fmt: skip
    page = client.post(reverse("training:record-store-new"), said).headers["Location"]
    store = LearningRecordStore.objects.get()
    webhook_receiver.answers = [401]
    client.post(reverse("training:record-store-try", args=[store.ref]))
    run_jobs()
    shown = client.get(page).content.decode()
    assert "It refuses our credentials." in shown
    assert "It refused our credentials (401)" in shown
    assert "a secret word" not in shown
    client.post(reverse("training:record-store-resume", args=[store.ref]))
    run_jobs()
    assert "It took it" in client.get(page).content.decode()
    client.post(reverse("training:record-store-end", args=[store.ref]))
    listed = client.get(reverse("training:record-stores")).content.decode()
    assert "Ended" in listed


def test_others_see_no_store(client, cast, store):
    for user in (cast.training_organizer, cast.trainer, cast.caseworker):
        client.force_login(user)
        assert client.get(store.get_absolute_url()).status_code in (403, 404)


def test_the_page_of_a_store_costs_as_much_with_many_statements(
    client, supervisor, store, django_assert_max_num_queries
):
    store.pause()
    for at in range(12):
        LearningStatement.create(store, verb="earned", source=store.ref, at=now(), round=at)
    client.force_login(supervisor)
    client.get(store.get_absolute_url())
    with django_assert_max_num_queries(20):
        client.get(store.get_absolute_url())
