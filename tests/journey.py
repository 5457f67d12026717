"""The whole road, walked as somebody walks it on a telephone: from signing in to closing a case.

It finds its way by where links lead and by what fields are called, never by words: so it walks
in every language, with scripts and without.
"""

import os
import re
import time
from datetime import date, timedelta
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from playwright.sync_api import Error, Locator, Page, Response, expect

from amparo.foundation.core.accounts import two_factor

PASSWORD = "the long road home"
SHOTS = os.environ.get("AMPARO_SHOTS")


class Walker:
    """Somebody with a telephone."""

    def __init__(self, page: Page, album: str):
        self.page, self.album, self.steps, self.pages = page, album, 0, 0
        page.on("load", self._count)

    def sign_in(self, user) -> None:
        """A password, then what an app on their telephone shows."""
        secret = generate_totp_secret()
        two_factor.add_app(user, secret)
        self.page.goto("/sign-in/")
        self.fill(email=user.email, password=PASSWORD)
        self.send("password")
        self.fill(code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        self.send("code")

    def visit(self, url: str) -> None:
        """Open an address; where a page was still on its way, it is given up and asked again."""
        try:
            self.page.goto(url)
        except Error as error:
            if "ERR_ABORTED" not in error.message:
                raise
            self.page.goto(url)

    def follow(self, leads_to: str) -> None:
        """Touch what leads there; what lies in a folded menu is unfolded first."""
        door = self.page.locator(f"a[href*='{leads_to}']:visible")
        if not door.count():
            for menu in self.page.locator("main details:not([open]) > summary:visible").all():
                menu.click()
        door.first.click()

    def fill(self, **answers: str) -> None:
        for name, value in answers.items():
            asked = self.page.locator(f"main [name='{name.replace('__', '-')}']")
            if asked.first.get_attribute("type") in ("radio", "checkbox"):
                self._tick(asked, value)
            elif asked.first.evaluate("field => field.tagName") == "SELECT":
                asked.select_option(value)
            else:
                asked.fill(value)

    def choose_last(self, name: str) -> None:
        option = self.page.locator(f"main [name='{name}'] option").last
        self.fill(**{name: option.get_attribute("value")})

    def _tick(self, asked: Locator, value: str) -> None:
        """Touch its words, as a thumb does: the sign itself may be drawn by the page."""
        box = asked.and_(self.page.locator(f"[value='{value}']"))
        box.evaluate_handle("box => box.labels[0]").as_element().click()
        expect(box).to_be_checked()

    def send(self, asks: str, button: str = ".btn-primary") -> None:
        """Send the form in which this is asked; what was done is on the page that follows."""
        self.shoot(f"{asks}-filled")
        form = self.page.locator(f"main form:has([name='{asks.replace('__', '-')}'])").last
        before = self.pages
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as got:
            form.locator(f"button{button}:visible").last.click()
            self._answer_what_is_asked_first(form)
        self._arrive(got.value, before)
        if got.value.status >= 400:
            missing = self.page.locator(".errors").all_inner_texts()
            raise AssertionError(f"{asks}: {got.value.status} {missing}")
        self.shoot(f"{asks}-sent")

    def _count(self, _page: Page) -> None:
        self.pages += 1

    def _arrive(self, answer: Response, before: int) -> None:
        """Wait for the page that this answer leads to; what is swapped in place is there."""
        if answer.request.is_navigation_request() or "hx-redirect" in answer.headers:
            while self.pages == before:
                self.page.wait_for_timeout(20)

    def _answer_what_is_asked_first(self, form: Locator) -> None:
        """Where scripts run, a deed that hurts asks once more."""
        question = form.locator("dialog.sure[open]")
        if question.count():
            question.locator("button:not([data-leave])").click()

    def shoot(self, name: str) -> None:
        if SHOTS:
            self.steps += 1
            folder = Path(SHOTS) / self.album
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{self.steps:02}-{name}.png", full_page=True)


def find_the_work_of_today(walker: Walker, case) -> None:
    expect(walker.page).to_have_url(re.compile("/today/$"))
    assert walker.page.locator(f"main a[href*='{case.ref}']").count()
    walker.shoot("today")


def search_for(walker: Walker, name: str, person) -> None:
    walker.visit("/search/")
    walker.fill(names=name)
    walker.send("names")
    expect(walker.page.locator(f"main a[href*='{person.ref}']").first).to_be_visible()


def register_somebody_new(walker: Walker) -> str:
    """With her consent; where her case is."""
    walker.visit("/register/")
    walker.fill(
        consent__way="agrees", consent__language="ar", consent__method="verbal",
        consent__agrees_case_management="yes",
    )  # fmt: skip
    for point in ("interview", "purpose", "uses", "access", "retention", "withdrawal"):
        walker.fill(consent__explained=point)
    walker.send("consent__way")
    walker.fill(who__given_names="Amina", who__family_names="Saleh", who__sex="female")
    walker.send("who__given_names")
    walker.fill(case__channel="walk_in", case__first_words="A place to sleep")
    walker.send("case__kind")
    expect(walker.page).to_have_url(re.compile(r"/cases/[\w-]+/"))
    return walker.page.url


def screen(walker: Walker) -> None:
    walker.follow("/screenings/")
    walker.fill(shelter="no", first_steps="A bed tonight at the shelter")
    walker.send("first_steps")
    walker.fill(goes_on="yes")
    walker.send("goes_on")


def weigh_the_risk(walker: Walker, case_url: str) -> None:
    walker.visit(case_url)
    walker.follow("/risk/")
    walker.fill(decided="high", because="Somebody is looking for her.")
    walker.send("because")


def agree_a_plan(walker: Walker, case_url: str) -> None:
    soon = date.today() + timedelta(days=3)  # noqa: DTZ011 - any day to come will do
    walker.visit(f"{case_url}plan/")
    walker.follow("/goals/new/")
    walker.fill(words="Sleep without fear", horizon="immediate")
    walker.send("horizon")
    walker.visit(f"{case_url}plan/")
    walker.follow("/actions/new/")
    walker.fill(words="A bed for a week", due_on=soon.isoformat(), service_type="shelter.transit")
    walker.choose_last("responsible")
    walker.send("due_on")
    walker.visit(f"{case_url}plan/")
    walker.follow("/plan/agree/")
    walker.fill(how="verbal", words="Yes, if it is quiet.")
    walker.send("how")


def give_a_service(walker: Walker, case_url: str) -> None:
    walker.visit(case_url)
    walker.follow("/services/new/")
    walker.fill(service_type="shelter.transit", quantity="7", unit="night")
    walker.choose_last("action")
    walker.send("service_type")


def follow_up(walker: Walker, case_url: str) -> None:
    walker.visit(case_url)
    walker.follow("/follow-ups/new/")
    walker.fill(mode="call", reached="yes", change="better", progress="She sleeps.")
    walker.send("progress")


def answer_what_waits(walker: Walker, case_url: str) -> None:
    """The supervisor reads the question, and agrees."""
    walker.visit("/waiting/")
    walker.shoot("waiting")
    walker.follow("/approvals/")
    walker.send("note", "[value=approve]")


def ask_to_close(walker: Walker, case_url: str) -> None:
    walker.visit(f"{case_url}closures/new/")
    goal = walker.page.locator("main [name^=goal_]").first.get_attribute("name")
    walker.fill(
        reason="goals_met", summary="She has a room.", person_informed="yes", **{goal: "met"}
    )
    walker.send("reason")


def reopen(walker: Walker, case_url: str) -> None:
    walker.visit(case_url)
    walker.shoot("closed")
    walker.follow("/closures/reopen/")
    walker.fill(because="She is in danger again.")
    walker.send("because")
