"""One thing that is planned: for what, by whom, from when until when, at which cost."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Attachment
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.referrals.models import Referral

from .plans import GOING_ON, ReintegrationPlan
from .sums import in_order, validate_amount, validate_period, with_currency


class Dimension(models.TextChoices):
    ECONOMIC = "economic", gettext_lazy("Economic")
    SOCIAL = "social", gettext_lazy("Social")
    PSYCHOSOCIAL = "psychosocial", gettext_lazy("Psychosocial")


class Level(models.TextChoices):
    INDIVIDUAL = "individual", gettext_lazy("Individual")
    COMMUNITY = "community", gettext_lazy("Community")
    STRUCTURAL = "structural", gettext_lazy("Structural")


class Status(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("action", "Not started")
    STARTED = "started", pgettext_lazy("action", "In progress")
    DONE = "done", pgettext_lazy("plan action", "Done")
    DROPPED = "dropped", pgettext_lazy("action", "Cancelled")


OPEN = (Status.PLANNED, Status.STARTED)


class PlanItemQuerySet(PermissionQuerySet):
    def open(self) -> "PlanItemQuerySet":
        return self.filter(status__in=OPEN)

    def overdue(self, today: date) -> "PlanItemQuerySet":
        """They agreed that it would be done by a day that has passed."""
        return self.open().filter(ends_on__lt=today, is_agreed=True, plan__state__in=GOING_ON)


class PlanItem(CaseRecord):
    """One cell of the grid may hold several of them."""

    class Modality(models.TextChoices):
        DIRECT = "direct", gettext_lazy("Provided by our organization")
        REFERRAL = "referral", gettext_lazy("Provided through referral")

    plan = models.ForeignKey(ReintegrationPlan, models.CASCADE, related_name="items")
    dimension = models.CharField(gettext_lazy("Dimension"), max_length=15, choices=Dimension)
    level = models.CharField(
        pgettext_lazy("need, reintegration", "Level"), max_length=12, choices=Level
    )
    activity = models.CharField(gettext_lazy("Planned assistance"), max_length=40)
    objective = PersonalField(gettext_lazy("Expected change"))
    child_aspect = models.CharField(max_length=20, blank=True)
    modality = models.CharField(max_length=10, choices=Modality, default=Modality.DIRECT)
    provider = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    provider_words = PersonalField(gettext_lazy("Provided by"))
    referral = models.ForeignKey(Referral, models.SET_NULL, null=True, related_name="+")
    responsible = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    responsible_words = PersonalField(pgettext_lazy("plan", "Responsible"))
    starts_on = models.DateField(gettext_lazy("Start date"))
    ends_on = models.DateField(pgettext_lazy("period", "End date"))
    budget = models.DecimalField(
        gettext_lazy("Budget"), max_digits=12, decimal_places=2, null=True
    )
    currency = models.CharField(gettext_lazy("Currency"), max_length=3, blank=True)
    started_at = models.DateTimeField(
        pgettext_lazy("action", "Started on"), null=True, editable=False
    )
    started_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Done, with what shows it; or dropped, with why.
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end_text = PersonalField(pgettext_lazy("task", "Result"))
    evidence = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    # What became of it, for lists.
    status = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=Status, default=Status.PLANNED
    )
    # The shadow of the agreement: they agreed to it as it stands here.
    is_agreed = models.BooleanField(default=False)

    crypto_label = "planitem"
    audit_name = "planitem"

    objects = PlanItemQuerySet.as_manager()

    Status = Status

    class Meta:
        verbose_name = gettext_lazy("Part of a reintegration plan")
        ordering = ["starts_on", "pk"]
        constraints = [
            in_order("plan_item_ends_after_it_begins"),
            with_currency("plan_item_budget_has_a_currency"),
            models.CheckConstraint(
                name="plan_item_has_its_place",
                condition=Q(dimension__in=Dimension.values, level__in=Level.values),
            ),
            models.CheckConstraint(
                name="plan_item_is_over_once_it_ended",
                condition=Q(status__in=["planned", "started"], ended_at=None)
                | Q(status__in=["done", "dropped"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_item_given_directly_is_not_referred",
                condition=Q(referral=None) | Q(modality="referral"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on"], name="plan_items_by_end",
                condition=Q(status__in=("planned", "started")),
            )
        ]  # fmt: skip

    class Privacy:
        owner = "case"
        title = gettext_lazy("Your reintegration plan")
        review = True
        disclose = (
            "dimension",
            "level",
            "activity",
            "objective",
            "provider_words",
            "responsible_words",
            "starts_on",
            "ends_on",
            "budget",
            "currency",
            "status",
            "started_at",
            "ended_at",
            "end_text",
        )

    class Events:
        added = AuditEvent(
            gettext_lazy("Reintegration activity planned"),
            icon="target",
            timeline=gettext_lazy("Added to reintegration plan"),
            story=False,
        )
        changed = AuditEvent(
            gettext_lazy("Reintegration activity updated"),
            icon="target",
            timeline=gettext_lazy("Reintegration plan updated"),
            story=False,
        )
        referred = AuditEvent(
            pgettext_lazy("ledger", "Referral linked to reintegration plan"),
            icon="arrows-exchange",
            timeline=gettext_lazy("Referral linked to reintegration plan"),
            story=False,
        )
        started = AuditEvent(
            gettext_lazy("Reintegration activity started"),
            icon="player-skip-forward",
            timeline=gettext_lazy("Reintegration activity in progress"),
            story=False,
        )
        done = AuditEvent(
            gettext_lazy("Reintegration activity completed"),
            icon="circle-check",
            timeline=pgettext_lazy("timeline", "Reintegration activity completed"),
        )
        dropped = AuditEvent(
            gettext_lazy("Reintegration activity cancelled"),
            icon="x",
            timeline=pgettext_lazy("timeline", "Reintegration activity cancelled"),
        )

    @property
    def is_over(self) -> bool:
        return self.status not in OPEN

    @property
    def awaits_referral(self) -> bool:
        return (
            self.modality == self.Modality.REFERRAL
            and self.referral_id is None
            and not self.is_over
        )

    def is_late_on(self, day: date) -> bool:
        return not self.is_over and self.ends_on < day

    @property
    def as_said(self) -> dict:
        """What a person agrees to, as it is kept with their agreement."""
        return {
            "ref": str(self.ref), "dimension": self.dimension, "level": self.level,
            "activity": self.activity, "objective": self.objective,
            "starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat(),
            "budget": None if self.budget is None else f"{self.budget:.2f}",
            "currency": self.currency,
        }  # fmt: skip

    @property
    def cost(self) -> tuple[Decimal | None, str]:
        """What it is planned to cost; what was dropped costs nothing."""
        return (None if self.status == Status.DROPPED else self.budget), self.currency

    def must_be_whole(self) -> None:
        code_lists.require("reintegration_dimension", self.dimension)
        code_lists.require("reintegration_level", self.level)
        code_lists.require("reintegration_activity", self.activity)
        code_lists.require("reintegration_child_aspect", self.child_aspect)
        validate_period(self.starts_on, self.ends_on)
        validate_amount(self.budget, self.currency)
        if not self.objective.strip():
            raise Refusal(_("Write what should be different."))
        if self.referral and self.referral.case_id != self.case_id:
            raise Refusal(_("This referral belongs to another case."))

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        """Only before it is agreed: what was agreed is changed by a new version."""
        self.plan._hold()
        self.plan._must_be_a_draft()
        self._hold()
        self._must_go_on()
        for name, value in fields.items():
            setattr(self, name, value)
        self.must_be_whole()
        self.is_agreed = False
        self.save(update_fields=[*fields, "is_agreed"])
        self.case.touch()
        log.log_event(by, "planitem.changed", self, fields=sorted(fields))

    @transaction.atomic
    def refer(self, referral: Referral, *, by: User) -> None:
        """By this referral it is done."""
        self._hold()
        self.case.require_work_allowed()
        if self.referral_id == referral.pk:
            return
        self._must_go_on()
        if referral.case_id != self.case_id:
            raise Refusal(_("This referral belongs to another case."))
        self.referral, self.modality = referral, self.Modality.REFERRAL
        self.save(update_fields=["referral", "modality"])
        self.case.touch()
        log.log_event(by, "planitem.referred", self)

    @transaction.atomic
    def start(self, *, by: User) -> None:
        self._hold()
        self.case.require_work_allowed()
        if self.started_at:
            return
        self._must_go_on()
        if not self.is_agreed:
            raise Refusal(_("Nothing begins before they agreed to the plan."))
        self.started_at, self.started_by = now(), by
        self._stand(Status.STARTED, "started_at", "started_by")
        log.log_event(by, "planitem.started", self)

    @transaction.atomic
    def complete(self, *, by: User, text: str, paper: Attachment | None = None) -> None:
        """Done, and what shows it: a receipt, a visit, their own word."""
        if not text.strip() and paper is None:
            raise Refusal(_("Say what shows that it is done, or choose the paper."))
        self._end(Status.DONE, text, paper, by)

    @transaction.atomic
    def drop(self, *, by: User, because: str) -> None:
        if not because.strip():
            raise Refusal(_("Write why this is given up."))
        self._end(Status.DROPPED, because, None, by)

    def _end(self, how: str, text: str, paper: Attachment | None, by: User) -> None:
        self._hold()
        self.case.require_open()
        if paper and paper.case_id != self.case_id:
            raise Refusal(_("This paper belongs to another case."))
        if self.ended_at:
            if self.status != how:
                raise Refusal(_("This part of the plan has already ended."))
            return  # sent twice
        self.ended_at, self.ended_by = now(), by
        self.end_text, self.evidence = text.strip(), paper
        self._stand(how, "ended_at", "ended_by", "end_text", "evidence")
        log.log_event(by, f"planitem.{how}", self)

    def _stand(self, status: str, *changed: str) -> None:
        self.status = status
        self.save(update_fields=["status", *changed])
        self.case.touch()

    def _must_go_on(self) -> None:
        if self.is_over:
            raise Refusal(_("This part of the plan has already ended."))

    def _hold(self) -> None:
        self.refresh_from_db(
            fields=["status", "started_at", "ended_at", "referral", "modality"],
            from_queryset=type(self).objects.select_for_update(of=("self",)),
        )
