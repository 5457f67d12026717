"""The great journeys, told on screens: who tells them, and the steps that they have in common.

Fields are found by their names, links and buttons by what is written on them in the language of
who reads. At the end of each chapter a picture is taken, where pictures are asked for.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from tests.journey import Walker

in_two_languages = pytest.mark.parametrize("language", ["es", "ar"])


class Teller(Walker):
    """Somebody of the house, with a screen of theirs, in the language that they read."""

    def __init__(self, page: Page, album: str, language: str):
        super().__init__(page, album)
        self.language = language

    def shoot(self, name: str) -> None:
        """Not at every step: a chapter has one picture."""

    def chapter(self, name: str) -> None:
        super().shoot(name)

    # What is written.

    def said(self, words: str, **names: str) -> str:
        """How the house says this to them."""
        with translation.override(self.language):
            return gettext(words) % names if names else gettext(words)

    def reads(self, words: str, **names: str) -> None:
        expect(self.page.locator("main")).to_contain_text(self.said(words, **names))

    def reads_as_coded(self, of: str, code: str) -> None:
        """The words of a code list that belong to this code."""
        with translation.override(self.language):
            label = code_lists.label(of, code)
        expect(self.page.locator("main")).to_contain_text(label)

    def reads_nothing_of(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(words)

    def reads_no(self, words: str, **names: str) -> None:
        self.reads_nothing_of(self.said(words, **names))

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

    def touch(self, words: str, beside: str = "", **names: str) -> None:
        """Follow what is written so, beside these words where it stands there more than once."""
        place = self.page.locator("main, .page-head")
        if beside:
            place = place.locator("li, tr, section.panel").filter(has_text=beside).last
        self._unfold(place)
        before = self.pages
        place.locator("a:visible").filter(has_text=self.said(words, **names)).first.click()
        self._wait_for_a_page(before)

    def press(self, words: str, **names: str) -> None:
        """A deed that asks nothing."""
        said = self.said(words, **names)
        button = self.page.locator("main button:visible").filter(has_text=said).first
        before = self.pages
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as got:
            button.click()
            self._answer_what_is_asked_first(self.page.locator("main form"))
        assert got.value.status < 400, f"{words}: {got.value.status}"
        self._arrive(got.value, before)

    def _unfold(self, place: Locator, around: Locator | None = None) -> None:
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
def tellers(phone, desk, sign_in, request) -> Callable[..., Teller]:
    """Somebody signs in: whoever accompanies people on a telephone, all others at a desk."""

    def sit_down(user: User, language: str, *, walks: bool = False) -> Teller:
        page = sign_in((phone if walks else desk)(language), user)
        album = f"{request.node.originalname}-{language}"
        return Teller(page, f"{album}/{user.email.partition('@')[0]}", language)

    return sit_down


# Steps that these stories have in common.


def hand_over(giver: Teller, approver: Teller, taker: Teller, *, case, to, owner, words) -> None:
    """A case goes to another office: offered, agreed to by who answers for it, and taken over."""
    giver.visit(f"/cases/{case.ref}/transfer/")
    giver.answer("reason", to=to.ref.hex, reason="moves", words=words)
    answer_what_waits(approver, case)
    transfer = case.transfers.get()
    taker.visit("/transfers/")
    taker.follow(f"/transfers/{transfer.ref}/")
    taker.chapter("offered")
    taker.answer("owner", owner=owner.ref.hex)
    case.refresh_from_db()
    assert case.owner == owner


def answer_what_waits(approver: Teller, case) -> None:
    """Whoever answers for the team reads what is asked about this case, and agrees."""
    asked = case.approvals.get(is_waiting=True)
    approver.visit("/waiting/")
    approver.follow(f"/approvals/{asked.ref}/")
    approver.send("note", "[value=approve]")


def close(caseworker: Teller, supervisor: Teller, case, *, reason: str, summary: str) -> None:
    """Nothing is left to be done together: it closes, seen by two."""
    caseworker.visit(f"/cases/{case.ref}/closures/new/")
    caseworker.answer("reason", reason=reason, summary=summary, person_informed="yes")
    caseworker.chapter("asked-to-close")
    answer_what_waits(supervisor, case)
    case.refresh_from_db()
    assert case.status == "closed"
    supervisor.visit(f"/cases/{case.ref}/")
    supervisor.chapter("closed")
