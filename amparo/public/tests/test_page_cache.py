"""What was made for one is given to the next who asks the same, as long as it is true."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core import clock
from amparo.foundation.directory.models import DirectoryEdition, EmergencyNumber

pytestmark = pytest.mark.django_db
BEDS = "/a/n/2/?lang=en"
EVENING = datetime(2026, 11, 26, 22, tzinfo=UTC)


@pytest.fixture
def ask(client):
    def ask(url=BEDS, moment=EVENING):
        with clock.at(moment):
            return client.get(url)

    return ask


def test_it_comes_from_memory(ask, shelter, django_assert_max_num_queries):
    first = ask()
    with django_assert_max_num_queries(5):  # two of them are the second wall's
        second = ask()
    assert second.content == first.content
    assert second["Cache-Control"].startswith("public, max-age=")
    assert second["Permissions-Policy"] == first["Permissions-Policy"]


def test_each_language_and_each_question_has_its_own(ask, shelter):
    assert ask("/a/n/2/?lang=ar").content != ask().content
    assert ask("/a/n/2/?lang=en&only=p").content != ask().content


def test_a_change_is_seen_at_once(ask, shelter):
    assert b"San Jos" in ask().content
    shelter.change(by=None, status="inactive")
    assert b"San Jos" not in ask().content


def test_an_address_that_becomes_secret_is_shown_by_no_cached_page(ask, shelter):
    url = f"/a/s/{shelter.service_at_locations.get().ref}/?lang=en"
    assert b"Calle del Faro" in ask(url).content
    shelter.service_at_locations.get().location.change(by=None, is_confidential=True)
    assert b"Calle del Faro" not in ask(url).content


def test_no_service_is_shown_open_as_it_was_before(ask, shelter):
    closing = datetime(2026, 11, 27, 1, 59, 30, tzinfo=UTC)  # 21:59:30 there; it shuts at 22
    assert b"Closes soon" in ask(moment=closing).content
    assert b"Closes soon" not in ask(moment=closing + timedelta(minutes=1)).content


def test_who_is_signed_in_is_answered_anew(client, caseworker, ask, shelter):
    ask()
    client.force_login(caseworker)
    with CaptureQueriesContext(connection) as asked:
        ask()
    assert len(asked) > 3


def test_a_new_emergency_number_turns_the_edition(shelter):
    before = DirectoryEdition.in_force()
    EmergencyNumber.note(by=None, country="BO", kind="police", number="110")
    assert DirectoryEdition.in_force() != before
