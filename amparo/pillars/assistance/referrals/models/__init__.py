"""Referrals out and in: preparation, extract, answers, links, outcomes."""

from .links import ReferralLink
from .referrals import Referral
from .referred_persons import ReferredPerson
from .responses import Answer, ServiceReported

__all__ = [
    "Answer",
    "Referral",
    "ReferralLink",
    "ReferredPerson",
    "ServiceReported",
]
