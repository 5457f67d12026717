"""What somebody had believed of their journey, as the last and optional part of a screening.

Three codes lists, no words: it helps campaigns to say what is true, and decides nothing of the
person. It lies in the screening: the same people read it, it is kept and erased with it, and it
stands in the copy that the person is given. Nothing of it is sealed. On a telephone it is asked by
the form of the screening.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists

from ..belief_rules import BeliefAnswers, Contradiction, contradiction_between, joined

BELIEF_LISTS = {
    "beliefs": "journey_belief", "belief_sources": "belief_source",
    "belief_outcome": "belief_outcome",
}  # fmt: skip
CONTRADICTIONS = {
    Contradiction.ALONE: _(
        "“None of these” and “prefers not to answer” go with no other answer. Choose one."
    ),
    Contradiction.NOTHING_BELIEVED: _(
        "Where it was heard and how it was belong to something that was believed: mark what, or "
        "leave both empty."
    ),
    Contradiction.CHANGED: _(
        "How it was in fact was answered before. If it changed, begin a new screening."
    ),
}


class JourneyBeliefs(models.Model):
    """Empty is not asked or not answered; “none of these” is an answer."""

    beliefs = models.JSONField(_("Believed before leaving or on the way"), default=list)
    belief_sources = models.JSONField(_("Where it was heard"), default=list)
    belief_outcome = models.CharField(_("How it was in fact"), max_length=20, blank=True)

    class Meta:
        abstract = True

    @property
    def journey_beliefs(self) -> BeliefAnswers:
        return BeliefAnswers(tuple(self.beliefs), tuple(self.belief_sources), self.belief_outcome)

    def join_beliefs(self, said: BeliefAnswers) -> bool:
        """Adds what was said to what is known; returns whether that changed anything. Raises
        Refusal where it contradicts itself, and ValueError for what is in no list.
        """
        code_lists.require("journey_belief", *said.beliefs)
        code_lists.require("belief_source", *said.sources)
        code_lists.require("belief_outcome", said.outcome)
        before = self.journey_beliefs
        if found := contradiction_between(before, said):
            raise Refusal(str(CONTRADICTIONS[found]))
        after = joined(before, said)
        self.beliefs, self.belief_sources = list(after.beliefs), list(after.sources)
        self.belief_outcome = after.outcome
        return after != before


def take_beliefs(answers: dict[str, Any]) -> BeliefAnswers:
    """Takes what was said of the journey out of the answers of a screening."""
    return beliefs_of({name: answers.pop(name, None) for name in BELIEF_LISTS})


def beliefs_of(answers: Mapping[str, Any]) -> BeliefAnswers:
    return BeliefAnswers(
        tuple(answers.get("beliefs") or ()), tuple(answers.get("belief_sources") or ()),
        answers.get("belief_outcome") or "",
    )  # fmt: skip
