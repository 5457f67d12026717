"""Services that rest on a fund."""

from django.db.models import QuerySet

from .models import ServiceProvided


def services_on(fund: str) -> QuerySet:
    """The services that are charged to a line of the fund with this ref, and not cancelled."""
    return ServiceProvided.objects.filter(budget_line__fund__ref=fund, voided_at=None)
