"""Every page of the house: whole in the markup, in every reader's direction, and small enough."""

import gzip

import pytest
from django.conf import settings

from tests.doors import PAGES, address, opener
from tests.reading import Page
from tests.world import SECRETS

pytestmark = pytest.mark.django_db

# A receipt is for the person, in the first language that the house and they share.
SPEAKS = {"assistance:service-receipt": "es"}
MOST_BYTES = 30_000

in_two_directions = pytest.mark.parametrize("language", ["es", "ar"])
every_page = pytest.mark.parametrize("route", PAGES)


@every_page
@in_two_directions
def test_its_markup_is_whole(route, language, house, clients):
    client = clients[opener(route)]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address(route, house))
    assert response.status_code == 200
    page, language = Page(response.content.decode()), SPEAKS.get(route, language)
    html = page.one("html").attrs
    assert (html["lang"], html.get("dir", "ltr")) == (
        language,
        "rtl" if language == "ar" else "ltr",
    )
    assert len(page.all("h1")) == 1
    assert page.one("title").text.strip()
    assert page.unprotected() == []
    assert page.unlabelled() == []
    told = [*page.addresses, page.one("title").text]
    assert [said for said in told if any(secret in said for secret in SECRETS)] == []
    assert len(gzip.compress(response.content)) <= MOST_BYTES
