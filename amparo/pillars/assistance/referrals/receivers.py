"""What referrals do when a disclosure ends."""

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_rows
from amparo.foundation.people.extension_points import disclosure_ended
from amparo.foundation.people.models import Disclosure

from .models import Referral
from .models.status import ReferralStatus, WithdrawalReason


def connect() -> None:
    disclosure_ended.connect(withdraw_unshared_referral, dispatch_uid="referrals.disclosure_ended")


def withdraw_unshared_referral(
    sender, *, disclosure: Disclosure, by: User | None, **_kwargs
) -> None:
    """Nothing of anybody in it is shared any more: nobody is asked to help any longer."""
    found = Referral.objects.going_on().filter(referred_persons__shared=disclosure)
    for referral in lock_rows(found, "referred_persons__shared", owners=("case",)):
        _take_back(referral, disclosure, by)


def _take_back(referral: Referral, disclosure: Disclosure, by: User | None) -> None:
    if referral.status != ReferralStatus.REJECTED and not referral.is_shared:
        because = WithdrawalReason.CONSENT if disclosure.ended_because == "withdrawn" else ""
        referral.withdraw(by=by, why=because or WithdrawalReason.PERSON)
