"""Public forms on an old telephone: a request for help, a complaint, the answer to a referral."""

import re
import sys

import pytest
from playwright.sync_api import expect

from amparo.foundation.core.models import Membership
from amparo.pillars.advocacy.feedback.models import Complaint
from amparo.pillars.assistance.help_requests.models import HelpRequest
from tests.browser.test_public_directory import weigh
from tests.support.browser import audit, overflows, right_to_left_by_day

MOST_BYTES = 60_000
# By day each language once, and each way once.
in_two_languages_with_and_without_scripts = pytest.mark.parametrize(
    ("language", "scripts"),
    [
        ("es", True),
        ("ar", False),
        pytest.param("es", False, marks=pytest.mark.nightly),
        pytest.param("ar", True, marks=pytest.mark.nightly),
    ],
)


@pytest.fixture(autouse=True)
def somebody_receives(caseworker, supervisor):
    assert Membership.objects.held().exists()


def tap(page, door):
    with page.expect_navigation(wait_until="networkidle"):
        page.locator(door).first.tap()


def ask_for_help(page, text):
    page.goto("/", wait_until="networkidle")
    tap(page, "main a[href*='/a/h/']")
    page.locator("input[name=needs][value='2']").check()
    page.locator("textarea[name=text]").fill(text)
    page.wait_for_timeout(3200)  # nobody writes faster
    tap(page, "form.questions > button")
    return page.locator(".receipt-code").inner_text()


@in_two_languages_with_and_without_scripts
def test_from_the_first_page_to_the_code_and_back(
    language, scripts, phone_page, caseworker, capsys
):
    page = phone_page(language, java_script_enabled=scripts)
    fetched = []
    page.on("requestfinished", lambda request: fetched.append(request))
    code = ask_for_help(page, "أنام في المحطة" if language == "ar" else "Duermo en la terminal")
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    with capsys.disabled():
        sys.stdout.write(f"\n  {language}: asked in {weigh(fetched):,} bytes\n")
    assert weigh(fetched) <= MOST_BYTES
    direction = "rtl" if language == "ar" else "ltr"
    expect(page.locator("html")).to_have_attribute("dir", direction)
    asked = HelpRequest.objects.get()
    assert (asked.needs, asked.language, asked.doubt) == ([2], language, "")
    asked.answer("Hay una cama.", by=caseworker)
    other = phone_page(language, java_script_enabled=scripts)
    other.goto("/a/", wait_until="networkidle")
    tap(other, "main a[href*='/a/m/']")
    other.locator("#code").fill(f" {code.lower().replace('-', ' ')} ")
    tap(other, "form.questions > button")
    expect(other.locator(".talk .ours")).to_contain_text("Hay una cama.")
    other.locator("#text").fill("Gracias")
    tap(other, ".questions button")
    expect(other.locator(".talk")).to_contain_text("Gracias")
    tap(other, "form[action*='/a/m/end/'] button")
    other.goto("/a/m/")
    expect(other.locator("#code")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_one_leaves_in_one_tap_and_whoever_takes_the_telephone_needs_the_code(
    scripts, phone_page, settings
):
    settings.AMPARO_QUICK_EXIT_URL = "/a/k/"  # a page of ours stands in for the one elsewhere
    page = phone_page("es", java_script_enabled=scripts)
    ask_for_help(page, "Duermo en la terminal")
    tap(page, "a.button[href*='/a/m/']")
    page.locator("a.quick-exit").tap()
    page.wait_for_url("**/a/k/")
    page.goto("/a/m/")
    expect(page.locator("#code")).to_be_visible()
    assert "Duermo" not in page.content()


def test_the_receipt_is_read_in_another_language(phone_page):
    page = phone_page("es")
    code = ask_for_help(page, "Duermo en la terminal")
    tap(page, ".languages [lang=ar]")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.locator(".receipt-code").inner_text() == code


def test_what_is_missing_is_said_and_nothing_is_lost(phone_page):
    page = phone_page("es")
    page.goto("/a/h/?lang=es", wait_until="networkidle")
    page.locator("textarea[name=text]").fill("Duermo en la terminal")
    tap(page, "form.questions > button")
    expect(page.locator("#errors a")).to_have_attribute("href", "#id_needs_0")
    expect(page.locator("textarea[name=text]")).to_have_value("Duermo en la terminal")


# An organization without an account opens a referral on a telephone, answers it and reports.


def tap_through(page, door):
    with page.expect_navigation():
        page.locator(door).first.tap()


@in_two_languages_with_and_without_scripts
def test_from_the_link_to_the_report(language, scripts, sample_data, phone_page):
    page = phone_page(language, java_script_enabled=scripts)
    link = f"/r/{sample_data.link_token}/"
    page.goto(link, wait_until="networkidle")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    page.locator("input[name=code]").fill("12")
    tap_through(page, "form.stackd .btn")
    expect(page.locator(".errors")).to_be_visible()
    page.locator("input[name=code]").fill(sample_data.link_code)
    tap_through(page, "form.stackd .btn")
    expect(page.locator("main")).to_contain_text("Rosa")
    page.locator("input[name=outcome][value=asked]").check()
    page.locator("#answer textarea").fill("¿Come carne?")
    tap_through(page, "#answer .btn")
    expect(page.locator("#what-was-said")).to_contain_text("¿Come carne?")
    page.locator("input[name=outcome][value=accepted]").check()
    tap_through(page, "#answer .btn")
    page.locator("#report textarea").fill("Dos camas.")
    tap_through(page, "#report .btn")
    expect(page.locator("#report")).to_contain_text("Dos camas.")
    tap_through(page, f"form[action='{link}leave/'] .btn")
    expect(page.locator("main")).not_to_contain_text("Rosa")
    page.goto(link, wait_until="networkidle")
    expect(page.locator("input[name=code]")).to_be_visible()


@right_to_left_by_day
def test_everybody_can_use_what_lies_behind_the_code(language, sample_data, phone_page):
    """The pages that the walk over every page does not meet."""
    page = phone_page(language)
    page.goto(f"/r/{sample_data.link_token}/", wait_until="networkidle")
    page.locator("input[name=code]").fill(sample_data.link_code)
    tap_through(page, "form.stackd .btn")
    assert overflows(page) == []
    assert audit(page) == []
    page.locator("input[name=outcome][value=accepted]").check()
    tap_through(page, "#answer .btn")
    assert overflows(page) == []
    assert audit(page) == []


# Somebody with an old telephone complains without a name, and reads the answer with a code.

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@in_two_languages_with_and_without_scripts
def test_from_the_first_page_to_the_answer(language, scripts, supervisor, phone_page):
    page = phone_page(language, java_script_enabled=scripts)
    page.goto("/", wait_until="networkidle")
    tap(page, ".lines a[href*='/a/c/']")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    page.locator("input[name=kind][value=complaint_service]").check()
    page.locator("textarea[name=text]").fill("Fui tres veces.")
    tap(page, "form.questions .button")
    code = CODE.search(page.locator(".receipt-code").inner_text()).group()
    complaint = Complaint.objects.get()
    complaint.answer(by=supervisor, text="Tenía usted razón.")
    page.context.clear_cookies()  # another day, another telephone
    page.goto("/a/q/", wait_until="networkidle")
    page.locator("input[name=code]").fill(code.lower().replace("-", " "))
    tap(page, "form.questions .button")
    expect(page.locator("main")).to_contain_text("Tenía usted razón.")
    tap(page, "form:has([name=satisfied][value=yes]) .button")
    assert complaint.deliveries.get().is_satisfied


@right_to_left_by_day
def test_what_was_just_answered_is_read_by_everybody(language, supervisor, phone_page):
    """The pages that the walk over every page does not meet: they need a code."""
    page = phone_page(language)
    page.goto("/a/c/", wait_until="networkidle")
    page.locator("input[name=kind][value=sea]").check()
    page.locator("textarea[name=text]").fill("…")
    tap(page, "form.questions .button")
    assert audit(page) == []
    Complaint.objects.get().answer(by=supervisor, text="…")
    tap(page, ".buttons a[href*='/a/q/']")
    assert audit(page) == []
