"""Referrals out and in: preparation, extract, answers, links, outcomes."""

from .links import ReferralLink
from .referrals import Referral
from .referred_persons import ReferredPerson
from .responses import ReferralResponse, ReportedService

__all__ = [
    "Referral",
    "ReferralLink",
    "ReferralResponse",
    "ReferredPerson",
    "ReportedService",
]
