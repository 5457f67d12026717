"""What the law here says and whom to call: beside a card, on the page and in the field."""

import json
from datetime import date

import pytest
from django.urls import reverse

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import Location, Provider, Service
from amparo.foundation.fieldwork.tests.offline_device import Phone
from amparo.foundation.law.imports import LawDetails, Origin, import_law
from amparo.foundation.law.law_files import parse_law
from amparo.foundation.law.tests.conftest import LAW
from amparo.foundation.people.models import Place
from amparo.foundation.standards import offline
from amparo.foundation.standards.offline import MOST_BYTES

from .test_guidance_in_the_field import taken

pytestmark = pytest.mark.django_db

STEP = "case.safety_alert"
ARTICLE_1, ARTICLE_2 = ("provision", "EJ-2000-4:1"), ("provision", "EJ-2000-4:2 bis")
A_DOCTOR = ("service", "health.primary")
NO_LAW = "No text of the law of this country was imported."
NOBODY = "Nobody is listed here for it."
OLD = "That is more than a year ago: ask whether it still holds."


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


@pytest.fixture
def law(supervisor, office):
    """A law of the country of the office, as of many years ago."""
    details = LawDetails("law", office.country, "es")
    origin = Origin("Gaceta de ejemplo", date(2007, 12, 10))
    return import_law(parse_law(LAW), details, origin, by=supervisor)


@pytest.fixture
def offer(office):
    """Lists a service that one calls, of an organization of its own."""

    def offer(name: str, *, country: str = "", phone: str = "+59122000111", **more) -> Service:
        country = country or office.country
        place = Place.create(by=None, name=f"Town of {name}", kind="town", country=country)
        organization = Organization.found(by=None, name=f"House of {name}", kind="ngo")
        provider = Provider.list(organization, by=None)
        location = Location.note(provider, by=None, place=place)
        return Service.offer(
            provider, by=None, types=["health.primary"], at=[location], name={"en": name},
            phone=phone, **more,
        )  # fmt: skip

    return offer


def bytes_of(told: dict) -> int:
    return len(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def page_of(client, case, caseworker) -> str:
    client.force_login(caseworker)
    return client.get(reverse("cases:alert-new", args=[case.ref])).content.decode()


def test_law_goes_along_once_with_its_day_its_source_and_its_age(phone, law, publish):
    publish("one", STEP, title="One", cites=[ARTICLE_1])
    publish("two", STEP, "case.risk", title="Two", cites=[ARTICLE_1, ARTICLE_2])
    told = taken(phone)
    assert {card["title"]: card["laws"] for card in told["cards"]} == {"One": [0], "Two": [0, 1]}
    [first, second] = told["laws"]
    assert "Niñas y niños van a la escuela" in second["text"]
    assert "derecho a conservar sus documentos" in first["text"]
    assert first["language"] == "es"
    assert "2007" in first["as_of_text"]
    assert "Gaceta de ejemplo" in first["as_of_text"]
    assert OLD in first["as_of_text"]
    assert not first["is_cut"]


def test_the_page_says_the_same_of_the_law(client, case, caseworker, law, publish):
    publish("one", STEP, cites=[ARTICLE_1])
    page = page_of(client, case, caseworker)
    assert "derecho a conservar sus documentos" in page
    assert OLD in page
    assert "Gaceta de ejemplo" in page


def test_where_nothing_was_imported_the_device_says_so_and_nothing_reassuring(phone, publish):
    publish("one", STEP, cites=[ARTICLE_1])
    told = taken(phone)
    assert told["laws"] == []
    assert told["cards"][0]["laws"] == []
    assert told["words"]["no_law"] == NO_LAW


def test_where_the_country_is_not_known_nothing_is_said_of_its_law(phone, publish, office, offer):
    offer("Doctor Luz")
    office.country = ""
    office.save(update_fields=["country"])
    publish("one", STEP, cites=[ARTICLE_1, A_DOCTOR])
    [card] = taken(phone)["cards"]
    assert (card["laws"], card["services"]) == (None, None)


def test_a_long_provision_is_cut_between_words_and_says_that_there_is_more(
    phone, supervisor, office, publish
):
    long = LAW.replace("Nadie se los retiene.", "Nadie se los retiene. " * 60)
    details = LawDetails("law", office.country, "es")
    import_law(parse_law(long), details, Origin("Gaceta", date(2026, 1, 1)), by=supervisor)
    publish("one", STEP, cites=[ARTICLE_1])
    [first, *_others] = taken(phone)["laws"]
    assert first["is_cut"]
    assert first["text"].endswith(" …")
    assert len(first["text"]) <= offline.LAW_LENGTHS[0] + 2


def test_law_without_room_is_named_as_missing_and_never_as_unknown(
    phone, law, publish, monkeypatch
):
    publish("one", STEP, cites=[ARTICLE_1, ARTICLE_2])
    whole = taken(phone)
    size = bytes_of(whole)
    monkeypatch.setattr(offline, "MOST_BYTES", size - 100)
    monkeypatch.setattr(offline, "KEPT_BYTES", 0)
    monkeypatch.setattr(offline, "LAW_LENGTHS", (600,))
    told = taken(phone)
    assert len(told["cards"]) == 1
    assert len(told["laws"]) < len(whole["laws"])
    assert told["cards"][0]["laws"] == whole["cards"][0]["laws"]


def test_many_long_laws_stay_within_the_limit_of_a_language(phone, supervisor, office, publish):
    articles = "".join(
        f"\n###### Artículo {number}. De ejemplo.\n\n{'Palabra larga y cierta. ' * 80}\n"
        for number in range(3, 60)
    )
    details = LawDetails("law", office.country, "es")
    told = parse_law(f"{LAW}{articles}")
    import_law(told, details, Origin("Gaceta", date(2026, 1, 1)), by=supervisor)
    cites = [("provision", f"EJ-2000-4:{number}") for number in range(1, 60)]
    for number in range(3):
        publish(f"card-{number}", STEP, cites=cites)
    told = taken(phone)
    assert bytes_of(told) <= MOST_BYTES
    assert told["left_out"] == 0
    assert len(told["laws"]) > 50
    assert all(each["is_cut"] for each in told["laws"][5:])


def test_whom_to_call_stands_beside_the_card_and_goes_along(
    client, case, caseworker, phone, publish, offer
):
    service = offer("Doctor Luz")
    publish("one", STEP, cites=[A_DOCTOR])
    publish("two", STEP, cites=[("service", "health")])
    publish("three", STEP)
    page = page_of(client, case, caseworker)
    assert "Whom to call" in page
    assert reverse("directory:service", args=[service.ref]) in page
    told = taken(phone)
    [sent] = told["services"]
    assert (sent["title"], sent["organization"]) == ("Doctor Luz", "House of Doctor Luz")
    assert sent["phone"] == "+59122000111"
    assert sent["note"], "nobody has confirmed it"
    assert {card["title"]: card["services"] for card in told["cards"]} == {
        "one": [0], "two": [0], "three": None,
    }  # fmt: skip


def test_a_service_that_was_confirmed_comes_first_and_no_more_than_three(phone, publish, offer):
    offered = [offer(f"Doctor {name}") for name in "ABCDE"]
    offered[4].confirm("call", by=None)
    publish("one", STEP, cites=[A_DOCTOR])
    told = taken(phone)
    assert told["services"][0]["title"] == "Doctor E"
    assert told["services"][0]["note"] == ""
    assert len(told["services"]) == 3


@pytest.mark.parametrize(
    "unfit",
    [
        {"country": "FR"}, {"phone": ""}, {"status": "inactive"}, {"is_confidential": True},
    ],
)  # fmt: skip
def test_nobody_is_listed_whom_one_cannot_call_here(
    client, case, caseworker, phone, publish, offer, unfit
):
    offer("Doctor Luz", **unfit)
    publish("one", STEP, cites=[A_DOCTOR])
    told = taken(phone)
    assert told["services"] == []
    assert told["cards"][0]["services"] == []
    assert told["words"]["no_service"] == NOBODY
    page = page_of(client, case, caseworker)
    assert NOBODY in page
    assert "Doctor Luz" not in page
