"""Who may see and work on what is observed, reported and decided about risk, and on the lists."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.people.models import Family, Person
from amparo.foundation.people.permissions import a_member
from amparo.foundation.trust.access import (
    NONE,
    Rule,
    access_to,
    either,
    open_to,
    path_to,
    through,
)
from amparo.foundation.trust.models import User
from amparo.foundation.trust.veil import classed

from .models import (
    Ending,
    Finding,
    Incident,
    IncidentRight,
    Observation,
    RiskAssessment,
    RiskReview,
    Victim,
)

kept_also: list[Rule] = []


def kept(*rules: Rule) -> Rule:
    """Any of the rules; what is kept to a restricted group only for that group.

    A pillar may add who else reads it: the one who accompanies the case (`kept_also`).
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        kept_to = path_to(at, "kept_to")
        group = Q(**{kept_to: ""}) | Q(**{f"{kept_to}__in": user.groups})
        for also in kept_also:
            group |= also(user, model, at)
        return group & either(*rules)(user, model, at)

    return rule


def of_family(verb: str) -> Rule:
    member = a_member(verb)

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return member(user, Family, path_to(at, "family"))

    return rule


def of_area(verb: str) -> Rule:
    """About a community or a place, where nobody is named: a role suffices."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        unnamed = Q(**{path_to(at, "person"): None, path_to(at, "family"): None})
        return unnamed if verb in user.verbs else NONE

    return rule


def a_victim(to: str) -> Rule:
    """Whoever may do `to` on the file of one of the persons to whom it happened."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        reachable = open_to(Person.objects.all(), user, to)
        victims = Victim.objects.filter(incident=OuterRef(path_to(at, "pk")))
        return Q(Exists(victims.filter(person__in=reachable)))

    return rule


def of_nobody_named(verb: str) -> Rule:
    """An incident that a community suffered, without any person named in it."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.verbs:
            return NONE
        return ~Q(Exists(Victim.objects.filter(incident=OuterRef(path_to(at, "pk")))))

    return rule


SEE = kept(through("person"), of_family("person.see"), of_area("community.see"))
WORK = kept(through("person", "work"), of_family("family.work"), of_area("community.work"))
APPROVE = kept(through("person", "approve"), of_family("case.approve"), of_area("case.approve"))

access_to(Observation, see=SEE, work=WORK)
access_to(Ending, see=through("observation"))
access_to(RiskAssessment, see=SEE, work=WORK, approve=APPROVE)
access_to(RiskReview, see=through("assessment"))
access_to(
    Incident,
    see=kept(a_victim("see"), of_nobody_named("community.see")),
    work=kept(a_victim("work"), of_nobody_named("community.work")),
)
access_to(IncidentRight, see=through("incident"), work=through("incident", "work"))
access_to(Finding, see=through("incident"))
# To know that something happened to one person is not to know to whom else it happened.
access_to(Victim, see=through("person"))
classed(Incident, location=("where",), narrative=("narrative",))
classed(Observation, narrative=("evidence",))
for reasoned in (Ending, Finding, RiskAssessment, RiskReview):
    classed(reasoned, narrative=("because",))
