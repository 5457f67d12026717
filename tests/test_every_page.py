"""Every page of the house: whole in the markup, in every reader's direction, and small enough."""

import gzip
from collections import Counter

import pytest
from django.conf import settings
from django.test import Client

from tests.doors import PAGES, address, opener
from tests.support.answers import ask
from tests.support.batches import in_batches, tried
from tests.world import SECRETS

pytestmark = pytest.mark.django_db

# A receipt is for the person, in the first language that the house and they share.
SPEAKS = {"assistance:service-receipt": "es"}
MOST_BYTES = 30_000


@in_batches(PAGES)
def test_its_markup_is_whole(batch, house, clients, subtests):
    """In a language that is written from the left, and in one that is written from the right."""
    for route in batch:
        with tried(route, subtests) as faults:
            for language in ("es", "ar"):
                answer = ask_in(language, clients[opener(route)], address(route, house))
                found = faults_of_markup(answer, SPEAKS.get(route, language))
                faults += [f"{answer}: {fault}" for fault in found]


def ask_in(language, client, url):
    reader = Client()
    reader.cookies.update(client.cookies)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return ask(reader, "get", url, who=f"a reader of {language}")


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
