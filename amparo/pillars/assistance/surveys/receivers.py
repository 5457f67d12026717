"""Somebody has arrived after a return: a first survey round becomes due."""

from datetime import date

from amparo.foundation.core.models import User

from ..extension_points import arrival_confirmed
from ..models import Case
from .models.dues import expect_baseline


def connect() -> None:
    arrival_confirmed.connect(expect_first_round, dispatch_uid="surveys.arrival")


def expect_first_round(sender, *, case: Case, on: date, by: User, **_kwargs) -> None:
    """Never in the way of an arrival: where nothing may be worked on, nothing is asked."""
    person = case.main_person
    if person and not case.is_ended and case.has_a_basis:
        expect_baseline(case, person, on, by=by)
