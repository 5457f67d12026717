"""Practice of an office: how many children alone have an approved assessment of what is best."""

from datetime import date

from django.db.models import Exists, OuterRef

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .models import BestInterestsAssessment, UnaccompaniedChild


@aggregate_query("an office learns how often it assessed what is best, and of whom nothing")
def children_assessed(office: Office, since: date, until: date) -> tuple[int, int]:
    """Returns how many of the children registered as alone from `since` to before `until` have an
    assessment that a second person approved.
    """
    children = UnaccompaniedChild.objects.filter(
        case__team__office=office, at__gte=office.start_of_day(since),
        at__lt=office.start_of_day(until),
    )  # fmt: skip
    approved = BestInterestsAssessment.objects.filter(
        child=OuterRef("pk"), state=BestInterestsAssessment.State.APPROVED
    )
    return children.filter(Exists(approved)).count(), children.count()
