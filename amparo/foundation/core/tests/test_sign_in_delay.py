"""Whoever guesses at one account gets through fewer than 3,000 passwords in a day, from however
many addresses; and whoever it belongs to comes in meanwhile, also in a browser that is new.
"""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import RequestFactory

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.sign_in_delay import (
    CODE_STEPS,
    FORGOTTEN_AFTER,
    PASSWORD_STEPS,
    Delay,
)
from amparo.foundation.core.rate_limits import SignInAttempt, network_of
from tests.support.nightly import rest_at_night

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
DAY = 24 * 60 * 60
HERS = "198.51.100.7"


class Guessing:
    """Somebody who guesses at one account from so many addresses, each in a network of its own."""

    def __init__(self, addresses: int):
        self.addresses = [f"10.{n // 250}.{n % 250}.1" for n in range(addresses)]
        self.seconds = 0.0
        self.tested, self.wrong = 0, ""
        self._chance = random.Random(17)

    def ask(self, address: str) -> SignInAttempt:
        with self.present():
            return SignInAttempt(
                RequestFactory(REMOTE_ADDR=address).post("/"), "password", "lucia@example.org"
            )

    def present(self):
        return clock.at(MIDNIGHT + timedelta(seconds=self.seconds))

    def go_on(self, until: float) -> None:
        """Asks from some addresses at a time, and again as soon as it is told that it may."""
        while self.seconds < until:
            some = self._chance.sample(self.addresses, min(2, len(self.addresses)))
            asked = [self.ask(address) for address in some]
            for address, each in zip(some, asked, strict=True):
                if each.is_allowed:
                    self.tested, self.wrong = self.tested + 1, address
            self.seconds += min((each.wait or 6) for each in asked)


@pytest.fixture
def guessing(settings, monkeypatch):
    """The cache tells the same time as the clock of the story."""
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid4().hex
        }
    }  # fmt: skip

    def begin(addresses: int) -> Guessing:
        story = Guessing(addresses)
        told = SimpleNamespace(time=lambda: MIDNIGHT.timestamp() + story.seconds)
        for module in ("base", "locmem"):
            monkeypatch.setattr(f"django.core.cache.backends.{module}.time", told)
        return story

    return begin


@pytest.mark.parametrize("addresses", rest_at_night([1, 1000]))
def test_a_day_of_guessing_tries_fewer_than_3000_passwords(guessing, addresses):
    story = guessing(addresses)
    story.go_on(until=DAY)
    assert 500 < story.tested < 3000
    # Meanwhile she asks once and comes back when she was told, and no later than in 40 seconds.
    hers = story.ask(HERS)
    assert hers.wait <= 40
    if not hers.is_allowed:
        for _second in range(hers.wait):
            assert not story.ask(story.wrong).is_allowed
            story.seconds += 1
        assert story.ask(HERS).is_allowed


def test_no_order_of_addresses_gets_more_out_of_it():
    """Each guess from a network that was never wrong, and always drawn first."""
    delay, now, tested = Delay(), 0.0, 0
    while now < DAY:
        network = str(tested)
        now = max(now, delay.after(now).opens_at(
            PASSWORD_STEPS, network, is_contested=True, lot=lambda *_: 0.0
        ))  # fmt: skip
        delay, tested = delay.after(now).tried(now, network), tested + 1
    assert tested < 3000


@pytest.mark.parametrize(("steps", "most"), [(PASSWORD_STEPS, 3000), (CODE_STEPS, 1500)])
def test_nor_does_resting_until_it_is_forgotten(steps, most):
    burst = sum(1 for step in steps if step < steps[-1]) + 1
    assert burst / (sum(steps[:-1]) + FORGOTTEN_AFTER) * DAY < most
    assert DAY / steps[-1] + burst < most


def test_while_all_networks_of_an_attack_are_new_she_comes_in_by_lot():
    """A hundred of them: at the latest when each was wrong once, 40 seconds for each."""
    networks = {f"network {n}": n for n in range(100)}

    def lot(turn: int, network: str) -> float:
        return random.Random(f"{turn} {network}").random()

    delay, now = Delay(wrong=9), 0.0
    for turns in range(101):  # noqa: B007
        opens = {
            name: delay.opens_at(PASSWORD_STEPS, name, is_contested=True, lot=lot)
            for name in (*networks, "hers")
        }
        first = min(opens, key=lambda name: opens[name])
        if first == "hers":
            break
        now = opens[first]
        delay = delay.tried(now, first)
    assert turns <= 100
    assert now <= 101 * 40


def test_somebody_alone_never_waits_longer_than_half_a_minute(guessing):
    story = guessing(1)
    for _wrong in range(40):
        tried = story.ask(HERS)
        assert tried.is_allowed
        with story.present():
            wait = tried.next_wait
        assert wait <= 30
        story.seconds += max(wait, 7)


def test_who_came_in_is_not_slowed_down_by_what_they_mistyped(guessing):
    story = guessing(1)
    for _wrong in range(3):
        tried = story.ask(HERS)
    with story.present():
        tried.succeeded()
    assert [story.ask(HERS).is_allowed for _again in range(3)] == [True] * 3


def test_it_does_not_give_those_who_guess_a_fresh_start(guessing):
    story = guessing(20)
    story.go_on(until=60 * 60)
    hers = story.ask(HERS)
    story.seconds += hers.wait
    hers = story.ask(HERS)
    with story.present():
        hers.succeeded()
    assert story.ask(story.wrong).wait >= 30


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.5", "203.0.113.200", True), ("203.0.113.5", "203.0.114.5", False),
        ("2001:db8:1:2::7", "2001:db8:1:ff::9", True), ("2001:db8:1::7", "2001:db8:2::7", False),
    ],
)  # fmt: skip
def test_neighbours_in_one_network_count_as_one(one, other, is_same):
    here, there = (network_of(RequestFactory(REMOTE_ADDR=each).get("/")) for each in (one, other))
    assert (here == there) is is_same


def test_a_clock_that_was_set_back_is_no_wall():
    delay = Delay(wrong=20, last=1_000_000.0)
    before = delay.after(1000.0)
    assert before.opens_at(PASSWORD_STEPS, "hers", is_contested=False, lot=lambda *_: 0) == 1030
