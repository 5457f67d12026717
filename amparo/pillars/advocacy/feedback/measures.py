"""What evidence may count of complaints and feedback: whether they were answered in time."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import Exists, Min, OuterRef, QuerySet
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

from .code_lists import sensitive_kinds
from .models import Complaint, ResponseDelivery


def _answers() -> QuerySet:
    return ResponseDelivery.objects.filter(complaint=OuterRef("pk"))


def _describe(complaints: Sequence[Complaint], user: User) -> list[ListedRecord]:
    return [
        ListedRecord(
            each.get_absolute_url(), codes.label("feedback_type", each.kind),
            each.place.name if each.place else "", each.get_status_display(),
        )
        for each in complaints
    ]  # fmt: skip


def _complaints() -> Iterator[tuple]:
    """A complaint knows no person. It counts from the day on which an answer was due."""
    office_day = OfficeDays()
    sensitive = sensitive_kinds()
    rows = Complaint.objects.annotate(answered_at=Min("deliveries__at")).order_by()
    for pk, office, place, kind, channel, at, answer_by, answered_at in rows.values_list(
        "pk", "office_id", "place_id", "kind", "channel", "at", "answer_by", "answered_at"
    ).iterator(chunk_size=5_000):
        yield (
            pk, office_day(office, answer_by), at, None, None, office, None, None,
            kind in sensitive, place, None, kind, channel,
            answered_at is not None and answered_at <= answer_by, answered_at is not None,
        )  # fmt: skip


register_fact(
    Fact(
        "complaints", _("Complaints and feedback whose answer was due"),
        (Unit("complaints", _("Complaints and feedback")),), _complaints,
        (
            Column(
                "category", pgettext_lazy("complaint", "Category"),
                get_label=partial(codes.label, "feedback_type"),
            ),
            Column(
                "channel", pgettext_lazy("complaint", "Channel"),
                get_label=partial(codes.label, "feedback_channel"),
            ),
            Column("is_answered_in_time", _("Answered in time"), ColumnType.FLAG),
            Column("is_answered", pgettext_lazy("complaint", "Answered"), ColumnType.FLAG),
        ),
        left_out=_("nothing; complaints without an answer count from the day it was due"),
        records=RecordSource(
            listing=RecordListing(
                "complaint.see", "complaints.listed",
                lambda user: Complaint.objects.accessible_to(user).select_related("place"),
                _describe,
            ),
            rows=lambda user: Complaint.objects.accessible_to(user),
            day="answer_by", is_moment=True, office="office", place="place",
            columns={
                "category": "kind", "channel": "channel",
                "is_answered": lambda: Exists(_answers()),
                "is_answered_in_time": lambda: Exists(
                    _answers().filter(at__lte=OuterRef("answer_by"))
                ),
            },
        ),
    )
)  # fmt: skip
