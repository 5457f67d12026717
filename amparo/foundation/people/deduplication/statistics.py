"""The statistics of deduplication: the queue, how well reviewers agree, and trained weights."""

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import DuplicateCandidate, DuplicateDecision
from . import optional_dependencies
from .agreement import MIN_PAIRS, kappa
from .weights import Evidence, Weights, shipped_weights

if TYPE_CHECKING:
    from .classifier import PairClassifier

# Landis and Koch, "The measurement of observer agreement for categorical data", 1977.
_AGREEMENT_LEVELS = (
    (0.81, gettext_lazy("nearly always")),
    (0.61, gettext_lazy("mostly")),
    (0.41, gettext_lazy("often")),
    (0.21, gettext_lazy("a little")),
)


class DeduplicationStatistics:
    """What the data officer's page tells of the queue."""

    @cached_property
    def _counts(self) -> dict[str, int]:
        rows = DuplicateCandidate.objects.order_by().values("state").annotate(n=Count("pk"))
        return dict(rows.values_list("state", "n"))

    @property
    def tiles(self) -> list[tuple[str, int]]:
        """Each state in words, and how many pairs are in it."""
        return [
            (str(state.label), self._counts.get(state, 0))
            for state in (*DuplicateCandidate.OPEN, *DuplicateCandidate.SETTLED)
        ]

    @cached_property
    def _agreement(self) -> tuple[float | None, int]:
        return reviewer_agreement()

    @property
    def read_by_two(self) -> int:
        return self._agreement[1]

    @property
    def kappa(self) -> str:
        """With two decimals, as papers give it."""
        value = self._agreement[0]
        return "" if value is None else f"{value:.2f}"

    @property
    def fewest(self) -> int:
        return MIN_PAIRS

    @property
    def agree(self) -> str:
        value = self._agreement[0]
        if value is None:
            return ""
        return str(
            next((words for least, words in _AGREEMENT_LEVELS if value >= least), _("hardly"))
        )


# Training and agreement, from the decisions of this installation.

# The latest decisions; older ones were about a register that was another.
MAX_DECISIONS = 20_000


def train_from_decisions() -> tuple["PairClassifier", int]:
    """The shipped judge after all that was decided here, and by how many decisions."""
    decided = DuplicateCandidate.objects.filter(state__in=("same", "different")).order_by(
        "-settled_at"
    )
    told = list(decided.values_list("evidence", "state")[:MAX_DECISIONS])
    evidence = [Evidence.from_json(kept) for kept, _state in told]
    judge = (
        optional_dependencies.classifier()
        .shipped_classifier()
        .trained(evidence, [state == "same" for _kept, state in told])
    )
    return judge, len(told)


def trained_weights() -> Weights:
    """The weights after all that was decided here; where nothing can be learnt, as shipped."""
    return (
        train_from_decisions()[0].weights
        if optional_dependencies.is_installed()
        else shipped_weights()
    )


def reviewer_agreement() -> tuple[float | None, int]:
    """Cohen's kappa over the pairs that two people read, and how many these are."""
    by_pair: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = DuplicateDecision.objects.order_by("pk").values_list("pair", "turn", "answer")
    for pair, turn, answer in rows:
        by_pair[(pair, turn)].append(answer)
    both = [(answers[0], answers[1]) for answers in by_pair.values() if len(answers) > 1]
    return kappa(both), len(both)
