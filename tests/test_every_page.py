"""Every page of the house: whole in the markup, in every reader's direction, and small enough."""

import gzip
from uuid import uuid4

import pytest
from django.conf import settings

from tests.doors import DOORS, PAGES, address, opener
from tests.reading import Page
from tests.world import SECRETS

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# A receipt is for the person, in the first language that the house and they share.
SPEAKS = {"assistance:service-receipt": "es"}
# Answered by the button that one touches: who sends the form has answered.
BY_BUTTON = {"id_answer", "id_decision"}
# Sent from a page that was chosen on before; empty, they say nothing and ask again.
CHOSEN_BEFORE = {
    "assistance:handover", "assistance:transfers-many", "people:family-member-new",
}  # fmt: skip
FORMS = [route for route in PAGES if DOORS[route].post == 422 and route not in CHOSEN_BEFORE]
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
    ids = [element.attrs["id"] for element in page.elements if "id" in element.attrs]
    assert [each for each in set(ids) if ids.count(each) > 1] == []
    assert page.unprotected() == []
    assert page.unlabelled() == []
    told = [*page.addresses, page.one("title").text]
    assert [said for said in told if any(secret in said for secret in SECRETS)] == []
    assert len(gzip.compress(response.content)) <= MOST_BYTES


@pytest.mark.parametrize("route", FORMS)
def test_a_form_that_comes_back_says_what_is_missing(route, house, clients):
    """Above the form, in one place, and beside each field that it is about."""
    client = clients[opener(route)]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.post(address(route, house), {"once": str(uuid4())})
    assert response.status_code == 422
    page = Page(response.content.decode())
    assert len(page.all("h1")) == 1
    assert page.unlabelled() == []
    assert [str(asked) for asked in page.fields if not page.says_why(asked)] == []
    ids = {element.attrs.get("id") for element in page.elements}
    [summary] = [e for e in page.elements if "errors" in e.attrs.get("class", "").split()]
    led_to = {link.attrs["href"][1:] for link in page.all("a") if link.is_in(summary)}
    assert led_to - BY_BUTTON <= ids
