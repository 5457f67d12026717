"""Who sees agreements: who works on them in their office, and the people of institutions that
take part. Who keeps them: their office.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Now

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import join_path, register_rules, via_foreign_key
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    Agreement,
    AgreementAnnex,
    AgreementContact,
    AgreementObligation,
    AgreementParty,
    AgreementPeriod,
)


def of_own_institutions_agreements(verb: str) -> PermissionRule:
    """Opens agreements in which an institution takes part today for which one speaks as a
    partner.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        organizations = user.partner_organizations if verb in user.permissions else []
        if not organizations:
            return NONE
        # By the database's own day: a date would stand still in a policy of the database.
        today = Cast(Now(), models.DateField())
        taking_part = AgreementParty.objects.filter(
            Q(until=None) | Q(until__gte=today), agreement=OuterRef(join_path(at, "pk")),
            organization__in=organizations,
        )  # fmt: skip
        return Q(Exists(taking_part))

    return rule


register_rules(
    Agreement,
    see=any_of(
        in_own_office("agreement.see", "office"), of_own_institutions_agreements("agreement.read")
    ),
    keep=in_own_office("agreement.keep", "office"),
)
register_rules(AgreementPeriod, see=via_foreign_key("agreement"))
for model in (AgreementParty, AgreementObligation, AgreementContact, AgreementAnnex):
    register_rules(
        model, see=via_foreign_key("agreement"), keep=via_foreign_key("agreement", "keep")
    )
# Colleagues of institutions and their papers, in nobody's file.
unmasked_for(AgreementContact, "see")
unmasked_for(AgreementAnnex, "see")
