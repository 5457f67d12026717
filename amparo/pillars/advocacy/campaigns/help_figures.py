"""Requests for help in the places of a campaign: in its days, and in as many days before.

The rule is that of tables for institutions (`disclosure_control`): below five nothing is shown,
zero neither, and what is shown is a multiple of five. What is shown happened during a campaign;
whether because of it, no count can say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.publication import publish_number
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.tables import combine_keys
from amparo.foundation.links.extension_points import place_figures
from amparo.foundation.people.models import Place

from .models import Campaign

RULE = RULES[Audience.PARTNER]
FEW = RULE.threshold
WEEK = timedelta(days=7)
MOST_WEEKS = 12


@dataclass(frozen=True)
class HelpFigure:
    """One figure by week: None where it is withheld. `before` and `during` are its sums."""

    label: str
    weeks: tuple[tuple[date, int | None], ...]
    begins_at: int
    before: int | None
    during: int | None

    @property
    def is_any_shown(self) -> bool:
        return any(count is not None for _week, count in self.weeks)


def figures_of(campaign: Campaign, today: date) -> list[HelpFigure]:
    """Returns a figure for each app that counts; none before the campaign began, without a place,
    or in its first week. One query for the places, one for each figure.
    """
    places = [each.pk for each in campaign.places.all()]
    if not campaign.has_begun or campaign.begins_on is None or not places:
        return []
    last = min(today, campaign.ends_on or today)
    count = min(((last - campaign.begins_on).days + 1) // 7, MOST_WEEKS)
    if count < 1:
        return []
    first = campaign.begins_on - count * WEEK
    last = campaign.begins_on + count * WEEK - timedelta(days=1)
    within = places_within(tuple(places))
    return [
        _figure(str(each.label), each.count(within, first, last), first, count)
        for each in place_figures.values()
    ]


@aggregate_query("which areas lie in another is in the list of places, which all may read")
def places_within(places: tuple[int, ...]) -> tuple[int, ...]:
    """Returns these places and all that lie in them, three levels down. One query."""
    found = Place.objects.filter(
        Q(pk__in=places) | Q(within__in=places) | Q(within__within__in=places)
        | Q(within__within__within__in=places)
    )  # fmt: skip
    return tuple(found.order_by().values_list("pk", flat=True).distinct())


def _figure(label: str, days: Mapping[date, Iterable[int]], first: date, count: int) -> HelpFigure:
    weeks: list[list[int]] = [[] for _week in range(2 * count)]
    for day, keys in days.items():
        weeks[(day - first).days // 7].extend(keys)
    before = [key for week in weeks[:count] for key in week]
    during = [key for week in weeks[count:] for key in week]
    return HelpFigure(
        label, tuple((first + at * WEEK, shown(keys)) for at, keys in enumerate(weeks)), count,
        shown(before), shown(during),
    )  # fmt: skip


def shown(keys: list[int]) -> int | None:
    """The number that may be shown of so many; None where it is withheld."""
    return publish_number(len(keys), combine_keys(keys), RULE, rounding_secret()).number
