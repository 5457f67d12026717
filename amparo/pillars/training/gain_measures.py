"""The one place that fixes what "at least 20 % gain" means (indicator OPT-11 of the programme).

The indicator does not say whether 20 % are points of the scale or a share of the score before.
Here they are POINTS: after minus before is 20 or more, both in percent of the points of the test.
From 20 to 24 would be 20 % of the score before, and one question of twenty-five: little to report
as learning. An office whose donor counts the other way sets `AMPARO_TRAINING_GAIN=relative:20`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from .gain import FEW, Pair
from .learning_figures import LearningFigures
from .models import TrainingEvent
from .models.sittings import Moment

_SAME = 1e-9


class GainRule(StrEnum):
    POINTS = "points"
    RELATIVE = "relative"


@dataclass(frozen=True)
class GainDefinition:
    """A gain counts from `least` on: points of the scale, or percent of the score before."""

    rule: GainRule
    least: float

    def has_gained(self, pair: Pair) -> bool:
        """Whether a person gained enough. From nothing any rise is more than any percent of it."""
        if self.rule is GainRule.POINTS:
            return pair.gain >= self.least - _SAME
        if pair.before <= _SAME:
            return pair.gain > _SAME
        return 100 * pair.gain / pair.before >= self.least - _SAME


def gain_definition() -> GainDefinition:
    """Returns the definition of this installation; raises ValueError where it is no rule."""
    rule, _sign, least = settings.AMPARO_TRAINING_GAIN.partition(":")
    return GainDefinition(GainRule(rule), float(least))


@dataclass(frozen=True)
class GainFact:
    """What one event adds to the indicator: how many gained enough, of how many pairs."""

    gained: int
    pairs: int


def gain_fact(event: TrainingEvent) -> GainFact:
    """Returns the fact of an event: (0, 0) under five pairs, which the figures do not show, and
    where the two forms cannot be compared. Only pairs in which the test before was one.
    """
    return fact_of(LearningFigures(event, is_protected=True))


def fact_of(figures: LearningFigures) -> GainFact:
    """The same of figures that were read."""
    if Moment.AFTER not in figures.moments or not figures.is_comparable:
        return GainFact(0, 0)
    return count_gains(figures.scores_of(figures.pairing), gain_definition())


def count_gains(pairs: Sequence[Pair], definition: GainDefinition) -> GainFact:
    if len(pairs) < FEW:
        return GainFact(0, 0)
    return GainFact(sum(map(definition.has_gained, pairs)), len(pairs))
