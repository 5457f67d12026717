"""Data quality checks of services: budget lines; sex, age and disability of who was assisted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Membership, User
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.data_quality.checks import DataCheck, Finding, Subject, register_check
from amparo.foundation.data_quality.forms import AnswerForm
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Merge, Person, WashingtonGroupAnswers

from ..cases.data_check_records import dated, person_of_issue, subjects_of
from ..cases.data_checks import (
    GONE,
    MANY,
    Missing,
    OfficeLimits,
    case_paths,
    finding,
    is_over,
    one_of_each_person,
    register_of_persons,
)
from .forms import MOST_LINES
from .models import ServiceProvided, ServiceRecipient

_Reason = DataIssue.Reason


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


def not_asked_elsewhere(person: str, since: date) -> Q:
    """Of no record that was merged into another, and of nobody whom a service of ours asks for:
    nobody is asked twice for the same. `person` is the path to the person.
    """
    merged = Merge.objects.in_force().filter(duplicate=OuterRef(person))
    served = ServiceRecipient.objects.filter(
        person=OuterRef(person), service__given_on__gte=since, service__voided_at=None
    )
    return Q(~Exists(merged), ~Exists(served))


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
    return one_of_each_person(
        (person, each)
        for opened, person, each in rows
        if is_over(limits[each.office], opened, today)
    )


class DisabilityForm(AnswerForm):
    """The questions are asked on a page of their own; here only why they are not."""


def functioning_link(person: Person, issue: DataIssue) -> tuple[str, str | Promise]:
    """The questions themselves are asked whole, on their own page."""
    url = reverse("people:functioning-new", args=[person.ref])
    back = reverse("data_quality:issues")
    return f"{url}?next={back}", _("Ask the questions")


# Services.


def _find_without_line(since: date) -> Iterator[Finding]:
    """Services of our own without a budget line, where the office has any to choose.

    Who gave it is asked while they work in the team of the case; of a restricted file its
    caseworker alone.
    """
    offices = set(BudgetLine.objects.values_list("fund__office", flat=True).distinct())
    working = _working()
    rows = ServiceProvided.objects.filter(
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


class BudgetLineForm(AnswerForm):
    budget_line = forms.ChoiceField(
        label=_("Budget line"), required=False,
        help_text=_("Those whose fund was running on the day of the service."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        service = self.record
        found = BudgetLine.objects.accessible_to(self.user).begun_at(  # type: ignore[attr-defined]
            service.case.team.office, service.given_on
        )
        lines = [each for each in found[:MOST_LINES] if _runs_on(each, service.given_on)]
        self.lines = {str(each.ref): each for each in lines}
        field: Any = self.fields["budget_line"]
        field.choices = [("", ""), *((ref, each.full_name) for ref, each in self.lines.items())]

    def clean_budget_line(self) -> BudgetLine | None:
        return self.lines.get(self.cleaned_data["budget_line"])


def _runs_on(line: BudgetLine, day: date) -> bool:
    return line.fund.until is None or line.fund.until >= day


def _subjects_of_services(issues: Sequence[DataIssue], user: User) -> Mapping[int, Subject]:
    """The service of each issue, as far as the user may open its case."""
    refs = {each.record_ref for each in issues}
    services = {each.ref: each for each in ServiceProvided.objects.filter(ref__in=refs)}
    found = subjects_of(issues, user)
    return {
        each.pk: _subject(found[each.pk], services[each.record_ref])
        for each in issues
        if each.pk in found and each.record_ref in services
    }


def _subject(found: Subject, service: ServiceProvided) -> Subject:
    what = codes.label("service_type", service.service_type)
    url = reverse("services:service", args=[service.case.ref, service.ref])
    return replace(found, url=url, detail=dated(what, service.given_on))


def service_of_issue(request: HttpRequest, issue: DataIssue) -> ServiceProvided:
    services = ServiceProvided.objects.select_related("case__team__office")
    return get_permitted_or_404(request, services, to="work", ref=issue.record_ref)


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
        _find_without_line, _subjects_of_services, service_of_issue,
        lambda service: service.budget_line_id is None and not service.is_void, BudgetLineForm,
        lambda service, *, by, budget_line: service.charge_to(budget_line, by=by),
        asked_again_after=None,  # that no fund paid for it does not change
    )
)  # fmt: skip
