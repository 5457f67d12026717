"""Subscribing by one's own hand: a code that is right, once for each number, and the end of it."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.jobs.worker import run_due_jobs
from amparo.foundation.people.messaging.delivery import ProviderEvent, handle_provider_event
from amparo.foundation.people.messaging.recipients import hash_number
from amparo.pillars.advocacy.broadcasts import renewals
from amparo.pillars.advocacy.broadcasts.links import link_of, subscription_of, token_of
from amparo.pillars.advocacy.broadcasts.models import AddressConfirmation, Subscription
from amparo.pillars.advocacy.broadcasts.urls import urlpatterns

from .conftest import FIRST_NUMBER, numbers_in, subscribe

NUMBER = "+59170000555"
SUBSCRIBE, CONFIRM, OWN, OPEN = (
    f"/a/alerts/{path}/?lang=en" for path in ("subscribe", "confirm", "own", "own/open")
)


@pytest.fixture(autouse=True)
def _office(office):
    """There is one, in Bolivia."""


def ask(client, address=NUMBER, channel="sms", **more):
    told = {
        "form": receipt_codes.new_form(), "topics": ["false_offers"], "language": "es",
        "channel": channel, "address": address, "agrees": "on",
    }  # fmt: skip
    return client.post(SUBSCRIBE, told | more)


def answer(client, code="", **more):
    asked = AddressConfirmation.objects.order_by("-pk").first()
    told = {
        "form": receipt_codes.new_form(), "asked": str(asked.ref), "code": code or asked.code,
        "topics": ["false_offers"], "language": "es",
    }  # fmt: skip
    return client.post(CONFIRM, told | more)


def test_a_code_is_sent_and_nothing_is_kept_before_it_is_typed_in(client, folder):
    page = ask(client)
    assert page.status_code == 200
    assert not Subscription.objects.exists()
    run_due_jobs()
    [path] = folder.parent.glob("*.json")
    code = AddressConfirmation.objects.get().code
    assert code in path.read_text()
    assert NUMBER not in page.content.decode()
    assert "You get our alerts" in answer(client).content.decode()
    kept = Subscription.objects.get()
    assert (kept.address, kept.language, kept.time_zones) == (NUMBER, "es", "America/La_Paz")
    assert kept.kept_until == now().date() + timedelta(days=365)


@pytest.mark.parametrize("spelling", ["0059170000555", "70000555", "+591 7000-0555"])
def test_a_number_typed_twice_in_another_spelling_subscribes_once(client, spelling):
    subscribe(455)  # +59170000555
    ask(client, spelling)
    answer(client, topics=["weather"])
    kept = Subscription.objects.get()
    assert [each.topic for each in kept.topics.all()] == ["weather"]


def test_the_answer_is_the_same_whether_a_number_is_subscribed_or_not(client):
    def shape(page):
        plain = re.sub(r'value="[^"]*"', "", page.content.decode())
        return page.status_code, plain.replace("•••555", "").replace("•••556", "")

    subscribe(455)
    assert shape(ask(client)) == shape(ask(client, "+59170000556"))
    own = {"form": receipt_codes.new_form(), "channel": "sms", "address": NUMBER}
    there = client.post(OWN, own)
    nowhere = client.post(OWN, own | {"address": "+59170000556"})
    assert shape(there) == shape(nowhere)


@pytest.mark.parametrize(
    ("channel", "address"),
    [("sms", "12"), ("sms", "a@b.example"), ("email", "+59170000555"), ("email", "a@b"),
     ("whatsapp", NUMBER)],
)  # fmt: skip
def test_what_is_no_address_of_that_channel_is_said(client, channel, address):
    page = ask(client, address, channel)
    assert page.status_code == 422
    assert address in page.content.decode()  # nothing that was written is lost
    assert not AddressConfirmation.objects.exists()


def test_without_their_yes_nothing_is_sent(client):
    page = ask(client, agrees="")
    assert "Without your yes we send nothing." in page.content.decode()


def test_a_wrong_code_begins_nothing_and_five_are_the_end_of_it(client, monkeypatch):
    monkeypatch.setattr("amparo.foundation.core.rate_limits.RECEIPT_CODES", (50, 60))
    ask(client)
    wrong = f"{(int(AddressConfirmation.objects.get().code) + 1) % 10**6:06d}"
    for _try in range(5):
        assert answer(client, wrong).status_code == 422
    assert answer(client).status_code == 422  # now the right one does not help
    assert not Subscription.objects.exists()


def test_an_expired_code_begins_nothing(client):
    ask(client)
    AddressConfirmation.objects.update(at=now() - timedelta(minutes=21))
    page = answer(client)
    assert (page.status_code, Subscription.objects.count()) == (422, 0)
    assert "wrong or too old" in page.content.decode()


def test_a_code_sent_twice_does_one_thing_and_one_of_another_number_nothing(client):
    ask(client)
    answer(client)
    Subscription.objects.get().stop("page")
    assert "ended since" in answer(client).content.decode()
    assert not Subscription.objects.exists()


def test_codes_to_one_number_are_few(client):
    assert [ask(client).status_code for _each in range(4)] == [200, 200, 200, 429]


def test_with_the_code_one_sees_what_is_kept_and_ends_it(client):
    subscribe(455)
    ref = Subscription.objects.get().ref
    told = {"form": receipt_codes.new_form(), "channel": "sms", "address": NUMBER}
    client.post(OWN, told)
    asked = AddressConfirmation.objects.get()
    told = {"form": receipt_codes.new_form(), "asked": str(asked.ref), "code": asked.code}
    assert NUMBER in client.post(OPEN, told).content.decode()
    assert "It has ended" in client.post(OPEN, told | {"do": "end"}).content.decode()
    assert not Subscription.objects.exists()
    assert not DataKey.objects.filter(owner_ref=ref).exists()


def test_a_link_in_a_mail_ends_it_by_its_button_and_not_by_being_opened(client):
    kept = subscribe(1, channel="email")
    path = link_of(kept.ref, "en").split("/", 3)[3]
    assert "End our alerts?" in client.get(f"/{path}").content.decode()
    assert Subscription.objects.exists()
    client.post(f"/{path}", {"List-Unsubscribe": "One-Click"})
    assert not Subscription.objects.exists()
    assert "nothing of you is kept" in client.get(f"/{path}").content.decode()


@pytest.mark.parametrize(
    "change", [lambda token: token[:-4] + "AAAA", lambda token: "x", str.lower]
)
def test_a_link_that_was_changed_opens_nothing(change):
    token = token_of(subscribe(1).ref)
    assert subscription_of(token) is not None
    assert subscription_of(change(token)) is None


@pytest.mark.parametrize("words", ["STOP", "Baja.", "قف"])
def test_stop_by_answer_ends_it_also_where_no_text_of_ours_went(words):
    subscribe(455)
    handle_provider_event(ProviderEvent(number=NUMBER, text=words, event="1"))
    assert not Subscription.objects.exists()


def test_no_hash_of_a_file_is_that_of_a_subscription():
    assert subscribe(455).address_key != hash_number(NUMBER)


# Kept 12 months.


def test_a_month_before_the_end_it_is_asked_once_and_then_erased(folder):
    kept, by_mail, fresh = subscribe(1), subscribe(2, channel="email"), subscribe(3)
    soon = localdate() + timedelta(days=20)
    Subscription.objects.filter(pk__in=[kept.pk, by_mail.pk]).update(kept_until=soon)
    renewals.ask_for_renewal()
    renewals.ask_for_renewal()
    assert numbers_in(folder) == [f"+{FIRST_NUMBER + 1}"]
    assert [each.to for each in mail.outbox] == [["reader2@mail.example"]]
    Subscription.objects.filter(pk=kept.pk).update(kept_until=localdate() - timedelta(days=1))
    by_mail.renew()
    renewals.delete_ended()
    assert set(Subscription.objects.values_list("pk", flat=True)) == {by_mail.pk, fresh.pk}
    assert not DataKey.objects.filter(owner_ref=kept.ref).exists()


# By nobody on somebody's behalf.


def test_no_address_for_staff_creates_a_subscription(client, cast):
    """Every address of broadcasts, asked by the one who may most, with all that a form takes."""
    told = {
        "form": receipt_codes.new_form(), "topics": ["false_offers"], "language": "es",
        "channel": "sms", "address": NUMBER, "agrees": "on", "code": "123456",
    }  # fmt: skip
    client.force_login(cast.communications_officer)
    ref = "00000000-0000-7000-8000-000000000000"
    for each in urlpatterns:
        args = [ref] if "uuid" in str(each.pattern) else []
        client.post(reverse(f"broadcasts:{each.name}", args=args), told)
    assert not Subscription.objects.exists()


def test_one_module_alone_begins_subscriptions():
    """The public view; the demo, benchmarks and tests are no part of the product."""
    callers = set()
    for path in (Path(site.BASE_DIR) / "amparo").rglob("*.py"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        if "Subscription" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and node.func.attr == "confirm"
                and ast.unparse(node.func.value) == "Subscription"
            ):  # fmt: skip
                callers.add(path.name)
    assert callers == {"alert_subscriptions.py"}
