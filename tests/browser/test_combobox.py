"""A select with many options: one types to find an option, by keyboard or by touch, in both
directions; without scripts it is the select of the browser, what the office records most first.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from amparo.foundation.core.models import Organization
from tests.support.browser import audit, overflows, right_to_left_by_day

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize(
    ("language", "typed", "found"),
    [("es", "mexico", "México"), ("ar", "امارات", "الإمارات العربية المتحدة")],
)


def _box_of(page, name):
    select = page.locator(f"main [name='{name}']")
    return select, page.locator(f"amparo-combobox:has([name='{name}']) [role=combobox]")


@LANGUAGES
def test_a_nationality_by_keyboard(
    desktop_page, sign_in, caseworker, case, rosa, language, typed, found
):
    page = sign_in(desktop_page(language), caseworker)
    page.set_viewport_size({"width": 1280, "height": 2600})  # nothing lies under the header
    page.goto(reverse("people:person-edit", args=[rosa.ref]))
    select, box = _box_of(page, "nationality")
    before = select.input_value()
    options = page.locator("[role=option]:visible")
    box.focus()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert options.count() > 200
    page.keyboard.press("End")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert select.input_value() == before

    box.select_text()
    page.keyboard.type(typed)
    expect(options.first).to_have_text(found)
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    assert audit(page) == []
    assert overflows(page) == []
    page.keyboard.press("Enter")
    expect(box).to_have_value(found)
    assert select.input_value() == {"mexico": "MX"}.get(typed, "AE")

    box.fill("zzz")
    expect(page.locator(".combobox-none")).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_have_value(found)  # what fits nothing changes nothing
    box.fill("")
    page.keyboard.press("Tab")
    assert select.input_value() == ""


@LANGUAGES
def test_the_provider_by_touch(phone_page, sign_in, caseworker, case, language, typed, found):
    for number in range(16):
        Organization.found(by=None, name=f"Casa {number} {found}", kind="ngo", country="BO")
    page = sign_in(phone_page(language), caseworker)
    page.goto(reverse("services:service-new", args=[case.ref]))
    page.evaluate(
        "document.addEventListener('change', (event) => (window.changed = event.target.name))"
    )
    select, box = _box_of(page, "organization")
    box.tap()
    box.fill(f"15 {typed}")
    option = page.get_by_role("option", name=f"Casa 15 {found}")
    expect(option).to_be_visible()
    assert option.bounding_box()["height"] >= 44
    assert overflows(page) == []
    assert audit(page) == []
    option.tap()
    expect(box).to_have_value(f"Casa 15 {found}")
    assert page.evaluate("window.changed") == "organization"
    chosen = Organization.objects.get(pk=Organization.objects.latest("pk").pk)
    assert select.input_value() == str(chosen.ref)


def test_a_refused_form_keeps_the_answer_and_leads_to_its_box(
    desktop_page, sign_in, caseworker, case
):
    page = sign_in(desktop_page("en"), caseworker)
    page.goto(reverse("services:service-new", args=[case.ref]))
    _select, box = _box_of(page, "service_type")
    box.fill("food vou")
    page.keyboard.press("Enter")
    page.locator("main form .btn-primary").last.click()
    expect(page.locator(".errors")).to_be_visible()
    expect(box).to_have_value("Food vouchers or cash for food")
    assert audit(page) == []


@right_to_left_by_day
def test_without_scripts_it_is_a_select(phone_page, sign_in, caseworker, case, rosa, language):
    page = sign_in(phone_page(language, java_script_enabled=False), caseworker)
    page.goto(reverse("people:person-edit", args=[rosa.ref]))
    select = page.locator("main [name='nationality']")
    expect(select).to_be_visible()
    select.select_option("VE")
    assert select.input_value() == "VE"
    assert page.locator("main [role=combobox]").count() == 0
    assert overflows(page) == []
