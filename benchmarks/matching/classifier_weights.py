"""Trains `prior.json`: the weights of the classifier before anybody has decided anything.

    python -m benchmarks.matching.classifier_weights --people 200000 --seed 11

It is learnt from people who were made up: nobody's data is in it.
"""

import argparse
import json

import numpy as np

from amparo.foundation.people.deduplication.classifier import (
    FEATURES,
    PRIOR_PATH,
    QUESTIONS,
    PairClassifier,
    classifier_from_json,
    fit_coefficients,
)

from .classifier import Outcome, compare

# How hard weights are held to zero where little was seen.
HELD = 1.0
FOR_CHANCES = 50_000


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=200_000)
    asked.add_argument("--seed", type=int, default=11)
    told = asked.parse_args()
    few = min(told.people, FOR_CHANCES)
    everything = compare(_knows_nothing(), people=few, seed=told.seed + 1, hopeless=-999.0)
    kept = count_answers(everything)
    near = compare(classifier_from_json(kept), people=told.people, seed=told.seed)
    PRIOR_PATH.write_text(json.dumps(learn_weights(kept, near), indent=1) + "\n")


def count_answers(outcome: Outcome) -> dict:
    """Splink's chances of each answer, from all pairs that are compared."""
    kept = _kept(_chances(outcome), np.zeros(len(FEATURES)), np.ones(len(FEATURES)))
    return kept | {"prior": float(outcome.same.mean())}


def learn_weights(kept: dict, outcome: Outcome) -> dict:
    """The weights of all answers together, from the pairs that are looked at closely."""
    judge = classifier_from_json(kept)
    told = judge.features(outcome.evidence)
    nothing = np.zeros(len(FEATURES))
    weights = fit_coefficients(
        told, outcome.same.astype(float), nothing, np.full(len(FEATURES), HELD)
    )
    chance = 1 / (1 + np.exp(-(told @ weights)))
    firmness = (told**2 * (chance * (1 - chance))[:, None]).mean(axis=0)
    # A decision of an installation is about a pair in doubt: it weighs as one of those weighs.
    doubtful = (chance > 0.05) & (chance < 0.95)
    firmness /= max(float(doubtful.mean()), 1e-6)
    return _kept(kept["chances"], weights, np.maximum(firmness, 0.02)) | {"prior": kept["prior"]}


def _chances(outcome: Outcome) -> dict[str, list[list[float]]]:
    levels = np.array([each.levels for each in outcome.evidence])
    return {
        question.name: _of_question(levels[:, at], len(question.answers), outcome.same)
        for at, question in enumerate(QUESTIONS)
    }


def _of_question(levels: np.ndarray, answers: int, same: np.ndarray) -> list[list[float]]:
    def shares(those: np.ndarray) -> np.ndarray:
        counts = np.bincount(levels[those & (levels >= 0)], minlength=answers) + 0.5
        return counts / counts.sum()

    both = zip(shares(same), shares(~same), strict=True)
    return [[float(f"{each:.6g}") for each in pair] for pair in both]


def _kept(chances: dict, weights: np.ndarray, firmness: np.ndarray) -> dict:
    return {
        "chances": chances,
        "coefficients": {n: round(float(w), 5) for n, w in zip(FEATURES, weights, strict=True)},
        "firmness": {n: round(float(f), 5) for n, f in zip(FEATURES, firmness, strict=True)},
        "prior": 1e-4,
    }


def _knows_nothing() -> PairClassifier:
    chances = {question.name: [[0.5, 0.5]] * len(question.answers) for question in QUESTIONS}
    return classifier_from_json(_kept(chances, np.zeros(len(FEATURES)), np.ones(len(FEATURES))))


if __name__ == "__main__":
    main()
