"""What evidence may count of rumours: how many were heard, where, of what, answered how soon."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    ListedRecord,
    OfficeDays,
    RecordListing,
    RecordSource,
    Unit,
    register_fact,
)
from amparo.foundation.core.models import User

from .models import Rumour

_ANSWERED = Q(answered_at__isnull=False)


def _rows_of(user: User):
    return Rumour.objects.accessible_to(user).filter(same_as=None)


def _describe(rumours: Sequence[Rumour], user: User) -> list[ListedRecord]:
    """Without the words: a list of figures is no place for them."""
    return [
        ListedRecord(
            each.get_absolute_url(), each.topic_label, each.number, str(each.get_state_display())
        )
        for each in rumours
    ]


def _rumours() -> Iterator[tuple]:
    """A rumour knows no person. It counts from the day on which it was first heard."""
    office_day = OfficeDays()
    rows = Rumour.objects.filter(same_as=None).order_by()
    for pk, office, place, day, at, kind, topic, channel, answered in rows.values_list(
        "pk", "office_id", "place_id", "first_heard_on", "at", "kind", "topic", "channel",
        "answered_at",
    ).iterator(chunk_size=5_000):  # fmt: skip
        answered_on = office_day(office, answered)
        days = (answered_on - day).days if answered_on and day else None
        yield (
            pk, day, at, None, None, office, None, None, False, place, None,
            kind, topic, channel, answered is not None, days,
        )  # fmt: skip


register_fact(
    Fact(
        "rumours", gettext_lazy("Rumours heard"),
        (Unit("rumours", pgettext_lazy("menu", "Rumours")),), _rumours,
        (
            Column(
                "type", pgettext_lazy("column", "Type"),
                get_label=lambda code: str(Rumour.Kind(code).label),
            ),
            Column(
                "topic", pgettext_lazy("message", "Topic"),
                get_label=partial(codes.label, "message_topic"),
            ),
            Column(
                "channel", pgettext_lazy("rumour", "Channel"),
                get_label=partial(codes.label, "communication_channel"),
            ),
            Column("is_answered", pgettext_lazy("rumour", "Answered"), ColumnType.FLAG),
            Column(
                "days_to_answer", pgettext_lazy("rumour", "Days until its answer"),
                ColumnType.NUMBER,
            ),
        ),
        left_out=gettext_lazy("rumours that turned out to be the same as another"),
        records=RecordSource(
            listing=RecordListing("rumour.see", "rumour.listed", _rows_of, _describe),
            rows=_rows_of, day="first_heard_on", office="office", place="place",
            columns={
                "type": "kind", "topic": "topic", "channel": "channel",
                "is_answered": lambda: _ANSWERED, "days_to_answer": lambda: _ANSWERED,
            },
        ),
    )
)  # fmt: skip
