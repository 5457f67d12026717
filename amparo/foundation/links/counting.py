"""Counts the patterns of the running month and of the one before, from all registered sources."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.people.models import Place

from .extension_points import pattern_sources
from .models.patterns import store_month
from .rollup import PatternKey, UnmetCase, roll_up

logger = logging.getLogger(__name__)
SETTLES_DAYS = 10  # for so long a month that is over is counted again


def count_patterns(today: date) -> int:
    """Counts what is not settled on this day; returns how many figures were stored."""
    month = today.replace(day=1)
    stored = count_month(month)
    if today.day <= SETTLES_DAYS:
        stored += count_month((month - timedelta(days=1)).replace(day=1))
    logger.info("Patterns of unmet needs: %s figures.", stored)
    return stored


def count_month(month: date) -> int:
    """Counts a month, given its first day; a second time gives the same figures."""
    counted = {PatternKey(*key): count for key, count in _figures(month).items()}
    return store_month(month, counted)


@aggregate_query("nobody reads the cases: only rounded counts of at least five leave")
def _figures(month: date) -> dict[tuple[int, str, str], int]:
    within = dict(Place.objects.values_list("pk", "within"))
    found = roll_up(_cases(month), within, rounding_secret())
    return {(key.place, key.service_type, key.right): count for key, count in found.items()}


def _cases(month: date) -> Iterator[UnmetCase]:
    for source in pattern_sources:
        yield from source(month)
