"""Who keeps surveys, who asks by them, and who reads what somebody answered.

The answers lie in the file of a case and are read by whoever reads it. Who keeps the surveys of an
office may count its rounds: they get scores and answers without names, and never those of a
restricted file.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.trust.access import NONE, access_to, either, own, path_to, role, through
from amparo.foundation.trust.models import Team, User

from ..models import Case
from .models import (
    DimensionScore,
    DueLetGo,
    Instrument,
    InstrumentVersion,
    OfficialMark,
    PromptAnswer,
    ReferralPrompt,
    Round,
    RoundDraft,
    RoundDue,
)

KEEP = "form.keep"


def of_the_office_of_who_counts(user: User, model: type[models.Model], at: str = "") -> Q:
    """Ordinary files of the offices in which one keeps surveys."""
    offices, teams = user.offices_for(KEEP), user.teams_for(KEEP)
    if not offices and not teams:
        return NONE
    of_team = Team.objects.filter(pk__in=teams).values("office")
    office = path_to(at, "case__team__office")
    here = Q(**{f"{office}__in": offices}) | Q(**{f"{office}__in": of_team})
    return here & Q(**{path_to(at, "case__confidentiality"): Case.Confidentiality.ORDINARY.value})


def of_who_holds_it(user: User, model: type[models.Model], at: str = "") -> Q:
    """What was begun is thrown away by whoever began it, while they work on the case."""
    return own("by")(user, model, at) & through("case", "work")(user, model, at)


access_to(Instrument, see=role(KEEP), keep=role(KEEP))
access_to(
    InstrumentVersion, see=either(role(KEEP), role("case.work")), keep=role(KEEP),
    ask=role("case.work"),
)  # fmt: skip
access_to(OfficialMark, see=through("version"))
access_to(
    Round, see=through("case"), work=through("case", "work"), count=of_the_office_of_who_counts
)
access_to(DimensionScore, see=through("round"))
access_to(
    RoundDraft, see=through("case"), work=through("case", "work"), throw_away=of_who_holds_it
)
access_to(RoundDue, see=through("case"), work=through("case", "work"))
access_to(DueLetGo, see=through("due"))
access_to(ReferralPrompt, see=through("round"), work=through("round", "work"))
access_to(PromptAnswer, see=through("prompt"))
