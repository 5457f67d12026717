"""What is done each day for children: minors whom nobody has listed yet are listed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, checkpoint, periodic_task
from amparo.foundation.core.models import Team, User
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.models import ImportedRow, ImportFile

from .models import MinorWithoutAdult, UnaccompaniedChild
from .models.minors import may_be_minor, with_a_parent
from .receivers import tell_of_found

BATCH = 200


@periodic_task(every=timedelta(days=1))
@background_task(
    name="list-minors-without-adult",
    title=_("List minors without parent or legal guardian"),
    in_slices=True,
)
def list_minors_without_adult() -> None:
    """Lists minors of open cases without parent or legal guardian who are on no list yet: those
    registered before the list was kept, or whose parent or guardian left since. Whoever answers
    for their team is told the number of each batch, in the step in which it is listed: killed
    between two, nobody is listed untold. A second time on one day it finds nobody.

    Those who were listed without a case, and are in one now, wait in it from now on.
    Not those who were on the list before, and not those of whose register somebody said that its
    minors came with their parents.
    """
    for some in batched(_unlisted().iterator(chunk_size=BATCH), BATCH):
        with transaction.atomic():
            found: dict[Team, int] = defaultdict(int)
            for team, count in _list(dict(some)):
                found[team] += count
            for team, count in found.items():
                tell_of_found(team, count)
            checkpoint()
    for person, in_case in _listed_without_case():
        with transaction.atomic():
            case = Case.objects.with_subject().select_related("opened_by").get(pk=in_case)
            people = Person.objects.filter(pk=person)
            joined = MinorWithoutAdult.join_case(people, case, by=case.opened_by)
            if joined:
                tell_of_found(case.team, len(joined))
            checkpoint()


def _unlisted() -> QuerySet[Person, tuple[int, int]]:
    """Their keys, each with the key of the first open case that they are in."""
    me = OuterRef("pk")
    said = ImportedRow.objects.filter(person=me, of_file__minors_came_with=ImportFile.Minors.YES)
    today = localdate()
    return (
        Person.objects.filter(may_be_minor("", today))
        .annotate(in_case=_first_case("pk"))
        .filter(in_case__isnull=False)
        .exclude(with_a_parent(today, "pk"))
        .exclude(Exists(MinorWithoutAdult.objects.filter(person=me)))
        .exclude(Exists(UnaccompaniedChild.objects.filter(person=me)))
        .exclude(Exists(said))
        .order_by("pk")
        .values_list("pk", "in_case")
    )


def _listed_without_case() -> list[tuple[int, int]]:
    """Keys of those who wait without a case, each with that of their first open case."""
    waiting = MinorWithoutAdult.objects.without_case(localdate())
    found = waiting.annotate(in_case=_first_case("person")).filter(in_case__isnull=False)
    return list(found.values_list("person", "in_case"))


def _first_case(person: str) -> Coalesce:
    cases = Case.objects.exclude(status__in=Case.ENDED).order_by("pk").values("pk")
    paths = ("person", "dependants__person", "family__members__person")
    return Coalesce(*(Subquery(cases.filter(**{path: OuterRef(person)})[:1]) for path in paths))


def _list(case_of: dict[int, int]) -> Iterator[tuple[Team, int]]:
    """Lists these people in their cases, as if whoever opened the case had found them."""
    people = Person.objects.in_bulk(case_of)
    cases = Case.objects.with_subject().select_related("opened_by").in_bulk(set(case_of.values()))
    together: dict[tuple[Team, User], list[Person]] = defaultdict(list)
    for key, person in people.items():
        case = cases[case_of[key]]
        together[case.team, case.opened_by].append(person)
    for (team, by), theirs in together.items():
        of_whom = {person.pk: cases[case_of[person.pk]] for person in theirs}
        found = MinorWithoutAdult.find(theirs, of_whom, by=by, on=team.office.today())
        if found:
            yield team, len(found)
