"""Who keeps the projects and funds of an office, and who sees from which fund one may help."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    join_path,
    register_rules,
    via_foreign_key,
)

from .models import BudgetChange, BudgetLine, ExchangeRate, Fund, Project


def in_own_office(verb: str, path: str) -> PermissionRule:
    """What belongs to an office that one speaks for, as a whole or in one of its teams."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        return _of_offices(user, verb, join_path(at, path))

    return rule


def by_own_office(verb: str) -> PermissionRule:
    """Projects that an office carries out for which one speaks."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        found = Project.offices.through.objects.filter(
            _of_offices(user, verb, "office"), project=OuterRef(join_path(at, "pk"))
        )
        return Q(Exists(found))

    return rule


def _of_offices(user: User, verb: str, path: str) -> Q:
    teams = Team.objects.filter(pk__in=user.teams_for(verb)).values("office")
    office = f"{path}__in"
    return Q(**{office: user.offices_for(verb)}) | Q(**{office: teams})


register_rules(
    Project,
    see=by_own_office("project.see"),
    keep=by_own_office("project.keep"),
)
# From which fund somebody may be helped is known to all who help them.
# The funds of a project, wherever they are kept, to those who see the project.
register_rules(
    Fund,
    see=any_of(in_own_office("fund.see", "office"), via_foreign_key("project")),
    keep=in_own_office("fund.keep", "office"),
)
register_rules(
    BudgetLine,
    see=any_of(in_own_office("fund.see", "fund__office"), via_foreign_key("fund__project")),
    keep=in_own_office("fund.keep", "fund__office"),
)
register_rules(BudgetChange, see=in_own_office("fund.keep", "line__fund__office"))
register_rules(ExchangeRate, see=any_signed_in_user, keep=has_permission("fund.keep"))
