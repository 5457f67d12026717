"""Telephones whose records of a month have not come in yet."""

from datetime import date, datetime, time

from django.db.models import Q

from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.fieldwork.models import Device

from .figures import earlier


@aggregate_query("who freezes a month learns whose telephone is still out, and nothing of it")
def holders_not_in(office: Office, month: date, *, is_with_branches: bool) -> tuple[int, ...]:
    """The keys of the users of whose devices none was in contact since the month ended."""
    over = datetime.combine(earlier(month, -1), time.min, office.zone)
    offices = Q(office=office)
    if is_with_branches:
        offices |= Q(office__parent=office) | Q(office__parent__parent=office)
    devices = Device.objects.in_use().filter(offices, at__lt=over)
    out = devices.exclude(last_contact_at__gte=over)
    return tuple(sorted(set(out.values_list("user_id", flat=True))))


def names_of(users: list[int]) -> list[str]:
    """The names of colleagues, in their order."""
    return list(User.objects.filter(pk__in=users).order_by("name").values_list("name", flat=True))
