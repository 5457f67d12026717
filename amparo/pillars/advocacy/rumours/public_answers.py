"""Which messages answer rumours, for the public page: keys and days, never what was heard."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.pillars.advocacy.message_bank.models import KeyMessage

from .models import RumourAnswer

MOST_SHOWN = 40


def _answered():
    return RumourAnswer.objects.filter(
        ended_at=None, answered_at__isnull=False, message__is_public=True,
        message__state=KeyMessage.State.APPROVED,
    )  # fmt: skip


@aggregate_query("that a message answers a rumour is public with the message; its words are not")
def _message_keys(first: datetime, end: datetime) -> tuple[int, ...]:
    rows = _answered().filter(answered_at__gte=first, answered_at__lt=end)
    found = rows.order_by("-answered_at", "-pk").values_list("message", flat=True)
    return tuple(dict.fromkeys(found))[:MOST_SHOWN]


@aggregate_query("the days of published answers")
def answer_moments(since: datetime) -> tuple[datetime, ...]:
    """Returns when published answers were given, from a moment on."""
    return tuple(_answered().filter(answered_at__gte=since).values_list("answered_at", flat=True))


def answers_between(first: date, last: date) -> list[KeyMessage]:
    """Returns the published messages that answered rumours from one day to another, both included,
    the latest first, each once, with their wordings. Three queries.
    """
    keys = _message_keys(start_of(first), start_of(last + timedelta(days=1)))
    found = KeyMessage.objects.public().prefetch_related("wordings").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def start_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
