"""What transfers do when a case is closed, or other people may open it."""

from ..cases.extension_points import case_access_changed, case_closed
from .models.transfers import follow_the_case, take_back_all


def connect() -> None:
    case_access_changed.connect(follow_access, dispatch_uid="transfers.case_access_changed")
    case_closed.connect(take_back, dispatch_uid="transfers.case_closed")


def follow_access(sender, *, case, by, **_kwargs) -> None:
    """A case that others may open now goes nowhere unasked, and old transfers tell no more."""
    follow_the_case(case, by=by)


def take_back(sender, *, case, by, **_kwargs) -> None:
    """A closed case goes nowhere."""
    take_back_all(case, by=by)
