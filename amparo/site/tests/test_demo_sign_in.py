"""In the demo the second step is seen, and in nobody's way; elsewhere no code is shown."""

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.demo_accounts import DEMO_HOST
from amparo.foundation.core.models import User

SECRET = "JBSWY3DPEHPK3PXP"
DEMO_SENTENCE = "In real life this code is on your own telephone."
pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(settings, team):
    """Somebody who tries it as a caseworker of the demo."""
    settings.DEMO = True
    user = User.objects.create_user(f"lucia{DEMO_HOST}", "Lucía Méndez", settings.DEMO_PASSWORD)
    user.add_role("caseworker", by=None, team=team)
    two_factor.add_app(user, SECRET)
    return user


@pytest.fixture
def screen():
    return Client(headers={"accept-language": "en"})


def enter(screen, user, password):
    return screen.post("/sign-in/", {"email": user.email, "password": password}, follow=True)


def test_two_taps_lead_in_and_the_page_says_what_is_different(screen, settings, visitor):
    page = enter(screen, visitor, settings.DEMO_PASSWORD)
    assert DEMO_SENTENCE in page.text
    shown = page.context["form"].initial["code"]
    assert f'value="{shown}"' in page.text
    screen.post("/sign-in/second/", {"code": shown})
    assert screen.get("/account/").status_code == 200


@pytest.fixture
def within_the_minute(monkeypatch):
    """The clock of codes stands still: no new one begins while somebody signs in."""
    now = time.time()
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: now))


@pytest.mark.parametrize("moment", [0, 29.9])
def test_the_code_on_the_page_is_good_for_half_a_minute(
    moment, monkeypatch, screen, settings, visitor
):
    began = 30 * (time.time() // 30) + moment
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: began))
    page = enter(screen, visitor, settings.DEMO_PASSWORD)
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: began + 30))
    screen.post("/sign-in/second/", {"code": page.context["form"].initial["code"]})
    assert screen.get("/account/").status_code == 200


@pytest.mark.usefixtures("within_the_minute")
def test_the_code_on_the_page_opens_as_often_as_somebody_comes(screen, settings, visitor):
    codes = set()
    for _ in range(3):
        page = enter(screen, visitor, settings.DEMO_PASSWORD)
        codes.add(page.context["form"].initial["code"])
        screen.post("/sign-in/second/", {"code": page.context["form"].initial["code"]})
        assert screen.get("/account/").status_code == 200
        screen.post("/sign-out/")
    assert len(codes) == 1


@pytest.mark.usefixtures("within_the_minute")
def test_the_code_of_a_real_person_opens_once_in_a_demo_and_elsewhere(
    settings, visitor, caseworker
):
    two_factor.add_app(caseworker, SECRET)
    code = two_factor.current_code(caseworker)
    assert two_factor.verify_code(caseworker, code)
    assert not two_factor.verify_code(caseworker, code)
    settings.DEMO = False
    assert two_factor.verify_code(visitor, code)
    assert not two_factor.verify_code(visitor, code)


def test_no_real_person_is_shown_a_code_even_in_a_demo(screen, settings, visitor, caseworker):
    caseworker.set_password("the long road home")
    caseworker.save()
    two_factor.add_app(caseworker, SECRET)
    page = enter(screen, caseworker, "the long road home")
    assert DEMO_SENTENCE not in page.text
    assert page.context["form"].initial["code"] == ""


def test_where_people_work_nobody_is_shown_one(screen, settings, visitor):
    password, settings.DEMO = settings.DEMO_PASSWORD, False
    page = enter(screen, visitor, password)
    assert DEMO_SENTENCE not in page.text
    assert page.context["form"].initial["code"] == ""
    assert visitor.email not in Client().get("/sign-in/").text
