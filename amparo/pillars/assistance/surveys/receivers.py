"""What makes survey rounds due: an arrival after a return, the closure of a case."""

from datetime import date

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.extension_points import (
    arrival_confirmed,
    case_closed,
    case_reopened,
)
from amparo.pillars.assistance.cases.models import Case

from .after_closure import expect_surveys, stop_asking
from .models.dues import schedule_baseline


def connect() -> None:
    arrival_confirmed.connect(expect_first_round, dispatch_uid="surveys.arrival")
    case_closed.connect(ask_about_the_help, dispatch_uid="surveys.closed")
    case_reopened.connect(ask_no_more, dispatch_uid="surveys.reopened")


def expect_first_round(sender, *, case: Case, on: date, by: User, **_kwargs) -> None:
    """Never in the way of an arrival: where nothing may be worked on, nothing is asked."""
    person = case.main_person
    if person and not case.is_ended and case.has_legal_basis:
        schedule_baseline(case, person, on, by=by)


def ask_about_the_help(sender, *, case: Case, reason: str, by: User, **_kwargs) -> None:
    expect_surveys(case, reason, by=by)


def ask_no_more(sender, *, case: Case, by: User, **_kwargs) -> None:
    stop_asking(case, by=by)
