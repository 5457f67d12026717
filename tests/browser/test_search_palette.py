"""The search over a page by keyboard alone, in both directions; without scripts it is a page."""

import pytest
from playwright.sync_api import expect

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import Provider, Service
from tests.support.browser import audit, overflows

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize(
    ("language", "text", "title"),
    [("es", "albergue", "Albergue San José"), ("ar", "المأوى", "مأوى القديس يوسف")],
)


@pytest.fixture
def shelter(db):
    refuge = Organization.found(by=None, name="Cruz del Sur", kind="ngo", country="BO")
    provider = Provider.list(refuge, by=None, about={"es": "Acogemos."})
    return Service.offer(
        provider, by=None, types=["shelter.emergency"],
        name={"es": "Albergue San José", "ar": "مأوى القديس يوسف"},
    )  # fmt: skip


@LANGUAGES
def test_the_palette_by_keyboard(
    desktop_page, sign_in, caseworker, case, shelter, language, text, title
):
    page = sign_in(desktop_page(language), caseworker)
    page.goto("/today/")
    dialog, box = page.get_by_role("dialog"), page.locator("#palette-box")
    page.keyboard.press("/")
    expect(box).to_be_focused()

    page.keyboard.type(text)
    option = dialog.get_by_role("option", name=title)
    expect(option).to_be_visible()
    expect(dialog.get_by_role("status")).not_to_be_empty()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    assert overflows(page) == []
    assert audit(page) == []

    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    for _turn in range(4):  # Tab stays in the dialog, or leads to the browser's own bar
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main, .header, .side')") is None

    page.wait_for_load_state("networkidle")  # each letter asks, and the last answer may be late
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#palette-found")).to_be_empty()
    assert page.locator("#palette-box").input_value() == ""

    page.keyboard.press("Control+k")
    expect(page.locator("#palette-box")).to_be_focused()
    page.keyboard.type(text)
    expect(option).to_be_visible()
    place = [each.get_attribute("href") for each in dialog.get_by_role("option").all()].index(
        f"/directory/services/{shelter.ref}/"
    )
    for _line in range(place + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/directory/services/{shelter.ref}/")


@LANGUAGES
def test_enter_without_a_choice_shows_all_results(
    desktop_page, sign_in, caseworker, case, shelter, language, text, title
):
    page = sign_in(desktop_page(language), caseworker)
    page.goto("/today/")
    page.locator(".header .search [type=search]").click()  # the box of the header opens it too
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    expect(page.locator(f"main a[href='/directory/services/{shelter.ref}/']")).to_contain_text(
        title
    )
    assert overflows(page) == []
    assert audit(page) == []


def test_the_sign_lists_actions(desktop_page, sign_in, caseworker, case):
    page = sign_in(desktop_page("es"), caseworker)
    page.goto("/today/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-box")).to_be_focused()  # what is typed before that is lost
    page.keyboard.type(">registrar p")
    expect(page.locator("dialog a[href='/register/']")).to_be_visible()


def test_too_long_a_text_says_what_to_do(desktop_page, sign_in, caseworker, case):
    page = sign_in(desktop_page("es"), caseworker)
    page.goto("/today/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-box")).to_be_focused()
    page.locator("#palette-box").evaluate("box => box.removeAttribute('maxlength')")
    page.locator("#palette-box").fill("مأوى alba " * 50)
    expect(page.locator("dialog .palette-note")).to_contain_text("hasta 200 letras")


@LANGUAGES
def test_without_scripts_the_bar_of_the_thumb_leads_to_the_page(
    phone_page, sign_in, caseworker, case, shelter, language, text, title
):
    page = sign_in(phone_page(language, java_script_enabled=False), caseworker)
    page.goto("/today/")
    page.locator(".foot a[href='/search/']").click()
    page.locator("main [name=q]").fill(text)
    page.locator("main form .btn-primary").first.click()
    link = page.locator(f"main a[href='/directory/services/{shelter.ref}/']")
    expect(link).to_contain_text(title)
