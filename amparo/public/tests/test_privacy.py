"""Public pages know nobody, keep nothing, load nothing from elsewhere, and are light."""

import gzip
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.directory.models import EmergencyNumber

pytestmark = pytest.mark.django_db

PAGES = ("/a/", "/a/n/2/", "/a/n/7/", "/a/n/8/", "/a/t/", "/a/r/", "/a/k/", "/a/o/")
MOST_QUERIES, MOST_BYTES = 12, 20_000
# No door opens or shuts within the next five minutes.
FORENOON = datetime(2026, 11, 24, 15, tzinfo=UTC)
each_page = pytest.mark.parametrize("url", PAGES)
ACCEPTS = {"accept-language": "fr"}


@pytest.fixture(autouse=True)
def there(shelter, safe_house):
    EmergencyNumber.note(by=None, country="BO", kind="police", number="110", is_free=True)


@pytest.mark.parametrize("url", ["/", *PAGES])
@pytest.mark.parametrize("told", ["", "?lang=ar"])
def test_nothing_is_left_on_the_telephone_or_with_us(url, told, client):
    before = AuditEntry.objects.count()
    response = client.get(url + told)
    assert response.status_code == 200
    assert not response.cookies
    assert AuditEntry.objects.count() == before


@each_page
def test_everybody_gets_the_same_page_also_those_who_work_here(url, client, caseworker):
    nobodys = client.get(f"{url}?lang=es")
    client.force_login(caseworker)
    theirs = client.get(f"{url}?lang=es")
    assert nobodys.content == theirs.content
    assert caseworker.name not in theirs.content.decode()


@each_page
def test_what_names_its_language_may_be_kept_five_minutes_and_nothing_else(url, client):
    with clock.at(FORENOON):
        assert client.get(f"{url}?lang=es")["Cache-Control"] == "public, max-age=300"
        assert client.get(url)["Cache-Control"] == "no-store"
        assert client.get(f"{url}?lang=zz")["Cache-Control"] == "no-store"


def test_the_first_page_is_kept_by_nobody_since_it_differs_for_those_who_work_here(
    client, caseworker
):
    assert client.get("/?lang=es")["Cache-Control"] == "no-store"
    client.force_login(caseworker)
    assert client.get("/")["Location"] == reverse("cases:today")


def test_it_speaks_the_language_of_the_browser_until_one_is_chosen(client):
    assert '<html lang="fr"' in client.get("/", headers=ACCEPTS).content.decode()
    page = client.get("/a/?lang=ar", headers=ACCEPTS).content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    links = [part.split('"')[0] for part in page.split('href="/a/')[1:]]
    assert links
    assert all("lang=ar" in link for link in links), "the choice goes along without a cookie"


@each_page
def test_it_asks_the_database_little(url, client):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{url}?lang=es")
    assert len(asked) <= MOST_QUERIES


@each_page
def test_it_is_light_and_asks_nothing_of_others(url, client):
    page = client.get(f"{url}?lang=ar").content
    assert len(gzip.compress(page)) <= MOST_BYTES
    outward = [part.split(b'"')[0] for part in page.split(b'="http')[1:]]
    assert outward == [settings.AMPARO_QUICK_EXIT_URL.removeprefix("http").encode()]


def test_the_quick_exit_is_on_every_page_and_leads_where_the_site_says(client, settings):
    settings.AMPARO_QUICK_EXIT_URL = "https://weather.example.org/"
    for url in ("/", *PAGES):
        page = client.get(url).content.decode()
        assert 'href="https://weather.example.org/" rel="noreferrer" data-quick-exit' in page


def test_the_need_that_endangers_is_not_named_in_the_history(client):
    page = client.get("/a/n/7/?lang=en").content.decode()
    assert "<title>Help nearby</title>" in page
    assert "I am forced to work" in page, "on the page itself it is"


def test_whom_to_call_is_on_the_first_page_and_with_those_in_danger(client):
    for url in ("/", "/a/n/7/", "/a/t/"):
        assert 'href="tel:110"' in client.get(url).content.decode()
    assert "tel:110" not in client.get("/a/n/1/").content.decode()


def test_where_nobody_wrote_a_number_down_none_is_invented(client):
    EmergencyNumber.objects.all().delete()
    assert "tel:" not in client.get("/").content.decode()
    assert "No number is written down here yet" in client.get("/a/t/?lang=en").content.decode()


def test_a_public_page_takes_nothing(client):
    visitor = Client(enforce_csrf_checks=True)
    for url in PAGES:
        assert visitor.post(url, {"name": "Rosa"}).status_code in (403, 405)
