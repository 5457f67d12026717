"""Every page on a telephone and on a desk, in two directions: it fits, and all can use it."""

import gzip
from itertools import batched, groupby

import pytest

from tests.browser import audit, overflows
from tests.doors import NOBODY, PAGES, address, opener

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# Somebody walks through so many pages in one sitting: the world is built once for them.
SITTING = 22
FIRST_VISIT = 150_000


def sittings():
    """Who walks through which pages."""
    for who, opened in groupby(sorted(PAGES, key=opener), key=opener):
        for number, routes in enumerate(batched(opened, SITTING)):
            yield pytest.param(who, routes, id=f"{who}-{number}")


in_two_directions = pytest.mark.parametrize("language", ["es", "ar"])
in_sittings = pytest.mark.parametrize(("who", "routes"), list(sittings()))


@pytest.fixture
def walk_through(phone, sign_in, world, subtests):
    """Open page after page; `judge` says what is wrong with each, at both widths."""

    def walk(who, routes, language, judge):
        page = phone(language)
        if who != NOBODY:
            sign_in(page, getattr(world, who))
        for route in routes:
            with subtests.test(route):
                assert page.goto(address(route, world)).status == 200
                for size in (PHONE, DESK):
                    page.set_viewport_size(size)
                    assert judge(page) == [], f"{size['width']} px wide"

    return walk


@pytest.mark.browser
@in_sittings
@in_two_directions
def test_it_fits(who, routes, language, walk_through):
    walk_through(who, routes, language, overflows)


@pytest.mark.axe
@in_sittings
@in_two_directions
def test_everybody_can_use_it(who, routes, language, walk_through):
    walk_through(who, routes, language, audit_all)


def audit_all(page):
    """The page as one sees it after scrolling: nothing lies half under the bar of the thumb."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": max(height, 844)})
    return audit(page)


@pytest.mark.browser
@in_two_directions
def test_a_first_visit_is_light(language, phone):
    """Words, letters and signs together, as a server sends them: for a slow telephone."""
    page, sent = phone(language), {}
    page.on("response", lambda response: sent.update({response.url: response}))
    page.goto("/sign-in/", wait_until="networkidle")
    weights = {url: weight(response) for url, response in sent.items()}
    assert sum(weights.values()) <= FIRST_VISIT, weights


def weight(response):
    body = response.body()
    is_packed = response.headers.get("content-type", "").startswith(("font/", "image/png"))
    return len(body) if is_packed else len(gzip.compress(body))
