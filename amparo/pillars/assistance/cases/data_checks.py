"""Data quality checks of casework: what is missing for the figures of a month, and whom to ask.

Of persons who were assisted: sex, age, whether disability was asked. Of services: the budget line.
Of cases: the area, and a contact in the last months. They read all cases, in a few queries each,
and take nothing along but keys and days.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Membership
from amparo.foundation.data_quality.checks import DataCheck, Finding, register_check
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Merge, WashingtonGroupAnswers
from amparo.pillars.assistance.services.models import ServiceGiven, ServiceRecipient

from .data_check_records import (
    case_of_issue,
    closure_link,
    functioning_link,
    person_of_issue,
    service_of_issue,
    subjects_of,
)
from .forms.data_checks import (
    AgeForm,
    AreaForm,
    BudgetLineForm,
    ContactForm,
    DisabilityForm,
    SexForm,
    record_contact,
)
from .models import Case, CaseRules
from .time_limits import timers

MANY = 5_000
MISSING_SEX = ("", "unknown")
# These are answered for elsewhere.
GONE = (Case.Status.TRANSFERRED, Case.Status.DUPLICATE)
_Reason = DataIssue.Reason
_ASKED_OF_PERSON = (_Reason.DECLINED, _Reason.NOT_KNOWN, _Reason.UNREACHABLE, _Reason.UNSAFE)


# Limits that offices set.


@dataclass(frozen=True)
class OfficeLimits:
    """The figure that each office set for a limit, else the default; None switches it off."""

    default: int | None
    set_by: dict[int, int | None]

    @classmethod
    def of(cls, code: str) -> "OfficeLimits":
        rules = CaseRules.objects.values_list("office", "time_limits")
        own = {office: limits[code] for office, limits in rules if code in limits}
        return cls(timers[code].amount, own)

    def __getitem__(self, office: int) -> int | None:
        return self.set_by.get(office, self.default)

    @property
    def least(self) -> int | None:
        return min((each for each in (self.default, *self.set_by.values()) if each), default=None)


# Persons who were assisted.


def _assisted_since(since: date, missing: Q) -> Iterator[tuple[date, UUID, Finding]]:
    """Yields what is missing of each person and service, with when the case was opened: the
    newest service last.
    """
    merged = Merge.objects.in_force().filter(duplicate=OuterRef("person"))
    rows = ServiceRecipient.objects.filter(
        missing, ~Exists(merged), service__given_on__gte=since, service__voided_at=None
    ).exclude(service__case__status__in=GONE)
    for person, day, identified_on, *case in rows.order_by("service__given_on").values_list(
        "person__ref", "service__given_on", "service__case__identified_on",
        *case_paths("service__case"),
    ).iterator(chunk_size=MANY):  # fmt: skip
        yield identified_on, person, finding(person, day, case)


def case_paths(case: str = "") -> tuple[str, ...]:
    at = f"{case}__" if case else ""
    return (f"{at}ref", f"{at}team__office", f"{at}owner", f"{at}confidentiality")


def finding(record: UUID, day: date, case: list, *, is_open: bool = False) -> Finding:
    """One record of a case (`case_paths`); it matters that day, or from it on (`is_open`)."""
    ref, office, owner, confidentiality = case
    is_restricted = confidentiality != Case.Confidentiality.ORDINARY
    until = None if is_open else day
    return Finding(record, ref, office, owner, is_restricted, day, until)


def _one_of_each_person(rows: Iterable[tuple[UUID, Finding]]) -> Iterable[Finding]:
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


def not_asked_elsewhere(person: str, since: date) -> Q:
    """Of no record that was merged into another, and of nobody whom a service of ours asks for:
    nobody is asked twice for the same. `person` is the path to the person.
    """
    merged = Merge.objects.in_force().filter(duplicate=OuterRef(person))
    served = ServiceRecipient.objects.filter(
        person=OuterRef(person), service__given_on__gte=since, service__voided_at=None
    )
    return Q(~Exists(merged), ~Exists(served))


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
        return lambda since: _one_of_each_person(find(since, missing))

    at = f"{name}_" if name else ""
    register_check(
        DataCheck(
            f"{at}sex", sex, _ASKED_OF_PERSON, finder(_no_sex),
            subjects_of, person_of_issue, lambda person: person.sex in MISSING_SEX, SexForm,
            lambda person, *, by, sex: person.change(by=by, sex=sex),
        )
    )  # fmt: skip
    register_check(
        DataCheck(
            f"{at}age", age, _ASKED_OF_PERSON,
            finder(_no_age), subjects_of,
            person_of_issue,
            lambda person: person.birth_year is None and not person.is_age_disputed, AgeForm,
            lambda person, *, by, born: person.change(by=by, **born),
        )
    )  # fmt: skip


def _served(since: date, missing: Missing) -> Iterator[tuple[UUID, Finding]]:
    rows = _assisted_since(since, missing("person"))
    return ((person, each) for _opened, person, each in rows)


def _find_without_disability(since: date) -> Iterable[Finding]:
    """Those of whom it was never asked, some days after their case was opened."""
    limits, today = OfficeLimits.of("data.disability"), localdate(now())
    if limits.least is None:
        return ()
    asked = WashingtonGroupAnswers.objects.filter(person=OuterRef("person"))
    rows = _assisted_since(since, Q(~Exists(asked)))
    return _one_of_each_person(
        (person, each)
        for opened, person, each in rows
        if _is_over(limits[each.office], opened, today)
    )


def _is_over(days: int | None, start: date, today: date) -> bool:
    return days is not None and start + timedelta(days=days) < today


# Services.


def _find_without_line(since: date) -> Iterator[Finding]:
    """Services of our own without a budget line, where the office has any to choose.

    Who gave it is asked while they work in the team of the case; of a restricted file its
    caseworker alone.
    """
    offices = set(BudgetLine.objects.values_list("fund__office", flat=True).distinct())
    working = _working()
    rows = ServiceGiven.objects.filter(
        budget_line=None, voided_at=None, organization=None, given_on__gte=since,
        case__team__office__in=offices,
    ).exclude(case__status__in=GONE)  # fmt: skip
    for ref, day, by, team, *case in (
        rows.order_by()
        .values_list("ref", "given_on", "by", "case__team", *case_paths("case"))
        .iterator(chunk_size=MANY)
    ):
        each = finding(ref, day, case)
        is_there = not {(by, team, None), (by, None, each.office)}.isdisjoint(working)
        yield replace(each, colleague=by) if is_there and not each.is_restricted else each


def _working() -> set[tuple[int | None, int | None, int | None]]:
    """Colleagues who work on cases, each with a team, or with the office as a whole."""
    held = Membership.objects.held().with_permission("case.work")
    return set(held.values_list("user", "team", "office"))


# Cases.


def _active() -> QuerySet[Case]:
    """Of people: of a community and an institution no figure tells."""
    return Case.objects.active().filter(Q(person__isnull=False) | Q(family__isnull=False))


def _find_without_area(since: date) -> Iterator[Finding]:
    rows = _active().filter(place=None).order_by()
    for identified_on, ref, *case in rows.values_list(
        "identified_on", *case_paths()
    ).iterator(chunk_size=MANY):  # fmt: skip
        yield replace(finding(ref, identified_on, [ref, *case]), until=None)


def _find_without_contact(since: date) -> Iterator[Finding]:
    limits, today = OfficeLimits.of("data.contact"), localdate(now())
    if limits.least is None:
        return
    latest = today - timedelta(days=limits.least)
    quiet = Q(last_contact_on__lt=latest) | Q(last_contact_on=None, identified_on__lt=latest)
    rows = _active().filter(quiet).order_by()
    for contact, identified_on, ref, *case in rows.values_list(
        "last_contact_on", "identified_on", *case_paths()
    ).iterator(chunk_size=MANY):  # fmt: skip
        quiet_since, days = contact or identified_on, limits[case[0]]
        if days is not None and _is_over(days, quiet_since, today):
            over = quiet_since + timedelta(days=days)
            yield replace(finding(ref, over, [ref, *case]), until=None)


def _is_quiet(case: Case) -> bool:
    days = case.rules.amount("data.contact")
    today = now().astimezone(case.office.zone).date()
    return not case.is_ended and days is not None and _is_over(days, case.quiet_since, today)


register_of_persons("", _("Sex not recorded"), _("Age not recorded"), _served)
register_check(
    DataCheck(
        "disability", _("Disability not asked"),
        (_Reason.DECLINED, _Reason.UNREACHABLE, _Reason.UNSAFE), _find_without_disability,
        subjects_of, person_of_issue, lambda person: not person.functioning.exists(),
        DisabilityForm, lambda person, *, by: None, functioning_link,
    )
)  # fmt: skip
register_check(
    DataCheck(
        "budget_line", _("Service without a budget line"), (_Reason.NOT_FUNDED,),
        _find_without_line, subjects_of, service_of_issue,
        lambda service: service.budget_line_id is None and not service.is_void, BudgetLineForm,
        lambda service, *, by, budget_line: service.charge_to(budget_line, by=by),
        asked_again_after=None,  # that no fund paid for it does not change
    )
)  # fmt: skip
register_check(
    DataCheck(
        "area", pgettext_lazy("data quality issue", "Area of the case not recorded"),
        (_Reason.IN_TRANSIT, _Reason.NOT_KNOWN, _Reason.UNSAFE), _find_without_area, subjects_of,
        case_of_issue, lambda case: case.place_id is None, AreaForm,
        lambda case, *, by, place: case.record_place(place, by=by),
    )
)  # fmt: skip
register_check(
    DataCheck(
        "contact", _("No contact for a long time"),
        (_Reason.UNREACHABLE, _Reason.UNSAFE, _Reason.DECLINED), _find_without_contact,
        subjects_of, case_of_issue, _is_quiet, ContactForm, record_contact, closure_link,
    )
)  # fmt: skip
