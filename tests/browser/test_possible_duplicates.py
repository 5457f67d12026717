"""A possible duplicate at registration is the first thing one sees; one answers by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from amparo.foundation.people.models import Person
from tests.support.browser import audit, overflows, right_to_left_by_day

# What a rule on the page cannot say: where the focus is, and whether it lies in the first screen.
SEEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const heading = document.querySelector("#stop-t").getBoundingClientRect();
  return {
    id: document.activeElement.id, top: box.top, heading: heading.bottom,
    header: document.querySelector(".header").getBoundingClientRect().bottom,
    screen: innerHeight, main: document.querySelector(".btn-primary") !== null,
  };
}"""
ROSA = {
    "given_names": "Rosa", "family_names": "Quispe", "second_family_name": "Mamani",
    "birth_year": "1992",
}  # fmt: skip


def _write(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.locator(f"[name=who-{name}]").fill(value)


def _come_to_who(page: Page) -> None:
    """Her consent, and on to who she is."""
    page.goto("/register/")
    for name, value in {"way": "agrees", "agrees_case_management": "yes"}.items():
        page.locator(f"[name=consent-{name}][value={value}]").check(force=True)
    page.locator("[name=consent-language]").select_option("es")
    page.locator("[name=consent-method]").first.evaluate(
        "each => each.tagName === 'SELECT' ? (each.value = 'verbal') : each.click()"
    )
    for box in page.locator("[name=consent-all_explained]").all():
        box.check(force=True)
    _go_on(page)
    expect(page.locator("[name=who-given_names]")).to_be_visible()


def _go_on(page: Page) -> None:
    """Continue, or Register."""
    page.locator(".action-bar button:not([name=move])").click()


@pytest.fixture
def at_who(phone_page, desktop_page, sign_in, caseworker):
    def come(language: str, screen: str) -> Page:
        page = {"phone": phone_page, "desk": desktop_page}[screen](language)
        _come_to_who(sign_in(page, caseworker))
        return page

    return come


@pytest.mark.parametrize(
    ("language", "screen"),
    [
        ("es", "phone"),
        ("ar", "desk"),
        pytest.param("ar", "phone", marks=pytest.mark.nightly),
        pytest.param("es", "desk", marks=pytest.mark.nightly),
    ],
)
def test_the_warning_has_the_focus_in_the_first_screen(at_who, language, screen, case, rosa):
    page = at_who(language, screen)
    _write(page, ROSA)
    _go_on(page)
    expect(page.locator("#stop")).to_be_focused()
    seen = page.evaluate(SEEN)
    assert seen["header"] <= seen["top"] < seen["heading"] < seen["screen"] / 2
    assert not seen["main"], "the two answers have no rival"
    assert audit(page) == []
    assert overflows(page) == []
    answers = page.locator("#stop .duplicate-answers .btn")
    heights = {round(each.bounding_box()["height"]) for each in answers.all()}
    assert len(heights) == 1, "two answers of one size"
    for number in range(2):
        page.keyboard.press("Tab")
        expect(answers.nth(number)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("button[name=once]")).to_be_visible()
    expect(page.locator("#stop, #alike:not([hidden])")).to_have_count(0)
    assert Person.objects.count() == 1


def test_the_first_answer_opens_the_case(at_who, case, rosa):
    page = at_who("es", "phone")
    _write(page, ROSA)
    _go_on(page)
    expect(page.locator("#stop")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(case.get_absolute_url())))


def test_enter_in_a_field_compares_again(at_who, rosa):
    page = at_who("es", "phone")
    _write(page, ROSA)
    _go_on(page)
    expect(page.locator("#stop")).to_be_focused()
    page.locator("[name=who-given_names]").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("#stop")).to_be_focused()


@right_to_left_by_day
def test_while_one_writes_a_line_stays_in_sight(at_who, language, rosa):
    page = at_who(language, "phone")
    line = page.locator("#alike-line a")
    expect(line).to_have_count(0)
    _write(page, ROSA)
    expect(line).to_be_visible()
    page.locator("[name=who-birth_place]").scroll_into_view_if_needed()
    expect(line).to_be_in_viewport(ratio=1)
    assert overflows(page) == []
    assert audit(page) == []
    line.click()
    expect(page.locator("#alike-t")).to_be_in_viewport()
    _write(page, {"given_names": "Amina", "family_names": "Saleh", "second_family_name": ""})
    expect(line).to_have_count(0)


def test_with_nobody_alike_the_second_screen_is_the_last(at_who, rosa):
    page = at_who("es", "phone")
    _write(page, {"given_names": "Amina", "family_names": "Saleh"})
    expect(page.locator("#stop, #alike:not([hidden])")).to_have_count(0)
    _go_on(page)
    expect(page).to_have_url(re.compile(r"/cases/[\w-]+/"))
    assert Person.objects.count() == 2
