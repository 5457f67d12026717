"""Data quality checks of casework: what is missing for the figures of a month, and whom to ask.

Here stand the area of a case and what the checks of its apps share. They read all cases, in a few
queries each, and take nothing along but keys and days.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from amparo.foundation.data_quality.checks import DataCheck, Finding, register_check
from amparo.foundation.data_quality.models import DataIssue

from .data_check_records import case_of_issue, person_of_issue, subjects_of
from .forms.data_checks import AgeForm, AreaForm, SexForm
from .models import Case, CaseSettings
from .time_limits import timers

MANY = 5_000
MISSING_SEX = ("", "unknown")
# These are answered for elsewhere.
GONE = (Case.Status.TRANSFERRED, Case.Status.DUPLICATE)
_Reason = DataIssue.Reason
ASKED_OF_PERSON = (_Reason.DECLINED, _Reason.NOT_KNOWN, _Reason.UNREACHABLE, _Reason.UNSAFE)


# Limits that offices set.


@dataclass(frozen=True)
class OfficeLimits:
    """The figure that each office set for a limit, else the default; None switches it off."""

    default: int | None
    set_by: dict[int, int | None]

    @classmethod
    def of(cls, code: str) -> "OfficeLimits":
        rules = CaseSettings.objects.values_list("office", "time_limits")
        own = {office: limits[code] for office, limits in rules if code in limits}
        return cls(timers[code].amount, own)

    def __getitem__(self, office: int) -> int | None:
        return self.set_by.get(office, self.default)

    @property
    def least(self) -> int | None:
        return min((each for each in (self.default, *self.set_by.values()) if each), default=None)


def case_paths(case: str = "") -> tuple[str, ...]:
    at = f"{case}__" if case else ""
    return (f"{at}ref", f"{at}team__office", f"{at}owner", f"{at}confidentiality")


def finding(record: UUID, day: date, case: list, *, is_open: bool = False) -> Finding:
    """One record of a case (`case_paths`); it matters that day, or from it on (`is_open`)."""
    ref, office, owner, confidentiality = case
    is_restricted = confidentiality != Case.Confidentiality.ORDINARY
    until = None if is_open else day
    return Finding(record, ref, office, owner, is_restricted, day, until)


def one_of_each_person(rows: Iterable[tuple[UUID, Finding]]) -> Iterable[Finding]:
    """One finding a person: from the first service to the last, asked where they come last.

    Restricted as soon as one of the cases is.
    """
    found: dict[UUID, Finding] = {}
    for person, each in rows:
        before = found.get(person)
        found[person] = each if before is None else replace(
            each, since=before.since,
            is_restricted=before.is_restricted or each.is_restricted,
        )  # fmt: skip
    return found.values()


# What is missing of a person, given the path to them.
type Missing = Callable[[str], Q]
type FindPersons = Callable[[date, Missing], Iterable[tuple[UUID, Finding]]]


def _no_sex(person: str) -> Q:
    return Q(**{f"{person}__sex__in": MISSING_SEX})


def _no_age(person: str) -> Q:
    return Q(**{f"{person}__birth_year": None, f"{person}__is_age_disputed": False})


def register_of_persons(
    name: str, sex: str | Promise, age: str | Promise, find: FindPersons
) -> None:
    """Asks for sex and age of those whom `find` returns, given a day and what is missing; their
    records in the order of time. The codes begin with `name`, if there is any.
    """

    def finder(missing: Missing) -> Callable[[date], Iterable[Finding]]:
        return lambda since: one_of_each_person(find(since, missing))

    at = f"{name}_" if name else ""
    register_check(
        DataCheck(
            f"{at}sex", sex, ASKED_OF_PERSON, finder(_no_sex),
            subjects_of, person_of_issue, lambda person: person.sex in MISSING_SEX, SexForm,
            lambda person, *, by, sex: person.change(by=by, sex=sex),
        )
    )  # fmt: skip
    register_check(
        DataCheck(
            f"{at}age", age, ASKED_OF_PERSON,
            finder(_no_age), subjects_of,
            person_of_issue,
            lambda person: person.birth_year is None and not person.is_age_disputed, AgeForm,
            lambda person, *, by, born: person.change(by=by, **born),
        )
    )  # fmt: skip


def is_over(days: int | None, start: date, today: date) -> bool:
    return days is not None and start + timedelta(days=days) < today


# Cases.


def active_cases() -> QuerySet[Case]:
    """Of people: of a community and an institution no figure tells."""
    return Case.objects.active().filter(Q(person__isnull=False) | Q(family__isnull=False))


def _find_without_area(since: date) -> Iterator[Finding]:
    rows = active_cases().filter(place=None).order_by()
    for identified_on, ref, *case in rows.values_list(
        "identified_on", *case_paths()
    ).iterator(chunk_size=MANY):  # fmt: skip
        yield replace(finding(ref, identified_on, [ref, *case]), until=None)


register_check(
    DataCheck(
        "area", pgettext_lazy("data quality issue", "Area of the case not recorded"),
        (_Reason.IN_TRANSIT, _Reason.NOT_KNOWN, _Reason.UNSAFE), _find_without_area, subjects_of,
        case_of_issue, lambda case: case.place_id is None, AreaForm,
        lambda case, *, by, place: case.record_place(place, by=by),
    )
)  # fmt: skip
