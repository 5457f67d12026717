"""What the decisions of this house teach the judge, and how far its readers agree."""

from collections import defaultdict
from typing import TYPE_CHECKING

from ..models import LikelyPair, PairDecision
from . import extra
from .agreement import kappa
from .weights import Evidence, Weights, shipped_weights

if TYPE_CHECKING:
    from .judgement import Judge

# The latest decisions; older ones were about a register that was another.
MOST = 20_000


def taught() -> tuple["Judge", int]:
    """The shipped judge after all that was decided here, and by how many decisions."""
    decided = LikelyPair.objects.filter(state__in=("same", "different")).order_by("-settled_at")
    told = list(decided.values_list("evidence", "state")[:MOST])
    evidence = [Evidence.from_json(kept) for kept, _state in told]
    judge = (
        extra.judgement().shipped().taught(evidence, [state == "same" for _kept, state in told])
    )
    return judge, len(told)


def weights() -> Weights:
    """The weights after all that was decided here; where nothing can be learnt, as shipped."""
    return taught()[0].weights if extra.is_installed() else shipped_weights()


def agreement() -> tuple[float | None, int]:
    """Cohen's kappa over the pairs that two people read, and how many these are."""
    by_pair: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = PairDecision.objects.order_by("pk").values_list("pair", "turn", "answer")
    for pair, turn, answer in rows:
        by_pair[(pair, turn)].append(answer)
    both = [(answers[0], answers[1]) for answers in by_pair.values() if len(answers) > 1]
    return kappa(both), len(both)
