"""What people were promised by a day: deletion, an answer about their data, a second look."""

from collections.abc import Iterator

from django.db.models import QuerySet

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.context import rls_bypass_all
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.models import BreakGlass, Case, LegalHold, RightsRequest

from .findings import Finding, check, danger, ok, warn


@check("promises")
def deletion() -> Iterator[Finding]:
    """What is held for a court waits rightly."""
    today = now().date()
    with rls_bypass_all():
        cases = Case.objects.filter(status__in=Case.ENDED, keep_until__lt=today)
        people = Person.objects.filter(keep_until__lt=today)
        due = _free(cases, "case").count() + _free(people, "person").count()
    if due:
        yield warn(
            f"{due} files are over their time: supervisors find them in “Kept and deleted”."
        )
    else:
        yield ok("No file is kept beyond its time.")


def _free(files: QuerySet, name: str) -> QuerySet:
    held = LegalHold.objects.in_force().filter(**{f"{name}__isnull": False})
    return files.exclude(pk__in=held.order_by().values(name))


@check("promises")
def answers() -> Iterator[Finding]:
    with rls_bypass_all():
        late = RightsRequest.objects.overdue(now().date()).count()
    if late:
        yield danger(f"{late} people wait beyond the day for an answer about their own data.")
    else:
        yield ok("Nobody waits beyond the day for an answer about their own data.")


@check("promises")
def second_looks() -> Iterator[Finding]:
    with rls_bypass_all():
        late = BreakGlass.objects.waiting().filter(review_due__lt=now()).count()
    if late:
        yield danger(f"{late} files were opened in an emergency, and nobody looked at it again.")
    else:
        yield ok("Every file opened in an emergency was, or will be, looked at again in time.")
