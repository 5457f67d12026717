"""Who holds a case in a role that asks, approves or pays: also its owner, if restricted."""

from amparo.foundation.trust.models import User

from ..models import Case
from ..reaching import who_may


def hands_for(case: Case, verb: str) -> list[User]:
    """Whoever accompanies them holds the case also without leave for its group."""
    found, owner = who_may(case, verb), case.owner
    if owner is None or owner in found or verb not in owner.verbs:
        return found
    return [*found, owner]
