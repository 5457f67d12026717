"""Who may see and work on the files of people, families and communities."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.trust.access import (
    NONE,
    Rule,
    access_to,
    either,
    nobody,
    path_to,
    reached,
    role,
    through,
)
from amparo.foundation.trust.models import User

from .models import (
    BasisReview,
    Community,
    Consent,
    ConsentException,
    Contact,
    Document,
    Family,
    FamilyMember,
    Functioning,
    Person,
    PersonKey,
    PersonReach,
    Place,
    Separation,
    SharedBasis,
    Withdrawal,
)


def a_member(verb: str) -> Rule:
    """Whoever holds the file of a member may open the family."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        held = PersonReach.objects.held_by(user.holders(verb))
        members = FamilyMember.objects.filter(
            family=OuterRef(path_to(at, "pk")),
            person__in=held.values("record"),
        )
        return Q(Exists(members))

    return rule


def of_a_branch(verb: str) -> Rule:
    """Whoever answers for the office above: a second person where an office is small."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        above = [
            place.office_id
            for place in user.places
            if place.office_id and verb in place.role_held.verbs
        ]
        return Q(**{path_to(at, "team__office__parent__in"): above}) if above else NONE

    return rule


access_to(Place, see=role("place.see"), edit=role("place.edit"))
access_to(Community, see=role("community.see"), work=role("community.work"))
access_to(
    Person,
    see=reached(PersonReach, "person.see"),
    work=reached(PersonReach, "person.work"),
    approve=reached(PersonReach, "case.approve"),
    erase=reached(PersonReach, "file.erase"),
)
access_to(Family, see=a_member("person.see"), work=a_member("family.work"))
access_to(FamilyMember, see=through("family"), work=through("family", "work"))
access_to(Separation, see=through("member__family"))
for part in (Document, Contact, Functioning, Consent):
    access_to(part, see=through("person"), work=through("person", "work"))
access_to(Withdrawal, see=through("consent__person"))
access_to(
    ConsentException,
    see=either(through("person"), through("person", "approve"), of_a_branch("case.approve")),
    approve=either(through("person", "approve"), of_a_branch("case.approve")),
)
access_to(BasisReview, see=through("exception__person"))
access_to(SharedBasis, see=role("person.see"), work=role("register.bring"))
access_to(PersonKey, see=nobody)
access_to(PersonReach, see=nobody)
