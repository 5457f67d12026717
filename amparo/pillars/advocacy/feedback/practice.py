"""Practice of an office: how many complaints were acknowledged and answered by their time."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.standards.extension_points import PracticeMeasure

from .models import Complaint
from .models.actions import ANSWERS
from .models.records import ActionKind, ComplaintAction


@aggregate_query("an office learns how often it acknowledged in time, and of whom nothing")
def complaints_acknowledged_in_time(office: Office, since: date, until: date) -> tuple[int, int]:
    """Returns how many complaints due from `since` to before `until` were acknowledged by then."""
    due = Complaint.objects.filter(
        office=office, acknowledge_by__gte=office.start_of_day(since),
        acknowledge_by__lt=office.start_of_day(until),
    )  # fmt: skip
    answered = ComplaintAction.objects.filter(
        complaint=OuterRef("pk"), at__lte=OuterRef("acknowledge_by"),
        kind__in=(ActionKind.ACKNOWLEDGED, ActionKind.RESPONDED),
    )  # fmt: skip
    return due.filter(Exists(answered)).count(), due.count()


@aggregate_query("an office learns how often it answered in time, and of whom nothing")
def complaints_answered_in_time(office: Office, since: date, until: date) -> tuple[int, int]:
    """Returns how many complaints due from `since` to before `until` were answered by then: what
    was found was written to them, or to whom it was given. One that was reopened takes an answer
    since.
    """
    due = Complaint.objects.filter(
        office=office, answer_by__gte=office.start_of_day(since),
        answer_by__lt=office.start_of_day(until),
    )  # fmt: skip
    reopened = ComplaintAction.objects.filter(
        complaint=OuterRef("complaint"), kind=ActionKind.REOPENED, at__gt=OuterRef("at")
    )
    answered = ComplaintAction.objects.filter(
        ~Exists(reopened), complaint=OuterRef("pk"), at__lte=OuterRef("answer_by"),
        kind__in=ANSWERS,
    )  # fmt: skip
    return due.filter(Exists(answered)).count(), due.count()


MEASURES = (
    PracticeMeasure(
        "complaints-acknowledged-in-time", _("Complaints acknowledged by their time"),
        complaints_acknowledged_in_time,
    ),
    PracticeMeasure(
        "complaints-answered-in-time", _("Complaints answered by their time"),
        complaints_answered_in_time,
    ),
)  # fmt: skip
