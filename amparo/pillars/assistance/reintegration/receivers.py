"""Somebody has arrived: a plan waits to be agreed with them, preferably within a month.

IOM Reintegration Handbook (2019).
"""

from datetime import date

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import arrival_confirmed
from amparo.pillars.assistance.cases.models import Case

from .models import ReintegrationPlan


def connect() -> None:
    arrival_confirmed.connect(draft_plan_on_arrival, dispatch_uid="reintegration.arrival")


def draft_plan_on_arrival(sender, *, case: Case, on: date, by: User, **_kwargs) -> None:
    """Never in the way of an arrival: where nothing may be worked on, nothing is begun."""
    if case.is_ended or case.institution_id or not case.has_legal_basis:
        return
    ReintegrationPlan.begin(case, by=by, arrived_on=on)
