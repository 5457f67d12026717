"""What caseworkers do all day takes few clicks, counted from Today.

A click is a press on a link or a button, and each question that one answers: a tick, a choice of
a list, a field one writes into. What is already filled in, and writing itself, is none.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from amparo.foundation.directory.models import Location
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.referrals.models import Referral
from amparo.pillars.assistance.services.models import ServiceProvided


class Counter:
    """A caseworker who begins on Today; how often she clicks, and how many pages she sees."""

    def __init__(self, page: Page):
        self.page, self.clicks, self.screens = page, 0, set()
        page.goto("/today/")

    def press(self, what: str) -> None:
        """Follow a link or press a button of the page."""
        self._click(self.page.locator(f"main {what}:visible, .page-head {what}:visible").first)

    def answer(self, **answers: str) -> None:
        """Answer questions, by the names of their fields."""
        self.screens.add(self.page.locator("h1").inner_text() + self._step())
        for name, value in answers.items():
            asked = self.page.locator(f"main [name='{name.replace('__', '-')}']")
            if asked.first.get_attribute("type") in ("radio", "checkbox"):
                box = (
                    asked if value == "on" else asked.and_(self.page.locator(f"[value='{value}']"))
                )
                box.first.evaluate_handle("box => box.labels[0]").as_element().click()
                expect(box.first).to_be_checked()
            elif asked.first.evaluate("field => field.tagName") == "SELECT":
                asked.first.select_option(value)
            else:
                asked.first.fill(value)
            self.clicks += 1

    def _step(self) -> str:
        step = self.page.locator("main .stage p, .page-head .stage p, .stage p")
        return step.first.inner_text() if step.count() else ""

    def _click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1


@pytest.fixture
def at_today(desktop_page, sign_in, caseworker):
    return lambda: Counter(sign_in(desktop_page("es"), caseworker))


def test_one_person_is_registered_with_consent_on_two_screens(at_today, case):
    lucia = at_today()
    lucia.press("a[href='/register/']")
    lucia.answer(
        consent__way="agrees", consent__language="es", consent__method="verbal",
        consent__all_explained="on", consent__agrees_case_management="yes",
    )  # fmt: skip
    lucia.press(".action-bar .btn-primary")
    expect(lucia.page.locator("[name=who-given_names]")).to_be_visible()
    lucia.answer(who__given_names="Amina", who__family_names="Saleh", who__sex="female")
    lucia.press(".action-bar .btn-primary")
    expect(lucia.page).to_have_url(re.compile(r"/cases/[\w-]+/"))
    person = Person.objects.get(pk__gt=case.person_id)
    assert person.consents_to("case_management")
    assert len(lucia.screens) == 2, lucia.screens
    assert lucia.clicks <= 12, lucia.clicks


def test_somebody_is_found_by_a_misspelt_name_without_a_click(at_today, case, rosa):
    page = at_today().page
    page.keyboard.press("/")
    page.keyboard.type("Roza Kispe")
    expect(page.get_by_role("option", name=rosa.name)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/cases/{case.ref}/"))


def test_a_service_is_recorded(at_today, case):
    lucia = at_today()
    lucia.press("a[href='/quick/service/']")
    lucia.press(f"a[href*='/cases/{case.ref}/services/new/']")
    lucia.answer(service_type="food.voucher", is_emergency="on")
    lucia.press("form#services .btn-primary, form .action-bar .btn-primary")
    lucia.page.wait_for_url(re.compile(rf"/cases/{case.ref}/"))
    expect(lucia.page.locator("#toasts")).not_to_be_empty()
    assert ServiceProvided.objects.get().service_type == "food.voucher"
    assert lucia.clicks <= 5, lucia.clicks


def test_somebody_is_referred(at_today, case, rosa, caseworker, agree, refuge, bed):
    agree(rosa, refuge)
    hall = Location.note(bed.provider, by=None, time_zone="America/La_Paz", address="Faro 18")
    bed.change(by=None, at=[hall])
    need = {"service_type": "shelter.emergency", "horizon": "immediate", "own_rank": 1}
    Assessment.make(case, by=caseworker, priorities="A bed", needs=[need])
    lucia = at_today()
    lucia.press(f"#cases a[href*='/cases/{case.ref}/']")
    lucia.press("a[href*='/referrals/new/']")
    lucia.press(f"a.btn-primary[href*='/referrals/to/{bed.ref}/']")
    lucia.answer(text="Una cama para esta noche.")
    lucia.press("button[name=step][value=look]")
    lucia.press("button[name=step][value=send]")
    lucia.page.wait_for_url(re.compile(rf"/cases/{case.ref}/referrals/[\w-]+/$"))
    assert Referral.objects.get().service == bed
    assert lucia.clicks <= 7, lucia.clicks


def test_closure_is_asked_for(at_today, case):
    lucia = at_today()
    lucia.press(f"#cases a[href*='/cases/{case.ref}/']")
    lucia.press("details.menu > summary")
    lucia.press("a[href*='/closures/new/']")
    lucia.answer(reason="goals_met", summary="Vive con su hermana.", person_informed="yes")
    lucia.press("form .action-bar .btn-primary")
    lucia.page.wait_for_url(re.compile(rf"/cases/{case.ref}/"))
    expect(lucia.page.locator("#toasts")).not_to_be_empty()
    assert Case.objects.get(pk=case.pk).closures.get().reason == "goals_met"
    assert lucia.clicks <= 7, lucia.clicks


def test_a_visit_is_marked_as_done(at_today, case, caseworker):
    task = Task.set(case, "visit", case.office.today(), by=caseworker)
    lucia = at_today()
    lucia.press(f"a[href*='/tasks/{task.ref}/done/']")
    lucia.answer(how="Estaba bien.")
    lucia.press("form .action-bar .btn-primary")
    lucia.page.wait_for_url(re.compile("/today/$"))
    task.refresh_from_db()
    assert task.how == "Estaba bien."
    assert lucia.clicks <= 3, lucia.clicks
