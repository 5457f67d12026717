"""What is seen of a case and what happened in it: filed with it, for the eyes of its group."""

from amparo.foundation.core.models import User
from amparo.foundation.protection.models import Incident, Observation

from .case_risk import about
from .models import Case


def observe(case: Case, by: User, **said) -> Observation:
    case.must_allow_work()
    return Observation.record(by=by, **about(case, by), **said)


def observe_again(case: Case, old: Observation, **said) -> Observation:
    """Seen again and seen differently: the new takes the place of the old, both remain."""
    case.must_allow_work()
    return old.replace(**said)


def report(case: Case, by: User, **said) -> Incident:
    case.must_allow_work()
    return Incident.report(
        by=by, case_ref=case.ref, restricted_group=about(case, by)["restricted_group"],
        community=case.community, place=case.place, **said,
    )  # fmt: skip
