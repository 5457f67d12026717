"""The comparison itself, in the background: killed at any moment, it goes on where it was."""

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust import audit
from amparo.foundation.trust.jobs import go_on, in_background

from ..models import Comparison, Person
from . import extra, opening
from .helpers import Helpers
from .lessons import taught
from .writing import let_go_of_the_rest, likely, not_joined, write

if TYPE_CHECKING:
    import pyarrow as pa

    from .engine import Engine

logger = logging.getLogger(__name__)
# People whose pairs are found, weighed and kept together.
SLICE = 20_000


@in_background(
    name="find-duplicate-people", title=_("Compare the register with itself"), in_slices=True
)
def compare(ref: str) -> None:
    run = Comparison.objects.select_related("asked_by").get(ref=ref)
    if run.done_at is None:
        _must_be_installed()
        _compare(run)


def _must_be_installed() -> None:
    """Refuses where the extra is missing, and says in the log of the worker what to install."""
    if not extra.is_installed():
        logger.error("Splink and Arrow are not installed, install them with: make comparison")
    extra.require()


def _compare(run: Comparison) -> None:
    judge, lessons = taught()
    _begin(run, lessons)
    with Helpers(wanted=run.people > SLICE) as helpers:
        engine = extra.engine().Engine(judge, helpers, memory=settings.AMPARO_COMPARE_MEMORY)
        try:
            if not _go_through(run, engine, helpers):
                return
        finally:
            engine.close()
    _end(run)


@transaction.atomic
def _begin(run: Comparison, lessons: int) -> None:
    """The slices are cut once: whoever takes the work up again cuts the same."""
    if not run.slices:
        run.people, run.lessons = Person.objects.count(), lessons
        run.slices = 1 + run.people // SLICE
        run.save(update_fields=["people", "lessons", "slices"])
    go_on(0, of=2 * run.people)


def _go_through(run: Comparison, engine: "Engine", helpers: Helpers) -> bool:
    """Whether it came to the end; not where somebody stopped it."""
    read = partial(extra.tables().batch_of, secret=opening.secret())
    engine.take(_counted(run, helpers.each(read, opening.told())), opening.keys())
    left = range(run.slices_done, run.slices)
    for at, found in zip(left, engine.slices(left, of=run.slices), strict=True):
        pairs = not_joined(likely(found, engine.judge))
        with transaction.atomic():
            write(run, pairs)
            run.slices_done, run.found = at + 1, run.found + len(pairs)
            run.save(update_fields=["slices_done", "found"])
            now, whole = _how_far(run, run.people)
            go_on(now, of=whole)
            if stopped(run):
                return False
    return True


def _counted(run: Comparison, batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """Everybody, with a word after each batch of how far it is."""
    passed = 0
    for batch in batches:
        yield batch
        passed += batch.num_rows
        with transaction.atomic():
            now, whole = _how_far(run, passed)
            go_on(now, of=whole)


def _how_far(run: Comparison, opened: int) -> tuple[int, int]:
    """Opening everybody is half of the work, the slices are the other half."""
    sliced = run.people * run.slices_done // max(run.slices, 1)
    return min(opened, run.people) + sliced, 2 * run.people


def stopped(run: Comparison) -> bool:
    return Comparison.objects.filter(pk=run.pk).exclude(done_at=None).exists()


@transaction.atomic
def _end(run: Comparison) -> None:
    let_go_of_the_rest(run)
    run.finish()
    audit.note(run.asked_by, "comparison.done", run, count=run.found)
    go_on(2 * run.people, of=2 * run.people)
