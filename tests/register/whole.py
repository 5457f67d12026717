"""How well the whole register is compared with itself, held against the truth.

    python -m tests.register.whole --people 50000 --seed 7

Households stay whole: those from which a judge learns are never those on which it is judged. The
judge learns from a random thousand of the doubtful pairs, as a queue would give them to readers.
"""

import argparse
import json
import sys

import numpy as np

from amparo.foundation.people.deduplication.classifier import PairClassifier, shipped_classifier

from .compared import Outcome, compare

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
    taught = judge.taught([outcome.evidence[at] for at in some], outcome.same[some].tolist())
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
