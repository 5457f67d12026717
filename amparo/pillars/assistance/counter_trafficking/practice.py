"""Practice of an office: how many files of trafficking have a determination."""

from datetime import date

from django.db.models import Exists, OuterRef

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .models import StatusDetermination, TraffickingRecord
from .models.ways import POSSIBLE


@aggregate_query("an office learns how often it came to a determination, and of whom nothing")
def files_determined(office: Office, since: date, until: date) -> tuple[int, int]:
    """Returns how many of the files begun from `since` to before `until` have a determination that
    says whether somebody was trafficked: "possible" does not.
    """
    files = TraffickingRecord.objects.filter(
        case__team__office=office, at__gte=office.start_of_day(since),
        at__lt=office.start_of_day(until),
    )  # fmt: skip
    decided = StatusDetermination.objects.filter(way=OuterRef("pk")).exclude(status=POSSIBLE)
    return files.filter(Exists(decided)).count(), files.count()
