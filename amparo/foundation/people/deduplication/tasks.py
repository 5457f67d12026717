"""The background task of deduplication: interrupted at any moment, it resumes where it was.

All records are decrypted in memory a batch at a time. What remains of a run are pairs by their
ids, with codes.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import batched
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.jobs import background_task, checkpoint

from ..models import (
    DeduplicationRun,
    DuplicateCandidate,
    Merge,
    Person,
    SearchToken,
    StoredFeatures,
)
from . import optional_dependencies
from .process_pool import ProcessPool
from .statistics import train_from_decisions
from .weights import FoundPair, Weights

if TYPE_CHECKING:
    import pyarrow as pa

    from .classifier import PairClassifier
    from .engine import Engine

logger = logging.getLogger(__name__)
# People whose pairs are found, weighed and kept together.
SLICE_SIZE = 20_000


@background_task(name="find-duplicate-people", title=_("Run deduplication"), in_slices=True)
def run_deduplication(ref: str) -> None:
    run = DeduplicationRun.objects.select_related("asked_by").get(ref=ref)
    if run.done_at is None:
        _must_be_installed()
        _run(run)


def _must_be_installed() -> None:
    """Refuses where the extra is missing, and says in the log of the worker what to install."""
    if not optional_dependencies.is_installed():
        logger.error("Splink and Arrow are not installed, install them with: make comparison")
    optional_dependencies.require_installed()


def _run(run: DeduplicationRun) -> None:
    judge, lessons = train_from_decisions()
    _begin(run, lessons)
    with ProcessPool(wanted=run.people > SLICE_SIZE) as helpers:
        engine = optional_dependencies.engine().Engine(
            judge, helpers, memory=settings.AMPARO_DEDUPLICATION_MEMORY
        )
        try:
            if not _go_through(run, engine, helpers):
                return
        finally:
            engine.close()
    _end(run)


@transaction.atomic
def _begin(run: DeduplicationRun, lessons: int) -> None:
    """The slices are cut once: whoever takes the work up again cuts the same."""
    if not run.slices:
        run.people, run.lessons = Person.objects.filter(is_practice=False).count(), lessons
        run.slices = 1 + run.people // SLICE_SIZE
        run.save(update_fields=["people", "lessons", "slices"])
    checkpoint(0, of=2 * run.people)


def _go_through(run: DeduplicationRun, engine: "Engine", helpers: ProcessPool) -> bool:
    """Whether it came to the end; not where somebody stopped it."""
    read = partial(optional_dependencies.columns().record_batch, secret=mark_key())
    engine.take(_with_progress(run, helpers.each(read, decrypted_people())), token_rows())
    left = range(run.slices_done, run.slices)
    for at, found in zip(left, engine.slices(left, of=run.slices), strict=True):
        pairs = without_merged(with_likelihood(found, engine.judge))
        with transaction.atomic():
            write_pairs(run, pairs)
            run.slices_done, run.found = at + 1, run.found + len(pairs)
            run.save(update_fields=["slices_done", "found"])
            now, whole = _progress(run, run.people)
            checkpoint(now, of=whole)
            if is_stopped(run):
                return False
    return True


def _with_progress(
    run: DeduplicationRun, batches: "Iterable[pa.RecordBatch]"
) -> "Iterator[pa.RecordBatch]":
    """Everybody, with a word after each batch of how far it is."""
    passed = 0
    for batch in batches:
        yield batch
        passed += batch.num_rows
        with transaction.atomic():
            now, whole = _progress(run, passed)
            checkpoint(now, of=whole)


def _progress(run: DeduplicationRun, opened: int) -> tuple[int, int]:
    """Opening everybody is half of the work, the slices are the other half."""
    sliced = run.people * run.slices_done // max(run.slices, 1)
    return min(opened, run.people) + sliced, 2 * run.people


def is_stopped(run: DeduplicationRun) -> bool:
    return DeduplicationRun.objects.filter(pk=run.pk).exclude(done_at=None).exists()


@transaction.atomic
def _end(run: DeduplicationRun) -> None:
    close_pairs_not_found(run)
    run.finish()
    log.log_event(run.asked_by, "comparison.done", run, count=run.found)
    checkpoint(2 * run.people, of=2 * run.people)


# Reading the register.

BATCH_SIZE = 2000


def mark_key() -> bytes:
    """The key of the marks: without it nobody can try whether a mark is that of a name."""
    return key_ring.derive("comparing")


def decrypted_people() -> Iterator[list[tuple[int, str]]]:
    """All people, in batches, each as the text that is kept of them; whoever is registered
    meanwhile waits for the next comparison.
    """
    after = 0
    real = StoredFeatures.objects.filter(person__is_practice=False)
    kept = real.order_by("person").values_list("person_id", "ref", "features")
    while batch := list(kept.filter(person__gt=after)[:BATCH_SIZE]):
        after = batch[-1][0]
        opened = decrypt_column(
            [row[1:] for row in batch], model=StoredFeatures, field="features", as_text=True
        )
        yield [(row[0], each or "{}") for row, each in zip(batch, opened, strict=True)]


def token_rows() -> Iterator[tuple[int, int, int]]:
    """Each token that holds whenever its person was born, beside their year (0 when unknown)."""
    year = Coalesce("person__birth_year", 0)
    rows = SearchToken.objects.filter(is_in_years=False, person__is_practice=False).order_by()
    found: QuerySet = rows.values_list("key", year, "person_id")
    yield from found.iterator(chunk_size=20_000)


# Writing pairs.

# Pairs less likely than this would only tire whoever reads them.
MIN_LIKELIHOOD = 0.05
PAIRS_AT_ONCE = 500
type PairsWithLikelihood = list[tuple[FoundPair, int]]


def with_likelihood(
    found: Iterable[FoundPair], judge: "PairClassifier | Weights"
) -> PairsWithLikelihood:
    """Those worth reading, with how likely each is in thousandths."""
    kept: PairsWithLikelihood = []
    for some in batched(found, 20_000, strict=False):
        chances = judge.likelihood([each.evidence for each in some])
        told = zip(some, map(float, chances), strict=True)
        kept += [(each, round(1000 * chance)) for each, chance in told if chance >= MIN_LIKELIHOOD]
    return kept


def without_merged(pairs: PairsWithLikelihood) -> PairsWithLikelihood:
    """Without those whose files are joined already, be it through a third."""
    above = dict(Merge.objects.in_force().values_list("duplicate", "kept"))

    def head(number: int) -> int:
        while number in above:
            number = above[number]
        return number

    return [pair for pair in pairs if head(pair[0].one) != head(pair[0].other)]


def write_pairs(run: DeduplicationRun, pairs: PairsWithLikelihood) -> None:
    """Keep the pairs of a slice, in the caller's transaction; the same slice again is the same."""
    for some in batched(pairs, PAIRS_AT_ONCE, strict=False):
        ones = {found.one for found, _chance in some}
        known = {
            (pair.one_id, pair.other_id): pair
            for pair in DuplicateCandidate.objects.filter(one__in=ones)
        }
        fresh = [
            _new_pair(run, *each) for each in some if (each[0].one, each[0].other) not in known
        ]
        DuplicateCandidate.objects.bulk_create(fresh)
        for found, chance in some:
            if pair := known.get((found.one, found.other)):
                _update_pair(pair, run, found, chance)


def _new_pair(run: DeduplicationRun, found: FoundPair, chance: int) -> DuplicateCandidate:
    return DuplicateCandidate(
        one_id=found.one,
        other_id=found.other,
        run=run,
        likelihood=chance,
        evidence=found.evidence.as_json(),
        mark=found.mark,
    )


def _update_pair(
    pair: DuplicateCandidate, run: DeduplicationRun, found: FoundPair, chance: int
) -> None:
    """What was decided stays decided, unless something of the two has changed since."""
    has_changed = pair.mark != found.mark
    if has_changed and pair.state in DuplicateCandidate.ASKED_ANEW:
        pair.reopen()
        log.log_event(None, "likelypair.came_back", pair)
    elif pair.state == DuplicateCandidate.State.GONE:
        pair.reopen()
    pair.run, pair.likelihood, pair.mark = run, chance, found.mark
    pair.evidence = found.evidence.as_json()
    pair.save()


def close_pairs_not_found(run: DeduplicationRun) -> None:
    """What this comparison no longer finds need not be decided: they are alike no more."""
    rest = DuplicateCandidate.objects.waiting().exclude(run=run)
    rest.update(state=DuplicateCandidate.State.GONE)
