"""Whoever sends the right password before the wait is over need not send it again."""

import re

import pytest
from playwright.sync_api import Page, expect

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.sign_in_delay import PASSWORD_STEPS
from tests.support.stories import PASSWORD


@pytest.fixture
def caseworker(caseworker):
    caseworker.set_password(PASSWORD)
    caseworker.save()
    two_factor.add_app(caseworker, "JBSWY3DPEHPK3PXP")
    return caseworker


def give_password(page: Page, user, password: str) -> None:
    page.locator("form:has([name=password]) [name=email]").fill(user.email)
    page.locator("form [name=password]").fill(password)
    page.locator("form:has([name=password]) .btn-primary").click()


def test_what_is_sent_too_early_is_sent_by_itself(phone_page, caseworker, monkeypatch):
    monkeypatch.setattr(
        "amparo.foundation.core.rate_limits.SignInAttempt.STEPS", {"password": (3,)}
    )
    page = phone_page("es")
    page.goto("/sign-in/")
    give_password(page, caseworker, "guess after guess")
    expect(page.locator("form[data-delay]")).to_be_visible()
    assert page.locator("[name=codes]").count() == 0  # so short a wait asks for nothing more
    give_password(page, caseworker, PASSWORD)
    expect(page).to_have_url(re.compile("/sign-in/second/"), timeout=30_000)


def test_a_longer_wait_offers_two_codes_in_a_row(phone_page, caseworker, monkeypatch):
    monkeypatch.setattr(
        "amparo.foundation.core.rate_limits.SignInAttempt.STEPS", {"password": PASSWORD_STEPS[-1:]}
    )
    page = phone_page("es")
    page.goto("/sign-in/")
    give_password(page, caseworker, "guess after guess")
    expect(page.locator("[name=codes]")).to_be_visible()
