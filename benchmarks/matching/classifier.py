"""How well the classifier of duplicates judges pairs, compared with the truth.

    python -m benchmarks.matching.classifier --people 50000 --seed 7

Households stay whole: those from which a classifier learns are never those on which it is judged.
It learns from a random thousand of the doubtful pairs, as a queue would give them to readers.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import batched

import numpy as np
import pyarrow as pa

from amparo.foundation.people.deduplication.classifier import PairClassifier, shipped_classifier
from amparo.foundation.people.deduplication.columns import record_batch
from amparo.foundation.people.deduplication.engine import MIN_MATCH_WEIGHT, Engine
from amparo.foundation.people.deduplication.process_pool import ProcessPool
from amparo.foundation.people.deduplication.weights import Evidence
from amparo.foundation.people.matching import MatchingFeatures
from amparo.foundation.people.search import tokens

from .clerk_errors import Written
from .register import Register

SLICE = 20_000


@dataclass
class Outcome:
    """The pairs that were looked at, which of them are truly one person, and what it took."""

    people: int
    evidence: list[Evidence]
    same: np.ndarray
    households: np.ndarray
    # For each true pair, found or not, the household that it lies in.
    truly: np.ndarray
    compared: int
    seconds: float
    cpu: float
    peak_mb: float

    @property
    def ceiling(self) -> float:
        """How many of the true pairs were looked at, at all."""
        return float(self.same.sum()) / max(len(self.truly), 1)

    def of(self, those: np.ndarray) -> "Outcome":
        """The same of some households only: those of an odd number, or of an even one."""
        odd = bool(self.households[those][0] % 2)
        evidence = [each for each, kept in zip(self.evidence, those, strict=True) if kept]
        return replace(
            self,
            evidence=evidence,
            same=self.same[those],
            households=self.households[those],
            truly=self.truly[self.truly % 2 == odd],
        )

    def recall_at(self, scores: np.ndarray, *precisions: float) -> dict[float, float]:
        """Of all true pairs, how many are above the score at which precision is kept."""
        order = np.argsort(-scores, kind="stable")
        true, ranked = np.cumsum(self.same[order]), scores[order]
        ends = np.append(ranked[1:] != ranked[:-1], True)
        precision = true / np.arange(1, len(order) + 1)
        return {
            least: round(
                float(true[(precision >= least) & ends].max(initial=0)) / len(self.truly), 3
            )
            for least in precisions
        }


def traits_of(written: Written) -> MatchingFeatures:
    day = written.birth_date if written.birth_precision in ("", "exact", "month") else None
    return MatchingFeatures(
        given=written.given_names,
        family=written.family_names,
        second_family=written.second_family_name,
        original=written.original_name,
        sex=written.sex,
        birth_year=written.birth_date.year if written.birth_date else written.birth_year or 0,
        birth_month=day.month if day else 0,
        birth_day=day.day if day and written.birth_precision != "month" else 0,
        is_estimated=written.birth_precision == "estimated",
        nationalities=(written.nationality,) if written.nationality else (),
        documents=(written.document,) if written.document else (),
        phones=(written.phone,) if written.phone else (),
        father=written.father_name,
        mother=written.mother_name,
        place=written.birth_place,
    )


def keys_of(person: int, traits: MatchingFeatures) -> Iterator[tuple[int, int, int]]:
    """The tokens of our search index, without its key: nobody here is real."""
    for told in tokens.token_texts(traits):
        yield hash(told) >> 1, traits.birth_year, person


def taken(
    traits: dict[int, MatchingFeatures],
) -> tuple[list[pa.RecordBatch], list[tuple[int, int, int]]]:
    """What the engine takes: people a batch at a time, and all of their tokens."""
    told = [(number, json.dumps(each.as_json())) for number, each in traits.items()]
    batches = [record_batch(some, b"nobody") for some in batched(told, 2000, strict=False)]
    return batches, [key for number, each in traits.items() for key in keys_of(number, each)]


def compare(
    judge: PairClassifier, *, people: int, seed: int, hopeless: float = MIN_MATCH_WEIGHT
) -> Outcome:
    """The whole comparison of a register of so many rows."""
    made = list(Register(people, seed=seed).rows())
    traits = {each.number: traits_of(each.written) for each in made}
    who = np.array([0, *(each.person for each in made)])
    home = np.array([0, *(each.household for each in made)])
    began, cpu = time.monotonic(), time.process_time()
    with ProcessPool(wanted=people > SLICE) as helpers:
        engine = Engine(judge, helpers, hopeless=hopeless)
        engine.take(*taken(traits))
        slices = 1 + people // SLICE
        found = [each for some in engine.slices(range(slices), of=slices) for each in some]
        engine.close()
    evidence = [each.evidence for each in found]
    ones, others = [each.one for each in found], [each.other for each in found]
    one, other = np.array(ones, int), np.array(others, int)
    times = Counter(zip(who[1:].tolist(), home[1:].tolist(), strict=True)).items()
    truly = [household for (_who, household), n in times for _pair in range(n * (n - 1) // 2)]
    return Outcome(
        people=people,
        evidence=evidence,
        same=who[one] == who[other],
        households=np.minimum(home[one], home[other]),
        truly=np.array(truly, int),
        compared=engine.compared,
        seconds=time.monotonic() - began,
        cpu=time.process_time() - cpu,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


# Recall at several precisions.

PRECISIONS = (0.90, 0.95, 0.98)
REVIEWED = 1000


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=18_000)
    asked.add_argument("--seed", type=int, default=7)
    told = asked.parse_args()
    outcome = compare(shipped_classifier(), people=told.people, seed=told.seed)
    sys.stdout.write(json.dumps(figures(outcome, shipped_classifier()), indent=1) + "\n")


def figures(outcome: Outcome, judge: PairClassifier) -> dict:
    """Recall at several precisions: by Splink alone, by the shipped judge, by one taught here."""
    told = judge.features(outcome.evidence)
    alone = told[:, 1 : 1 + len(judge.chances)].sum(axis=1)
    shipped_scores = told @ judge.coefficients
    learnt = outcome.households % 2 == 0
    chances = judge.likelihood(outcome.evidence)
    doubtful = np.flatnonzero(learnt & (chances > 0.02) & (chances < 0.98))
    some = np.random.default_rng(7).permutation(doubtful)[:REVIEWED]
    taught = judge.trained([outcome.evidence[at] for at in some], outcome.same[some].tolist())
    rest = outcome.of(~learnt)
    return {
        "people": outcome.people,
        "pairs compared": outcome.compared,
        "pairs looked at": len(outcome.evidence),
        "ceiling": round(outcome.ceiling, 3),
        "Splink alone": outcome.recall_at(alone, *PRECISIONS),
        "shipped judge": outcome.recall_at(shipped_scores, *PRECISIONS),
        "other half, Splink alone": rest.recall_at(alone[~learnt], *PRECISIONS),
        "other half, shipped judge": rest.recall_at(shipped_scores[~learnt], *PRECISIONS),
        f"other half, after {len(some)} decisions": rest.recall_at(
            (told @ taught.coefficients)[~learnt], *PRECISIONS
        ),
        "seconds": round(outcome.seconds, 1),
        "processor seconds": round(outcome.cpu, 1),
        "peak MB": round(outcome.peak_mb),
    }


if __name__ == "__main__":
    main()
