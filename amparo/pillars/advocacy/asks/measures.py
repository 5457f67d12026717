"""What evidence may count of asks: those that were put in public. Quiet asks are never counted:
how many there are would tell that there are some.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    ListedRecord,
    RecordListing,
    RecordSource,
    Unit,
    register_fact,
)
from amparo.foundation.core.models import User

from . import rules
from .models import Ask

ANSWERED = (rules.ANSWERED, rules.AGREED, rules.REFUSED)


def _describe(asks: Sequence[Ask], user: User) -> list[ListedRecord]:
    return [
        ListedRecord(
            each.get_absolute_url(), each.title, each.number, str(each.get_state_display())
        )
        for each in asks
    ]


def _put() -> Iterator[tuple]:
    """An ask knows no person. It counts from the day on which it was put."""
    rows = Ask.objects.public().order_by()
    for pk, office, place, day, at, right, state in rows.values_list(
        "pk", "office_id", "place_id", "put_on", "at", "right", "state"
    ).iterator(chunk_size=5_000):
        yield (
            pk, day, at, None, None, office, None, None, False, place, None,
            right, state in ANSWERED, state == rules.AGREED,
        )  # fmt: skip


register_fact(
    Fact(
        "asks", gettext_lazy("Public advocacy asks that were put"),
        (Unit("asks", pgettext_lazy("menu", "Advocacy asks")),), _put,
        (
            Column(
                "asked_right", gettext_lazy("Right"),
                get_label=lambda code: codes.label("right", code),
            ),
            Column("is_answered", pgettext_lazy("ask", "Answered"), ColumnType.FLAG),
            Column("is_agreed", pgettext_lazy("ask", "Agreed"), ColumnType.FLAG),
        ),
        left_out=gettext_lazy("quiet asks, and asks that were not put"),
        records=RecordSource(
            listing=RecordListing(
                "ask.see", "ask.listed", lambda user: Ask.objects.accessible_to(user), _describe,
            ),
            rows=lambda user: Ask.objects.public().accessible_to(user),
            day="put_on", office="office", place="place",
            columns={
                "asked_right": "right",
                "is_answered": lambda: Q(state__in=ANSWERED),
                "is_agreed": lambda: Q(state=rules.AGREED),
            },
        ),
    )
)  # fmt: skip
