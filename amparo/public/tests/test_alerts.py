"""Alerts for anybody: small pages in the reader's language, never in another; links that count."""

from datetime import timedelta

import pytest
from defusedxml import ElementTree
from django.urls import reverse

from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.message_bank.models import LinkVisitCount, MaterialRules
from amparo.public import alerts
from amparo.public.alerts import ATOM
from tests.support.sample_data.message_bank import (
    approved_message,
    drafted_message,
    submitted_message,
)

pytestmark = pytest.mark.django_db
LARGEST = 20_000  # bytes, styles not counted


@pytest.fixture
def message(cast):
    return approved_message(cast, languages=("es", "en", "ar"))


def at(name, *refs, language="en"):
    return f"{reverse(f'public:{name}', args=refs)}?lang={language}"


def test_only_what_was_approved_and_is_public_is_read(client, cast, message):
    hidden = [
        drafted_message(cast, "Draft"), submitted_message(cast, "Pending"),
        approved_message(cast, "Inside", is_public=False),
    ]  # fmt: skip
    said = client.get(at("alerts")).content.decode()
    assert str(message.ref) in said
    for each in hidden:
        assert str(each.ref) not in said
        assert client.get(at("alert", each.ref)).status_code == 404


def test_the_page_says_who_checked_it_when_and_where_help_is(client, cast, message):
    MaterialRules.of(cast.office).change(by=cast.communications_officer, number="800 10 0155")
    answer = client.get(at("alert", message.ref))
    said = answer.content.decode()
    assert "Help is free" in said
    assert "tel:800100155" in said
    assert "Checked on" in said
    assert "Not pretested." in said
    assert cast.supervisor.name not in said
    assert cast.communications_officer.name not in said
    assert len(answer.content) < LARGEST
    assert not answer.cookies


def test_a_language_without_wording_is_named_and_leads_to_the_others(client, message):
    said = client.get(at("alert", message.ref, language="fr")).content.decode()
    for heading in ("Ayuda gratuita", "المساعدة مجانية"):
        assert heading not in said
    assert 'href="?lang=es" lang="es" hreflang="es"' in said
    listed = client.get(at("alerts", language="fr")).content.decode()
    assert "Ayuda gratuita" not in listed
    assert str(message.ref) in listed


def test_a_withdrawn_message_says_that_it_is_over(client, message, supervisor):
    client.get(at("alert", message.ref))
    message.withdraw(by=supervisor, because="A reason of ours.")
    answer = client.get(at("alert", message.ref))
    said = answer.content.decode()
    assert answer.status_code == 410
    assert "no longer valid" in said
    assert "A reason of ours" not in said
    assert message.wording("en").body not in said.partition("Where to get help")[0]
    assert str(message.ref) not in client.get(at("alerts")).content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_they_are_chosen_by_topic_and_place(client, cast, message):
    place = Place.create(by=cast.administrator, name="Terminal", kind="site", country="BO")
    there = approved_message(cast, "There", topic="health", places=[place])
    assert str(there.ref) in client.get(f"{at('alerts')}&place={place.ref}").content.decode()
    health = client.get(f"{at('alerts')}&topic=health").content.decode()
    assert str(there.ref) in health
    assert str(message.ref) not in health
    for wrong in ("topic=dragons", "place=nowhere", "page=-1", "page=x", "page=99999"):
        assert client.get(f"{at('alerts')}&{wrong}").status_code == 200


def test_a_short_link_counts_a_day_and_knows_nobody(client, message):
    link = message.links.get(channel="poster", label="")
    address = reverse("public:alert-link", args=[link.code])
    answer = client.get(address, headers={"Accept-Language": "ar"})
    assert answer.status_code == 302
    assert answer.url == at("alert", message.ref, language="ar")
    assert not answer.cookies
    client.head(address)
    client.get(address, headers={"Sec-Purpose": "prefetch"})
    client.get(f"{address}?lang=es")
    found = LinkVisitCount.objects.get()
    assert (found.count, found.day) == (2, message.office.today())
    fields = {field.name for field in LinkVisitCount._meta.concrete_fields}
    assert fields == {"id", "link", "day", "count"}
    assert client.get(reverse("public:alert-link", args=["nothing"])).status_code == 404


def test_the_feed_has_what_is_said_in_its_language(client, message):
    for language, count in (("en", 1), ("fr", 0)):
        root = ElementTree.fromstring(client.get(at("alerts-feed", language=language)).content)
        assert len(root.findall(f"{{{ATOM}}}entry")) == count
    assert message.approved_at - message.at < timedelta(minutes=5)


def test_many_alerts_stay_a_small_page(client, cast, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(alerts, "PAGE_SIZE", 2)
    for number in range(3):
        approved_message(cast, f"Message {number}", languages=("en",))
    client.get(at("alerts"))
    with django_assert_max_num_queries(12):
        answer = client.get(at("alerts"))
    assert len(answer.content) < LARGEST
    assert "page=2" in answer.content.decode()
