"""What one colleague sees of one plan: the grid, its cost, what it leaves out, its versions."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.extension_points.stages import NextStep
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant
from amparo.pillars.assistance.surveys.models import ScheduledSurvey
from amparo.pillars.assistance.surveys.presenters import Row as SurveyRow
from amparo.pillars.assistance.surveys.presenters import latest_scores
from amparo.ui.charts import LineStage

from . import progress
from .budgets import totals_by_currency
from .models import PlanItem, ReintegrationAgreement, ReintegrationPlan, ReintegrationReview
from .plan_grid import GridRow, empty_dimensions, plan_grid
from .plan_prompts import (
    Criterion,
    Feasibility,
    aspects_missing,
    feasibility_of,
    is_by_referral_only,
)

SMALL_COUNT = 20


def criteria() -> list[Criterion]:
    """The feasibility grid, as far as it is known here: an office adds lines of its own."""
    return [
        Criterion(
            str(term.extra.get("activity", "")), str(term.extra.get("says", "")),
            str(term.extra.get("level", "")), term.label,
        )
        for term in code_lists.terms("reintegration_feasibility")
        if term.is_active
    ]  # fmt: skip


def is_about_a_child(case: Case) -> bool:
    """Whether a child is accompanied in this case: then the plan covers what a child needs."""
    today = case.office.today()
    return any(person.is_child(today) for person in case.persons())


class ReintegrationPlanPage:
    """The parts of a plan for one reader; templates call it `page`."""

    def __init__(self, case: Case, user: User):
        self.case = case
        self.user = user

    @cached_property
    def plan(self) -> ReintegrationPlan | None:
        plan = ReintegrationPlan.current(self.case)
        if plan:
            plan.case = self.case
        return plan

    @cached_property
    def may_work(self) -> bool:
        return "work" in permissions_on(self.case, self.user) and not self.case.is_ended

    @property
    def may_change(self) -> bool:
        return self.may_work and self.plan is not None and self.plan.is_draft

    @property
    def may_carry_out(self) -> bool:
        return self.may_work and self.plan is not None and self.plan.is_going_on

    @cached_property
    def today(self) -> date:
        return self.case.office.today()

    @property
    def stages(self) -> list[LineStage]:
        return progress.stages_of(self)

    @cached_property
    def step(self) -> NextStep | None:
        return progress.next_step_of(self)

    @cached_property
    def items(self) -> list[PlanItem]:
        if self.plan is None:
            return []
        found = self.plan.items.select_related(
            "provider", "responsible", "referral__organization", "evidence"
        )
        return list(found)

    @property
    def rows(self) -> list[GridRow[PlanItem]]:
        return plan_grid(self.items)

    @property
    def budget(self) -> list[tuple[Decimal, str]]:
        return totals_by_currency(item.cost for item in self.items)

    @cached_property
    def grants(self) -> list[AssistanceGrant]:
        """What is asked for, approved and paid, for anything in this plan."""
        ways = [item.ref for item in self.items]
        found = AssistanceGrant.objects.filter(case=self.case, way__in=ways).accessible_to(
            self.user
        )
        return list(found.select_related("line__fund", "case").order_by("pk"))

    @cached_property
    def latest_scores(self) -> list[SurveyRow]:
        """How they say they fare, in the newest round of a survey."""
        return latest_scores(self.case, self.user)

    @property
    def latest_survey_on(self) -> date | None:
        """The day of the newest one since they arrived."""
        held = (row.held.on for row in self.latest_scores)
        return max((on for on in held if self._is_of_this_return(on)), default=None)

    @cached_property
    def survey_due(self) -> ScheduledSurvey | None:
        """The one that is due first while the case is accompanied."""
        due = ScheduledSurvey.objects.waiting().filter(case=self.case, is_about_closure=False)
        return due.select_related("version").order_by("due_on", "pk").first()

    def _is_of_this_return(self, on: date) -> bool:
        """Whether a day lies after the arrival that the plan knows of."""
        arrived_on = self.plan.arrived_on if self.plan else None
        return arrived_on is None or on >= arrived_on

    @property
    def count_over(self) -> int:
        return sum(item.is_over for item in self.items)

    @property
    def late(self) -> list[PlanItem]:
        return [item for item in self.items if item.is_agreed and item.is_late_on(self.today)]

    @property
    def is_late(self) -> bool:
        return self.plan is not None and self.plan.is_late_on(self.today)

    @cached_property
    def reviews(self) -> list[ReintegrationReview]:
        """Of every version: the plan is one, however often it was changed."""
        found = ReintegrationReview.objects.filter(plan__case=self.case).select_related("by")
        return list(found.order_by("-on", "-pk")[:SMALL_COUNT])

    @property
    def latest_review_on(self) -> date | None:
        """The day of the newest one since they arrived."""
        days = (review.on for review in self.reviews)
        return next((on for on in days if self._is_of_this_return(on)), None)

    @cached_property
    def earlier(self) -> list[ReintegrationAgreement]:
        """What was agreed before the version in force."""
        found = ReintegrationAgreement.objects.filter(plan__case=self.case)
        found = found.exclude(plan=self.plan).select_related("plan")
        return list(found.order_by("-plan__number")[:SMALL_COUNT])

    # What it is asked about: reminders, that decide nothing.

    @property
    def bare(self) -> list[str]:
        return _labels("reintegration_dimension", empty_dimensions(self.items))

    @cached_property
    def is_about_a_child(self) -> bool:
        return is_about_a_child(self.case)

    @property
    def aspects_missing(self) -> list[str]:
        covered = (item.child_aspect for item in self.items)
        return _labels("reintegration_child_aspect", aspects_missing(covered))

    @property
    def is_by_referral_only(self) -> bool:
        return is_by_referral_only(item.modality for item in self.items)

    @property
    def feasibility(self) -> list[tuple[str, Feasibility]]:
        """What to weigh before each approach that is planned, and still to begin."""
        known = criteria()
        planned = dict.fromkeys(i.activity for i in self.items if i.status == "planned")
        found = (
            (code_lists.label("reintegration_activity", a), feasibility_of(a, known))
            for a in planned
        )
        return [(name, each) for name, each in found if each.is_known]

    @property
    def has_prompts(self) -> bool:
        return bool(
            self.bare or self.is_by_referral_only or self.feasibility or self._lacks_for_a_child
        )

    @property
    def _lacks_for_a_child(self) -> bool:
        return self.is_about_a_child and bool(self.aspects_missing)


def _labels(name: str, found: Iterable[str]) -> list[str]:
    return [code_lists.label(name, code) for code in found]
