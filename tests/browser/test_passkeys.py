"""A passkey on a telephone and on a computer: made, used as second step, used alone, and lost.

The browser is a real one; the finger on the device is a virtual authenticator's.
"""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import AuditEntry
from tests.support.stories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


class Finger:
    """The device's own reader of fingers, faces or PINs."""

    def __init__(self, page: Page, **is_like):
        self.line = page.context.new_cdp_session(page)
        self.line.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }  # fmt: skip
        made = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": options | is_like})
        self.device = {"authenticatorId": made["authenticatorId"]}

    def is_not_theirs(self) -> None:
        """The device looks, and does not know whose finger this is."""
        self.line.send("WebAuthn.setUserVerified", self.device | {"isUserVerified": False})

    def keys(self) -> list:
        return self.line.send("WebAuthn.getCredentials", self.device)["credentials"]


@pytest.fixture
def caseworker(caseworker):
    caseworker.set_password(PASSWORD)
    caseworker.save()
    return caseworker


@pytest.fixture
def page(phone_page):
    return phone_page("es")


def give_password(page: Page, user) -> None:
    page.goto("/sign-in/")
    page.locator("form:has([name=password]) [name=email]").fill(user.email)
    page.locator("form [name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) .btn-primary").click()


def touch(page: Page) -> None:
    """The button of the passkey's form."""
    page.locator("amparo-passkey button").click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies(name="amparo_session")


def arrives(page: Page, path: str) -> None:
    expect(page).to_have_url(re.compile(rf"//[^/?]+{path}$"))


def make_the_first(page: Page, user) -> Finger:
    finger = Finger(page)
    give_password(page, user)
    page.wait_for_url("**/account/ways/first/")
    touch(page)
    expect(page.locator(".codes li")).to_have_count(10)
    page.locator("main a.btn-primary").click()
    arrives(page, "/today/")
    assert len(finger.keys()) == 1
    return finger


def modes() -> list[str]:
    lines = AuditEntry.objects.filter(event="user.signed_in").order_by("pk")
    return [line.details["mode"] for line in lines]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_made_on_arrival_used_as_second_step_and_alone(size, phone_page, desktop_page, caseworker):
    page = {"phone": phone_page, "desk": desktop_page}[size]("es")
    make_the_first(page, caseworker)
    sign_out(page)
    give_password(page, caseworker)
    page.wait_for_url("**/sign-in/second/")
    touch(page)
    arrives(page, "/today/")
    sign_out(page)
    page.goto("/sign-in/?next=/notices/")
    touch(page)
    arrives(page, "/notices/")
    assert modes() == ["password+set_up", "password+passkey", "passkey"]


def test_a_finger_that_the_device_does_not_know_opens_nothing(page, caseworker):
    finger = make_the_first(page, caseworker)
    sign_out(page)
    finger.is_not_theirs()
    page.goto("/sign-in/")
    touch(page)
    expect(page.locator("amparo-passkey [data-failed]")).to_be_visible()
    page.goto("/today/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_a_device_without_a_passkey_says_so_and_asks_again(page, caseworker):
    two_factor.add_app(caseworker, SECRET)
    Finger(page)
    page.goto("/sign-in/")
    touch(page)
    expect(page.locator("amparo-passkey [data-failed]")).to_be_visible()
    give_password(page, caseworker)
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    page.locator("form:has([name=code]) .btn-primary").click()
    arrives(page, "/today/")


def test_what_an_administrator_revoked_opens_nothing_any_more(page, caseworker, administrator):
    make_the_first(page, caseworker)
    way = two_factor.second_factors_of(caseworker).passkeys[0]
    two_factor.revoke(way, by=administrator)
    page.goto("/today/")
    expect(page).to_have_url(re.compile("/sign-in/"))
    touch(page)
    expect(page.locator("amparo-passkey [data-failed]")).to_be_visible()
    assert modes() == ["password+set_up"]


def test_one_shows_with_a_passkey_that_it_is_still_oneself(page, caseworker):
    make_the_first(page, caseworker)
    page.goto("/account/confirm/?next=/notices/")
    touch(page)
    arrives(page, "/notices/")
    assert AuditEntry.objects.filter(event="user.confirmed").count() == 1
