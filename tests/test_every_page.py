"""Every page of the house: whole in the markup, in every reader's direction, and small enough."""

import gzip
from collections import Counter

import pytest
from django.conf import settings
from django.test import Client

from tests.doors import DOORS, PAGES, address, opener
from tests.support.answers import ask
from tests.support.batches import in_batches, tried
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


@in_batches(PAGES)
def test_its_markup_is_whole(batch, house, clients, subtests):
    """In a language that is written to the right, and in one that is written to the left."""
    for route in batch:
        with tried(route, subtests) as faults:
            for language in ("es", "ar"):
                answer = ask_in(language, clients[opener(route)], "get", address(route, house))
                faults += in_answer(answer, faults_of_markup(answer, SPEAKS.get(route, language)))


@in_batches(FORMS)
def test_a_form_that_comes_back_says_what_is_missing(batch, house, clients, subtests):
    """Above the form, in one place, and beside each field that it is about."""
    for route in batch:
        with tried(route, subtests) as faults:
            answer = ask_in("en", clients[opener(route)], "post", address(route, house))
            faults += in_answer(answer, faults_of_form_sent_back(answer))


def ask_in(language, client, method, url):
    reader = Client()
    reader.cookies.update(client.cookies)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return ask(reader, method, url, who=f"a reader of {language}")


def in_answer(answer, faults):
    return [f"{answer}: {fault}" for fault in faults]


def faults_of_markup(answer, language):
    if answer.status != 200:
        return [f"answered {answer.status}"]
    page = answer.page
    html = page.one("html").attrs
    direction = "rtl" if language == "ar" else "ltr"
    ids = Counter(each.attrs["id"] for each in page.elements if "id" in each.attrs)
    [title] = page.all("title")
    told = [*page.addresses, title.text]
    size = len(gzip.compress(answer.body))
    wrong = {
        "language and direction": (html["lang"], html.get("dir", "ltr")) != (language, direction),
        "number of h1": len(page.all("h1")) != 1,
        "empty title": not title.text.strip(),
        "id used twice": [each for each, times in ids.items() if times > 1],
        "form without protection": page.unprotected(),
        "field without label": page.unlabelled(),
        "somebody named": [said for said in told if any(secret in said for secret in SECRETS)],
        "bytes": size if size > MOST_BYTES else 0,
    }
    return [f"{what}: {found}" for what, found in wrong.items() if found]


def faults_of_form_sent_back(answer):
    if answer.status != 422:
        return [f"answered {answer.status}"]
    page = answer.page
    ids = {element.attrs.get("id") for element in page.elements}
    summaries = [e for e in page.elements if "errors" in e.attrs.get("class", "").split()]
    led_to = {link.attrs["href"][1:] for link in page.all("a") if any(map(link.is_in, summaries))}
    wrong = {
        "number of h1": len(page.all("h1")) != 1,
        "field without label": page.unlabelled(),
        "field that does not say why": [str(e) for e in page.fields if not page.says_why(e)],
        "number of summaries of errors": len(summaries) != 1,
        "link to no field": led_to - BY_BUTTON - ids,
    }
    return [f"{what}: {found}" for what, found in wrong.items() if found]
