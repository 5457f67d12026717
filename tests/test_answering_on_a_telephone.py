"""An organization without an account opens a referral on a telephone, answers it and reports."""

import pytest
from playwright.sync_api import expect

from tests.browser import audit, overflows


def tap(page, door):
    with page.expect_navigation():
        page.locator(door).first.tap()


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_link_to_the_report(language, scripts, world, phone):
    page = phone(language, java_script_enabled=scripts)
    link = f"/r/{world.link_token}/"
    page.goto(link, wait_until="networkidle")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    page.locator("input[name=code]").fill("12")
    tap(page, "form.stackd .btn")
    expect(page.locator(".errors")).to_be_visible()
    page.locator("input[name=code]").fill(world.link_code)
    tap(page, "form.stackd .btn")
    expect(page.locator("main")).to_contain_text("Rosa")
    page.locator("input[name=outcome][value=asked]").check()
    page.locator("#answer textarea").fill("¿Come carne?")
    tap(page, "#answer .btn")
    expect(page.locator("#what-was-said")).to_contain_text("¿Come carne?")
    page.locator("input[name=outcome][value=accepted]").check()
    tap(page, "#answer .btn")
    page.locator("#report textarea").fill("Dos camas.")
    tap(page, "#report .btn")
    expect(page.locator("#report")).to_contain_text("Dos camas.")
    tap(page, f"form[action='{link}leave/'] .btn")
    expect(page.locator("main")).not_to_contain_text("Rosa")
    page.goto(link, wait_until="networkidle")
    expect(page.locator("input[name=code]")).to_be_visible()


@pytest.mark.parametrize("language", ["es", "ar"])
def test_everybody_can_use_what_lies_behind_the_code(language, world, phone):
    """The pages that the walk over every page does not meet."""
    page = phone(language)
    page.goto(f"/r/{world.link_token}/", wait_until="networkidle")
    page.locator("input[name=code]").fill(world.link_code)
    tap(page, "form.stackd .btn")
    assert overflows(page) == []
    assert audit(page) == []
    page.locator("input[name=outcome][value=accepted]").check()
    tap(page, "#answer .btn")
    assert overflows(page) == []
    assert audit(page) == []
