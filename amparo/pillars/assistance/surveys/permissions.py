"""Who keeps surveys, who asks by them, and who reads what somebody answered.

The answers lie in the file of a case and are read by whoever reads it. Who keeps the surveys of an
office may count its rounds: they get scores and answers without names, and never those of a
restricted file.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.models import Team, User
from amparo.foundation.core.permissions.grants import NONE, any_of
from amparo.foundation.core.permissions.rules import (
    has_permission,
    is_owner,
    join_path,
    register_rules,
    via_foreign_key,
)
from amparo.pillars.assistance.cases.models import Case

from .models import (
    DimensionScore,
    Instrument,
    InstrumentVersion,
    ReferralSuggestion,
    ScheduledSurvey,
    SurveyResponse,
    SurveyResponseDraft,
)

KEEP = "form.keep"


def in_reporting_office(user: User, model: type[models.Model], at: str = "") -> Q:
    """Ordinary files of the offices in which one keeps surveys."""
    offices, teams = user.offices_for(KEEP), user.teams_for(KEEP)
    if not offices and not teams:
        return NONE
    of_team = Team.objects.filter(pk__in=teams).values("office")
    office = join_path(at, "case__team__office")
    here = Q(**{f"{office}__in": offices}) | Q(**{f"{office}__in": of_team})
    return here & Q(
        **{join_path(at, "case__confidentiality"): Case.Confidentiality.ORDINARY.value}
    )


def of_who_holds_it(user: User, model: type[models.Model], at: str = "") -> Q:
    """What was begun is thrown away by whoever began it, while they work on the case."""
    return is_owner("by")(user, model, at) & via_foreign_key("case", "work")(user, model, at)


register_rules(Instrument, see=has_permission(KEEP), keep=has_permission(KEEP))
register_rules(
    InstrumentVersion, see=any_of(has_permission(KEEP), has_permission("case.work")),
    keep=has_permission(KEEP), ask=has_permission("case.work"),
)  # fmt: skip
register_rules(
    SurveyResponse,
    work=via_foreign_key("case", "work"),
    count=in_reporting_office,
)
register_rules(DimensionScore, see=via_foreign_key("round"))
register_rules(
    SurveyResponseDraft,
    work=via_foreign_key("case", "work"),
    throw_away=of_who_holds_it,
)
register_rules(ScheduledSurvey, work=via_foreign_key("case", "work"))
register_rules(
    ReferralSuggestion, see=via_foreign_key("round"), work=via_foreign_key("round", "work")
)
