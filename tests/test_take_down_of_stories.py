"""Take-down reaches every copy that the product serves: each public page, feed, file and export is
looked at while a story is published, and again when its consent has ended.
"""

from datetime import timedelta

import pytest
from django.test import Client

from amparo.foundation.core import clock
from tests.support.cast import Cast
from tests.support.route_permissions import FILES, ROUTE_PERMISSIONS, address

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]
CANARIES = (b"They asked me first what I needed", b"Primero me preguntaron")
SHOWS = {"public:stories", "public:stories-feed", "public:story", "public:story-photo"}


def holding(world, routes) -> set[str]:
    """The routes whose answer holds the words of the story, or its photo or the photo's digest."""
    copy = world.story_copy
    with copy.open() as content:
        picture = content.read()
    marks = (*CANARIES, copy.digest.encode(), picture)
    found = set()
    for route in routes:
        for language in ("en", "es", "fr"):
            body = _body(world, route, language)
            if any(mark in body for mark in marks):
                found.add(route)
    return found


def _body(world, route: str, language: str) -> bytes:
    client, door = Client(), ROUTE_PERMISSIONS[route]
    if not door.is_public:
        client.force_login(getattr(world, door.opened_by()))
    answer = client.get(address(route, world), {"lang": language})
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_take_down_reaches_every_copy_that_the_product_serves(shared_data):
    """Nightly: it asks for every public page and every file of the product, six times."""
    public = [
        route for route, door in ROUTE_PERMISSIONS.items() if door.is_public and door.get == 200
    ]
    exports = [
        route for route in FILES
        if ROUTE_PERMISSIONS[route].get == 200 and not route.startswith("stories:")
    ]  # fmt: skip
    routes = dict.fromkeys([*public, *exports])
    assert len(routes) > 60
    assert Cast.STAFF
    assert holding(shared_data, routes) == SHOWS
    with clock.at(clock.now() + timedelta(days=400)):
        assert holding(shared_data, routes) == set()
