"""The reintegration plan: how somebody will stand on their own again, agreed with them."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.cases.models.base import CaseRecord

if TYPE_CHECKING:
    from .items import PlanItem
    from .status import ReintegrationPlanClosure, ReintegrationReview


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "Not yet agreed")
    AGREED = "agreed", pgettext_lazy("person", "Agreed")
    REPLACED = "replaced", pgettext_lazy("plan", "Superseded")
    ENDED = "ended", pgettext_lazy("reintegration plan", "Closed")


GOING_ON = (State.DRAFT, State.AGREED)


class ReintegrationPlanQuerySet(PermissionQuerySet):
    def to_agree(self) -> "ReintegrationPlanQuerySet":
        """They have arrived, and nothing is agreed yet."""
        return self.filter(state=State.DRAFT, due_on__isnull=False)

    def late(self, today: date) -> "ReintegrationPlanQuerySet":
        return self.filter(state=State.DRAFT, due_on__lt=today)

    def to_review(self, today: date) -> "ReintegrationPlanQuerySet":
        return self.filter(state=State.AGREED, review_on__lte=today)


class ReintegrationPlan(CaseRecord):
    """One version of the plan of a person, a family or a community. One is in force at a time."""

    number = models.PositiveSmallIntegerField()
    arrived_on = models.DateField(gettext_lazy("Arrival date"), null=True)
    # The shadow of what happened, for lists; kept by verbs alone.
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.DRAFT
    )
    due_on = models.DateField(null=True)
    review_on = models.DateField(null=True)

    audit_name = "reintegrationplan"

    objects = ReintegrationPlanQuerySet.as_manager()

    State = State

    class Meta:
        verbose_name = gettext_lazy("Reintegration plan")
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="reintegration_version_once"),
            models.UniqueConstraint(
                fields=["case"], name="one_reintegration_plan_in_force",
                condition=Q(state__in=("draft", "agreed")),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["due_on"], name="reintegration_to_agree", condition=Q(state="draft")
            ),
            models.Index(
                fields=["review_on"], name="reintegration_to_review", condition=Q(state="agreed")
            ),
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Reintegration plan")
        disclose = ("at", "arrived_on", "state")

    class Events:
        begun = AuditEvent(
            pgettext_lazy("ledger", "Reintegration plan started"),
            icon="home-heart",
            timeline=gettext_lazy("Reintegration plan started"),
            story=False,
        )
        arrived = AuditEvent(
            gettext_lazy("Arrival date recorded"),
            icon="circle-check",
            timeline=pgettext_lazy("person", "Arrival date"),
        )
        agreed = AuditEvent(
            pgettext_lazy("ledger", "Reintegration plan agreed"),
            icon="signature",
            timeline=gettext_lazy("Reintegration plan agreed"),
        )
        revised = AuditEvent(
            pgettext_lazy("ledger", "Reintegration plan: new version"),
            icon="target",
            timeline=gettext_lazy("Reintegration plan: new version"),
        )
        reviewed = AuditEvent(
            pgettext_lazy("ledger", "Reintegration plan reviewed"),
            icon="eye",
            timeline=gettext_lazy("Reintegration plan reviewed"),
        )
        ended = AuditEvent(
            pgettext_lazy("ledger", "Reintegration plan closed"),
            icon="flag",
            timeline=gettext_lazy("The reintegration plan ended"),
        )
        printed = AuditEvent(
            pgettext_lazy("ledger", "Reintegration plan printed"),
            icon="printer",
            timeline=gettext_lazy("Reintegration plan printed"),
            story=False,
        )

    @classmethod
    def current(cls, case: Case) -> "ReintegrationPlan | None":
        """The plan in force, else how the last one ended."""
        plans = cls.objects.filter(case=case).exclude(state=State.REPLACED)
        return plans.select_related("agreement__by", "end__by").order_by("number").last()

    @classmethod
    @transaction.atomic
    def begin(cls, case: Case, *, by: User, arrived_on: date | None = None) -> "ReintegrationPlan":
        """A first draft; where there is a plan already, it only learns when they arrived."""
        case.require_work_allowed()
        if case.institution_id:
            raise Refusal(_("An institution is assisted by a project, not by such a plan."))
        _hold(case)
        plan = cls.objects.filter(case=case, state__in=GOING_ON).first()
        if plan is None:
            number = cls.objects.filter(case=case).count() + 1
            plan = cls.objects.create(case=case, by=by, number=number)
            case.touch()
            log.log_event(by, "reintegrationplan.begun", plan)
        plan.case = case
        if arrived_on:
            plan.arrive(arrived_on, by=by)
        return plan

    @transaction.atomic
    def arrive(self, on: date, *, by: User) -> None:
        """They have arrived: from this day on counts by when a plan should be agreed."""
        if on > self.case.office.today_for(by):
            raise Refusal(_("They have not arrived yet: this day is still to come."))
        if self.arrived_on == on:
            return
        self.arrived_on = on
        self.due_on = self.case.rules.due("reintegration_plan", on)
        self.save(update_fields=["arrived_on", "due_on"])
        if self.state == State.DRAFT:
            self.case.expect(Task.What.PLAN, self.due_on, by=by)
        log.log_event(by, "reintegrationplan.arrived", self, due=self.due_on)

    # How it stands.

    @property
    def is_agreed(self) -> bool:
        return self.state == State.AGREED

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_going_on(self) -> bool:
        return self.state in GOING_ON

    def is_late_on(self, day: date) -> bool:
        return self.is_draft and self.due_on is not None and self.due_on < day

    # What is done with it.

    @transaction.atomic
    def add(self, *, by: User, **fields) -> "PlanItem":
        """One thing that is planned, in its place in the grid."""
        from .items import PlanItem

        self._must_be_a_draft()
        item = PlanItem(plan=self, case=self.case, by=by, **fields)
        item.must_be_whole()
        item.save()
        self.case.touch()
        log.log_event(by, "planitem.added", item, kind=item.activity)
        return item

    @transaction.atomic
    def agree(self, *, by: User, on: date, how: str, text: str = "") -> "ReintegrationAgreement":
        """Without their word it is only ours. What they agreed to is kept as it was."""
        self._hold()
        if self.is_agreed and (self.agreement.on, self.agreement.how) == (on, how):
            return self.agreement  # sent twice
        self._must_be_a_draft()
        if on > self.case.office.today_for(by):
            raise Refusal(_("This day is still to come."))
        items = list(self.items.order_by("pk"))
        if not items:
            raise Refusal(_("There is nothing to agree on yet. Plan at least one thing."))
        agreement = ReintegrationAgreement.objects.create(
            plan=self, on=on, how=how, text=text, by=by, agreed=[each.as_said for each in items]
        )
        self.items.update(is_agreed=True)
        self.state = State.AGREED
        self.review_on = self.next_review
        self.save(update_fields=["state", "review_on"])
        Task.finish(self.case, Task.What.PLAN, by=by)
        self.case.expect(Task.What.REVIEW, self.review_on, by=by)
        log.log_event(by, "reintegrationplan.agreed", self)
        return agreement

    @transaction.atomic
    def revise(self, *, by: User) -> "ReintegrationPlan":
        """A new version, to be agreed anew: what is planned goes on in it, with its history."""
        self._hold()
        self.case.require_work_allowed()
        if not self.is_agreed:
            newer = ReintegrationPlan.objects.filter(case=self.case, state=State.DRAFT).first()
            if newer is not None:  # sent twice, or it is a draft that may be changed as it is
                return newer
            raise Refusal(_("This plan is not in force any more."))
        self.state = State.REPLACED
        self.save(update_fields=["state"])
        due = self.case.rules.due("plan", self.case.office.today())
        new = ReintegrationPlan.objects.create(
            case=self.case, by=by, number=self.number + 1, arrived_on=self.arrived_on, due_on=due
        )
        self.items.update(plan=new)
        Task.finish(self.case, Task.What.REVIEW, by=by)
        self.case.expect(Task.What.PLAN, due, by=by)
        log.log_event(by, "reintegrationplan.revised", new)
        return new

    def review(self, *, by: User, **said) -> "ReintegrationReview":
        from .status import ReintegrationReview

        return ReintegrationReview.hold(self, by=by, **said)

    def finish(self, *, by: User, **said) -> "ReintegrationPlanClosure":
        from .status import ReintegrationPlanClosure

        return ReintegrationPlanClosure.say(self, by=by, **said)

    @property
    def next_review(self) -> date | None:
        """The sooner, the higher the risk of the case; not assessed counts as high."""
        case = self.case
        return case.rules.due(f"review.{case.band_for_dates}", case.office.today())

    def _must_be_a_draft(self) -> None:
        self.case.require_work_allowed()
        if self.is_agreed:
            raise Refusal(_("This was agreed with the person. Begin a new version to change it."))
        if not self.is_draft:
            raise Refusal(_("This version is not in force any more."))

    def _hold(self) -> None:
        """Of two who do something in the same moment, one sees what the other did."""
        self.refresh_from_db(
            fields=["state", "review_on"],
            from_queryset=type(self).objects.select_for_update(of=("self",)),
        )


class ReintegrationAgreement(Record):
    """How and when they agreed to one version, and to what."""

    plan = models.OneToOneField(ReintegrationPlan, models.CASCADE, related_name="agreement")
    on = models.DateField(gettext_lazy("Day"))
    how = models.CharField(pgettext_lazy("column", "Mode"), max_length=30)
    text = PersonalField(pgettext_lazy("field", "Text"))
    # As it stood on that day, whatever becomes of it later.
    agreed = PersonalField(gettext_lazy("Terms agreed"), kind="json")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "reintegrationagreement"
    audit_name = "reintegrationagreement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Agreement to a reintegration plan")

    class Privacy:
        owner = "plan__case"
        title = gettext_lazy("Consents you gave")
        review = True
        disclose = ("on", "how", "text")
        duplicates = ("agreed",)

    class Events:
        quote = "text"

    def __str__(self):
        return f"ReintegrationAgreement {self.ref}"

    @property
    def file(self) -> Case:
        return self.plan.case

    @property
    def lines(self) -> Iterator[dict]:
        yield from self.agreed or ()


def _hold(case: Case) -> None:
    """Two who begin in the same moment begin one plan."""
    Case.objects.select_for_update(of=("self",)).values_list("pk").get(pk=case.pk)
