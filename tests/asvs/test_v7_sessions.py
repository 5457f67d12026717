"""V7: sessions end by themselves and at a touch, are listed, ask again before what is risky."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amparo.foundation.core import clock
from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import (
    AuditEntry,
    KnownBrowser,
    Notification,
    RestrictedGroupAccess,
    Session,
)
from tests.support.route_permissions import address
from tests.support.stories import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
ANDROID = "Mozilla/5.0 (Android 15; Mobile) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def lucia(caseworker):
    """She has a password, and an app for the second step."""
    caseworker.set_password(PASSWORD)
    caseworker.save()
    two_factor.add_app(caseworker, SECRET)
    return caseworker


class Screen(Client):
    """A browser of its own, in English."""

    used = -1  # half minutes of codes that were typed: each opens once

    def __init__(self, agent: str = ""):
        super().__init__(headers={"accept-language": "en", "user-agent": agent})

    def sign_in(self, user, **more):
        self.post("/sign-in/", {"email": user.email, "password": PASSWORD, **more})
        answer = self.post("/sign-in/second/", {"code": self.code()})
        assert answer.status_code == 302
        return self

    @classmethod
    def code(cls) -> str:
        Screen.used += 1
        return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + Screen.used))

    @property
    def key(self) -> str:
        return self.cookies[settings.SESSION_COOKIE_NAME].value

    @property
    def is_in(self) -> bool:
        return self.get("/account/").status_code == 200


@pytest.fixture(autouse=True)
def nobody_typed_yet():
    Screen.used = -2


@pytest.fixture
def screen(lucia):
    return Screen().sign_in(lucia)


def after(**time_that_passes):
    return clock.at(clock.now() + timedelta(**time_that_passes))


def opens(key: str) -> bool:
    somebody = Client()
    somebody.cookies[settings.SESSION_COOKIE_NAME] = key
    return somebody.get("/account/").status_code == 200


# New keys.


def test_v7_2_4_each_proof_at_sign_in_gives_a_new_key(lucia):
    screen = Screen()
    screen.get("/sign-in/")
    screen.post("/sign-in/passkey/ask/")
    keys = [screen.key]
    screen.post("/sign-in/", {"email": lucia.email, "password": PASSWORD})
    keys.append(screen.key)
    screen.post("/sign-in/second/", {"code": screen.code()})
    keys.append(screen.key)
    assert len(set(keys)) == 3
    assert [opens(key) for key in keys] == [False, False, True]


def test_v7_2_4_so_does_showing_again_who_one_is(screen):
    old = screen.key
    screen.post("/account/confirm/", {"code": screen.code()})
    assert (opens(old), screen.is_in) == (False, True)


def test_v7_2_4_so_does_another_password(screen):
    old, new = screen.key, "another long road"
    screen.post("/account/password/", {"old": PASSWORD, "password": new, "again": new})
    assert (opens(old), screen.is_in) == (False, True)


@pytest.mark.parametrize("change", ["given", "taken", "leave"])
def test_v7_2_4_so_does_a_change_of_what_one_may_do(screen, change, lucia, office, team):
    old = screen.key
    if change == "given":
        lucia.add_role("supervisor", by=None, team=team)
    elif change == "taken":
        lucia.end_role(lucia.memberships.get(), by=None)
    else:
        RestrictedGroupAccess.give(to=lucia, group="trafficking", office=office, by=None)
    assert screen.is_in
    assert (opens(old), screen.is_in) == (False, True)


def test_v7_2_4_a_copy_of_the_database_holds_no_key(screen):
    kept = Session.objects.get(user__isnull=False)
    assert screen.key not in (kept.session_key, kept.session_data)
    assert not opens(kept.session_key)
    assert "since" not in kept.session_data


# Limits.


@pytest.mark.parametrize(("answers", "minutes"), [({}, 60), ({"shared": "on"}, 15)])
def test_v7_3_1_a_screen_that_nobody_touches_signs_itself_out(lucia, answers, minutes):
    screen = Screen().sign_in(lucia, **answers)
    with after(minutes=minutes - 1):
        assert screen.is_in
        with after(minutes=minutes - 1):  # the touch of a moment ago counts
            assert screen.is_in
            with after(minutes=minutes + 1):
                answer = screen.get("/today/")
                assert answer["Location"] == "/sign-in/?next=/today/"
    assert AuditEntry.objects.filter(event="session.expired", by=lucia).count() == 1


@pytest.mark.parametrize(("answers", "minutes"), [({}, 60), ({"shared": "on"}, 15)])
def test_v7_3_1_nor_does_its_row_live_longer(lucia, answers, minutes):
    Screen().sign_in(lucia, **answers)
    kept = Session.objects.get(user=lucia)
    assert kept.expire_date - kept.seen_at == timedelta(minutes=minutes)


def test_v7_3_2_twelve_hours_are_the_longest_however_often_it_is_touched(screen):
    for quarters in range(1, 48):
        with after(minutes=15 * quarters):
            assert screen.is_in
    with after(minutes=12 * 60 + 1):
        assert not screen.is_in


# An account that is closed.


def test_v7_4_2_who_leaves_is_signed_out_everywhere_at_once(lucia, client, administrator):
    screens = [Screen().sign_in(lucia), Screen(ANDROID).sign_in(lucia)]
    feed = reverse("cases:calendar-feed", args=[lucia.rotate_calendar_key(by=lucia)])
    assert [screen.is_in for screen in screens] == [True, True]
    assert client.get(feed).status_code == 200
    client.force_login(administrator)
    client.post(reverse("staff-deactivate", args=[lucia.ref]))
    assert [screen.is_in for screen in screens] == [False, False]
    assert Client().get(feed).status_code == 404
    assert not Session.objects.living().filter(user=lucia).exists()
    back = Screen()
    back.post("/sign-in/", {"email": lucia.email, "password": PASSWORD})
    assert not back.is_in


def test_v7_4_2_nor_does_a_proof_that_was_under_way_lead_in(lucia, administrator):
    screen = Screen()
    screen.post("/sign-in/", {"email": lucia.email, "password": PASSWORD})
    lucia.deactivate(by=administrator)
    assert screen.post("/sign-in/second/", {"code": screen.code()})["Location"] == "/sign-in/"
    assert not screen.is_in


# One's own screens.


def test_v7_5_2_one_sees_where_one_is_signed_in_and_ends_any(lucia, colleague):
    here, lost = Screen().sign_in(lucia), Screen(ANDROID).sign_in(lucia)
    page = here.get("/account/").text
    assert "Firefox, Android" in page
    assert page.count("This screen") == 1
    other = Session.objects.living().get(user=lucia, browser__label="Firefox, Android")
    stranger = Client()
    stranger.force_login(colleague)
    assert stranger.post(reverse("session-end", args=[other.ref])).status_code == 404
    assert lost.is_in
    here.post(reverse("session-end", args=[other.ref]))
    assert (lost.is_in, here.is_in) == (False, True)
    assert AuditEntry.objects.filter(event="session.ended", by=lucia).count() == 1


def test_v7_5_2_or_all_but_this_one(lucia):
    here, *others = [Screen().sign_in(lucia) for _ in range(3)]
    here.post(reverse("sessions-end"))
    assert (here.is_in, [each.is_in for each in others]) == (True, [False, False])


def test_v7_5_2_a_browser_that_was_sold_is_forgotten(lucia):
    here, sold = Screen().sign_in(lucia), Screen(ANDROID).sign_in(lucia)
    browser = KnownBrowser.objects.get(user=lucia, label="Firefox, Android")
    here.post(reverse("browser-forget", args=[browser.pk]))
    assert (here.is_in, sold.is_in) == (True, False)
    assert "Firefox, Android" not in here.get("/account/").text


def test_v7_5_2_a_browser_that_was_not_seen_before_is_told_of(lucia):
    first = Screen().sign_in(lucia)
    assert not Notification.objects.filter(user=lucia, event="browser.new").exists()
    first.post("/sign-out/")
    first.sign_in(lucia)  # known by now
    assert not Notification.objects.filter(user=lucia, event="browser.new").exists()
    Screen(ANDROID).sign_in(lucia)
    assert "New browser on your account" in first.get("/notices/").text
    assert Notification.objects.filter(user=lucia, event="browser.new").count() == 1


def test_v7_5_2_an_administrator_signs_somebody_out_everywhere(screen, lucia, administrator):
    keeper = Client()
    keeper.force_login(administrator)
    keeper.post(reverse("staff-sessions-end", args=[lucia.ref]))
    assert not screen.is_in


# Is it still you?


def test_v7_5_3_nothing_is_done_until_it_was_shown_and_then_it_is(
    client, lucia, administrator, team
):
    administrator.set_password(PASSWORD)
    administrator.save()
    two_factor.add_app(administrator, SECRET)
    screen = Screen().sign_in(administrator)
    url = reverse("role-end", args=[lucia.ref, lucia.memberships.get().pk])
    staff = reverse("staff-member", args=[lucia.ref])
    with after(minutes=16):
        screen.get(staff)
        asked = screen.post(url, headers={"referer": f"http://testserver{staff}"})
        assert lucia.memberships.get().ended_at is None
        assert asked["Location"].endswith(f"?next={staff.replace('/', '%2F')}")
        answer = screen.post("/account/confirm/", {"code": screen.code(), "next": staff})
        assert answer["Location"] == staff
        assert "That was not done yet" in screen.get(staff).text
        screen.post(url)
        assert lucia.memberships.get().ended_at


def test_v7_5_3_a_caseload_goes_to_somebody_else_only_then(
    client, case, supervisor, colleague, caseworker
):
    sent = {"from": caseworker.ref.hex, "to": colleague.ref.hex, "cases": case.ref.hex}
    client.force_login(supervisor)
    with after(minutes=16):
        answer = client.post(reverse("cases:handover"), sent)
        assert answer["Location"].startswith("/account/confirm/")
        case.refresh_from_db()
        assert case.owner == caseworker


# V7.5.3: what gives power or carries much away first asks who is at the screen.

POWER = ("role-give", "role-end", "restricted-access-give", "restricted-access-end", "staff-link",
         "staff-two-factor-revoke", "recovery")  # fmt: skip
OWN = ("totp-add", "passkey-add", "passkey-add-challenge", "recovery-codes", "two-factor-remove")
TAKEN_OUT = ("privacy:rights-prepare", "privacy:rights-take")


def asks_first(client, url) -> bool:
    """By GET and by POST alike, where it answers to both."""
    answers = [each for each in (client.get(url), client.post(url)) if each.status_code != 405]
    return {each.headers.get("Location", "").partition("?")[0] for each in answers} == {
        "/account/confirm/"
    }


@pytest.mark.parametrize(
    ("who", "routes"),
    [
        ("administrator", POWER),
        ("caseworker", OWN + TAKEN_OUT),
        ("data_officer", ["intake:register-to-correct"]),
    ],
)
def test_v7_5_3_what_gives_power_or_carries_much_away_asks_again(shared_data, client, who, routes):
    client.force_login(getattr(shared_data, who))
    with clock.at(clock.now() + timedelta(minutes=16)):
        for route in routes:
            assert asks_first(client, address(route, shared_data)), route
