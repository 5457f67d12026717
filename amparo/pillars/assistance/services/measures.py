"""What evidence may count of services, and how far cases came until their first service."""

from collections.abc import Callable, Iterator
from functools import cache

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)
from amparo.foundation.core.models import Organization
from amparo.foundation.people.models import Consent

from ..assessment.models import Assessment
from ..cases.measures import (
    case_paths,
    case_values,
    cases_label,
    moved,
    persons_unit,
    read,
    service_column,
)
from ..cases.models import Case
from ..cases.record_sources import case_source
from ..planning.models import CasePlan, FollowUp
from .models import ServiceProvided


@cache
def _organization_name(ref: str) -> str:
    return Organization.objects.filter(pk=ref).values_list("name", flat=True).first() or ref


def get_organization_label(key: str) -> str:
    return _organization_name(key) if key else str(pgettext_lazy("service", "Our office"))


def _services() -> Iterator[tuple]:
    rows = read(
        ServiceProvided.objects, "pk", "given_on", "at", "voided_at", "recipients__person_id",
        *case_paths("case"), "place_id", "budget_line_id", "service_type", "organization_id",
        "is_emergency",
    )  # fmt: skip
    for pk, day, at, voided_at, person, *case, place, line, service, provider, urgent in rows:
        yield (
            pk, day, at, voided_at and voided_at.date(), person, *case_values(*case),
            place, line, service, provider, urgent,
        )  # fmt: skip


register_fact(
    Fact(
        "services", _("Services provided"),
        (persons_unit, Unit("services", _("Services"))), _services,
        (
            service_column,
            Column("provider", _("Provided by"), get_label=get_organization_label),
            Column("is_emergency", _("Outside the plan"), ColumnType.FLAG),
        ),
        left_out=_("cancelled services; services whose recipients were erased"),
        records=case_source(
            lambda: ServiceProvided.objects.filter(voided_at=None), "given_on",
            person="recipients__person", place="place", budget_line="budget_line",
            columns={
                "service": "service_type", "provider": "organization",
                "is_emergency": "is_emergency",
            },
        ),
        moved=moved(ServiceProvided, person="recipients__person"),
    )
)  # fmt: skip


def _assessed() -> Exists:
    return Exists(Assessment.objects.filter(case=OuterRef("pk")))


def _planned() -> Exists:
    return Exists(CasePlan.objects.filter(case=OuterRef("pk"), agreement__isnull=False))


def _served() -> Exists:
    return Exists(ServiceProvided.objects.filter(case=OuterRef("pk"), voided_at=None))


def _followed_up() -> Exists:
    return Exists(FollowUp.objects.filter(case=OuterRef("pk"), reached=True))


def _closed() -> Q:
    return Q(status=Case.Status.CLOSED)


def _agreed() -> Exists:
    return Exists(Consent.objects.filter(person=OuterRef("person"), agreed=True))


# How far a case came, each stage by itself: a column of the fact, and what it asks.
STAGES: dict[str, tuple[Promise, Callable[[], Q | Exists]]] = {
    "has_assessment": (pgettext_lazy("case", "Assessed"), _assessed),
    "has_plan": (_("Plan agreed"), _planned),
    "has_service": (_("Service provided"), _served),
    "has_follow_up": (_("Reached in a follow-up"), _followed_up),
    "is_closed": (pgettext_lazy("case", "Closed"), _closed),
}


def _cases() -> Iterator[tuple]:
    office_day = OfficeDays()
    assessed = Assessment.objects.filter(case=OuterRef("pk")).order_by()
    served = ServiceProvided.objects.filter(case=OuterRef("pk"), voided_at=None).order_by()
    rows = Case.objects.annotate(
        agreed=_agreed(),
        planned=_planned(),
        followed_up=_followed_up(),
        assessed_at=Subquery(assessed.values("case").annotate(first=Min("at")).values("first")),
        served_on=Subquery(served.values("case").annotate(first=Min("given_on")).values("first")),
    )
    for (
        pk, day, opened_at, status, person, *case, place, agreed, planned, followed_up,
        assessed_at, served_on,
    ) in read(
        rows, "pk", "identified_on", "opened_at", "status", "person_id", *case_paths(),
        "place_id", "agreed", "planned", "followed_up", "assessed_at", "served_on",
    ):  # fmt: skip
        assessed_on = office_day(case[0], assessed_at)
        yield (
            pk, day, opened_at, day if status == Case.Status.DUPLICATE else None, person,
            *case_values(*case), place, None, status, agreed,
            assessed_on and max((assessed_on - day).days, 0),
            assessed_on and served_on and max((served_on - assessed_on).days, 0),
            assessed_on is not None, planned, served_on is not None, followed_up,
            status == Case.Status.CLOSED,
        )  # fmt: skip


register_fact(
    Fact(
        "cases", _("Cases opened"), (persons_unit, Unit("cases", cases_label)), _cases,
        (
            Column(
                "status", pgettext_lazy("column", "Status"),
                get_label=lambda code: str(Case.Status(code).label),
            ),
            Column("has_consent", _("Consent recorded"), ColumnType.FLAG),
            Column(
                "days_to_assessment", _("Days from identification to assessment"),
                ColumnType.NUMBER,
            ),
            Column(
                "days_to_service", _("Days from assessment to the first service"),
                ColumnType.NUMBER,
            ),
            *(
                Column(name, label, ColumnType.FLAG)
                for name, (label, _asks) in STAGES.items()
            ),
        ),
        left_out=_("cases that were found to be duplicates"),
        records=case_source(
            lambda: Case.objects.exclude(status=Case.Status.DUPLICATE), "identified_on", case="",
            columns={
                "status": "status", "has_consent": _agreed, "days_to_assessment": _assessed,
                "days_to_service": lambda: Q(_assessed()) & Q(_served()),
                **{name: asks for name, (_label, asks) in STAGES.items()},
            },
        ),
        moved=moved(Case, case="", person="person"),
    )
)  # fmt: skip
