"""Organizations of the directory that may have provided a service."""

from django.db.models import Q

from amparo.foundation.core.models import Organization, User
from amparo.pillars.assistance.cases.models import Case

MOST = 300


def providers_for(case: Case, user: User) -> list[Organization]:
    """Returns the organizations that `user` may see, those of the country of the case first."""
    found = Organization.objects.accessible_to(user)
    here = Q(country=case.office.country) | Q(pk=case.office.organization_id)
    near = list(found.filter(here).order_by("name", "pk")[:MOST])
    far = found.exclude(pk__in=[each.pk for each in near]).order_by("name", "pk")
    return near + list(far[: MOST - len(near)])
