"""Who a case and the people in it open to: written by the deed that gives or takes it.

An ordinary case opens to its owner, its team and its office. A restricted one opens only to its
owner and to those with leave for its group in that office, and takes its people with it. Who
comes along, in a family or as a dependant, is opened by no case while another group keeps them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import Q

from amparo.foundation.core.models import (
    Membership,
    Notification,
    RestrictedGroupAccess,
    Team,
    User,
)
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.people.models import FamilyMember, Person, PersonAccessGrant
from amparo.foundation.protection.models import Incident, Observation, RiskAssessment

if TYPE_CHECKING:
    from .models import Case


# Why a case is open to who gives the second word from the office above.
OFFICE_ABOVE = "office_above"

# What may be said of a restricted case in a notice: it names no programme.
NOTICES_OF_ANY_CASE = frozenset((
    "alert.raised", "approval.assessment", "approval.closure", "approval.given.assessment",
    "approval.given.closure", "approval.given.plan", "approval.given.transfer", "approval.plan",
    "approval.sent_back.assessment", "approval.sent_back.closure", "approval.sent_back.plan",
    "approval.sent_back.transfer", "approval.transfer", "case.assigned", "case.reopened",
    "consent.withdrawn", "emergency.opened", "flag.raised", "leave.ended", "risk.high",
    "risk.overruled", "risk.reviewed", "screening.urgent", "transfer.stayed",
))  # fmt: skip


class HeldCase(NamedTuple):
    """What decides who holds a case: keys and codes, also of a case that the user may not read."""

    pk: int
    ref: UUID
    person_id: int | None
    owner_id: int | None
    team_id: int
    office_id: int
    confidentiality: str

    @property
    def is_restricted(self) -> bool:
        from .models import Case

        return self.confidentiality != Case.Confidentiality.ORDINARY


def case_grantees(case: "Case | HeldCase") -> list[str]:
    owner = [f"user:{case.owner_id}"] if case.owner_id else []
    if case.is_restricted:
        return [*owner, restricted_group(case)]
    return [*owner, *_places_of(case)]


def _places_of(case: "Case | HeldCase") -> list[str]:
    return [f"team:{case.team_id}", f"office:{case.office_id}"]


def unassigned_grantee(place: str) -> str:
    """The holder under which a place finds the cases that nobody accompanies yet."""
    return f"nobody@{place}"


def expected_case_grants(case: "Case", why: str) -> Iterator:
    from .models import CaseAccessGrant

    unowned = (
        [] if case.owner_id or case.is_restricted else map(unassigned_grantee, _places_of(case))
    )
    for holder in (*case_grantees(case), *unowned):
        yield CaseAccessGrant(
            record=case, grantee=holder, why=why, status=case.status, urgency=case.urgency,
            next_due_on=case.next_due_on, quiet_since=case.quiet_since,
            updated_at=case.updated_at,
        )  # fmt: skip


def expected_person_grants(
    case: "Case | HeldCase", people: Iterable[int]
) -> Iterator[PersonAccessGrant]:
    """Yields the access grants that a case gives to these people, by their keys."""
    for person in people:
        for holder in case_grantees(case):
            yield PersonAccessGrant(record_id=person, grantee=holder, why=f"case:{case.ref.hex}")


def grant_reasons(case: "Case | HeldCase") -> tuple[str, str]:
    """Why a file is open: somebody works on the case, or opened it in an emergency."""
    return f"case:{case.ref.hex}", f"emergency:{case.ref.hex}"


# For each person, the restricted files in which they lie: why it is held, and by which group.
Kept = dict[int, set[tuple[str, str]]]


@aggregate_query("who holds a case holds its people, also those whom the user may not find")
def people_of(case: "Case | HeldCase") -> tuple[int, ...]:
    """Returns the keys of everybody who is accompanied in a case, the main person first."""
    from .models import Case, Dependant

    person, family = Case.objects.values_list("person", "family").get(pk=case.pk)
    members = FamilyMember.objects.filter(family=family) if family else FamilyMember.objects.none()
    along = Dependant.objects.filter(case=case.pk)
    found = [person] if person else []
    for rows in (members, along):
        found += rows.order_by("pk").values_list("person", flat=True)
    return tuple(dict.fromkeys(found))


@aggregate_query("a ref names nobody to who may not open the record")
def refs_of_people(case: "Case") -> tuple[UUID, ...]:
    people = Person.objects.filter(pk__in=people_of(case))
    return tuple(people.order_by("pk").values_list("ref", flat=True))


def restricted_groups_of(people: Iterable[int]) -> Kept:
    found: Kept = defaultdict(set)
    rows = PersonAccessGrant.objects.filter(record__in=people, grantee__contains="@")
    for person, why, holder in rows.values_list("record", "why", "grantee"):
        found[person].add((why, holder))
    return found


def opens_person_record(case: "Case | HeldCase", person: int, kept: Kept) -> bool:
    """A case opens whom it is about; and who comes along, unless another group keeps them."""
    own_why, own_group = grant_reasons(case)[0], restricted_group(case)
    return person == case.person_id or all(
        why == own_why or group == own_group for why, group in kept.get(person, ())
    )


def update_grants(case: "Case", *, why: str) -> None:
    """Put right who holds the case and the files of its people."""
    from .models import CaseAccessGrant

    stale = Q(until=None) | Q(grantee__in=case_grantees(case))
    if case.is_restricted:  # the office above is no part of its circle
        stale |= Q(why=OFFICE_ABOVE)
    CaseAccessGrant.objects.filter(stale, record=case).delete()  # an emergency goes on
    CaseAccessGrant.objects.bulk_create(expected_case_grants(case, why))
    if case.is_restricted:  # their file must not be found by those who registered it
        people = people_of(case)
        PersonAccessGrant.objects.filter(record__in=people, why="registered").delete()
    mine = PersonAccessGrant.objects.filter(why=grant_reasons(case)[0], grantee__contains="@")
    kept = set(mine.values_list("record", flat=True))
    update_person_grants(case)
    update_other_cases(kept | set(mine.values_list("record", flat=True)), but=case)


def update_person_grants(case: "Case | HeldCase") -> None:
    """The files of its people are open to who holds the case, also to who does in an emergency."""
    from .models import CaseAccessGrant

    everybody = people_of(case)
    kept = restricted_groups_of(person for person in everybody if person != case.person_id)
    people = [person for person in everybody if opens_person_record(case, person, kept)]
    PersonAccessGrant.objects.filter(why__in=grant_reasons(case)).delete()
    PersonAccessGrant.objects.bulk_create(expected_person_grants(case, people))
    opened = CaseAccessGrant.objects.filter(record=case.pk).exclude(until=None)
    PersonAccessGrant.objects.bulk_create(
        PersonAccessGrant(
            record_id=person, grantee=holder, why=grant_reasons(case)[1], until=until
        )
        for holder, until in opened.values_list("grantee", "until")
        for person in people
    )


def update_other_cases(people: Iterable[int], *, but: "Case | None" = None) -> None:
    """A group keeps them from now on, or no longer: so do the other cases they come along in."""
    for case in _cases_along(tuple(people)):
        if but is None or case.pk != but.pk:
            update_person_grants(case)


@aggregate_query("who comes along in a case may be kept by another that the user may not read")
def _cases_along(people: tuple[int, ...]) -> tuple[HeldCase, ...]:
    """Returns the cases in which they come along, the restricted ones first."""
    from .models import Case

    along = Q(dependants__person__in=people) | Q(family__members__person__in=people)
    cases = Case.objects.filter(pk__in=Case.objects.filter(along).values("pk")).order_by("pk")
    rows = cases.values_list(
        "pk", "ref", "person", "owner", "team", "team__office", "confidentiality"
    )
    found = [HeldCase(*row) for row in rows]
    return tuple(sorted(found, key=lambda case: not case.is_restricted))


def restricted_group(case: "Case | HeldCase") -> str:
    """The restricted group that a case is kept to, as a holder; of an ordinary one, nobody."""
    return _group(case, case.office_id)


def restricted_group_in(case: "Case", team: Team) -> str:
    """The group that the case would be kept to in the office of a team."""
    return _group(case, team.office_id)


def _group(case: "Case | HeldCase", office: int) -> str:
    return group_grantee(case.confidentiality, office) if case.is_restricted else ""


def restrict_records(case: "Case") -> None:
    """What was observed, reported and decided in the case is kept to whom the case is kept to."""
    for kind in (Observation, Incident, RiskAssessment):
        kind.objects.filter(case_ref=case.ref).update(restricted_group=restricted_group(case))


def delete_unreadable_notices(case: "Case") -> None:
    """Who no longer opens the case finds no notice of it, nor of its people, in their inbox."""
    stay = [user.pk for user in users_with_group_permission(case)]
    about = Q(url__startswith=case.get_absolute_url())
    for person in case.persons():
        about |= Q(url__contains=f"/people/{person.ref}/")
    Notification.objects.filter(about).exclude(user__in=[*stay, case.owner_id or 0]).delete()


def users_with_group_permission(case: "Case", team: Team | None = None) -> list[User]:
    """Colleagues with leave for the group of this case, where it is or where it would go."""
    office = (team or case.team).office_id
    leave = RestrictedGroupAccess.objects.live().filter(
        group=case.confidentiality, office=office, user__is_active=True
    )
    return [grant.user for grant in leave.select_related("user")]


def users_with_verb(case: "Case", verb: str) -> list[User]:
    """Colleagues who hold this case in a role that has the verb."""
    places = Membership.objects.held().with_permission(verb)
    if case.is_restricted:
        return places.filter(user__in=users_with_group_permission(case)).people()
    return places.filter(Q(team=case.team_id) | Q(office=case.team.office_id)).people()


def users_with_verb_or_owner(case: "Case", verb: str) -> list[User]:
    """Who may, and whoever accompanies them: they hold the case also without leave for it."""
    found, owner = users_with_verb(case, verb), case.owner
    if owner is None or owner in found or verb not in owner.permissions:
        return found
    return [*found, owner]


def people_above(case: "Case") -> list[User]:
    """Who answers for cases in the office above that of the case."""
    above = case.office.parent_id
    if above is None:
        return []
    places = Membership.objects.held().with_permission("case.approve")
    return places.filter(Q(office=above) | Q(team__office=above)).people()


def second_people(case: "Case", verb: str, *, besides: Collection[int]) -> list[User]:
    """Returns who may give the second word: others than `besides`, by key, who hold the case in a
    role with the verb; where nobody else does, who answers for cases in the office above.

    A restricted case stays in its own circle.
    """
    here = [user for user in users_with_verb_or_owner(case, verb) if user.pk not in besides]
    if here or case.is_restricted:
        return here
    return [user for user in people_above(case) if user.pk not in besides]


def possible_owners_in_team(case: "Case", team: Team, verb: str = "case.assign") -> list[User]:
    """Colleagues who would hold the case in that role, if it went to a team: they work there."""
    here = Q(team=team.pk) | Q(office=team.office_id)
    places = Membership.objects.held().with_permission(verb).filter(here)
    if case.is_restricted:
        places = places.filter(user__in=users_with_group_permission(case, team))
    return places.people()
