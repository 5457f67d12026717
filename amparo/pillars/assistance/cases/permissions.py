"""Who may see and work on cases, and on what cases themselves are made of."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import set_field_classes
from amparo.foundation.core.permissions.rules import (
    _accessible_to,
    has_grant,
    has_permission,
    is_owner,
    join_path,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.fieldwork.extension_points import RecordRules, record_rules
from amparo.foundation.people.permissions import of_a_branch
from amparo.foundation.protection.extension_points import restricted_group_exceptions

from .models import (
    ApprovalRequest,
    Attachment,
    Case,
    CaseAccessGrant,
    CaseloadHandover,
    CaseSettings,
    Closure,
    Dependant,
    EmergencyAccess,
    Note,
    SafetyAlert,
    SavedView,
    Task,
)


def of_own_team_or_office(verb: str, path: str = "team") -> PermissionRule:
    """What belongs to a team that one speaks for, or to a team of an office one speaks for.

    `path` leads to the team; "" where it is the team itself.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        team = join_path(at, path) if path else at
        of_team = Q(**{join_path(team, "pk__in"): user.teams_for(verb)})
        return of_team | Q(**{join_path(team, "office__in"): user.offices_for(verb)})

    return rule


def in_own_cases(user: User, model: type[models.Model], at: str = "") -> Q:
    """What lies in a case that one accompanies oneself."""
    if "case.see" not in user.permissions:
        return NONE
    own = Case.objects.filter(owner=user.pk).values("ref")
    return Q(**{join_path(at, "case_ref__in"): own})


restricted_group_exceptions.register(in_own_cases)

register_rules(
    Case,
    see=has_grant(CaseAccessGrant, "case.see"),
    work=has_grant(CaseAccessGrant, "case.work"),
    alert=has_grant(CaseAccessGrant, "case.alert"),
    approve=has_grant(CaseAccessGrant, "case.approve"),
    assign=has_grant(CaseAccessGrant, "case.assign"),
    reopen=has_grant(CaseAccessGrant, "case.reopen"),
    erase=has_grant(CaseAccessGrant, "file.erase"),
    export=has_grant(CaseAccessGrant, "case.export"),
)
for part in (Attachment, Closure, Dependant, Note, SafetyAlert, Task):
    register_rules(part, work=via_foreign_key("case", "work"))
register_rules(ApprovalRequest, decide=via_foreign_key("case", "approve"))
reviewers = any_of(via_foreign_key("case", "approve"), of_a_branch("case.approve", "case__team"))
register_rules(
    EmergencyAccess, see=any_of(is_owner("by"), reviewers), end=is_owner("by"), review=reviewers
)
register_rules(CaseloadHandover, see=is_owner("by"))
register_rules(SavedView, see=is_owner(), delete=is_owner())
register_rules(CaseSettings, see=has_permission("office.edit"), edit=has_permission("office.edit"))
register_rules(CaseAccessGrant, see=no_one)
set_field_classes(Task, location=("where",))


def about_case_worked_on(user: User, model: type[models.Model], at: str = "") -> Q:
    """What a telephone sent about a case that one works on."""
    theirs = _accessible_to(Case.objects.all(), user, "work")
    return Q(Exists(theirs.filter(ref=OuterRef(join_path(at, "file_ref")))))


def about_known_case(user: User, model: type[models.Model], at: str = "") -> Q:
    """What a telephone sent about a case that is here at all."""
    return Q(Exists(Case.objects.filter(ref=OuterRef(join_path(at, "file_ref")))))


record_rules.register("case", RecordRules(about_case_worked_on, about_known_case))
