"""Somebody with an old telephone complains without a name, and reads the answer with a code."""

import re

import pytest
from playwright.sync_api import expect

from amparo.pillars.advocacy.models import Complaint
from tests.browser import audit

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False])


def tap(page, door):
    with page.expect_navigation(wait_until="networkidle"):
        page.locator(door).first.tap()


@pytest.mark.parametrize("language", ["es", "ar"])
@with_and_without_scripts
def test_from_the_first_page_to_the_answer(language, scripts, supervisor, phone):
    page = phone(language, java_script_enabled=scripts)
    page.goto("/", wait_until="networkidle")
    tap(page, ".lines a[href*='/a/c/']")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    page.locator("input[name=kind][value=complaint_service]").check()
    page.locator("textarea[name=words]").fill("Fui tres veces.")
    tap(page, "form.questions .button")
    code = CODE.search(page.locator(".receipt-code").inner_text()).group()
    complaint = Complaint.objects.get()
    complaint.answer(by=supervisor, words="Tenía usted razón.")
    page.context.clear_cookies()  # another day, another telephone
    page.goto("/a/q/", wait_until="networkidle")
    page.locator("input[name=code]").fill(code.lower().replace("-", " "))
    tap(page, "form.questions .button")
    expect(page.locator("main")).to_contain_text("Tenía usted razón.")
    tap(page, "form:has([name=satisfied][value=yes]) .button")
    assert complaint.told.get().is_satisfied


@pytest.mark.parametrize("language", ["es", "ar"])
def test_what_was_just_answered_is_read_by_everybody(language, supervisor, phone):
    """The pages that the walk over every page does not meet: they need a code."""
    page = phone(language)
    page.goto("/a/c/", wait_until="networkidle")
    page.locator("input[name=kind][value=sea]").check()
    page.locator("textarea[name=words]").fill("…")
    tap(page, "form.questions .button")
    assert audit(page) == []
    Complaint.objects.get().answer(by=supervisor, words="…")
    tap(page, ".buttons a[href*='/a/q/']")
    assert audit(page) == []
