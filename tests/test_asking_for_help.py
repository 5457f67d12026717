"""With an old telephone and little signal somebody asks for help, and reads the answer later."""

import re
import sys

import pytest
from playwright.sync_api import expect

from amparo.foundation.core.models import Membership
from amparo.pillars.assistance.models import HelpRequest
from tests.test_help_in_three_taps import weigh

MOST = 60_000
in_two_languages_with_and_without_scripts = pytest.mark.parametrize(
    ("language", "scripts"), [("es", True), ("es", False), ("ar", True), ("ar", False)]
)


@pytest.fixture(autouse=True)
def somebody_receives(caseworker, supervisor):
    assert Membership.objects.held().exists()


def tap(page, door):
    with page.expect_navigation(wait_until="networkidle"):
        page.locator(door).first.tap()


def ask(page, words):
    page.goto("/", wait_until="networkidle")
    tap(page, "main a[href*='/a/h/']")
    page.locator("input[name=needs][value='2']").check()
    page.locator("textarea[name=words]").fill(words)
    page.wait_for_timeout(3200)  # nobody writes faster
    tap(page, "form.questions > button")
    return page.locator(".receipt-code").inner_text()


@in_two_languages_with_and_without_scripts
def test_from_the_first_page_to_the_code_and_back(language, scripts, phone, caseworker, capsys):
    page = phone(language, java_script_enabled=scripts)
    fetched = []
    page.on("requestfinished", lambda request: fetched.append(request))
    code = ask(page, "أنام في المحطة" if language == "ar" else "Duermo en la terminal")
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    with capsys.disabled():
        sys.stdout.write(f"\n  {language}: asked in {weigh(fetched):,} bytes\n")
    assert weigh(fetched) <= MOST
    direction = "rtl" if language == "ar" else "ltr"
    expect(page.locator("html")).to_have_attribute("dir", direction)
    asked = HelpRequest.objects.get()
    assert (asked.needs, asked.language, asked.doubt) == ([2], language, "")
    asked.answer("Hay una cama.", by=caseworker)
    other = phone(language, java_script_enabled=scripts)
    other.goto("/a/", wait_until="networkidle")
    tap(other, "main a[href*='/a/m/']")
    other.locator("#code").fill(f" {code.lower().replace('-', ' ')} ")
    tap(other, "form.questions > button")
    expect(other.locator(".talk .ours")).to_contain_text("Hay una cama.")
    other.locator("#words").fill("Gracias")
    tap(other, ".questions button")
    expect(other.locator(".talk")).to_contain_text("Gracias")
    tap(other, "form[action*='/a/m/end/'] button")
    other.goto("/a/m/")
    expect(other.locator("#code")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_one_leaves_in_one_tap_and_whoever_takes_the_telephone_needs_the_code(
    scripts, phone, settings
):
    settings.AMPARO_LEAVE_TO = "/a/k/"  # a page of ours stands in for the one elsewhere
    page = phone("es", java_script_enabled=scripts)
    ask(page, "Duermo en la terminal")
    tap(page, "a.button[href*='/a/m/']")
    page.locator("a.leave").tap()
    page.wait_for_url("**/a/k/")
    page.goto("/a/m/")
    expect(page.locator("#code")).to_be_visible()
    assert "Duermo" not in page.content()


def test_the_receipt_is_read_in_another_language(phone):
    page = phone("es")
    code = ask(page, "Duermo en la terminal")
    tap(page, ".tongues [lang=ar]")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.locator(".receipt-code").inner_text() == code


def test_what_is_missing_is_said_and_nothing_is_lost(phone):
    page = phone("es")
    page.goto("/a/h/?lang=es", wait_until="networkidle")
    page.locator("textarea[name=words]").fill("Duermo en la terminal")
    tap(page, "form.questions > button")
    expect(page.locator("#errors a")).to_have_attribute("href", "#id_needs_0")
    expect(page.locator("textarea[name=words]")).to_have_value("Duermo en la terminal")
