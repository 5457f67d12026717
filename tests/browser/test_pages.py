"""Every page on a telephone and on a desk, in two directions: it fits, all can read and use it.

The ordinary run looks at the pages that differ from their last passed look, and at one of each
layout; the nightly run at all (`tests/support/page_digests.py`), and also in a dark scheme, in
colours that the reader forces, and at twice the size. A page that passes in all views is noted;
`python -m tests.support.page_digests` takes the notes into `axe_passed.json`.

That nothing lies on a text and no label is cut is measured in four languages at the widths of a
telephone and of a desk: the ordinary run looks in two at pages on which rows, badges and buttons
stand close together, the nightly run at every page, in the languages in which it was not opened
yet.
"""

import gzip
from itertools import batched, groupby

import pytest

from tests.support import page_digests
from tests.support.browser import DESK, PHONE, audit, overflows
from tests.support.nightly import is_nightly
from tests.support.readable import find_broken_words, find_covered_text
from tests.support.route_kinds import NOBODY
from tests.support.route_permissions import PAGES, address, person_shown

# One user looks at so many pages in one sitting: signed in once, with one context for each view.
SITTING = 22
VIEWS = {
    "es-phone": ("es", PHONE),
    "ar-desk": ("ar", DESK),
    "es-desk": ("es", DESK),
    "ar-phone": ("ar", PHONE),
}
NIGHT_VIEWS = {
    "es-desk-dark": ("es", {**DESK, "color_scheme": "dark"}),
    "ar-phone-forced-colours": ("ar", {**PHONE, "forced_colors": "active"}),
    # At 200 % half as many points are left on the same screen.
    "es-desk-twice-the-size": (
        "es",
        {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    ),
}
FIRST_VISIT = 90 * 1024


def choose_routes():
    if is_nightly():
        return PAGES
    return page_digests.choose_routes(PAGES, page_digests.read_passed(), page_digests.Sources())


def choose_views():
    return VIEWS | NIGHT_VIEWS if is_nightly() else VIEWS


def sittings():
    """Who looks at which pages."""
    for who, opened in groupby(sorted(choose_routes(), key=person_shown), key=person_shown):
        for number, routes in enumerate(batched(opened, SITTING)):
            yield pytest.param(who, routes, id=f"{who}-{number}")


in_two_directions = pytest.mark.parametrize("language", ["es", "ar"])
in_sittings = pytest.mark.parametrize(("who", "routes"), list(sittings()))


@in_sittings
def test_it_fits_and_all_can_use_it(
    who, routes, browser_page, sign_in, dataset_on_screen, server_errors, subtests
):
    """One sitting: page after page, each in all views, noted when it passes in all of them."""
    views = choose_views()
    pages = {view: browser_page(language, **size) for view, (language, size) in views.items()}
    if who != NOBODY:
        for page in pages.values():
            sign_in(page, getattr(dataset_on_screen, who))
    looks = dict.fromkeys(routes, frozenset())
    for route in routes:
        with page_digests.record_templates() as templates:
            if look_in_all_views(pages, route, address(route, dataset_on_screen), subtests):
                looks[route] = templates
    page_digests.keep_looks(dict.fromkeys(routes, frozenset()) if server_errors else looks)


def look_in_all_views(pages, route, url, subtests):
    passed = set()
    for view, page in pages.items():
        with subtests.test(f"{route} {view}"):
            look(page, url, choose_views()[view][1]["viewport"])
            passed.add(view)
        page.goto("about:blank")  # what one page asks for later is not taken for the next one's
    return passed == pages.keys()


def look(page, url, size):
    page.set_viewport_size(size)
    assert page.goto(url).status == 200
    page.wait_for_selector(
        "[hx-trigger^='load']", state="detached"
    )  # what is asked for afterwards
    assert overflows(page) == []
    assert find_covered_text(page) == []
    assert find_broken_words(page) == []
    assert audit_all(page) == []


def audit_all(page):
    """The page as one sees it after scrolling: nothing lies half under the bar of the thumb."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": max(height, 844)})
    return audit(page)


@pytest.mark.browser
@in_two_directions
def test_a_first_visit_is_light(language, phone_page):
    """Words, letters and signs together, as a server sends them: for a slow telephone."""
    page, sent = phone_page(language), {}
    page.on("response", lambda response: sent.update({response.url: response}))
    page.goto("/sign-in/", wait_until="networkidle")
    weights = {url: weight(response) for url, response in sent.items()}
    assert sum(weights.values()) <= FIRST_VISIT, weights


def weight(response):
    body = response.body()
    is_packed = response.headers.get("content-type", "").startswith(("font/", "image/png"))
    return len(body) if is_packed else len(gzip.compress(body))


# Texts that can be read, in four languages.

CROWDED = [
    "planning:case-plan",
    "referrals:received",
    "referrals:received-referral",
    "referrals:referral-new",
    "cases:today",
    "cases:waiting",
    "child_protection:children",
    "fieldwork:forms",
    "funding:fund",
    "returns:journey",
]
# To whom a page has more to show than to the first who may open it.
READERS = {"referrals:received": "official"}
SIZES = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})
LANGUAGE_SITTING = 60
# A page as it should not be: the button has no room and lies on the name, the badge has none for
# its word.
COVERED = """<!doctype html><meta charset="utf-8"><title>x</title>
<div style="display: grid; grid-template-columns: minmax(0, 1fr) auto; width: 10rem">
  <p>Uriel Angulo Valencia</p><a class="btn" style="width: 9rem" href="#">Decision</a>
</div>"""
BROKEN = """<!doctype html><meta charset="utf-8"><title>x</title>
<p style="width: 2rem"><span class="mark" style="overflow-wrap: anywhere">Hecho</span></p>
<p style="width: 6rem"><bdi class="code-whole">AMP-26-004345-6</bdi></p>"""
READABLE = """<!doctype html><meta charset="utf-8"><title>x</title>
<div style="width: 10rem"><p>Uriel Angulo <span class="mark">Hecho</span></p>
<a class="btn" href="#">Travel document of the person</a></div>"""


def language_sittings():
    """Which pages are looked at in which language."""
    languages = ("en", "fr") if is_nightly() else ("es", "ar")
    chosen = sorted(PAGES, key=person_shown) if is_nightly() else CROWDED
    return [
        pytest.param(language, routes, id=f"{language}-{number}")
        for language in languages
        for number, routes in enumerate(batched(chosen, LANGUAGE_SITTING))
    ]


@pytest.mark.parametrize(("language", "routes"), language_sittings())
def test_words_stay_readable(language, routes, browser_page, sign_in, dataset_on_screen, subtests):
    page, was = browser_page(language), NOBODY
    for route in routes:
        who = READERS.get(route) or person_shown(route)
        if who not in (was, NOBODY):
            sign_in(page, getattr(dataset_on_screen, who))
            was = who
        page.goto(address(route, dataset_on_screen))
        for size in SIZES:
            with subtests.test(f"{route} {size['width']}"):
                page.set_viewport_size(size)
                assert find_covered_text(page) == []
                assert find_broken_words(page) == []
                assert overflows(page) == []
        page.goto("about:blank")


def test_what_cannot_be_read_is_found(browser_page):
    page = browser_page("es")
    page.set_content(COVERED)
    assert "Decision" in "".join(find_covered_text(page))
    page.set_content(BROKEN)
    broken = " ".join(find_broken_words(page))
    assert "Hecho" in broken
    assert "AMP-26-004345-6" in broken
    page.set_content(READABLE)
    assert find_covered_text(page) == find_broken_words(page) == []
