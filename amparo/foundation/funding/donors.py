"""Who finances the work and does nothing else."""

from django.db.models import Q, QuerySet


def leave_out_donors(organizations: QuerySet) -> QuerySet:
    """Returns the organizations but those that only finance: they stand in no directory."""
    finances = Q(funds_given__isnull=False) | Q(projects_financed__isnull=False)
    return organizations.exclude(finances, provider__isnull=True)
