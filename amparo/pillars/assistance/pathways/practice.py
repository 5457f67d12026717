"""Practice of an office: how often a check was cleared, of how often it was settled."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .models import Check, CheckOverride, CheckResult


@aggregate_query("an office learns how often a check was cleared, and of whom nothing")
def checks_cleared(kind: str, office: Office, since: date, until: date) -> tuple[int, int]:
    """Returns how many checks of this kind were last found met in these days, of those that were
    decided in them: cleared, found not met, or passed by an exception.
    """
    days = {"from": office.start_of_day(since), "until": office.start_of_day(until)}
    decisions = CheckResult.objects.filter(
        required_check=OuterRef("pk"), at__gte=days["from"], at__lt=days["until"]
    )
    exceptions = CheckOverride.objects.filter(
        required_check=OuterRef("pk"), approved=True, decided_at__gte=days["from"],
        decided_at__lt=days["until"],
    )  # fmt: skip
    of_kind = Check.objects.filter(kind=kind, case__team__office=office)
    found = of_kind.annotate(
        found=Subquery(decisions.order_by("-pk").values("met")[:1]), excepted=Exists(exceptions)
    )
    settled = found.filter(Q(found__isnull=False) | Q(excepted=True))
    return settled.filter(found=True).count(), settled.count()
