"""Safety plans: what could happen, who must not know, and what one does then."""

from datetime import date, timedelta

from django.db import models, transaction
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
from amparo.pillars.assistance.cases.models import Case

from .ways import TraffickingRecord, TraffickingRecordPart

SAFETY_PLAN_TIME_LIMIT = "trafficking.safety_review"


class SafetyPlan(TraffickingRecordPart):
    """One version of it: the next one takes its place, and this one stays to be read."""

    dangers = PersonalField(gettext_lazy("What could happen"))
    must_not_know = PersonalField(gettext_lazy("Who must not know"))
    safe_places = PersonalField(gettext_lazy("Safe places"))
    signals = PersonalField(gettext_lazy("Signs that you give"))
    what_to_do = PersonalField(gettext_lazy("What you do then"))
    contacts = PersonalField(gettext_lazy("Whom to call"))
    # The last day on which it was made or looked at with the person.
    looked_at_on = models.DateField()

    crypto_label = "safetyplan"
    audit_name = "safetyplan"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Safety plan")
        ordering = ["-pk"]

    class Privacy:
        owner = "way__case"
        title = gettext_lazy("Your safety plan")
        review = True
        disclose = (
            "at",
            "dangers",
            "must_not_know",
            "safe_places",
            "signals",
            "what_to_do",
            "contacts",
        )

    class Events:
        agreed = AuditEvent(
            pgettext_lazy("ledger", "Safety plan agreed"),
            icon="shield-check",
            timeline=gettext_lazy("Safety plan agreed"),
        )
        looked_at = AuditEvent(
            pgettext_lazy("ledger", "Safety plan reviewed"),
            icon="shield-check",
            timeline=gettext_lazy("Safety plan reviewed"),
            story=False,
        )

    @classmethod
    @transaction.atomic
    def agree(cls, way: TraffickingRecord, *, by: User, **told: str) -> "SafetyPlan":
        """A version that the person made with us; the one before stays."""
        way.hold()
        told = {name: words.strip() for name, words in told.items()}
        if not told.get("dangers") or not told.get("what_to_do"):
            raise Refusal(_("Write what could happen, and what they do then."))
        today = way.case.office.today()
        plan = cls.objects.create(way=way, by=by, looked_at_on=today, **told)
        way.update_state(safety_due_on=plan.due_on)
        log.log_event(by, "safetyplan.agreed", plan)
        return plan

    @property
    def due_on(self) -> date:
        """By when somebody looks at it again with the person."""
        days = self.way.case.rules.amount(SAFETY_PLAN_TIME_LIMIT)
        return date.max if days is None else self.looked_at_on + timedelta(days=days)

    @transaction.atomic
    def look_at(self, *, by: User, still_holds: bool, text: str = "") -> "SafetyPlanReview":
        """Looked at with the person: it holds on, or a new version is needed at once."""
        self.way.hold()
        if self.way.safety != self:
            raise Refusal(_("A newer version is in force. Look at that one."))
        review = SafetyPlanReview.objects.create(
            plan=self, by=by, still_holds=still_holds, text=text.strip()
        )
        if still_holds:
            self.looked_at_on = self.way.case.office.today()
            self.save(update_fields=["looked_at_on"])
        yesterday = self.way.case.office.today() - timedelta(days=1)
        self.way.update_state(safety_due_on=self.due_on if still_holds else yesterday)
        log.log_event(by, "safetyplan.looked_at", review)
        return review

    def is_in_force(self, today: date) -> bool:
        """The person and we looked at it lately, and it held."""
        last = self.reviews.order_by("pk").last()
        return (last is None or last.still_holds) and self.due_on >= today


class SafetyPlanReview(Record):
    """Somebody went through the plan with the person."""

    plan = models.ForeignKey(SafetyPlan, models.CASCADE, related_name="reviews")
    still_holds = models.BooleanField()
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "safetyreview"
    audit_name = "safetyreview"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Look at a safety plan")

    class Privacy:
        owner = "plan__way__case"
        title = gettext_lazy("Plan reviews with you")
        disclose = ("at", "text")
        review = True

    def __str__(self):
        return f"SafetyPlanReview {self.ref}"

    @property
    def file(self) -> Case:
        return self.plan.way.case
