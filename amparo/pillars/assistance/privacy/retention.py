"""How long files are kept. No law that we know sets one time for all: each office sets its own.

The defaults are experience, not law: a closed case 5 years; with a child in it, until the child
is 25 and at least 7 years; trafficking 7 years; a first conversation that no work followed, or
somebody for whom no case was opened, 90 days. Nothing real is ever deleted by the clock alone:
what is due is shown, and two people delete it. What was practised goes by itself (`practice`).
"""

from datetime import date, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.core.models import Membership, Office, Team, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rules import permitted_keys
from amparo.foundation.people.models import FamilyMember, Person, PersonAccessGrant
from amparo.pillars.assistance.cases.access_grants import users_with_verb
from amparo.pillars.assistance.cases.models import Case, CaseSettings, Dependant

from .models import DeletionRequest, LegalHold

ERASES = "file.erase"


def retention_date(case: Case, on: date) -> date | None:
    """The day until which a case that closes `on` is kept; None where the office sets no limit."""
    code = _sort_of(case)
    until = case.rules.due(f"retention{code}", on)
    grown = _last_child_grown(case) if code == ".child" else None
    return max(filter(None, (until, grown)), default=None)


def _sort_of(case: Case) -> str:
    """Which of the office's times holds: what protects a child or a survivor goes first."""
    if "child" in (case.kind, case.confidentiality) or any(
        person.is_child(case.identified_on) for person in case.persons()
    ):
        return ".child"
    if "trafficking" in (case.kind, case.confidentiality):
        return ".trafficking"
    return ".screening" if _ended_with_the_first_conversation(case) else ""


def _ended_with_the_first_conversation(case: Case) -> bool:
    went_on = (case.assessments, case.caseplans, case.services, case.followups)
    return not case.handovers.exists() and not any(part.exists() for part in went_on)


def _last_child_grown(case: Case) -> date | None:
    """When the youngest child of the case reaches the age that the office has set."""
    age = case.rules.amount("retention.child_age")
    born = [
        person.birth_date or date(person.birth_year, 12, 31)
        for person in case.persons()
        if person.birth_year and person.is_child(case.identified_on)
    ]
    if age is None or not born:
        return None
    youngest = max(born)
    return date(youngest.year + age, youngest.month, min(youngest.day, 28))


def is_due(record: Case | Person) -> bool:
    today = responsible_office(record).today()
    return record.keep_until is not None and record.keep_until <= today


@aggregate_query("the case that opens a record may be closed to who erases it")
def is_in_a_case(person: Person) -> bool:
    return in_cases().filter(pk=person.pk).exists()


def in_cases() -> QuerySet[Person]:
    """Everybody whose file some case opens."""
    return Person.objects.filter(
        Exists(Case.objects.filter(person=OuterRef("pk")))
        | Exists(Dependant.objects.filter(person=OuterRef("pk")))
        | Exists(FamilyMember.objects.filter(person=OuterRef("pk"), family__cases__isnull=False))
    )


def responsible_office(record: Case | Person) -> Office:
    """The office that answers for a file; of a person, the one that registered them."""
    if isinstance(record, Case):
        return record.office
    held = PersonAccessGrant.objects.filter(record=record).order_by("pk")
    for holder in held.values_list("grantee", flat=True):  # a team, an office or a group of one
        kind, _colon, pk = holder.rpartition("@")[2].partition(":")
        if kind == "office":
            return Office.objects.get(pk=pk)
        if kind == "team":
            return Team.objects.select_related("office").get(pk=pk).office
    raise Office.DoesNotExist


def possible_confirmers(record: Case | Person) -> list[User]:
    """Those who may erase such a file, whoever they are."""
    office = responsible_office(record)
    if isinstance(record, Case):
        here = users_with_verb(record, ERASES)
        if len(here) > 1 or record.is_restricted or office.parent_id is None:
            return here
        return here + _erasers(Q(office=office.parent_id))
    return _erasers(Q(office=office) | Q(team__office=office))


def _erasers(where: Q) -> list[User]:
    return Membership.objects.held().with_permission(ERASES).filter(where).people()


def due_cases(user: User) -> QuerySet[Case]:
    """Cases whose time is over, among those that this person may erase; the oldest first."""
    closed = Case.objects.filter(status__in=Case.ENDED, keep_until__lte=_today(user))
    free = closed.exclude(pk__in=_asked_or_held("case"))
    keys = permitted_keys(free, user, to="erase")  # who erases need not be shown what holds a case
    return Case.objects.filter(pk__in=keys).order_by("keep_until", "pk")


def due_people(user: User) -> QuerySet[Person]:
    """People for whom no case was opened, and whose time is over."""
    alone = Person.objects.filter(keep_until__lte=_today(user))
    free = alone.exclude(pk__in=_asked_or_held("person"))
    keys = permitted_keys(free, user, to="erase")
    return Person.objects.filter(pk__in=keys).order_by("keep_until", "pk")


def _asked_or_held(name: str) -> QuerySet:
    """Those that wait for a second person already, or must not be deleted."""
    asked = DeletionRequest.objects.waiting().filter(**{f"{name}__isnull": False})
    held = LegalHold.objects.in_force().filter(**{f"{name}__isnull": False})
    return asked.order_by().values(name).union(held.order_by().values(name))


def _today(user: User) -> date:
    assert user.office is not None  # noqa: S101 - whoever may erase works somewhere
    return user.office.today()


def set_retention_dates() -> int:
    """Say until when people without a case are kept; whoever came into a case is kept with it."""
    held = in_cases().filter(keep_until__isnull=False)
    Person.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(keep_until=None)
    marked = 0
    alone = Person.objects.filter(keep_until=None).exclude(pk__in=in_cases().values("pk"))
    for some in batched(alone.only("pk", "created_at").iterator(chunk_size=500), 200):
        with transaction.atomic():
            marked += sum(map(_mark, some))
            checkpoint()
    return marked


def _mark(person: Person) -> int:
    office = responsible_office(person)
    days = CaseSettings.of(office).amount("retention.screening")
    if days is None:
        return 0
    on = person.created_at.astimezone(office.zone).date() + timedelta(days=days)
    return Person.objects.filter(pk=person.pk).update(keep_until=on)
