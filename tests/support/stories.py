"""Steps of the long browser tests: a case on a telephone, and what the stories have in common.

`CaseBrowser` finds its way by where links lead and by what fields are called, never by words: it
walks in every language, with scripts and without. `StoryBrowser` finds links and buttons by what
is written on them in the language of who reads, and takes a picture at the end of each chapter,
where pictures are asked for.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.utils import timezone, translation
from playwright.sync_api import Error, Locator, Page, Response, expect

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists

from .labels import label

# A case, from signing in to closing it.

PASSWORD = "the long road home"
SHOTS = os.environ.get("AMPARO_SHOTS")


class CaseBrowser:
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
        """Touch what leads there; what lies in a folded menu is unfolded first, and what a page
        fetches after it is waited for, where scripts run.
        """
        if self.page.evaluate("'htmx' in window"):
            self.page.wait_for_selector("[hx-trigger^='load']", state="detached")
        door = self.page.locator(f"a[href*='{leads_to}']:visible")
        for kind in (":not(.menu)", ":not(.menu)", ".menu"):  # a menu lies over the rest
            if door.count():
                break
            folded = self.page.locator(f"main details{kind}:not([open]) > summary:visible")
            for fold in folded.element_handles():  # each by itself: the others stay where they are
                if fold.is_visible():
                    fold.click()
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
        box = asked if value == "on" else asked.and_(self.page.locator(f"[value='{value}']"))
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
        question = form.locator("dialog.confirm-dialog[open]")
        if question.count():
            question.locator("button:not([data-close])").click()

    def shoot(self, name: str) -> None:
        if SHOTS:
            self.steps += 1
            folder = Path(SHOTS) / self.album
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{self.steps:02}-{name}.png", full_page=True)


def find_the_work_of_today(walker: CaseBrowser, case) -> None:
    expect(walker.page).to_have_url(re.compile("/today/$"))
    assert walker.page.locator(f"main a[href*='{case.ref}']").count()
    walker.shoot("today")


def search_for(walker: CaseBrowser, name: str, person) -> None:
    walker.visit("/search/")
    walker.fill(q=name)
    walker.send("q")
    expect(walker.page.locator(f"main a[href*='{person.ref}']").first).to_be_visible()


def register_somebody_new(walker: CaseBrowser) -> str:
    """With her consent; where her case is."""
    walker.visit("/register/")
    walker.fill(
        consent__way="agrees", consent__language="ar", consent__method="verbal",
        consent__agrees_case_management="yes", consent__all_explained="on",
    )  # fmt: skip
    walker.send("consent__way")
    walker.fill(
        who__given_names="Amina", who__family_names="Saleh", who__sex="female",
        case__channel="walk_in", case__presenting_concern="A place to sleep",
    )  # fmt: skip
    walker.send("who__given_names")
    expect(walker.page).to_have_url(re.compile(r"/cases/[\w-]+/"))
    return walker.page.url


def hold_screening(walker: CaseBrowser) -> None:
    walker.follow("/screenings/")
    walker.fill(shelter="no", first_steps="A bed tonight at the shelter")
    walker.send("first_steps")
    walker.fill(goes_on="yes")
    walker.send("goes_on")


def weigh_the_risk(walker: CaseBrowser, case_url: str) -> None:
    walker.visit(case_url)
    walker.follow("/risk/")
    walker.fill(decided="high", because="Somebody is looking for her.")
    walker.send("because")


def agree_a_plan(walker: CaseBrowser, case_url: str) -> None:
    soon = date.today() + timedelta(days=3)  # noqa: DTZ011 - any day to come will do
    walker.visit(f"{case_url}plan/")
    walker.follow("/goals/new/")
    walker.fill(text="Sleep without fear", horizon="immediate")
    walker.send("horizon")
    walker.visit(f"{case_url}plan/")
    walker.follow("/actions/new/")
    walker.fill(text="A bed for a week", due_on=soon.isoformat(), service_type="shelter.transit")
    walker.choose_last("responsible")
    walker.send("due_on")
    walker.visit(f"{case_url}plan/")
    walker.follow("/plan/agree/")
    walker.fill(how="verbal", text="Yes, if it is quiet.")
    walker.send("how")


def give_a_service(walker: CaseBrowser, case_url: str) -> None:
    walker.visit(case_url)
    walker.follow("/services/new/")
    walker.fill(service_type="shelter.transit", quantity="7", unit="night")
    walker.choose_last("action")
    walker.send("service_type")


def follow_up(walker: CaseBrowser, case_url: str) -> None:
    walker.visit(case_url)
    walker.follow("/follow-ups/new/")
    walker.fill(mode="call", reached="yes", change="better", progress="She sleeps.")
    walker.send("progress")


def decide_approvals(walker: CaseBrowser, case_url: str) -> None:
    """The supervisor reads the question, and agrees."""
    walker.visit("/waiting/")
    walker.shoot("waiting")
    walker.follow("/approvals/")
    walker.send("note", "[value=approve]")


def ask_to_close(walker: CaseBrowser, case_url: str) -> None:
    walker.visit(f"{case_url}closures/new/")
    goal = walker.page.locator("main [name^=goal_]").first.get_attribute("name")
    walker.fill(
        reason="goals_met", summary="She has a room.", person_informed="yes", **{goal: "met"}
    )
    walker.send("reason")


def reopen(walker: CaseBrowser, case_url: str) -> None:
    walker.visit(case_url)
    walker.shoot("closed")
    walker.follow("/closures/reopen/")
    walker.fill(because="She is in danger again.")
    walker.send("because")


# From right to left at night: by day every page that changed is looked at in both directions.
# The stories of a return, a search and a file of trafficking are told at night alone: by day the
# same walks are made without a browser.
in_two_languages = pytest.mark.parametrize(
    "language", ["es", pytest.param("ar", marks=pytest.mark.nightly)]
)


class StoryBrowser(CaseBrowser):
    """Somebody of the house, with a screen of theirs, in the language that they read."""

    def __init__(self, page: Page, album: str, language: str):
        super().__init__(page, album)
        self.language = language

    def shoot(self, name: str) -> None:
        """Not at every step: a chapter has one picture."""

    def chapter(self, name: str) -> None:
        super().shoot(name)

    # What is written.

    def said(self, text: str, **names: str) -> str:
        """How the house says this to them."""
        with translation.override(self.language):
            return label(text) % names if names else label(text)

    def reads(self, text: str, **names: str) -> None:
        expect(self.page.locator("main")).to_contain_text(self.said(text, **names))

    def reads_as_coded(self, of: str, code: str) -> None:
        """The words of a code list that belong to this code."""
        with translation.override(self.language):
            label = code_lists.label(of, code)
        expect(self.page.locator("main")).to_contain_text(label)

    def reads_nothing_of(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def reads_no(self, text: str, **names: str) -> None:
        self.reads_nothing_of(self.said(text, **names))

    # What is done.

    def fill(self, **answers: object) -> None:
        """Several answers to one question are several signs to touch; a yes needs but one."""
        for name, value in answers.items():
            asked = self.page.locator(f"[name='{name.replace('__', '-')}']")
            self._unfold(self.page.locator("main"), around=asked)
            if value is True:
                asked.evaluate_handle("box => box.labels[0]").as_element().click()
                continue
            for each in value if isinstance(value, (list, tuple)) else [value]:
                super().fill(**{name: self._in_a_field(each)})

    def answer(self, asks: str, **answers: object) -> None:
        """Fill a form and send it; `asks` names one of its fields."""
        self.fill(**answers)
        self.send(asks, ":is(.btn-primary, .btn-danger)")

    def is_refused(self, asks: str, **answers: object) -> None:
        """The form comes back with what is in the way; nothing was done."""
        self.fill(**answers)
        form = self.page.locator(f"main form:has([name='{asks}'])").last
        before = self.pages
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as got:
            form.locator("button.btn-primary:visible").last.click()
        assert got.value.status in (409, 422), f"{asks}: {got.value.status}"
        self._arrive(got.value, before)

    def touch(self, text: str, beside: str = "", **names: str) -> None:
        """Follow what is written so, beside these words where it stands there more than once."""
        place = self.page.locator("main, .page-head")
        if beside:
            place = place.locator("li, tr, section.panel").filter(has_text=beside).last
        self._unfold(place)
        before = self.pages
        place.locator("a:visible").filter(has_text=self.said(text, **names)).first.click()
        self._wait_for_a_page(before)

    def press(self, text: str, **names: str) -> None:
        """A deed that asks nothing."""
        said = self.said(text, **names)
        button = self.page.locator("main button:visible").filter(has_text=said).first
        before = self.pages
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as got:
            button.click()
            self._answer_what_is_asked_first(self.page.locator("main form"))
        assert got.value.status < 400, f"{text}: {got.value.status}"
        self._arrive(got.value, before)

    def _unfold(self, place: Locator, around: Locator | None = None) -> None:
        self.page.wait_for_selector("[hx-trigger^='load']", state="detached")
        folded = place.locator("details:not([open])")
        for menu in (folded.filter(has=around) if around else folded).all():
            menu.locator("> summary").click()

    def _wait_for_a_page(self, before: int) -> None:
        while self.pages == before:
            self.page.wait_for_timeout(20)

    def _in_a_field(self, value: object) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)


class Calendar:
    """The day that it is for the whole house, and for whoever asks it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def turn(self, days: int) -> None:
        """So many days go by; whoever was signed in has to sign in again."""
        self.ahead += timedelta(days=days)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calendar]:
    """A story takes months. `clock.at` tells one thread when it is; pages are made in many."""
    told = Calendar()
    monkeypatch.setattr(timezone, "now", told.now)
    return told


@pytest.fixture
def story_browsers(phone_page, desktop_page, sign_in, request) -> Callable[..., StoryBrowser]:
    """Somebody signs in: whoever accompanies people on a telephone, all others at a desk."""

    def sit_down(user: User, language: str, *, walks: bool = False) -> StoryBrowser:
        page = sign_in((phone_page if walks else desktop_page)(language), user)
        album = f"{request.node.originalname}-{language}"
        return StoryBrowser(page, f"{album}/{user.email.partition('@')[0]}", language)

    return sit_down


# Steps that these stories have in common.


def hand_over(
    giver: StoryBrowser, approver: StoryBrowser, taker: StoryBrowser, *, case, to, owner, text
) -> None:
    """A case goes to another office: offered, agreed to by who answers for it, and taken over."""
    giver.visit(f"/cases/{case.ref}/transfer/")
    giver.answer("reason", to=to.ref.hex, reason="moves", text=text)
    approve_waiting(approver, case)
    transfer = case.transfers.get()
    taker.visit("/transfers/")
    taker.follow(f"/transfers/{transfer.ref}/")
    taker.chapter("offered")
    taker.answer("owner", owner=owner.ref.hex)
    case.refresh_from_db()
    assert case.owner == owner


def approve_waiting(approver: StoryBrowser, case) -> None:
    """Whoever answers for the team reads what is asked about this case, and agrees."""
    asked = case.approvalrequests.get(is_waiting=True)
    approver.visit("/waiting/")
    approver.follow(f"/approvals/{asked.ref}/")
    approver.send("note", "[value=approve]")


def close_case(
    caseworker: StoryBrowser, supervisor: StoryBrowser, case, *, reason: str, summary: str
) -> None:
    """Nothing is left to be done together: it closes, seen by two."""
    caseworker.visit(f"/cases/{case.ref}/closures/new/")
    caseworker.answer("reason", reason=reason, summary=summary, person_informed="yes")
    caseworker.chapter("asked-to-close")
    approve_waiting(supervisor, case)
    case.refresh_from_db()
    assert case.status == "closed"
    supervisor.visit(f"/cases/{case.ref}/")
    supervisor.chapter("closed")
