"""Nationalities and languages that an office records most: they are offered first in its forms.

Counted from whom the office registered; of a restricted file the office is not noted, so nothing
of it is counted.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office

from .models import PersonAccessGrant

OFFERED_FIRST = 10
# Of the last year, and of no more people than this.
PERIOD, MAX_COUNTED = timedelta(days=365), 1000


@dataclass(frozen=True)
class FrequentCodes:
    """Codes, the most frequent first."""

    nationalities: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


def frequent_codes(office: Office | None) -> FrequentCodes:
    """Returns what `office` recorded most in the last year, ten of each; one query."""
    if office is None:
        return FrequentCodes()
    registered = PersonAccessGrant.objects.filter(
        grantee=f"office:{office.pk}", why="registered", record__created_at__gt=now() - PERIOD
    )
    rows = registered.order_by("-record").values_list("record__nationality", "record__languages")
    nationalities: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for nationality, spoken in rows[:MAX_COUNTED]:
        nationalities.update([nationality] if nationality else [])
        languages.update(spoken)
    return FrequentCodes(_most_frequent(nationalities), _most_frequent(languages))


def _most_frequent(counted: Counter[str]) -> list[str]:
    return [code for code, _count in counted.most_common(OFFERED_FIRST)]
