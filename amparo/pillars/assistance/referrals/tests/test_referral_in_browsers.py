"""In browsers: Lucía refers Rosa to a shelter without an account; it answers; the loop closes."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from amparo.foundation.directory.models import Location
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.referrals.models import Referral
from tests.support.browser import audit, overflows

EXTRA = "Camina con dificultad."


@pytest.fixture
def needs(case, caseworker):
    need = {"service_type": "shelter.emergency", "horizon": "immediate", "own_rank": 1}
    return Assessment.make(case, by=caseworker, priorities="A bed", needs=[need])


@pytest.fixture
def bed(bed):
    hall = Location.note(bed.provider, by=None, time_zone="America/La_Paz", address="Faro 18")
    bed.change(by=None, at=[hall])
    return bed


def send(page, button):
    """Touch it, and wait for the page to which the form leads."""
    with page.expect_navigation():
        page.locator(button).first.click()


def is_fit_for_all(page):
    assert overflows(page) == []
    assert audit(page) == []


@pytest.mark.parametrize(
    ("language", "scripts"),
    [("ar", True), ("es", False), pytest.param("es", True, marks=pytest.mark.nightly)],
)
def test_from_the_choice_to_the_closed_loop(
    language,
    scripts,
    case,
    needs,
    rosa,
    bed,
    refuge,
    agree,
    caseworker,
    phone_page,
    desktop_page,
    sign_in,
):
    agree(rosa, refuge)
    lucia = phone_page(language, java_script_enabled=scripts)
    sign_in(lucia, caseworker)
    look = is_fit_for_all if scripts else lambda page: None

    lucia.goto(f"/cases/{case.ref}/referrals/new/")
    look(lucia)
    send(lucia, f"a[href*='/referrals/to/{bed.ref}/']")
    lucia.locator("input[name=urgency][value=urgent]").check(force=True)
    lucia.locator("textarea[name=text]").fill(EXTRA)
    look(lucia)
    send(lucia, "button[name=step][value=look]")
    expect(lucia.locator("#extract")).to_contain_text(EXTRA)
    expect(lucia.locator("#extract")).not_to_contain_text("70012345")
    look(lucia)
    assert not Referral.objects.exists(), "to look is not to send"
    send(lucia, "button[name=step][value=send]")
    referral = Referral.objects.get()
    send(lucia, f"form[action='{referral.get_absolute_url()}link/'] button")
    link, code = (lucia.locator(f"#{each}").input_value() for each in ("link", "code"))
    look(lucia)

    pilar = desktop_page(language, java_script_enabled=scripts)
    pilar.goto(urlsplit(link).path)
    pilar.locator("input[name=code]").fill(code)
    send(pilar, "form.stackd .btn-primary")
    expect(pilar.locator("main")).to_contain_text(EXTRA)
    expect(pilar.locator("main")).not_to_contain_text(case.number)
    pilar.locator("input[name=outcome][value=accepted]").check(force=True)
    send(pilar, "#answer .btn-primary")
    pilar.locator("#report textarea").fill("Tres noches.")
    send(pilar, "#report .btn-primary")

    lucia.goto(f"/cases/{case.ref}/")
    expect(lucia.locator("main")).to_contain_text("Cruz del Sur")
    lucia.goto(referral.get_absolute_url())
    expect(lucia.locator("#what-was-said")).to_contain_text("Tres noches.")
    look(lucia)
    send(lucia, f"a[href='{referral.get_absolute_url()}close/']:visible")
    lucia.locator("input[name=outcome][value=completed]").check(force=True)
    send(lucia, "main form .btn-primary")
    referral.refresh_from_db()
    assert referral.status == "completed"
    assert case.services.get().provider == "Cruz del Sur"
    pilar.goto(urlsplit(link).path)
    expect(pilar.locator("main")).not_to_contain_text(EXTRA)
