"""Practice of an office: how many protection flags were answered by their day."""

from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.standards.extension_points import PracticeMeasure

from .models import ProtectionFlag


@aggregate_query("an office learns how often it answered flags in time, and of whom nothing")
def flags_answered_in_time(office: Office, since: date, until: date) -> tuple[int, int]:
    """Returns how many of the flags due from `since` to before `until` were answered by then."""
    due = ProtectionFlag.objects.filter(
        case__team__office=office, due_on__gte=since, due_on__lt=until
    )
    in_time = Q(answered_at__isnull=False, answered_at__date__lte=F("due_on"))
    return due.filter(in_time).count(), due.count()


MEASURES = (
    PracticeMeasure(
        "flags-in-time", _("Protection flags answered by their day"), flags_answered_in_time
    ),
)
