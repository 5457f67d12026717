"""Who reads protection flags: the owner and the team of the case, who answers for it, who has
leave for its group, and who opened it in an emergency. Others who may see the case see that it has
flags, not which. Unmet needs are read by whoever may see the case.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionRule, any_of
from amparo.foundation.core.permissions.rules import join_path, register_rules, via_foreign_key
from amparo.pillars.assistance.cases.models import Case, EmergencyAccess

from .models import Assessment, FlagAnswer, Need, ProtectionFlag, UnmetNeed, UnmetNeedReason


def of_an_emergency(user: User, model: type[models.Model], at: str = "") -> Q:
    """What lies in a case that the user opened in an emergency that goes on."""
    opened = EmergencyAccess.objects.filter(
        by=user.pk, until__gt=Now()
    )  # by the database's own clock
    return Q(Exists(opened.filter(case=OuterRef(join_path(at, "case")))))


def of_who_must_know(verb: str) -> PermissionRule:
    """What lies in a case on which the user has `verb`: of their own, of their team, or of a
    restricted one, which is theirs by leave.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        case = join_path(at, "case")
        near = Q(**{join_path(case, "owner"): user.pk})
        near |= Q(**{join_path(case, "team__in"): user.teams_for("case.see")})
        near |= ~Q(**{join_path(case, "confidentiality"): Case.Confidentiality.ORDINARY.value})
        return near & via_foreign_key("case", verb)(user, model, at)

    return rule


for part in (Assessment, Need):
    register_rules(part, work=via_foreign_key("case", "work"))
answers_for_it = via_foreign_key("case", "approve")
register_rules(
    ProtectionFlag,
    see=any_of(of_who_must_know("see"), answers_for_it, of_an_emergency),
    answer=any_of(of_who_must_know("work"), answers_for_it),
)
register_rules(FlagAnswer, see=via_foreign_key("flag"))
register_rules(
    UnmetNeed, work=via_foreign_key("case", "work"), watch=via_foreign_key("case", "approve")
)
register_rules(UnmetNeedReason)
