"""What a comparison leaves behind: pairs by their ids, with codes. What was opened is gone."""

from collections.abc import Iterable
from itertools import batched
from typing import TYPE_CHECKING

from amparo.foundation.trust import audit

from ..models import Comparison, LikelyPair, Merge
from .found import Found
from .weights import Weights

if TYPE_CHECKING:
    from .judgement import Judge

# Pairs less likely than this would only tire whoever reads them.
LEAST = 0.05
AT_ONCE = 500
type Likely = list[tuple[Found, int]]


def likely(found: Iterable[Found], judge: "Judge | Weights") -> Likely:
    """Those worth reading, with how likely each is in thousandths."""
    kept: Likely = []
    for some in batched(found, 20_000, strict=False):
        chances = judge.likelihood([each.evidence for each in some])
        told = zip(some, map(float, chances), strict=True)
        kept += [(each, round(1000 * chance)) for each, chance in told if chance >= LEAST]
    return kept


def not_joined(pairs: Likely) -> Likely:
    """Without those whose files are joined already, be it through a third."""
    above = dict(Merge.objects.in_force().values_list("joined", "kept"))

    def head(number: int) -> int:
        while number in above:
            number = above[number]
        return number

    return [pair for pair in pairs if head(pair[0].one) != head(pair[0].other)]


def write(run: Comparison, pairs: Likely) -> None:
    """Keep the pairs of a slice, in the caller's transaction; the same slice again is the same."""
    for some in batched(pairs, AT_ONCE, strict=False):
        ones = {found.one for found, _chance in some}
        known = {
            (pair.one_id, pair.other_id): pair for pair in LikelyPair.objects.filter(one__in=ones)
        }
        fresh = [_new(run, *each) for each in some if (each[0].one, each[0].other) not in known]
        LikelyPair.objects.bulk_create(fresh)
        for found, chance in some:
            if pair := known.get((found.one, found.other)):
                _meet_again(pair, run, found, chance)


def _new(run: Comparison, found: Found, chance: int) -> LikelyPair:
    return LikelyPair(
        one_id=found.one,
        other_id=found.other,
        comparison=run,
        likelihood=chance,
        evidence=found.evidence.as_json(),
        mark=found.mark,
    )


def _meet_again(pair: LikelyPair, run: Comparison, found: Found, chance: int) -> None:
    """What was decided stays decided, unless something of the two has changed since."""
    has_changed = pair.mark != found.mark
    if has_changed and pair.state in LikelyPair.ASKED_ANEW:
        pair.come_back()
        audit.note(None, "likelypair.came_back", pair)
    elif pair.state == LikelyPair.State.GONE:
        pair.come_back()
    pair.comparison, pair.likelihood, pair.mark = run, chance, found.mark
    pair.evidence = found.evidence.as_json()
    pair.save()


def let_go_of_the_rest(run: Comparison) -> None:
    """What this comparison no longer finds need not be decided: they are alike no more."""
    rest = LikelyPair.objects.waiting().exclude(comparison=run)
    rest.update(state=LikelyPair.State.GONE)
