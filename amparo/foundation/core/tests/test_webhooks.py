"""A partner's system hears that something waits for it: signed, for days, never whose it is."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import transaction

from amparo.foundation.core import clock, http_client, outbound, webhooks
from amparo.foundation.core.accounts.organizations import Organization
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs.models import Job
from amparo.foundation.core.notifications.models import Notification
from amparo.foundation.core.outbound import WAITS
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.webhooks import WebhookDelivery, WebhookSubscription

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def partner(db):
    return Organization.objects.create(name="Cruz del Sur", kind="ngo", country="BO")


@pytest.fixture
def subscription(webhook_receiver, partner, administrator):
    made, _secret = WebhookSubscription.make(
        partner, address=webhook_receiver.address, events=["referral.sent"], by=administrator
    )
    return made


@pytest.fixture
def queue_delivery(subscription, partner):
    """A word in the outbox. Any record serves: nothing of it but its ref is sent."""

    def queue_delivery(record=partner):
        webhooks.notify_partner(partner, "referral.sent", record)
        return WebhookDelivery.objects.latest("pk")

    return queue_delivery


def try_on(delivery):
    """The next try, when its time has come."""
    delivery.refresh_from_db()
    with clock.at(max(delivery.next_at, delivery.subscription.rests_until or delivery.next_at)):
        webhooks.deliver.call(str(delivery.ref), delivery.tries)
    delivery.refresh_from_db()
    delivery.subscription.refresh_from_db()
    return delivery


def theirs(secret, heard):
    """What a partner computes, by the words of the standard and without our code."""
    headers, body = heard
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.partition("_")[2])
    mark = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{mark}"


def _die(*_args):
    raise KeyboardInterrupt


def test_it_hears_what_kind_of_thing_and_which_ref(
    queue_delivery, webhook_receiver, partner, run_jobs
):
    delivery = queue_delivery()
    run_jobs()
    [(headers, body)] = webhook_receiver.heard
    assert json.loads(body)["data"] == {"ref": str(partner.ref)}
    assert set(json.loads(body)) == {"type", "timestamp", "data"}
    assert json.loads(body)["type"] == "referral.sent"
    assert b"Cruz" not in body
    assert headers["webhook-id"] == f"msg_{delivery.ref.hex}"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == ("taken", 204)


def test_they_can_tell_that_it_was_us(queue_delivery, webhook_receiver, subscription, run_jobs):
    queue_delivery()
    run_jobs()
    [heard] = webhook_receiver.heard
    assert heard[0]["webhook-signature"] == theirs(subscription.secret, heard)
    assert abs(int(heard[0]["webhook-timestamp"]) - now().timestamp()) < 60


def test_while_a_secret_is_changed_both_count(
    queue_delivery, webhook_receiver, subscription, administrator
):
    old = subscription.secret
    new = subscription.renew_secret(by=administrator)
    try_on(queue_delivery())
    [heard] = webhook_receiver.heard
    assert heard[0]["webhook-signature"].split() == [theirs(new, heard), theirs(old, heard)]
    with clock.at(now() + 25 * HOUR):
        try_on(queue_delivery())
        assert WebhookSubscription.objects.get().secrets == [new]


def test_the_secret_and_the_address_lie_sealed(subscription, webhook_receiver):
    row = WebhookSubscription.objects.filter(pk=subscription.pk).values().get()
    for word in (subscription.secret, webhook_receiver.address):
        assert word.encode() not in b"".join(
            bytes(v) for v in row.values() if isinstance(v, bytes)
        )


def test_a_rolled_back_action_notifies_nobody(queue_delivery, webhook_receiver, run_jobs):
    try:
        with transaction.atomic():
            queue_delivery()
            raise Refusal("No.")
    except Refusal:
        pass
    run_jobs()
    assert webhook_receiver.heard == []
    assert not WebhookDelivery.objects.exists()


def test_only_who_asked_for_it_hears_of_it(subscription, partner, webhook_receiver, run_jobs):
    other = Organization.objects.create(name="Casa Alba", kind="ngo", country="BO")
    webhooks.notify_partner(other, "referral.sent", other)
    webhooks.notify_partner(partner, "consent.withdrawn", partner)
    run_jobs()
    assert webhook_receiver.heard == []
    with pytest.raises(ValueError, match="not an event"):
        webhooks.notify_partner(partner, "person.renamed", partner)


def test_it_is_tried_again_under_the_same_id_until_it_is_taken(queue_delivery, webhook_receiver):
    webhook_receiver.answers = [500, "hangs up", 503, 204]
    delivery = queue_delivery()
    for _each in range(4):
        try_on(delivery)
    assert delivery.state == "taken"
    assert len({headers["webhook-id"] for headers, _body in webhook_receiver.heard}) == 1
    assert len({body for _headers, body in webhook_receiver.heard}) == 1
    assert delivery.subscription.failing_since is None


def test_the_waits_grow_and_go_on_for_days(queue_delivery, webhook_receiver):
    webhook_receiver.answers = [500] * 20
    delivery, began = queue_delivery(), now()
    for wait in WAITS:
        try_on(delivery)
        assert delivery.next_at - delivery.tried_at == wait
    assert delivery.next_at - began > timedelta(days=3)
    try_on(delivery)
    assert (delivery.state, delivery.status) == ("failed", 500)
    assert len(webhook_receiver.heard) == len(WAITS) + 1


def test_a_job_that_comes_twice_sends_once(queue_delivery, webhook_receiver):
    delivery = queue_delivery()
    for _each in range(2):
        webhooks.deliver.call(str(delivery.ref), 0)
    assert len(webhook_receiver.heard) == 1


def test_a_worker_that_dies_after_sending_sends_again_under_the_same_id(
    queue_delivery, webhook_receiver, run_jobs, monkeypatch
):
    """At least once: the word was heard, and that it was is not yet written down."""
    queue_delivery()
    job = Job.claim("dies", ("default", "long"))
    with monkeypatch.context() as death:
        death.setattr(outbound, "checkpoint", _die)
        with pytest.raises(KeyboardInterrupt):
            webhooks.deliver.call(*job.args)
    Job.objects.update(state="waiting", lease_until=None)
    run_jobs()
    ids = [headers["webhook-id"] for headers, _body in webhook_receiver.heard]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert WebhookDelivery.objects.get().state == "taken"


def test_a_machine_that_does_not_answer_is_left_alone_for_a_while(
    queue_delivery, webhook_receiver, settings
):
    webhook_receiver.answers = ["hangs up", 204]
    first, second = queue_delivery(), queue_delivery()
    webhooks.deliver.call(str(first.ref), 0)
    webhooks.deliver.call(str(second.ref), 0)
    assert len(webhook_receiver.heard) == 1
    second.refresh_from_db()
    assert (second.state, second.tries) == ("waiting", 0)
    assert second.next_at > now()


def test_after_days_nobody_tries_any_more_and_those_who_keep_it_hear(
    queue_delivery, webhook_receiver, administrator, cast, office
):
    webhook_receiver.answers = [500] * 30
    try_on(queue_delivery())
    with clock.at(now() + timedelta(days=5, minutes=1)):
        delivery = queue_delivery()
        webhooks.deliver.call(str(delivery.ref), 0)
    delivery.subscription.refresh_from_db()
    assert delivery.subscription.paused_because == "failing"
    assert (
        Notification.objects.filter(user=administrator, event="subscription.paused").count() == 1
    )
    heard = len(webhook_receiver.heard)
    webhooks.deliver.call(str(delivery.ref), delivery.tries)
    assert len(webhook_receiver.heard) == heard


def test_who_says_that_it_is_gone_is_believed_at_once(queue_delivery, webhook_receiver):
    webhook_receiver.answers = [410]
    assert try_on(queue_delivery()).subscription.paused_because == "gone"


def test_what_happens_while_it_is_paused_waits(
    queue_delivery, webhook_receiver, subscription, administrator, run_jobs
):
    subscription.pause(by=administrator)
    queue_delivery()
    run_jobs()
    assert webhook_receiver.heard == []
    WebhookSubscription.objects.get().resume(by=administrator)
    run_jobs()
    assert len(webhook_receiver.heard) == 1


def test_ended_it_is_told_nothing_not_even_what_waits(
    queue_delivery, webhook_receiver, subscription, administrator, run_jobs
):
    queue_delivery()
    subscription.end(by=administrator)
    told_after = WebhookDelivery.objects.count()
    webhooks.notify_partner(subscription.organization, "referral.sent", subscription)
    run_jobs()
    assert webhook_receiver.heard == []
    assert WebhookDelivery.objects.count() == told_after
    with pytest.raises(Refusal):
        WebhookDelivery.objects.first().replay(by=administrator)


def test_it_can_be_sent_once_more_by_hand(
    queue_delivery, webhook_receiver, administrator, run_jobs
):
    delivery = queue_delivery()
    with pytest.raises(Refusal):
        delivery.replay(by=administrator)
    run_jobs()
    delivery.refresh_from_db()
    delivery.replay(by=administrator)
    run_jobs()
    assert len({headers["webhook-id"] for headers, _body in webhook_receiver.heard}) == 1
    assert len(webhook_receiver.heard) == 2
    assert AuditEntry.objects.filter(event="delivery.replayed", by=administrator).exists()


def test_one_can_try_whether_they_hear_us(subscription, webhook_receiver, administrator, run_jobs):
    subscription.try_out(by=administrator)
    run_jobs()
    assert json.loads(webhook_receiver.heard[0][1])["type"] == "ping"


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.partner.example/", "https://unnamed.example/", "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "javascript:alert(1)",
        "https://hooks.partner.example@evil.example/", "https://user:x@hooks.partner.example/",
        "https://[::1]/", "", " ", "https://hooks.partner.example/\r\nX: 1",
    ],
)  # fmt: skip
def test_an_address_outside_the_allow_list_is_refused(
    address, webhook_receiver, partner, administrator
):
    with pytest.raises(Refusal):
        WebhookSubscription.make(
            partner, address=address, events=["referral.sent"], by=administrator
        )


def test_a_name_that_turns_inward_later_is_not_called(queue_delivery, webhook_receiver, settings):
    settings.AMPARO_OUTBOUND = [each for each in settings.AMPARO_OUTBOUND if "/" not in each]
    delivery = try_on(queue_delivery())
    assert webhook_receiver.heard == []
    assert (delivery.state, delivery.fault) == ("waiting", "HostNotAllowed")


def test_nobody_is_followed_elsewhere(queue_delivery, webhook_receiver):
    webhook_receiver.answers = [302]
    assert try_on(queue_delivery()).fault == "HostNotAllowed"


def test_who_drips_for_ever_is_cut_off(queue_delivery, webhook_receiver, monkeypatch):
    monkeypatch.setattr(http_client, "MOST_SECONDS", 0.5)
    webhook_receiver.answers = ["drips"]
    delivery = try_on(queue_delivery())
    assert (delivery.state, delivery.fault) == ("waiting", "HostUnreachable")


def test_what_must_be_chosen_is_asked_for(webhook_receiver, partner, administrator):
    for events in ([], ["person.renamed"]):
        with pytest.raises(Refusal):
            WebhookSubscription.make(
                partner, address=webhook_receiver.address, events=events, by=administrator
            )
