"""Nothing lies on a text, and no label is cut inside a word, in four languages.

Each page is opened once in each language and measured at the widths of a telephone and of a desk.
The ordinary run looks at pages on which rows, badges and buttons stand close together, the nightly
run at every page, in those languages in which `test_every_page_on_a_screen.py` does not ask it.
"""

from itertools import batched

import pytest
from django.conf import settings

from tests.browser import overflows
from tests.doors import NOBODY, PAGES, address, opener
from tests.support.nightly import is_nightly
from tests.support.readable import find_broken_words, find_covered_text

CROWDED = [
    "assistance:case-plan",
    "assistance:received",
    "assistance:received-referral",
    "assistance:referral-new",
    "assistance:today",
    "assistance:waiting",
    "families:children",
    "fieldwork:forms",
    "money:fund",
    "returns:journey",
]
# To whom a page has more to show than to the first who may open it.
READERS = {"assistance:received": "official"}
SIZES = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})
SITTING = 60
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


def sittings():
    """Which pages are looked at in which language."""
    languages = ("en", "fr") if is_nightly() else dict(settings.LANGUAGES)
    chosen = sorted(PAGES, key=opener) if is_nightly() else CROWDED
    return [
        pytest.param(language, routes, id=f"{language}-{number}")
        for language in languages
        for number, routes in enumerate(batched(chosen, SITTING))
    ]


@pytest.mark.parametrize(("language", "routes"), sittings())
def test_words_stay_readable(language, routes, screen, sign_in, dataset_on_screen, subtests):
    page, was = screen(language), NOBODY
    for route in routes:
        who = READERS.get(route) or opener(route)
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


def test_what_cannot_be_read_is_found(screen):
    page = screen("es")
    page.set_content(COVERED)
    assert "Decision" in "".join(find_covered_text(page))
    page.set_content(BROKEN)
    broken = " ".join(find_broken_words(page))
    assert "Hecho" in broken
    assert "AMP-26-004345-6" in broken
    page.set_content(READABLE)
    assert find_covered_text(page) == find_broken_words(page) == []
