"""Who may see, work on and answer referrals: colleagues in the case, and the organization to
which somebody is referred, as far as the consent of that person reaches.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import set_field_classes
from amparo.foundation.core.permissions.rules import join_path, register_rules, via_foreign_key

from .models import Referral, ReferralLink, ReferralResponse, ReferredPerson, ReportedService


def referred_to_own_organization(verb: str) -> PermissionRule:
    """What was referred to the organization that one answers for, while the consent stands."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions or not user.partner_organizations:
            return NONE
        theirs = ReferredPerson.objects.live().filter(
            shared__organization__in=user.partner_organizations
        )
        return Q(Exists(theirs.filter(referral=OuterRef(join_path(at, "pk")))))

    return rule


# A colleague notes what they said by telephone; a partner says it here.
register_rules(
    Referral,
    see=any_of(via_foreign_key("case"), referred_to_own_organization("referral.see")),
    work=via_foreign_key("case", "work"),
    watch=via_foreign_key("case", "approve"),
    receive=referred_to_own_organization("referral.see"),
    answer=any_of(
        via_foreign_key("case", "work"), referred_to_own_organization("referral.answer")
    ),
)
for part in (ReferralResponse, ReferredPerson, ReportedService):
    register_rules(part, see=via_foreign_key("referral"))
register_rules(ReferralLink, see=via_foreign_key("referral", "work"))
set_field_classes(ReferralResponse, narrative=("text", "reply_text"))
set_field_classes(Referral, narrative=("text", "end_text", "outcome_text"))
