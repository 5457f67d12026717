"""Practice of an office: how many protection flags were answered by their day."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.standards.extension_points import PracticeMeasure

from .models import FlagAnswer, ProtectionFlag


@aggregate_query("an office learns how often it answered flags in time, and of whom nothing")
def flags_answered_in_time(office: Office, since: date, until: date) -> tuple[int, int]:
    """Returns how many of the flags due from `since` to before `until` had a first answer by then:
    one that was changed later was looked at in time all the same.
    """
    due = ProtectionFlag.objects.filter(
        case__team__office=office, due_on__gte=since, due_on__lt=until
    )
    answers = FlagAnswer.objects.annotate(on=TruncDate("at", tzinfo=office.zone))
    in_time = answers.filter(flag=OuterRef("pk"), on__lte=OuterRef("due_on"))
    return due.filter(Exists(in_time)).count(), due.count()


MEASURES = (
    PracticeMeasure(
        "flags-in-time", _("Protection flags answered by their day"), flags_answered_in_time
    ),
)
