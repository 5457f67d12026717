"""Routes in batches: one test item tries some twenty of them, each in a subtest.

An item for each route would cost more than most of the requests that are made in it. To try a few
routes by hand, name them: `AMPARO_ROUTES="person cases:case" pytest tests/…`.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from tests.support.nightly import is_exhaustive
from tests.support.turns import turn

SIZE = 20
MOST_FAULTS = 12


def in_batches(routes: Iterable[str], *, by_day: int = 1) -> pytest.MarkDecorator:
    """Gives a test the routes of one batch as `batch`; its items are `[1]`, `[2]` and so on.

    Where one mechanism answers for all of them, a check may take every n-th route (`by_day=n`),
    the next ones the day after; the night takes all, and so does whoever names routes.

    A batch takes every n-th route, not twenty neighbours: neighbours belong to one area, and some
    areas cost ten times what others do. So the batches cost about the same, and any one of them,
    such as the first, which a short run takes, holds routes of all areas.
    """
    routes = list(routes)
    if not is_exhaustive():
        routes = routes[turn() % by_day :: by_day]
    batches = split_evenly(routes)
    ids = [str(number) for number in range(1, len(batches) + 1)]
    return pytest.mark.parametrize("batch", batches, ids=ids)


def split_evenly(routes: list[str], size: int = SIZE) -> list[list[str]]:
    """At most `size` routes each, of every n-th one; only those that AMPARO_ROUTES names."""
    if named := os.environ.get("AMPARO_ROUTES", "").split():
        routes = [route for route in routes if route in named]
    count = -(-len(routes) // size)
    return [routes[first::count] for first in range(count)]


@contextmanager
def tried(route: str, subtests: pytest.Subtests) -> Iterator[list[str]]:
    """One route of a batch: what the block adds to the list fails this route, and no other."""
    with subtests.test(route):
        faults: list[str] = []
        yield faults
        assert not faults, summarize(route, faults)


def summarize(route: str, faults: list[str]) -> str:
    more = len(faults) - MOST_FAULTS
    lines = faults[:MOST_FAULTS] + ([f"and {more} more"] if more > 0 else [])
    return "\n  ".join([f"{route}: {len(faults)} answers or checks are wrong:", *lines])
