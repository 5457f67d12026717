"""Minors who were registered before this list was kept, and still have an open case.

Whoever has an adult in their family, depends on the adult of a case, or is written down as alone
already, is not on it. Exact birthdays are sealed: the year alone decides here, and the list itself
looks again.
"""

from collections.abc import Iterator

from django.db import migrations
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from amparo.foundation.core.encryption.values import EncryptedValue

BATCH = 500
ENDED = ("closed", "transferred", "duplicate")


def list_them(apps, schema_editor):
    minors = apps.get_model("families", "MinorWithoutAdult")
    cases = apps.get_model("assistance", "Case").objects
    for found in _batches(_young_without_adult(apps)):
        theirs = cases.only("opened_by").in_bulk({person.in_case for person in found})
        minors.objects.bulk_create(
            minors(
                person_id=person.pk, case_id=person.in_case, because=EncryptedValue(b""),
                by_id=theirs[person.in_case].opened_by_id,
            )
            for person in found
        )  # fmt: skip


def _batches(rows) -> Iterator[list]:
    """All of them in the order of their keys, never all at once."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield found
        last = found[-1].pk


def _young_without_adult(apps):
    year = now().year
    cases = apps.get_model("assistance", "Case").objects.exclude(status__in=ENDED)
    members = apps.get_model("people", "FamilyMember").objects
    dependants = apps.get_model("assistance", "Dependant").objects
    alone = apps.get_model("families", "ChildAlone").objects.filter(person=OuterRef("pk"))
    me = OuterRef("pk")
    theirs = [
        Subquery(cases.filter(**{path: me}).order_by("pk").values("pk")[:1])
        for path in ("person", "dependants__person", "family__members__person")
    ]
    in_family = members.filter(
        separation=None, family__members__person=me, family__members__separation=None,
        person__birth_year__lt=year - 18, person__is_age_disputed=False,
    )  # fmt: skip
    depends = dependants.filter(
        person=me, case__person__birth_year__lt=year - 18, case__person__is_age_disputed=False
    ).exclude(case__status__in=ENDED)
    people = apps.get_model("people", "Person").objects
    young = people.filter(Q(birth_year__gte=year - 18) | Q(is_age_disputed=True))
    return (
        young.annotate(in_case=Coalesce(*theirs))
        .filter(in_case__isnull=False)
        .exclude(Exists(in_family))
        .exclude(Exists(depends))
        .exclude(Exists(alone))
        .only("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("families", "0002_minors_without_adult")]

    operations = [migrations.RunPython(list_them, migrations.RunPython.noop)]
