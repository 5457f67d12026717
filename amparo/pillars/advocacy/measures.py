"""What evidence may count of complaints and feedback: whether they were answered in time."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Min
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)

from .models import Complaint
from .shipped import sensitive_kinds


def _complaints() -> Iterator[tuple]:
    """A complaint knows no person. It counts from the day on which an answer was due."""
    office_day = OfficeDays()
    sensitive = sensitive_kinds()
    rows = Complaint.objects.annotate(told_at=Min("told__at")).order_by()
    for pk, office, place, kind, channel, at, answer_by, told_at in rows.values_list(
        "pk", "office_id", "place_id", "kind", "channel", "at", "answer_by", "told_at"
    ).iterator(chunk_size=5_000):
        yield (
            pk, office_day(office, answer_by), at, None, None, office, None, None,
            kind in sensitive, place, None, kind, channel,
            told_at is not None and told_at <= answer_by, told_at is not None,
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
    )
)  # fmt: skip
