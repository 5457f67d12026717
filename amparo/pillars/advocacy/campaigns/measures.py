"""What evidence may count of campaigns: campaigns that began, and placements that were made.

Reach is left out on purpose: evidence adds, and figures of different methods are never added.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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

from .models import Campaign, Placement

_OBJECTIVE = Column(
    "objective", pgettext_lazy("campaign", "Objective"),
    get_label=partial(codes.label, "campaign_objective"),
)  # fmt: skip


def _describe(campaigns: Sequence[Campaign], user: User) -> list[ListedRecord]:
    return [
        ListedRecord(
            each.get_absolute_url(), each.title, each.number, str(each.get_state_display())
        )
        for each in campaigns
    ]


def _started() -> Iterator[tuple]:
    """A campaign knows no person. It counts from the day on which it was started."""
    office_day = OfficeDays()
    rows = Campaign.objects.exclude(started_at=None).order_by()
    for pk, office, started, line, objective, audience, measured in rows.values_list(
        "pk", "office_id", "started_at", "budget_line_id", "objective", "audience", "measured_at"
    ).iterator(chunk_size=5_000):
        yield (
            pk, office_day(office, started), started, None, None, office, None, None, False, None,
            line, objective, audience, measured is not None,
        )  # fmt: skip


def _made() -> Iterator[tuple]:
    """A placement knows no person. It counts from the day on which it was recorded as done."""
    office_day = OfficeDays()
    rows = Placement.objects.filter(state=Placement.State.DONE).order_by()
    for pk, office, done, place, line, channel, times in rows.values_list(
        "pk", "campaign__office_id", "done_at", "place_id", "campaign__budget_line_id", "channel",
        "times",
    ).iterator(chunk_size=5_000):  # fmt: skip
        yield (
            pk, office_day(office, done), done, None, None, office, None, None, False, place,
            line, channel, float(times),
        )  # fmt: skip


register_fact(
    Fact(
        "campaigns", _("Campaigns that were started"),
        (Unit("campaigns", pgettext_lazy("list", "Campaigns")),), _started,
        (
            _OBJECTIVE,
            Column(
                "audience", pgettext_lazy("message", "Audience"),
                get_label=partial(codes.label, "message_audience"),
            ),
            Column("is_measured", pgettext_lazy("campaign", "Measured"), ColumnType.FLAG),
        ),
        left_out=_("campaigns that were planned and never started; how many they reached"),
        records=RecordSource(
            listing=RecordListing(
                "campaign.see", "campaign.listed",
                lambda user: Campaign.objects.accessible_to(user), _describe,
            ),
            rows=lambda user: Campaign.objects.accessible_to(user).exclude(started_at=None),
            day="started_at", is_moment=True, office="office", budget_line="budget_line",
            columns={
                "objective": "objective", "audience": "audience",
                "is_measured": lambda: Q(measured_at__isnull=False),
            },
        ),
    )
)  # fmt: skip
register_fact(
    Fact(
        "placements", _("Placements of campaigns that were made"),
        (Unit("placements", pgettext_lazy("of a campaign", "Placements")),), _made,
        (
            Column(
                "channel", pgettext_lazy("message", "Channel"),
                get_label=partial(codes.label, "communication_channel"),
            ),
            Column(
                "copies", pgettext_lazy("placement", "Times or copies"), ColumnType.NUMBER
            ),
        ),
        left_out=_("placements that were planned or cancelled; how many they reached"),
    )
)  # fmt: skip
