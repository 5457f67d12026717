"""How cases fare at institutions: which referrals died there, counted by training and others."""

import hmac
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from amparo.foundation.core.clock import now
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.links.extension_points import CaseAtInstitution
from amparo.foundation.protection.code_lists import suggested_rights
from amparo.pillars.assistance.cases.models import Case

from .models import Referral, ReferralResponse
from .models.status import UNANSWERED, ReferralOutcome, ReferralStatus

_Reason = ReferralResponse.Reason
# They declined for a reason that knowing more could change. Not: no place, another area, a
# service that is no more, somebody whom they assist already.
CHANGEABLE = (_Reason.NOT_FOR_THEM, _Reason.PAPERS, _Reason.OTHER)


def cases_at_institutions(since: datetime, until: datetime) -> Iterator[CaseAtInstitution]:
    """Returns the referrals made between two moments that were answered or should have been, once
    for each right that the service concerns. Restricted cases are left out: whoever knows one
    could find it among few.
    """
    secret = rounding_secret()
    declined = Q(
        answers__outcome=ReferralResponse.Outcome.REJECTED, answers__reason__in=CHANGEABLE
    )
    expired = Q(status=ReferralOutcome.EXPIRED) | Q(status__in=UNANSWERED, answer_due__lt=now())
    ordinary = Referral.objects.without_practice().filter(
        case__confidentiality=Case.Confidentiality.ORDINARY
    )
    rows = ordinary.filter(at__gte=since, at__lt=until).exclude(status=ReferralStatus.WITHDRAWN)
    lost = set(rows.filter(declined | expired).values_list("pk", flat=True))
    waiting = Q(status__in=UNANSWERED, answer_due__gte=now())
    values = rows.exclude(waiting).values_list("pk", "case__ref", "organization", "service_type")
    for key, ref, organization, service_type in values.iterator(chunk_size=5000):
        digest = hmac.digest(secret, ref.bytes, "sha256")
        for right in suggested_rights(service_type):
            yield CaseAtInstitution(
                int.from_bytes(digest[:8], "big"), organization, right, key in lost
            )
