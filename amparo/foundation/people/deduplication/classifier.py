"""The classifier of pairs: Splink's weights, adjusted by the decisions of reviewers.

Splink takes each answer for a word of its own. In a register of families it is not: sisters share
surname, telephone, address and the day of arrival, and that is one fact told four times. A
logistic regression on Splink's own weights, the reasons of the search matcher and a few terms
that join two answers learns this. It starts from `prior.json` and moves as far as the decisions
of this installation weigh.

NumPy comes with the extra `comparison`: `optional_dependencies.py` alone imports this module.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..matching.comparison import REASON_CODES
from .evidence import Dialect, Question, questions
from .weights import (
    FEATURES,
    NAMES,
    PRIOR_PATH,
    QUESTIONS,
    REASON_POSITIONS,
    SAME_BIRTH,
    Evidence,
    Weights,
)

if TYPE_CHECKING:
    pass

# Decisions that the shipped weights are worth: as many of this house weigh the same.
PRIOR_DECISIONS = 300.0


@dataclass(frozen=True)
class PairClassifier:
    """The weights: of each answer (Splink's), and of what they say together."""

    # For each question, by the number of the answer: chances among the same, among others.
    chances: Mapping[str, Sequence[tuple[float, float]]]
    coefficients: np.ndarray
    # How firmly each coefficient is held to: its information in one decision.
    firmness: np.ndarray
    prior: float

    def features(self, evidence: Sequence[Evidence]) -> np.ndarray:
        """A row for each pair: the weight of each answer in bits, what they say together, and
        which reasons the desk gives.
        """
        levels = np.array([each.levels for each in evidence], int).reshape(-1, len(NAMES))
        desk = np.array([each.bits for each in evidence], float) / 10
        weights = [self._weights(name)[levels[:, at]] for at, name in enumerate(NAMES)]
        shared = np.log2([each.shared / 1000 for each in evidence])
        together = [np.ones(len(levels)), *weights, *_joint(levels, desk), shared]
        return np.column_stack([*together, _reason_columns(evidence)])

    def _weights(self, name: str) -> np.ndarray:
        """Splink's weight of each answer, by its number; of silence (the last, −1) none."""
        same, other = np.array(self.chances[name]).T
        return np.append(np.log2(same / other), 0.0)

    def likelihood(self, evidence: Sequence[Evidence]) -> np.ndarray:
        return _probability(self.features(evidence) @ self.coefficients)

    @cached_property
    def weights(self) -> Weights:
        """The same for one pair at a time, in plain Python."""
        return Weights(self.chances, self.coefficients.tolist())

    def pulls(self, evidence: Evidence) -> dict[str, float]:
        """How far each answer, and what they say together, pulls (`Weights.pulls`)."""
        return self.weights.pulls(evidence)

    def trained(self, evidence: Sequence[Evidence], same: Sequence[bool]) -> "PairClassifier":
        """The same judge after these decisions."""
        if not evidence:
            return self
        told = self.features(evidence)
        learnt = fit_coefficients(
            told, np.array(same, float), self.coefficients, self.firmness * PRIOR_DECISIONS
        )
        return replace(self, coefficients=learnt)


def _reason_columns(evidence: Sequence[Evidence]) -> np.ndarray:
    found = np.zeros((len(evidence), len(REASON_CODES)), bool)
    rows = np.repeat(np.arange(len(evidence)), [len(each.said) for each in evidence])
    found[rows, [REASON_POSITIONS[code] for each in evidence for code in each.said]] = True
    return found


def _joint(levels: np.ndarray, desk: np.ndarray) -> list[np.ndarray]:
    """What two answers say together that neither says alone."""
    # Twins share all but the given name: a birthday says nothing where that is another one.
    twins = _is(levels, "given", "other") & _is(levels, "birth", *SAME_BIRTH)
    # A year alone, or 1 January, is what offices write of those whose birthday nobody knows.
    vague = _is(levels, "birth", "year")
    return [twins, vague * desk, desk]


def _is(levels: np.ndarray, name: str, *codes: str) -> np.ndarray:
    at = NAMES.index(name)
    return np.isin(levels[:, at], [QUESTIONS[at].level(code) for code in codes])


def _probability(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


def fit_coefficients(
    told: np.ndarray, same: np.ndarray, start: np.ndarray, firm: np.ndarray
) -> np.ndarray:
    """The likeliest weights after these decisions, held to where they started (Newton's steps)."""
    weights = start.copy()
    for _step in range(25):
        chance = _probability(told @ weights)
        slope = told.T @ (chance - same) + firm * (weights - start)
        bend = (told * (chance * (1 - chance))[:, None]).T @ told + np.diag(firm)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return weights


@cache
def shipped_classifier() -> PairClassifier:
    """The judge as it is shipped: learnt from people who were made up (`docs/decisions/0033`)."""
    return classifier_from_json(json.loads(PRIOR_PATH.read_text()))


def classifier_from_json(kept: Mapping) -> PairClassifier:
    return PairClassifier(
        chances={name: [tuple(pair) for pair in kept["chances"][name]] for name in NAMES},
        coefficients=np.array([kept["coefficients"][name] for name in FEATURES]),
        firmness=np.array([kept["firmness"][name] for name in FEATURES]),
        prior=kept["prior"],
    )


# The settings of Splink.


def splink_settings(judge: "PairClassifier", sql: Dialect) -> dict:
    """Splink's settings: whom to compare is told by pairs, its own rules block nobody."""
    return {
        "link_type": "dedupe_only",
        "sql_dialect": sql.name,
        "unique_id_column_name": "person",
        "probability_two_random_records_match": judge.prior,
        "blocking_rules_to_generate_predictions": ["l.person = r.person"],
        "comparisons": [_comparison(each, judge) for each in questions(sql)],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": True,  # with them, which answer was given
    }


def _comparison(question: Question, judge: "PairClassifier") -> dict:
    levels = [
        {
            "sql_condition": question.is_silent,
            "label_for_charts": "silent",
            "is_null_level": True,
        }
    ]
    for code, condition in question.answers:
        same, other = judge.chances[question.name][question.level(code)]
        levels.append(
            {
                "sql_condition": condition,
                "label_for_charts": code,
                "m_probability": same,
                "u_probability": other,
            }
        )
    return {"output_column_name": question.name, "comparison_levels": levels}
