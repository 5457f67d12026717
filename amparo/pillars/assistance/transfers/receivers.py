"""What transfers do when a case is closed, others may open it, or a consent is withdrawn."""

from amparo.foundation.people.extension_points import consent_withdrawn
from amparo.foundation.people.models import Consent

from ..cases.extension_points import case_access_changed, case_closed
from ..cases.receivers import open_cases_of_person
from .models.transfers import update_transfer_restrictions, withdraw_open_transfers
from .transfer_execution import stop_disallowed_transfers


def connect() -> None:
    case_access_changed.connect(follow_access, dispatch_uid="transfers.case_access_changed")
    case_closed.connect(take_back, dispatch_uid="transfers.case_closed")
    consent_withdrawn.connect(stop, dispatch_uid="transfers.consent_withdrawn")


def follow_access(sender, *, case, by, **_kwargs) -> None:
    """A case that others may open now goes nowhere unasked, and old transfers tell no more."""
    update_transfer_restrictions(case, by=by)


def take_back(sender, *, case, by, **_kwargs) -> None:
    """A closed case goes nowhere."""
    withdraw_open_transfers(case, by=by)


def stop(sender, *, consent: Consent, **_kwargs) -> None:
    """What somebody no longer agrees to goes nowhere."""
    for case in open_cases_of_person(consent.person):
        stop_disallowed_transfers(case)
