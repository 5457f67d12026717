"""What is heard from intake: minors who were registered or imported without an adult."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amparo.foundation.core.models import Notification, Team, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_for_update, lock_rows
from amparo.foundation.people.extension_points import (
    ProtectionNeed,
    RecordedGuardian,
    guardian_lookups,
    person_changed,
    protection_need_lookups,
)
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.extension_points import (
    list_imported,
    people_joined_case,
    people_registered,
)
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.first_contact import exception_reviewers
from amparo.pillars.assistance.intake.models import ImportFile

from .models import Guardian, MinorWithoutAdult, UnaccompaniedChild

# What follows for each minor of a list that does not say who belongs to whom.
OF_LIST: dict[str, str] = {
    ImportFile.Minors.NO: MinorWithoutAdult.Reason.SAID_ALONE,
    ImportFile.Minors.UNKNOWN: MinorWithoutAdult.Reason.NOT_SAID,
}
AGE = frozenset(("birth_date", "birth_year", "birth_precision", "is_age_disputed"))


def connect() -> None:
    people_registered.connect(list_minors, dispatch_uid="families.minors")
    list_imported.connect(tell_of_import, dispatch_uid="families.import")
    person_changed.connect(list_if_age_tells, dispatch_uid="families.age")
    people_joined_case.connect(join_case, dispatch_uid="families.case")
    guardian_lookups.register(guardians_of)
    protection_need_lookups.register(needs_of)


def guardians_of(person: Person, user: User) -> list[RecordedGuardian]:
    """Who stands for this child now, as far as `user` may see."""
    found = Guardian.objects.standing().accessible_to(user).filter(child__person=person)
    return [RecordedGuardian(each.ref, each.name) for each in found]


def needs_of(person: Person) -> list[ProtectionNeed]:
    """A minor without parent or legal guardian: who waits to be looked at, or is registered so."""
    minor = MinorWithoutAdult.objects.filter(person=person).unanswered(localdate()).first()
    if minor is None and not _is_alone(person.pk):
        return []
    title = _("Minor without parent or legal guardian")
    return [
        ProtectionNeed(
            title=f"{title}: {minor.proposal}" if minor else title,
            refusal=_(
                "This child is without parent or legal guardian, as far as we know. Nothing is "
                "erased. Approve the registration, so that the child stays in reach. Then ask a "
                "guardian, a parent or an authority for consent."
            ),
            url=reverse("child_protection:minor", args=[minor.ref]) if minor else "",
            is_lone_minor=True,
        )
    ]


@aggregate_query("the child may be in a case that is kept to child protection")
def _is_alone(person: int) -> bool:
    return UnaccompaniedChild.objects.standing().filter(person=person).exists()


def join_case(sender, *, case: Case, people: list[Person], by: User, **_kwargs) -> None:
    """A case for a minor who waits: the supervisor is told of it, as of a registration."""
    if joined := MinorWithoutAdult.join_case(people, case, by=by):
        _tell_of_registration(joined[0], team=case.team, by=by)


def list_minors(
    sender, *, people: list[Person], cases: dict[int, Case], team: Team, by: User,
    import_ref: UUID | None, **_kwargs,
) -> None:  # fmt: skip
    """They are on the list at once; of a registration who answers for the team is told at once.

    Of a list whose minors are said to have come with their parents nobody is proposed: the list
    keeps who said it.
    """
    said = _said_of_list(import_ref)
    if said == ImportFile.Minors.YES:
        return
    found = MinorWithoutAdult.find(
        people, cases, by=by, on=team.office.today(), import_ref=import_ref,
        listed=OF_LIST.get(said, ""),
    )  # fmt: skip
    if found and import_ref is None:
        _tell_of_registration(found[0], team=team, by=by)


def _said_of_list(import_ref: UUID | None) -> str:
    """What the list that they came with says of its minors; "" where its columns tell."""
    file = ImportFile.objects.filter(ref=import_ref).first() if import_ref else None
    return file.said_of_minors if file else ""


def list_if_age_tells(sender, *, person: Person, fields: frozenset, by: User, **_kwargs) -> None:
    """An age that is noted or corrected later, and makes somebody a minor, counts like a first."""
    if not fields & AGE:
        return
    theirs = Q(person=person) | Q(dependants__person=person) | Q(family__members__person=person)
    cases = lock_rows(Case.objects.active().filter(theirs).order_by("pk")[:1])
    if not cases:
        return
    lock_for_update(person)
    case = cases[0]
    found = MinorWithoutAdult.find([person], {person.pk: case}, by=by, on=case.office.today())
    if found:
        _tell_of_registration(found[0], team=case.team, by=by)


def _tell_of_registration(minor: MinorWithoutAdult, *, team: Team, by: User) -> None:
    case = minor.case
    answering = case.supervisors() if case else []
    if case and answering:
        case.tell(answering, "minor.registered", by=by, urgent=True)
    else:
        _tell(exception_reviewers(team), "minor.registered", about="", by=by)


def tell_of_import(sender, *, import_ref: UUID, team: Team, **_kwargs) -> None:
    """One notice for the whole list, with the number; also where a supervisor imported it."""
    count = _waiting_of_import(import_ref, team.office.today())
    if count:
        _tell(exception_reviewers(team), "minors.imported", about=str(count), by=None)


def tell_of_found(team: Team, count: int) -> None:
    """One notice for all who were listed in cases of a team that were here already."""
    _tell(exception_reviewers(team), "minors.found", about=str(count), by=None)


def _tell(users: list[User], what: str, *, about: str, by: User | None) -> None:
    Notification.notify(
        users, event=what, about=about, url=reverse("child_protection:minors"), by=by, urgent=True
    )


@aggregate_query("the list may have brought some into restricted cases")
def _waiting_of_import(import_ref: UUID, today: date) -> int:
    return MinorWithoutAdult.objects.filter(import_ref=import_ref).waiting(today).count()
