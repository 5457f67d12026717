"""Permission rules of observations, incidents, risk assessments and capacity assessments."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import set_field_classes, unmasked_for
from amparo.foundation.core.permissions.rules import (
    _accessible_to,
    has_permission,
    join_path,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.people.models import Family, Person
from amparo.foundation.people.permissions import of_family_member

from .extension_points import restricted_group_exceptions
from .models import (
    CapacityAssessment,
    Incident,
    IncidentFinding,
    IncidentRight,
    Observation,
    ObservationEnd,
    RiskAssessment,
    RiskReview,
    Victim,
)


def within_restricted_group(*rules: PermissionRule) -> PermissionRule:
    """Any of the rules; what is kept to a restricted group only for that group.

    A pillar may register who else reads it in `restricted_group_exceptions`.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        restricted_group = join_path(at, "restricted_group")
        group = Q(**{restricted_group: ""}) | Q(**{f"{restricted_group}__in": user.groups})
        for also in restricted_group_exceptions:
            group |= also(user, model, at)
        return group & any_of(*rules)(user, model, at)

    return rule


def of_family(verb: str) -> PermissionRule:
    member = of_family_member(verb)

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        return member(user, Family, join_path(at, "family"))

    return rule


def of_area(verb: str) -> PermissionRule:
    """About a community or a place, where nobody is named: a role suffices."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        unnamed = Q(**{join_path(at, "person"): None, join_path(at, "family"): None})
        return unnamed if verb in user.permissions else NONE

    return rule


def a_victim(to: str) -> PermissionRule:
    """Whoever may do `to` on the file of one of the persons to whom it happened."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        reachable = _accessible_to(Person.objects.all(), user, to)
        victims = Victim.objects.filter(incident=OuterRef(join_path(at, "pk")))
        return Q(Exists(victims.filter(person__in=reachable)))

    return rule


def of_nobody_named(verb: str) -> PermissionRule:
    """An incident that a community suffered, without any person named in it."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        return ~Q(Exists(Victim.objects.filter(incident=OuterRef(join_path(at, "pk")))))

    return rule


SEE = within_restricted_group(
    via_foreign_key("person"), of_family("person.see"), of_area("community.see")
)
WORK = within_restricted_group(
    via_foreign_key("person", "work"), of_family("family.work"), of_area("community.work")
)
APPROVE = within_restricted_group(
    via_foreign_key("person", "approve"), of_family("case.approve"), of_area("case.approve")
)

# Of institutions, never read by them here: what a partner sees of it is told to them by a person.
register_rules(
    CapacityAssessment,
    see=has_permission("capacity.see"),
    assess=has_permission("capacity.assess"),
)
unmasked_for(CapacityAssessment, "see")

register_rules(Observation, see=SEE, work=WORK)
register_rules(ObservationEnd, see=via_foreign_key("observation"))
register_rules(RiskAssessment, see=SEE, work=WORK, approve=APPROVE)
register_rules(RiskReview, see=via_foreign_key("assessment"))
register_rules(
    Incident,
    see=within_restricted_group(a_victim("see"), of_nobody_named("community.see")),
    work=within_restricted_group(a_victim("work"), of_nobody_named("community.work")),
)
register_rules(
    IncidentRight, see=via_foreign_key("incident"), work=via_foreign_key("incident", "work")
)
register_rules(IncidentFinding, see=via_foreign_key("incident"))
# To know that something happened to one person is not to know to whom else it happened.
set_field_classes(Incident, location=("where",), narrative=("narrative",))
set_field_classes(Observation, narrative=("evidence",))
for reasoned in (ObservationEnd, IncidentFinding, RiskAssessment, RiskReview):
    set_field_classes(reasoned, narrative=("because",))
