"""What transfers do when a case is closed, others may open it, or a consent is withdrawn."""

from amparo.foundation.people.extension_points import consent_withdrawn
from amparo.foundation.people.models import Consent

from ..cases.extension_points import case_access_changed, case_closed
from ..cases.receivers import cases_of
from .models.transfers import follow_the_case, take_back_all
from .transfer_execution import stop_what_may_not_go


def connect() -> None:
    case_access_changed.connect(follow_access, dispatch_uid="transfers.case_access_changed")
    case_closed.connect(take_back, dispatch_uid="transfers.case_closed")
    consent_withdrawn.connect(stop, dispatch_uid="transfers.consent_withdrawn")


def follow_access(sender, *, case, by, **_kwargs) -> None:
    """A case that others may open now goes nowhere unasked, and old transfers tell no more."""
    follow_the_case(case, by=by)


def take_back(sender, *, case, by, **_kwargs) -> None:
    """A closed case goes nowhere."""
    take_back_all(case, by=by)


def stop(sender, *, consent: Consent, **_kwargs) -> None:
    """What somebody no longer agrees to goes nowhere."""
    for case in cases_of(consent.person):
        stop_what_may_not_go(case)
