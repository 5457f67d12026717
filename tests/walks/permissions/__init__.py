"""A random walk over permissions: things change hands, everybody looks, nothing may leak.

    walk(steps=2000, seed=1)

Hypothesis chooses the steps; where somebody is told what is not theirs, it says how.
Nothing is kept: all stands in a transaction that is rolled back.
"""

import logging
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, Phase
from hypothesis import seed as seeded
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from .case_steps import CaseSteps
from .checks import Checks, Leak
from .people_steps import PeopleSteps
from .state import State, starting_state

STEPS_A_WALK = 50
# Then all move into a new one: nobody is signed out over a long walk, however slow the machine.
STEPS_IN_ONE_STATE = 5_000


class PermissionStateMachine(PeopleSteps, CaseSteps, Checks):
    """One walk: begun in the house as it stands, and undone at its end."""

    base: State
    figures: Counter
    surfaces: Counter

    def __init__(self):
        super().__init__()
        self.start = transaction.savepoint_create()
        self.state = self.base.again()
        self.screens: dict[str, Client] = {}
        self.figures["walks"] += 1

    def at_the_screen_of(self, who: str) -> Client:
        if who not in self.screens:
            self.screens[who] = self.state.client(who)
        return self.screens[who]

    def teardown(self):
        transaction.savepoint_rollback(self.start)


def walk(steps: int, seed: int) -> dict:
    """What was done and asked, and how often somebody was shown what is not theirs."""
    began, figures, surfaces = time.monotonic(), Counter(), Counter()
    found = ""
    try:
        while figures["steps"] < steps:
            until = min(steps, figures["steps"] + STEPS_IN_ONE_STATE)
            with machine(figures, surfaces) as each:
                while figures["steps"] < until:
                    _go(each, until - figures["steps"], seed + figures["walks"])
    except Leak as leak:
        found = "\n".join([str(leak), *getattr(leak, "__notes__", ())])
    seconds = round(time.monotonic() - began, 1)
    told = {"surfaces": dict(surfaces), "leaks": int(bool(found)), "found": found}
    return {**figures, **told, "seconds": seconds}


@contextmanager
def machine(figures: Counter, surfaces: Counter) -> Iterator[type[PermissionStateMachine]]:
    """What Hypothesis drives, in a house that is lived in; its steps can be taken by hand too."""
    with _quiet(), starting_state() as state:
        members = {"base": state, "figures": figures, "surfaces": surfaces}
        each = type("Walk", (PermissionStateMachine,), members)
        each.base = _with_records(each)
        yield each


@contextmanager
def _quiet() -> Iterator[None]:
    """Refusals are what is wanted here: no log is filled with them. Papers are thrown away."""
    logging.disable(logging.WARNING)
    try:
        with (
            tempfile.TemporaryDirectory() as papers,
            override_settings(AMPARO_FILE_STORAGE=papers),
        ):
            yield
    finally:
        logging.disable(logging.NOTSET)


def _go(each: type[PermissionStateMachine], steps: int, seed: int) -> None:
    """So many steps, or a few less."""
    run_state_machine_as_test(seeded(seed)(each), settings=_settings(steps))


def _with_records(each: type[PermissionStateMachine]) -> State:
    """Somebody in every team, and a file of each kind: where every walk begins."""
    first = each()
    for n in range(4):
        first.register(n, n)
        first.open_case(n, n)
        first.write(n, n)
        first.attach(n, n)
    first.register(0, 1)
    first.note_a_family(0, 1)
    first.waive_duplicates(1, "trafficking", "Alto")
    first.restrict(0, 0, "trafficking")
    first.open_in_an_emergency(1, 3)
    return first.state


def _settings(steps: int) -> hypothesis_settings:
    return hypothesis_settings(
        max_examples=steps // STEPS_A_WALK + 1, stateful_step_count=STEPS_A_WALK,
        deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )  # fmt: skip
