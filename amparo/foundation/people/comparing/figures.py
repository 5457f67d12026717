"""How the queue stands and how well readers agree: counts, and nobody's name."""

from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import LikelyPair
from .agreement import FEWEST
from .lessons import agreement

# Landis and Koch, "The measurement of observer agreement for categorical data", 1977.
_LEVELS = (
    (0.81, gettext_lazy("nearly always")),
    (0.61, gettext_lazy("mostly")),
    (0.41, gettext_lazy("often")),
    (0.21, gettext_lazy("a little")),
)


class Figures:
    """What the data officer's page tells of the queue."""

    @cached_property
    def _counts(self) -> dict[str, int]:
        rows = LikelyPair.objects.order_by().values("state").annotate(n=Count("pk"))
        return dict(rows.values_list("state", "n"))

    @property
    def tiles(self) -> list[tuple[str, int]]:
        """Each state in words, and how many pairs are in it."""
        return [
            (str(state.label), self._counts.get(state, 0))
            for state in (*LikelyPair.OPEN, *LikelyPair.SETTLED)
        ]

    @cached_property
    def _agreement(self) -> tuple[float | None, int]:
        return agreement()

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
        return FEWEST

    @property
    def agree(self) -> str:
        value = self._agreement[0]
        if value is None:
            return ""
        return str(next((words for least, words in _LEVELS if value >= least), _("hardly")))
