"""What is heard from intake: minors who were registered or imported without an adult."""

from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from amparo.foundation.core.models import Notification, Team, User
from amparo.foundation.core.permissions.rls.context import rls_bypass
from amparo.foundation.people.extension_points import person_changed
from amparo.foundation.people.models import Person

from ..extension_points import list_imported, people_registered
from ..first_contact import reviewers_of
from ..models import Case
from .models import MinorWithoutAdult

AGE = frozenset(("birth_date", "birth_year", "birth_precision", "is_age_disputed"))


def connect() -> None:
    people_registered.connect(list_minors, dispatch_uid="families.minors")
    list_imported.connect(tell_of_import, dispatch_uid="families.import")
    person_changed.connect(list_if_age_tells, dispatch_uid="families.age")


def list_minors(
    sender, *, people: list[Person], cases: dict[int, Case], team: Team, by: User,
    import_ref: UUID | None, **_kwargs,
) -> None:  # fmt: skip
    """They are on the list at once; of a registration who answers for the team is told at once."""
    found = MinorWithoutAdult.find(
        people, cases, by=by, on=team.office.today(), import_ref=import_ref
    )
    if found and import_ref is None:
        _tell_of_registration(found[0], team=team, by=by)


@rls_bypass()  # the case may be one that whoever corrects the age may not open
def list_if_age_tells(sender, *, person: Person, fields: frozenset, by: User, **_kwargs) -> None:
    """An age that is noted or corrected later, and makes somebody a minor, counts like a first."""
    if not fields & AGE:
        return
    theirs = Q(person=person) | Q(dependants__person=person) | Q(family__members__person=person)
    case = Case.objects.active().filter(theirs).order_by("pk").first()
    if case is None:
        return
    found = MinorWithoutAdult.find([person], {person.pk: case}, by=by, on=case.office.today())
    if found:
        _tell_of_registration(found[0], team=case.team, by=by)


def _tell_of_registration(minor: MinorWithoutAdult, *, team: Team, by: User) -> None:
    case = minor.case
    answering = case.supervisors() if case else []
    if case and answering:
        case.tell(answering, "minor.registered", by=by, urgent=True)
    else:
        _tell(reviewers_of(team), "minor.registered", about="", by=by)


@rls_bypass()  # how many there are, also of those whom the list brought into a restricted file
def tell_of_import(sender, *, import_ref: UUID, team: Team, **_kwargs) -> None:
    """One notice for the whole list, with the number; also where a supervisor imported it."""
    minors = MinorWithoutAdult.objects.filter(import_ref=import_ref)
    count = minors.waiting(team.office.today()).count()
    if count:
        _tell(reviewers_of(team), "minors.imported", about=str(count), by=None)


def _tell(users: list[User], what: str, *, about: str, by: User | None) -> None:
    Notification.notify(
        users, event=what, about=about, url=reverse("families:minors"), by=by, urgent=True
    )
