"""V6.2, V6.3: passwords long rather than odd, few tries, no account that stands open."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.password_validation import NotCommon
from amparo.site import settings as house_settings
from tests.asvs.v6.sign_in import Screen, code, failures, give_code, give_password, is_in, refuses
from tests.support.stories import PASSWORD

pytestmark = pytest.mark.django_db


def test_v6_2_1_a_password_has_at_least_twelve_signs(client, newcomer):
    user, link = newcomer
    for short in ("tangerine:7", "río y monte"):
        answer = client.post(link, {"password": short, "again": short})
        assert (answer.status_code, len(short)) == (422, 11)
    client.post(link, {"password": "río y montes", "again": "río y montes"})
    user.refresh_from_db()
    assert user.check_password("río y montes")


def test_v6_2_4_three_thousand_common_ones_of_that_length_are_refused():
    """Those of the list that are so long, and what people make of the shorter ones."""
    known = sorted(NotCommon().passwords)
    long = [word for word in known if len(word) >= 12]
    short = [word for word in known if word.isalpha() and 6 <= len(word) < 12][:1000]
    made = [
        *(f"{word}123456" for word in short), *(word * 2 for word in short),
        *(f"{word.title()}-2026!" for word in short), "qwertyuiop12",
        "1q2w3e4r5t6y", "P4ssw0rd2026", "abcdefghijkl", "sunshinebutterfly", "amparo123456",
        "121212121212",
    ]  # fmt: skip
    assert len({*long, *made}) >= 3000
    assert [each for each in {*long, *made} if len(each) >= 12 and not refuses(each)] == []


@pytest.mark.parametrize(
    "password",
    [
        "the long road home", "mariposa amarilla sobre el río", "lagartija tres pozos",
        "kitchen-window-rain", "بيت صغير قرب البحر", "vt7gq0xk2wnh", "blue Tuesday umbrellas",
    ],
)  # fmt: skip
def test_v6_2_4_what_somebody_made_up_is_taken(password):
    assert not refuses(password)


@pytest.mark.parametrize(
    "password", ["quietgreenriverbend", "QUIETGREENRIVERBEND", "830914627509"]
)
def test_v6_2_5_any_signs_will_do(password):
    assert not refuses(password)


def test_v6_2_10_a_password_does_not_grow_old(client, lucia):
    with clock.at(clock.now() + timedelta(days=5 * 365)):
        assert give_password(client, lucia.email)["Location"] == "/sign-in/second/"


def test_v6_3_1_one_try_at_a_time_for_one_account_from_however_many_addresses(noon, lucia):
    said = [
        give_password(Screen(), lucia.email, "guess after guess", REMOTE_ADDR=f"203.0.{n}.1")
        for n in range(8)
    ]
    assert ["do not match" in each.text for each in said] == [True] * 3 + [False] * 5
    assert all("There were wrong tries at this account" in each.text for each in said[3:])
    # The right one is not looked at yet either, and nobody is sent to the administrator for it.
    early = give_password(Screen(), lucia.email, REMOTE_ADDR="198.51.100.1")
    assert (early.status_code, early.headers["Retry-After"]) == (422, "3")
    with clock.at(noon + timedelta(seconds=3)):
        there = give_password(Screen(), lucia.email, REMOTE_ADDR="198.51.100.1")
    assert there["Location"] == "/sign-in/second/"
    assert failures() == ["password"] * 9


def test_v6_3_1_two_codes_in_a_row_do_not_wait_for_those_who_guess(noon, lucia, monkeypatch):
    for n in range(6):
        give_password(Screen(), lucia.email, "guess after guess", REMOTE_ADDR=f"203.0.{n}.1")
    told = {"email": lucia.email, "password": PASSWORD, "codes": f"{code(-1)} {code()}"}
    wrong = told | {"codes": f"{code(-1)} 000000"}
    assert Screen().post("/sign-in/", wrong).status_code == 422
    assert Screen().post("/sign-in/", told | {"password": "a slip"}).status_code == 422
    assert Screen().post("/sign-in/", told).status_code == 422  # the slip used them up
    half_minutes = int(time.time()) // 30 + 2
    monkeypatch.setattr(
        totp, "yield_hotp_counters_from_time",
        lambda: iter(range(half_minutes - 1, half_minutes + 2)),
    )  # fmt: skip
    her_screen = Screen()
    later = told | {"codes": f"{code(1)} {code(2)}"}
    assert her_screen.post("/sign-in/", later)["Location"] == "/"
    assert is_in(her_screen)


def test_v6_3_1_ten_tries_from_one_address_at_however_many_accounts(client):
    said = [give_password(Screen(), f"{n}@example.org", "guess after guess") for n in range(12)]
    assert ["Too many tries from here" in each.text for each in said] == [False] * 10 + [True] * 2


def test_v6_3_1_who_guesses_locks_nobody_out(client, lucia):
    """Where she has signed in before, she has tries of her own: at her desk, at her address."""
    give_password(client, lucia.email)
    give_code(client, code())
    client.post("/sign-out/")
    for n in range(12):
        give_password(Screen(), lucia.email, "guess after guess")
        give_password(Screen(), f"{n}@example.org", "guess after guess")
    assert give_password(client, lucia.email)["Location"] == "/sign-in/second/"
    assert give_code(client, code(1)).status_code == 302
    assert is_in(client)


def test_v6_3_1_codes_are_guessed_as_little(noon, client, lucia):
    give_password(client, lucia.email)
    said = [give_code(client, f"00000{n}") for n in range(7)]
    waits = ["There were wrong codes" in each.text for each in said]
    assert waits == [False] * 3 + [True] * 4
    assert give_code(client, code()).status_code == 422
    assert not is_in(client)
    assert give_code(client, f"{code()} {code(1)}").status_code == 302
    assert is_in(client)


def test_v6_3_1_so_is_the_present_password_at_a_screen_left_open(noon, client, lucia):
    client.force_login(lucia)
    new = {"password": "another long road", "again": "another long road"}
    said = [client.post("/account/password/", new | {"old": f"guess {n}"}) for n in range(7)]
    waits = ["There were wrong tries" in each.text for each in said]
    assert waits == [False] * 3 + [True] * 4
    assert failures() == ["password"] * 7
    lucia.refresh_from_db()
    assert lucia.check_password(PASSWORD)


TRIES = """
import sys
from datetime import UTC, datetime
from django.conf import settings
from django.test import Client
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.ALLOWED_HOSTS = ["testserver"]
from amparo.foundation.core import clock
who = sys.stdin.readline().strip()
for n in range(4):
    with clock.at(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        answer = Client(headers={"accept-language": "en"}).post(
            "/sign-in/", {"email": "lucia@example.org", "password": f"guess {n} of {who}"},
            REMOTE_ADDR=f"203.0.{who}.{n}",
        )
    print("stopped" if "There were wrong tries" in answer.text else "looked at")
"""


@pytest.mark.nightly
def test_v6_3_1_processes_count_together(empty_installation):
    """Four of them, each asked from four addresses at the same moment: three tries in all."""
    processes = [empty_installation.start(TRIES) for _ in range(4)]
    told = [each.communicate(f"{n}\n", timeout=120)[0] for n, each in enumerate(processes)]
    said = "".join(told).splitlines()
    assert (said.count("looked at"), said.count("stopped")) == (3, 13)


def test_v6_3_2_an_empty_installation_has_no_account(empty_installation):
    assert empty_installation.python("from amparo.foundation.core.models import User\n"
                              "print(User.objects.count())") == "0"  # fmt: skip


def test_v6_3_2_the_first_administrator_comes_by_a_link_that_works_once(empty_installation):
    told = empty_installation.amparo("account", "awa@example.org", "Awa Diallo")
    link = re.search(r"/welcome/\S+", told).group()
    said = empty_installation.python(
        f"""
from django.conf import settings
from django.test import Client
from amparo.foundation.core.models import User
settings.ALLOWED_HOSTS = ["testserver"]
awa = User.objects.get()
print(awa.has_usable_password(), sorted(place.role for place in awa.memberships_held))
new = {{"password": "quiet green river bend", "again": "quiet green river bend"}}
for _ in range(2):
    answer = Client().post("{link}", new)
    print(f"{{answer.status_code}} {{answer.headers.get('Location', '')}}".strip())
"""
    )
    assert said.splitlines() == [
        "False ['administrator']", "302 /account/ways/first/", "404"
    ]  # fmt: skip


def test_v6_3_2_the_password_of_the_demo_opens_no_other_installation(client, caseworker):
    """It is known to everybody: nobody can choose it."""
    assert refuses(house_settings.DEMO_PASSWORD)
