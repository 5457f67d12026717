"""Which standing needs of cases are unmet by the rules, from what was planned, referred and given.

The rule and its record are in assessment, which knows neither plans nor referrals: their facts are
handed to it here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from amparo.pillars.assistance.assessment.models import Assessment, Finding, Need
from amparo.pillars.assistance.assessment.time_limits import limits_of
from amparo.pillars.assistance.assessment.unmet_need import (
    NeedFacts,
    PlannedAction,
    ReferralState,
    SentReferral,
    find_verdict,
)
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.planning.models import Action
from amparo.pillars.assistance.services.models import ServiceProvided

from .models import Referral, ReferralResponse
from .models.status import TAKEN_ON, WITH_THEM, ReferralOutcome, ReferralStatus, WithdrawalReason

type Key = tuple[int, str]

# How a referral stands for the need, where it did not settle it.
_STATES: dict[str, ReferralState] = {
    **dict.fromkeys((*WITH_THEM, ReferralStatus.ASKED), ReferralState.WAITING),
    **dict.fromkeys(TAKEN_ON, ReferralState.ACCEPTED),
    ReferralStatus.REJECTED: ReferralState.DECLINED,
    ReferralOutcome.UNAVAILABLE: ReferralState.FAILED,
    ReferralOutcome.EXPIRED: ReferralState.FAILED,
}
# They received it, or no longer want it.
_SETTLED = (
    ReferralOutcome.COMPLETED,
    ReferralOutcome.OURSELVES,
    ReferralOutcome.ELSEWHERE,
    ReferralOutcome.DECLINED,
    ReferralOutcome.NOT_NEEDED,
)


@dataclass
class _Known:
    """What was done in one case, each with its type of service."""

    actions: list[tuple[str, PlannedAction]] = field(default_factory=list)
    referrals: list[tuple[str, SentReferral]] = field(default_factory=list)
    settled: list[tuple[str, date]] = field(default_factory=list)


@dataclass(frozen=True)
class Unmet:
    """What the rules find in some cases: by the key of the case and the type of service."""

    found: dict[Key, Finding]
    standing: set[Key]


def unmet_in(cases: Iterable[Case]) -> Unmet:
    """Asks the rules of every standing need of these cases. Six queries, however many cases."""
    by_pk = {case.pk: case for case in cases}
    needs = _standing(by_pk)
    known = _known(by_pk)
    limits = {case.office_id: limits_of(case.rules) for case in _one_of_each_office(by_pk)}
    found = {}
    for (case_pk, service_type), (need, named_on) in needs.items():
        case = by_pk[case_pk]
        facts = _facts(known[case_pk], service_type, named_on)
        verdict = find_verdict(facts, limits[case.office_id], case.office.today())
        if verdict:
            found[case_pk, service_type] = Finding(need, verdict)
    return Unmet(found, set(needs))


def _one_of_each_office(cases: dict[int, Case]) -> Iterable[Case]:
    return {case.office_id: case for case in cases.values()}.values()


def _day(case: Case, moment: datetime) -> date:
    return moment.astimezone(case.office.zone).date()


def _is_same_service(one: str, other: str) -> bool:
    """A group of services stands for each of its types."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


# Needs.


def _standing(cases: dict[int, Case]) -> dict[Key, tuple[Need, tuple[date, ...]]]:
    """The needs of the latest assessment and those named since, each with all the days on which
    it was named.
    """
    latest: dict[int, tuple[int, datetime]] = {}
    made = Assessment.objects.filter(case__in=cases).order_by("pk")
    for case_pk, pk, at in made.values_list("case", "pk", "at"):
        latest[case_pk] = (pk, at)
    needs = Need.objects.filter(case__in=cases).order_by("at", "pk")
    found: dict[Key, Need] = {}
    named: dict[Key, list[date]] = defaultdict(list)
    for need in needs.only("case_id", "assessment_id", "at", "service_type"):
        key = (need.case_id, need.service_type)
        named[key].append(_day(cases[need.case_id], need.at))
        last, at = latest.get(need.case_id, (None, need.at))
        if need.assessment_id == last or (need.assessment_id is None and need.at >= at):
            found.setdefault(key, need)
    return {key: (need, tuple(named[key])) for key, need in found.items()}


# What was done.


def _known(cases: dict[int, Case]) -> dict[int, _Known]:
    known: dict[int, _Known] = defaultdict(_Known)
    for case_pk, service_type, action in _actions(cases):
        known[case_pk].actions.append((service_type, action))
    _read_done(cases, known)
    _read_referrals(cases, known)
    return known


def _actions(cases: dict[int, Case]) -> Iterator[tuple[int, str, PlannedAction]]:
    rows = Action.objects.filter(case__in=cases, goal__plan__replaced_by=None)
    rows = rows.exclude(status=Action.Status.DONE).exclude(service_type="").order_by("pk")
    for pk, kind, at, due_on, ended_at in rows.values_list(
        "case", "service_type", "at", "due_on", "ended_at"
    ):
        ended_on = _day(cases[pk], ended_at) if ended_at else None
        yield pk, kind, PlannedAction(_day(cases[pk], at), due_on, ended_on)


def _read_done(cases: dict[int, Case], known: dict[int, _Known]) -> None:
    done = Action.objects.filter(case__in=cases, status=Action.Status.DONE).exclude(
        service_type=""
    )
    for pk, kind, ended_at in done.order_by("pk").values_list("case", "service_type", "ended_at"):
        if ended_at:
            known[pk].settled.append((kind, _day(cases[pk], ended_at)))
    given = ServiceProvided.objects.filter(case__in=cases, voided_at=None).order_by("pk")
    for pk, kind, day in given.values_list("case", "service_type", "given_on"):
        known[pk].settled.append((kind, day))


def _read_referrals(cases: dict[int, Case], known: dict[int, _Known]) -> None:
    answered = ReferralResponse.objects.final().filter(referral=OuterRef("pk")).order_by("pk")
    rows = Referral.objects.filter(case__in=cases).order_by("pk")
    for row in rows.annotate(answered_at=Subquery(answered.values("at")[:1])).values_list(
        "case", "need__service_type", "service_type", "status", "at", "answer_due", "answered_at",
        "ended_at", "end_reason", named=True,
    ):  # fmt: skip
        case = cases[row.case]
        kind = row.need__service_type or row.service_type
        is_over = row.status in _SETTLED or row.end_reason == WithdrawalReason.PERSON
        if is_over and row.ended_at:
            known[row.case].settled.append((kind, _day(case, row.ended_at)))
        elif row.status in _STATES:
            known[row.case].referrals.append((kind, _sent(case, row)))


def _sent(case: Case, row) -> SentReferral:
    changed_at = row.ended_at or row.answered_at
    return SentReferral(
        _STATES[row.status], _day(case, row.at),
        promised_on=_day(case, row.answer_due) if row.status in WITH_THEM else None,
        changed_on=_day(case, changed_at) if changed_at else None,
    )  # fmt: skip


def _facts(known: _Known, service_type: str, named_on: tuple[date, ...]) -> NeedFacts:
    return NeedFacts(
        named_on,
        tuple(each for kind, each in known.actions if _is_same_service(kind, service_type)),
        tuple(each for kind, each in known.referrals if _is_same_service(kind, service_type)),
        tuple(day for kind, day in known.settled if _is_same_service(kind, service_type)),
    )
