"""Practice against a procedure: counted from records of one office, never of a colleague."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy

from amparo.foundation.core.accounts.organizations import Office
from amparo.foundation.core.accounts.users import User

from .extension_points import (
    GuidanceStep,
    PracticeMeasure,
    WorkCheck,
    practice_measures,
    work_checks,
)

DAYS = 90
# Fewer than these show more of a colleague, or of one restricted file, than of a practice.
LEAST_SHOWN = 10
# The kind of most of what an item of a checklist can be.
STEP_OF_WORK = gettext_lazy("Step of casework")


def register_measures(*measures: PracticeMeasure) -> None:
    """Registers measures; a code that is registered twice raises ImproperlyConfigured."""
    for measure in measures:
        practice_measures.register(measure.code, measure)


def register_checks(*checks: WorkCheck) -> None:
    """Registers what items of checklists can be; the same of a code that is registered twice."""
    for check in checks:
        work_checks.register(check.code, check)


def register_step_checks(
    *steps: GuidanceStep,
    counts: Mapping[str, Callable[[Office, date, date], tuple[int, int]]] | None = None,
) -> None:
    """Lets items of checklists be these steps; `counts` is the practice at some, by code."""
    counted = counts or {}
    register_checks(
        *(WorkCheck(each.code, STEP_OF_WORK, each.label, counted.get(each.code)) for each in steps)
    )


@dataclass(frozen=True)
class Practice:
    """How often a procedure was kept, of how often it applied; None where it applied too seldom
    to be shown.
    """

    measure: PracticeMeasure | WorkCheck
    kept: int | None
    applied: int | None

    @property
    def share(self) -> float | None:
        return self.kept / self.applied if self.kept is not None and self.applied else None


def office_of_practice(user: User | None) -> Office | None:
    """Returns the office whose practice `user` may see: where they work. Partners see none."""
    role = user.main_role if user is not None else None
    return user.office if user is not None and role is not None and not role.is_partner else None


def practice_of(codes: Iterable[str], office: Office, today: date) -> list[Practice]:
    """Returns the practice of an office in the last `DAYS` days. Unknown codes are left out."""
    found = [practice_measures.get(code) for code in codes]
    return [_practice(each, each.count(office, *_days(today))) for each in found if each]


def practice_at(codes: Iterable[str], office: Office, today: date) -> dict[str, Practice]:
    """Returns the same at checks and steps of the work, by code; those at which nothing is counted
    are left out.
    """
    found = [work_checks.get(code) for code in codes]
    return {
        each.code: _practice(each, each.count(office, *_days(today)))
        for each in found
        if each and each.count
    }


def _days(today: date) -> tuple[date, date]:
    return today - timedelta(days=DAYS), today


def _practice(measure: PracticeMeasure | WorkCheck, counted: tuple[int, int]) -> Practice:
    kept, applied = counted
    is_shown = applied >= LEAST_SHOWN
    return Practice(measure, kept if is_shown else None, applied if is_shown else None)
