"""Charts as a browser draws them: in any language no label is cut, and none meets another."""

import pytest
from django.conf import settings

from tests.support.browser import DESK, PHONE

in_every_language = pytest.mark.parametrize("language", list(dict(settings.LANGUAGES)))

# What is seen of each text, and what is wrong with it: a pixel more or less is not seen.
MEASURE = """
() => [...document.querySelectorAll("svg.chart-wide, svg.chart-narrow")]
  .filter((picture) => picture.checkVisibility())
  .map((picture) => {
    const room = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll("text")].map((text) => {
      const box = text.getBoundingClientRect(), quarter = box.height / 4;
      return { words: text.textContent, left: box.left, right: box.right,
        top: box.top + quarter, bottom: box.bottom - quarter };
    });
    const outside = texts.filter((text) => text.left < room.left - 1 || text.right > room.right + 1
      || text.top < room.top - 1 || text.bottom > room.bottom + 1);
    const meeting = texts.flatMap((one, at) => texts.slice(at + 1)
      .filter((other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1)
      .map((other) => `${one.words} and ${other.words}`));
    return { name: picture.closest("figure").id, size: room.width / picture.viewBox.baseVal.width,
      outside: outside.map((text) => text.words), meeting };
  })
"""


LOOK = """selector => {
  const style = getComputedStyle(document.querySelector(selector));
  return [style.fill, style.stroke];
}"""


@in_every_language
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_label_is_cut_or_meets_another(language, size, browser_page):
    page = browser_page(language, **size)
    page.goto(f"/patterns/?lang={language}")
    pictures = page.evaluate(MEASURE)
    assert len(pictures) == 15
    assert [(each["name"], each["outside"]) for each in pictures if each["outside"]] == []
    assert [(each["name"], each["meeting"]) for each in pictures if each["meeting"]] == []
    # Letters are as large as elsewhere: a picture is hardly made smaller to fit.
    assert all(0.85 <= each["size"] <= 1.01 for each in pictures)


def test_the_table_behind_a_picture_opens_and_fits(phone_page):
    page = phone_page("ar")
    page.goto("/patterns/?lang=ar")
    page.locator("#chart-stages summary").click()
    assert page.locator("#chart-stages table").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_printed_picture_has_its_table_with_it(desktop_page):
    page = desktop_page("es")
    page.goto("/patterns/?lang=es")
    assert not page.locator("#chart-stages table").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#chart-stages table").is_visible()
    assert not page.locator("#chart-stages summary").is_visible()


def test_shapes_speak_where_the_reader_chose_the_colours(browser_page):
    page = browser_page("en", **DESK, forced_colors="active")
    page.goto("/patterns/?lang=en")
    full, behind = (
        page.evaluate(LOOK, f"#chart-targets .chart-{css}") for css in ("fill-1", "behind")
    )
    assert full[0] != behind[0]
    assert behind[1] != "none"
