"""Who keeps the funds of an office, and who sees from which one may help."""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    join_path,
    register_rules,
)

from .models import BudgetChange, BudgetLine, ExchangeRate, Fund


def in_own_office(verb: str, path: str) -> PermissionRule:
    """What belongs to an office that one speaks for, as a whole or in one of its teams."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        teams = Team.objects.filter(pk__in=user.teams_for(verb)).values("office")
        office = f"{join_path(at, path)}__in"
        return Q(**{office: user.offices_for(verb)}) | Q(**{office: teams})

    return rule


# From which fund somebody may be helped is known to all who help them.
register_rules(
    Fund, see=in_own_office("fund.see", "office"), keep=in_own_office("fund.keep", "office")
)
register_rules(
    BudgetLine,
    see=in_own_office("fund.see", "fund__office"),
    keep=in_own_office("fund.keep", "fund__office"),
)
register_rules(BudgetChange, see=in_own_office("fund.keep", "line__fund__office"))
register_rules(ExchangeRate, see=any_signed_in_user, keep=has_permission("fund.keep"))
