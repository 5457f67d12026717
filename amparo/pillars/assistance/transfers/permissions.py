"""Who may see, take back and answer transfers: the two offices, and within them, of restricted
cases, who has leave for their group.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.grants import NONE, any_of
from amparo.foundation.core.permissions.rules import join_path, register_rules, via_foreign_key
from amparo.pillars.assistance.cases.permissions import of_own_team_or_office

from .models import Transfer, TransferRequest


def of_sending_team(user: User, model: type[models.Model], at: str = "") -> Q:
    """The team and office that a case left know that it did; of a restricted one, its group."""
    if "case.see" not in user.permissions:
        return NONE
    ordinary = Q(**{join_path(at, "kept_from"): ""})
    here = of_own_team_or_office("case.see", "from_team")(user, model, at)
    return ordinary & here | Q(**{join_path(at, "kept_from__in"): user.groups})


def of_receiving_team(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who shares out cases where it is offered, as long as it waits; and has leave, if need be."""
    if "case.assign" not in user.permissions:
        return NONE
    waits = Q(**{join_path(at, "state"): Transfer.State.WAITING.value})
    ordinary = Q(**{join_path(at, "kept_to"): ""})
    here = of_own_team_or_office("case.assign", "to_team")(user, model, at)
    return waits & (ordinary & here | Q(**{join_path(at, "kept_to__in"): user.groups}))


def of_asked_office(user: User, model: type[models.Model], at: str = "") -> Q:
    """Who may hand over the person's cases, in the office that is asked."""
    teams = Team.objects.filter(pk__in=user.teams_for("case.approve")).values("office")
    here = Q(**{join_path(at, "office__in"): user.offices_for("case.approve")})
    here |= Q(**{join_path(at, "office__in"): teams})
    return here & via_foreign_key("person", "approve")(user, model, at)


register_rules(
    Transfer,
    see=any_of(via_foreign_key("case"), of_sending_team, of_receiving_team),
    answer=of_receiving_team,
    take_back=via_foreign_key("case", "work"),
)
register_rules(
    TransferRequest,
    see=any_of(of_own_team_or_office("person.see"), of_asked_office),
    answer=of_asked_office,
)
