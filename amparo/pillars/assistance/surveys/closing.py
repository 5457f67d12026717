"""Which surveys follow the closure of a case, by its reason. Pure Python.

Nobody is asked who died, cannot be reached or would be endangered by it; nobody who was not
assisted, or is assisted by another office from now on. Who asked for the closure is asked once,
and not sought out again. A reason that an office added itself is like any other.
"""

NOT_ASKED = frozenset(
    ("death", "duplicate", "opened_in_error", "detained_deported", "lost_contact", "safety_risk",
     "transferred", "not_eligible", "no_need")
)  # fmt: skip
NOT_ASKED_LATER = NOT_ASKED | {"client_request"}


def is_asked(reason: str, months: int) -> bool:
    """Whether a round so many months after a closure for this reason is expected."""
    return reason not in (NOT_ASKED_LATER if months else NOT_ASKED)
