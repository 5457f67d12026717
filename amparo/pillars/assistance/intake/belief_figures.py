"""What people had believed of their journey, counted around the months of a campaign.

What leaves is suppressed below five and rounded by a key of the people in it, as in tables for
authorities: whoever sees a campaign may read no case. Places are no smaller than regions, and each
person counts once in each period, as they answered last. There is no field for where a journey led
through: where somebody comes from is their nationality, where they were met the area of the case.
"""

import hmac
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.journey_beliefs import (
    BeliefCount,
    BeliefFigures,
    BeliefPeriod,
    BeliefQuestion,
)
from amparo.foundation.core.measures import OfficeDays
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.publication import publish_number, share_of
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.tables import combine_keys
from amparo.foundation.people.models import Place

from .belief_rules import NO_ANSWER, Span, spans_around
from .models import Screening

TEMPLATE = "intake/beliefs/comparison.html"
RULE = RULES[Audience.GOVERNMENT]

# How many answered, and of each belief how many, with their share; rounded, None where hidden.
type Counted = tuple[int | None, dict[str, tuple[int | None, int | None]]]


def beliefs_around(question: BeliefQuestion) -> BeliefFigures:
    """Returns the figures of the months before, of those asked for, and of those after. Three
    queries at most, however many months.
    """
    spans = spans_around(question.first, question.last, localdate())
    counted = iter(_count(question, tuple(span for span in spans if span)))
    before, during, after = (_period(span, next(counted)) if span else None for span in spans)
    return BeliefFigures(before, during, after, beliefs=_choices(), template=TEMPLATE)


def _choices() -> tuple[str, ...]:
    """All beliefs, and that it was none of them, in the order in which they are asked."""
    return tuple(code for code, _label in codes.choices("journey_belief") if code != NO_ANSWER)


def _period(span: Span, counted: Counted) -> BeliefPeriod:
    answered, by_belief = counted
    counts = {
        code: BeliefCount(count, answered, share) for code, (count, share) in by_belief.items()
    }
    return BeliefPeriod(span.first, span.last, answered, counts)


@aggregate_query("whoever sees a campaign may learn what people had believed, in rounded numbers")
def _count(question: BeliefQuestion, spans: tuple[Span, ...]) -> tuple[Counted, ...]:
    """Nothing exact is returned."""
    people: dict[Span, dict[int, tuple[str, ...]]] = {span: {} for span in spans}
    for day, key, beliefs in _answers(question, spans) if spans else ():
        for span in spans:
            if span.holds(day):
                people[span][key] = beliefs  # as they answered last
    secret, choices = rounding_secret(), _choices()
    return tuple(_rounded(people[span], choices, secret) for span in spans)


def _rounded(
    people: Mapping[int, tuple[str, ...]], choices: tuple[str, ...], secret: bytes
) -> Counted:
    answered = publish_number(len(people), combine_keys(people), RULE, secret)
    found: dict[str, tuple[int | None, int | None]] = {}
    for code in choices:
        keys = [key for key, beliefs in people.items() if code in beliefs]
        shown = publish_number(len(keys), combine_keys(keys), RULE, secret)
        if answered.number is None:
            found[code] = (None, None)
        else:
            found[code] = (shown.number, share_of(shown, answered))
    return answered.number, found


def _answers(
    question: BeliefQuestion, spans: tuple[Span, ...]
) -> Iterator[tuple[date, int, tuple[str, ...]]]:
    """The day, a key of the person, or of a case of several, and what they believed; in the order
    in which they were asked.
    """
    rows = Screening.objects.with_beliefs().filter(  # type: ignore[attr-defined]
        at__gte=_moment(spans[0].first, -1),
        at__lt=_moment(spans[-1].last, 2),
        case__team__office__is_practice=False,
    )
    if question.countries:
        rows = rows.filter(case__person__nationality__in=question.countries)
    office_day, is_there, secret = OfficeDays(), _Area(question.places), rounding_secret()
    values = rows.order_by("at", "pk").values_list(
        "at", "case__team__office", "case__ref", "case__person__ref", "case__place", "beliefs"
    )
    for at, office, case, person, place, beliefs in values.iterator(chunk_size=5000):
        if is_there.holds(place) and (day := office_day(office, at)):
            yield day, _key(person or case, secret), tuple(beliefs)


def _moment(day: date, days: int) -> datetime:
    """Wide enough for the day in every office."""
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=UTC)


def _key(ref: UUID, secret: bytes) -> int:
    return int.from_bytes(hmac.digest(secret, ref.bytes, "sha256")[:8], "big")


class _Area:
    """The regions and countries of some places; without any it is everywhere. One query."""

    LARGE = (Place.Kind.REGION, Place.Kind.COUNTRY)

    def __init__(self, places: frozenset[int]):
        self._is_everywhere = not places
        self._places: dict[int, tuple[str, int | None]] = {}
        if places:
            rows = Place.objects.values_list("pk", "kind", "within")
            self._places = {pk: (kind, within) for pk, kind, within in rows}
        self._wanted = {found for each in places if (found := self._large_around(each))}

    def holds(self, place: int | None) -> bool:
        """Whether somebody met there counts; where that is not known, only for everywhere."""
        return self._is_everywhere or not self._wanted.isdisjoint(self._upwards(place))

    def _large_around(self, place: int) -> int | None:
        large = (each for each in self._upwards(place) if self._places[each][0] in self.LARGE)
        return next(large, None)

    def _upwards(self, place: int | None) -> list[int]:
        """The place and those that it lies in, no place twice."""
        found: list[int] = []
        while place in self._places and place not in found:
            found.append(place)
            place = self._places[place][1]
        return found
