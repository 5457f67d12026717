"""What evidence may count of casework: services, cases, closures, referrals, follow-ups,
what people had believed of their journey.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from itertools import product

from django.db import models
from django.db.models import Case as CaseWhen
from django.db.models import Exists, F, Manager, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import (
    PERSONS,
    Column,
    ColumnType,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)
from amparo.foundation.core.models import Organization
from amparo.foundation.people.models import Consent
from amparo.foundation.protection.risk import Band
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.intake.belief_rules import was_otherwise
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.planning.models import FollowUp, GoalOutcome, Plan
from amparo.pillars.assistance.referrals.models import Answer, Referral
from amparo.pillars.assistance.referrals.models.status import Outcome, Status
from amparo.pillars.assistance.services.models import ServiceGiven
from amparo.pillars.assistance.transfers.models import Transfer

from .models import Case, Closure, Task
from .models.closures import GoalResult
from .record_sources import case_source

# How many rows are read at once.
MANY = 5_000
_BANDS = {band.value: band.code for band in Band}

persons_unit = Unit(PERSONS, _("Persons"))
service_column = Column("service", _("Service"), get_label=partial(codes.label, "service_type"))


def case_paths(case: str = "") -> tuple[str, ...]:
    """The paths of what the row of every fact says of its case, for `case_values`."""
    at = f"{case}__" if case else ""
    return (f"{at}team__office_id", f"{at}kind", f"{at}risk", f"{at}confidentiality")


def case_values(office: int, kind: str, risk: int, confidentiality: str) -> tuple:
    """Office, kind, risk and whether it is restricted, in the order of `measures.ROW`."""
    return office, kind, _BANDS[risk], confidentiality != Case.Confidentiality.ORDINARY


def read(rows: QuerySet | Manager, *paths: str) -> Iterator[tuple]:
    """Every row, few at a time."""
    return rows.order_by().values_list(*paths).iterator(chunk_size=MANY)


def moved(
    model: type[models.Model], case: str = "case", person: str = "case__person"
) -> Callable[[datetime], Iterator[tuple[int, int | None]]]:
    """For `Fact.moved`: the records whose case another office took over after a moment, each with
    its person. `case` and `person` are paths from the record; "" where it is the case itself.
    """

    def rows_since(since: datetime) -> Iterator[tuple[int, int | None]]:
        accepted = Transfer.objects.filter(state=Transfer.State.ACCEPTED, ended_at__gt=since)
        path = f"{case}__in" if case else "pk__in"
        rows = model._default_manager.filter(**{path: accepted.values("case")})
        yield from rows.order_by().values_list("pk", person).distinct()

    return rows_since


@cache
def _organization_name(ref: str) -> str:
    return Organization.objects.filter(pk=ref).values_list("name", flat=True).first() or ref


def get_organization_label(key: str) -> str:
    return _organization_name(key) if key else str(pgettext_lazy("service", "Our office"))


def _services() -> Iterator[tuple]:
    rows = read(
        ServiceGiven.objects, "pk", "given_on", "at", "voided_at", "recipients__person_id",
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
            lambda: ServiceGiven.objects.filter(voided_at=None), "given_on",
            person="recipients__person", place="place", budget_line="budget_line",
            columns={
                "service": "service_type", "provider": "organization",
                "is_emergency": "is_emergency",
            },
        ),
        moved=moved(ServiceGiven, person="recipients__person"),
    )
)  # fmt: skip


def _assessed() -> Exists:
    return Exists(Assessment.objects.filter(case=OuterRef("pk")))


def _planned() -> Exists:
    return Exists(Plan.objects.filter(case=OuterRef("pk"), agreement__isnull=False))


def _served() -> Exists:
    return Exists(ServiceGiven.objects.filter(case=OuterRef("pk"), voided_at=None))


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
    served = ServiceGiven.objects.filter(case=OuterRef("pk"), voided_at=None).order_by()
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
        "cases", _("Cases opened"), (persons_unit, Unit("cases", _("Cases"))), _cases,
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


def _had_goals() -> Exists:
    return Exists(GoalOutcome.objects.filter(closure=OuterRef("pk")))


def _missed_goals() -> Exists:
    goals = GoalOutcome.objects.filter(closure=OuterRef("pk"))
    return Exists(goals.exclude(outcome=GoalResult.MET))


def _closures() -> Iterator[tuple]:
    office_day = OfficeDays()
    # Without a goal nobody can say whether goals were met.
    met = CaseWhen(
        When(~Q(_had_goals()), then=Value(None)),
        When(_missed_goals(), then=Value(False)),
        default=Value(True),
    )
    rows = Closure.objects.exclude(in_effect_at=None).annotate(met=met)
    for pk, at, reopened_at, person, place, *case, reason, met_all in read(
        rows, "pk", "in_effect_at", "reopened_at", "case__person_id", "case__place_id",
        *case_paths("case"), "reason", "met",
    ):  # fmt: skip
        day = office_day(case[0], at)
        yield (
            pk, day, at, reopened_at and reopened_at, person, *case_values(*case),
            place, None, reason, met_all is not None, met_all,
        )  # fmt: skip


register_fact(
    Fact(
        "closures", _("Cases closed"), (Unit("closures", _("Cases")), persons_unit), _closures,
        (
            Column(
                "reason", pgettext_lazy("column, field", "Reason"),
                get_label=partial(codes.label, "closure_reason"),
            ),
            Column("has_goals", _("Had goals"), ColumnType.FLAG),
            Column("has_met_goals", _("All goals achieved"), ColumnType.FLAG),
        ),
        left_out=_("closures that wait for approval; cases that were reopened since"),
        records=case_source(
            lambda: Closure.objects.exclude(in_effect_at=None).filter(reopened_at=None),
            "in_effect_at", is_moment=True,
            columns={
                "reason": "reason", "has_goals": _had_goals,
                "has_met_goals": lambda: Q(_had_goals()) & ~Q(_missed_goals()),
            },
        ),
        moved=moved(Closure),
    )
)  # fmt: skip


def _answers() -> QuerySet:
    return Answer.objects.filter(referral=OuterRef("pk")).exclude(outcome=Answer.Outcome.ASKED)


def _referrals() -> Iterator[tuple]:
    office_day = OfficeDays()
    answers = _answers()
    rows = Referral.objects.annotate(answered_at=Subquery(answers.order_by("pk").values("at")[:1]))
    for pk, at, person, *case, place, service, partner, status, outcome, answered_at in read(
        rows, "pk", "at", "concerned__person_id", *case_paths("case"), "case__place_id",
        "service_type", "organization_id", "status", "outcome", "answered_at",
    ):  # fmt: skip
        day = office_day(case[0], at)
        answered_on = office_day(case[0], answered_at)
        yield (
            pk, day, at, None, person, *case_values(*case), place, None, service, partner,
            status == Status.REJECTED, answered_on is not None, outcome == Outcome.COMPLETED,
            answered_on and day and max((answered_on - day).days, 0),
        )  # fmt: skip


register_fact(
    Fact(
        "referrals", _("Referrals sent"), (Unit("referrals", _("Referrals")), persons_unit),
        _referrals,
        (
            service_column,
            Column("partner", _("Organization"), get_label=get_organization_label),
            Column("is_declined", _("Declined"), ColumnType.FLAG),
            Column("is_answered", _("Referral answered"), ColumnType.FLAG),
            Column("is_received", _("Service received"), ColumnType.FLAG),
            Column("days", _("Days to the answer"), ColumnType.NUMBER),
        ),
        left_out=_("nothing; referrals that were withdrawn had been sent"),
        records=case_source(
            lambda: Referral.objects.all(), "at", is_moment=True, person="concerned__person",
            columns={
                "service": "service_type", "partner": "organization",
                "is_declined": lambda: Q(status=Status.REJECTED),
                "is_answered": lambda: Exists(_answers()),
                "is_received": lambda: Q(outcome=Outcome.COMPLETED),
                "days": lambda: Exists(_answers()),
            },
        ),
        moved=moved(Referral, person="concerned__person"),
    )
)  # fmt: skip


def _follow_ups() -> Iterator[tuple]:
    office_day = OfficeDays()
    rows = Task.objects.filter(what=Task.What.FOLLOW_UP).annotate(person=F("case__person_id"))
    for pk, due_on, made_at, done_at, person, *case, place in read(
        rows, "pk", "due_on", "made_at", "done_at", "person", *case_paths("case"),
        "case__place_id",
    ):  # fmt: skip
        done_on = office_day(case[0], done_at)
        yield (
            pk, due_on, made_at, None, person, *case_values(*case), place, None,
            done_on is None or done_on > due_on, done_on is not None,
        )  # fmt: skip


register_fact(
    Fact(
        "follow_ups", _("Follow-ups due"),
        (Unit("follow_ups", pgettext_lazy("unit", "Follow-ups")), persons_unit), _follow_ups,
        (
            Column("is_late", _("Not done by the due date"), ColumnType.FLAG),
            Column("is_done", pgettext_lazy("follow-up", "Done"), ColumnType.FLAG),
        ),
        left_out=_("nothing; follow-ups of closed cases were due too"),
        records=case_source(
            lambda: Task.objects.filter(what=Task.What.FOLLOW_UP), "due_on",
            columns={
                "is_late": lambda: Q(done_at=None) | Q(done_at__date__gt=F("due_on")),
                "is_done": lambda: Q(done_at__isnull=False),
            },
        ),
        moved=moved(Task),
    )
)  # fmt: skip


def _journey_beliefs() -> Iterator[tuple]:
    """A row for each belief and source of a screening; persons are counted once all the same."""
    office_day = OfficeDays()
    told = Screening.objects.that_told_beliefs()  # type: ignore[attr-defined]
    for pk, at, person, *case, place, beliefs, sources, outcome in read(
        told, "pk", "at", "case__person_id", *case_paths("case"), "case__place_id", "beliefs",
        "belief_sources", "belief_outcome",
    ):  # fmt: skip
        otherwise = was_otherwise(outcome)
        before = (pk, office_day(case[0], at), at, None, person, *case_values(*case), place, None)
        for belief, source in product(beliefs, sources or [None]):
            yield (
                *before, belief, source, outcome or None, otherwise is not None, bool(otherwise)
            )  # fmt: skip


# Route: no field says where a journey led through. It is the nationality of the person and the
# area of the case, where they were met; the store derives both. No list of records stands behind
# these figures: who believed a recruiter is for nobody to look up.
register_fact(
    Fact(
        "journey_beliefs", _("What was believed of the journey"),
        (persons_unit, Unit("screenings", _("Screenings"))), _journey_beliefs,
        (
            Column(
                "belief", _("What was believed"), get_label=partial(codes.label, "journey_belief")
            ),
            Column(
                "belief_source", _("Where it was heard"),
                get_label=partial(codes.label, "belief_source"),
            ),
            Column(
                "belief_outcome", _("How it was in fact"),
                get_label=partial(codes.label, "belief_outcome"),
            ),
            Column("knows_outcome", _("Said how it was in fact"), ColumnType.FLAG),
            Column("was_otherwise", _("Was not as believed, or only in part"), ColumnType.FLAG),
        ),
        left_out=_(
            "screenings in which this was not asked or not answered; of persons, those in cases "
            "of families and groups, where nobody alone is known to have answered"
        ),
        moved=moved(Screening),
    )
)  # fmt: skip
