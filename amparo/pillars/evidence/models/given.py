"""Whether anybody outside the office was given figures since an audit: then it is repeated."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from .reports import MonthlyReport


def is_given_since(moment: datetime, months: Iterable[date]) -> bool:
    """Whether an institution, a donor, partners or the public got figures of these months."""
    given = (
        Q(publications__at__gte=moment, publications__refused_because="")
        | Q(release__ready_at__gte=moment)
        | Q(donor_sheets__signed_at__gte=moment)
        | Q(public_releases__signed_at__gte=moment)
    )
    return MonthlyReport.objects.filter(given, month__in=list(months)).exists()
