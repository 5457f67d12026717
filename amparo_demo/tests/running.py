"""Running the demo command in tests, and what must come out of it the same each time."""

from io import StringIO

from django.core.management import call_command

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case, Task


def demo(*arguments):
    said = StringIO()
    call_command("demo", *arguments, stdout=said)
    return said.getvalue()


def everybody():
    """Names, numbers and states."""
    people = sorted(
        (person.name, person.original_name, person.birth_date) for person in Person.objects.all()
    )
    cases = list(
        Case.objects.order_by("pk").values_list("number", "kind", "status", "risk", "next_due_on")
    )
    return people, cases, AuditEntry.objects.count(), Task.objects.count()
