"""The whole register compared with itself: which pairs are found, and which of them are right.

Families are whole, so sisters and twins stand beside each other as they do in life. What is told
"taught" is after a thousand decisions, drawn from the pairs that readers would be shown; they are
left out of what is counted.
"""

import resource
from collections import Counter
from dataclasses import dataclass
from functools import partial
from time import perf_counter, process_time

import numpy as np

from amparo.foundation.people.deduplication import tasks
from amparo.foundation.people.deduplication.classifier import (
    NAMES,
    Evidence,
    PairClassifier,
    shipped_classifier,
)
from amparo.foundation.people.deduplication.columns import record_batch
from amparo.foundation.people.deduplication.engine import Engine
from amparo.foundation.people.deduplication.process_pool import ProcessPool
from amparo.foundation.people.deduplication.tasks import MIN_LIKELIHOOD, SLICE_SIZE
from amparo.foundation.people.deduplication.weights import FoundPair

REVIEWED = 1_000
# Less likely than this by the judge as shipped, and no thousand decisions make it worth showing.
NEAR = 0.002
LIKELIHOODS = (0.5, 0.8, 0.9, 0.95, 0.99)
WEIGHTS = (0, 4, 8, 12, 16, 20)
PRECISIONS = (0.9, 0.95, 0.98)


@dataclass
class Pairs:
    """What was found. Of the pairs that no judge would come to show no more than Splink's weight
    is kept: a register has many.
    """

    # What Splink says: the answers' weights, added up as if none knew of another.
    weights: np.ndarray
    same: np.ndarray
    # By their number: the features of those that may come to be shown, and what was answered
    # about those that readers are shown.
    near: np.ndarray
    features: np.ndarray
    evidence: dict[int, Evidence]
    compared: int
    true: int  # pairs that there are, found or not

    def likelihoods(self, judge: PairClassifier) -> np.ndarray:
        all_of_them = np.zeros(len(self.same))
        all_of_them[self.near] = _likelihoods(self.features, judge)
        return all_of_them


def figures(person_of: dict[int, int]) -> dict:
    began, cpu = perf_counter(), process_time()
    pairs = _compared(person_of)
    ours, helpers = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    took = {
        "wall s": perf_counter() - began,
        "cpu s": process_time() - cpu + helpers.ru_utime + helpers.ru_stime,
        "peak MB": ours.ru_maxrss / 1024,
        "peak MB of a helper": helpers.ru_maxrss / 1024,
    }
    judge = shipped_classifier()
    reviewed = _reviewed(pairs)
    taught = judge.trained(
        [pairs.evidence[at] for at in reviewed], [bool(pairs.same[at]) for at in reviewed]
    )
    left = np.ones(len(pairs.same), bool)
    left[reviewed] = False
    missing = pairs.true - int(pairs.same.sum())
    rest = pairs.same[left]
    told = {
        "Splink alone": (pairs.weights[left], WEIGHTS),
        "as shipped": (pairs.likelihoods(judge)[left], LIKELIHOODS),
        f"taught by {len(reviewed):,}": (pairs.likelihoods(taught)[left], LIKELIHOODS),
    }
    return took | {
        "pairs there are": pairs.true, "compared": pairs.compared, "found": len(pairs.same),
        "recall of all found": float(pairs.same.sum() / pairs.true),
        "ways": {
            name: _judged(scores, rest, missing, thresholds)
            for name, (scores, thresholds) in told.items()
        },
    }  # fmt: skip


def _compared(person_of: dict[int, int]) -> Pairs:
    judge = shipped_classifier()
    weights: list[np.ndarray] = []
    near: list[np.ndarray] = []
    features: list[np.ndarray] = []
    same: list[bool] = []
    evidence: dict[int, Evidence] = {}
    slices = 1 + len(person_of) // SLICE_SIZE
    with ProcessPool(wanted=len(person_of) > SLICE_SIZE) as helpers:
        engine = Engine(judge, helpers)
        read = partial(record_batch, secret=tasks.mark_key())
        engine.take(helpers.each(read, tasks.decrypted_people()), tasks.token_rows())
        for found in engine.slices(range(slices), of=slices):
            told = _features(judge, found)
            chances = _likelihoods(told, judge)
            for which in np.flatnonzero(chances >= MIN_LIKELIHOOD):
                evidence[len(same) + int(which)] = found[which].evidence
            weights.append(told[:, 1 : 1 + len(NAMES)].sum(axis=1))
            near.append(len(same) + (some := np.flatnonzero(chances >= NEAR)))
            features.append(told[some])
            same += [person_of[each.one] == person_of[each.other] for each in found]
        engine.close()
    times = Counter(person_of.values()).values()
    true = sum(count * (count - 1) // 2 for count in times)
    return Pairs(
        np.concatenate(weights), np.array(same), np.concatenate(near), np.concatenate(features),
        evidence, engine.compared, true,
    )  # fmt: skip


def _features(judge: PairClassifier, found: list[FoundPair]) -> np.ndarray:
    return judge.features([each.evidence for each in found]).astype(np.float32)


def _likelihoods(features: np.ndarray, judge: PairClassifier) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(features @ judge.coefficients, -30, 30)))


def _reviewed(pairs: Pairs) -> np.ndarray:
    """Drawn by lot from what readers are shown, and at most half of it."""
    shown = np.array(sorted(pairs.evidence))
    count = min(REVIEWED, len(shown) // 2)
    return np.random.default_rng(7).choice(shown, count, replace=False)


def _judged(
    scores: np.ndarray, same: np.ndarray, missing: int, thresholds: tuple[float, ...]
) -> dict:
    """Precision and recall at each threshold; and the best recall at each precision."""
    order = np.argsort(-scores)
    right = np.cumsum(same[order])
    precision = right / np.arange(1, len(order) + 1)
    recall = right / (same.sum() + missing)
    at = {}
    for threshold in thresholds:
        count = int((scores >= threshold).sum())
        at[str(threshold)] = (
            [float(precision[count - 1]), float(recall[count - 1])] if count else [1.0, 0.0]
        )
    best = {str(least): float(recall[precision >= least].max(initial=0.0)) for least in PRECISIONS}
    return {"at": at, "recall at precision": best}
