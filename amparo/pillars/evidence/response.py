"""Of figures from surveys: who answered, and who did not, beside what was answered."""

from dataclasses import dataclass
from datetime import date

from amparo.foundation.core.models import User

from .engine import Period
from .labels import labels_for
from .models import Indicator
from .presenters import Scope, StoredIndicators

# Of each fact that comes from surveys, the indicator that counts every survey that was due, by
# what became of it. A figure of answers is not to be read without it.
BY_OUTCOME = {"closure_surveys": "AAP-2c"}
OUTCOME = "outcome"


@dataclass(frozen=True)
class Response:
    """How many surveys were due, and what became of them: label and count, the most first."""

    due: int
    outcomes: list[tuple[str, int]]


def response_of(user: User, scope: Scope, version, month: date) -> Response | None:
    """Of the surveys that this version counts answers of, in a month; None where it counts none,
    or none was due.
    """
    fact = version.definition["of"] if version else ""
    indicator = Indicator.objects.filter(code=BY_OUTCOME.get(fact, "")).first()
    if indicator is None or indicator.pk == version.indicator_id:
        return None
    figures = StoredIndicators(user, scope, [indicator]).figures(indicator)
    cells = figures.cells(Period.MONTH, month, (OUTCOME,))
    label = labels_for(fact, OUTCOME, [each.values[0] for each in cells])
    shown = [(label(each.values[0]), each.count) for each in cells]
    due = figures.total(Period.MONTH, month).count
    return Response(due, sorted(shown, key=lambda pair: -pair[1])) if due else None
