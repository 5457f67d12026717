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
# Axe is slow. A page's width moves its columns, not its words or roles: every change is looked at
# in Spanish on a telephone and in Arabic on a desk, the other two before a release.
looks = pytest.mark.parametrize(
    ("language", "audited"),
    [
        pytest.param("es", PHONE, id="es-phone"),
        pytest.param("ar", DESK, id="ar-desk"),
        pytest.param("es", DESK, id="es-desk", marks=pytest.mark.thorough),
        pytest.param("ar", PHONE, id="ar-phone", marks=pytest.mark.thorough),
    ],
)


@pytest.mark.axe
@in_sittings
@looks
def test_it_fits_and_all_can_use_it(
    who, routes, language, audited, phone, sign_in, whole_world, subtests
):
    """One sitting: page after page, at both widths, and once with axe."""
    page = phone(language)
    if who != NOBODY:
        sign_in(page, getattr(whole_world, who))
    for route in routes:
        with subtests.test(route):
            assert page.goto(address(route, whole_world)).status == 200
            for size in (PHONE, DESK):
                page.set_viewport_size(size)
                assert overflows(page) == [], f"{size['width']} px wide"
            page.set_viewport_size(audited)
            assert audit_all(page) == [], f"{audited['width']} px wide"


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
