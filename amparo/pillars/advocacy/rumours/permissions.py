"""Who sees and keeps rumours. Who sees them does so in the whole organization; who records them,
in the own office. What an advert gives as contact, photos and sources stay in the office.
"""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.models import Office, Team, User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import join_path, register_rules, via_foreign_key
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    RecruitmentAdvert,
    Rumour,
    RumourAnswer,
    RumourAssessment,
    RumourCheck,
    RumourFile,
    RumourHarm,
    RumourSource,
    Sighting,
)

give_permissions("caseworker", "rumour.record")
give_permissions("supervisor", "rumour.record", "rumour.see")
give_permissions("policy_officer", "rumour.see")
give_permissions("communications", "rumour.keep", "rumour.record", "rumour.see")


def in_own_organization(verb: str, path: str) -> PermissionRule:
    """Opens what belongs to an office of the organization in which the user has `verb`."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        teams = Team.objects.filter(pk__in=user.teams_for(verb)).values("office")
        offices = Office.objects.filter(Q(pk__in=user.offices_for(verb)) | Q(pk__in=teams))
        return Q(**{f"{join_path(at, path)}__organization__in": offices.values("organization")})

    return rule


def recorded_by_self(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens rumours to who recorded them."""
    return Q(**{join_path(at, "by"): user.pk}) if "rumour.record" in user.permissions else NONE


_RECORD = in_own_office("rumour.record", "office")
_KEEP = in_own_office("rumour.keep", "office")

register_rules(
    Rumour,
    see=any_of(in_own_organization("rumour.see", "office"), _RECORD),
    sight=_RECORD,
    merge=any_of(_KEEP, recorded_by_self),
    keep=_KEEP,
    confirm=in_own_office("rumour.see", "office"),
)
for part in (Sighting, RumourAssessment, RumourCheck, RumourAnswer):
    register_rules(part, see=via_foreign_key("rumour"))
register_rules(RumourHarm, see=via_foreign_key("assessment"))
# Names and numbers of others may stand in these.
for sealed in (RecruitmentAdvert, RumourFile, RumourSource):
    register_rules(sealed, see=in_own_office("rumour.see", "rumour__office"))
    unmasked_for(sealed, "see")
# Whoever may see a rumour reads its words: they lie in the file of no person.
unmasked_for(Rumour, "see")
