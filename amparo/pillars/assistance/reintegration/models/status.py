"""How a plan stands in time: looked at again, and one day ended."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.ui import formats as speech

from ..plan_grid import dimensions_without_evidence
from .plans import ReintegrationPlan, State


class ReintegrationPlanRecord(Record):
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Case:
        return self.plan.case  # type: ignore[attr-defined]


class ReintegrationReview(ReintegrationPlanRecord):
    """What moved since last time, in the eyes of both; and when to look again."""

    plan = models.ForeignKey(ReintegrationPlan, models.CASCADE, related_name="reviews")
    on = models.DateField(gettext_lazy("Day"))
    text = PersonalField(pgettext_lazy("field", "Text"))
    next_on = models.DateField(gettext_lazy("Next time"))

    crypto_label = "reintegrationreview"
    audit_name = "reintegrationreview"

    class Meta(ReintegrationPlanRecord.Meta):
        verbose_name = gettext_lazy("Review of a reintegration plan")
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["plan", "on"], name="reintegration_review_once_a_day"),
            models.CheckConstraint(
                name="reintegration_review_looks_ahead",
                condition=models.Q(next_on__gt=models.F("on")),
            ),
        ]

    class Privacy:
        owner = "plan__case"
        title = gettext_lazy("Progress of your plan")
        review = True
        disclose = ("on", "text", "next_on")

    class Events:
        quote = "text"

    @classmethod
    @transaction.atomic
    def hold(
        cls, plan: ReintegrationPlan, *, by: User, on: date, text: str, next_on: date
    ) -> "ReintegrationReview":
        plan._hold()
        plan.case.require_work_allowed()
        if not plan.is_agreed:
            raise Refusal(_("Only a plan that they agreed to is reviewed."))
        if on > plan.case.office.today_for(by):
            raise Refusal(_("This day is still to come."))
        if next_on <= on:
            raise Refusal(_("The next review comes after this one."))
        if not text.strip():
            raise Refusal(_("Write what moved, and what did not."))
        said = {"text": text.strip(), "next_on": next_on, "by": by}
        review, is_new = cls.objects.get_or_create(plan=plan, on=on, defaults=said)
        if is_new:
            plan.review_on = next_on
            plan.save(update_fields=["review_on"])
            Task.finish(plan.case, Task.What.REVIEW, by=by)
            plan.case.expect(Task.What.REVIEW, next_on, by=by)
            plan.case.contacted(on)
            plan.case.touch()
            log.log_event(by, "reintegrationplan.reviewed", review, due=next_on)
        return review


class ReintegrationPlanClosure(ReintegrationPlanRecord):
    """Why the plan ended: it lasts without us, or they wish it so."""

    class How(models.TextChoices):
        SUSTAINABLE = "sustainable", gettext_lazy("Sustainable reintegration achieved")
        CHOICE = "choice", gettext_lazy("Assistance ended at the person’s request")
        MOVED = "moved", gettext_lazy("Re-migrated or moved")
        OTHER = "other", gettext_lazy("Other reason")

    plan = models.OneToOneField(ReintegrationPlan, models.CASCADE, related_name="end")
    how = models.CharField(pgettext_lazy("column", "Mode"), max_length=12, choices=How)
    text = PersonalField(pgettext_lazy("field", "Text"))
    # What shows that it lasts, in each dimension: it takes all three.
    economic = PersonalField(gettext_lazy("Economic"))
    social = PersonalField(gettext_lazy("Social"))
    psychosocial = PersonalField(gettext_lazy("Psychosocial"))

    crypto_label = "reintegrationplanclosure"
    audit_name = "reintegrationplanclosure"

    class Meta:
        verbose_name = gettext_lazy("End of a reintegration plan")

    class Privacy:
        owner = "plan__case"
        title = gettext_lazy("Result of your plan")
        review = True
        disclose = ("at", "how", "text", "economic", "social", "psychosocial")

    class Events:
        quote = "text"

    @classmethod
    @transaction.atomic
    def say(
        cls, plan: ReintegrationPlan, *, by: User, how: str, text: str = "", **shown: str
    ) -> "ReintegrationPlanClosure":
        plan._hold()
        plan.case.require_open()
        if plan.state == State.ENDED and plan.end.how == how:
            return plan.end  # sent twice
        if not plan.is_going_on:
            raise Refusal(_("This plan is not in force any more."))
        cls._must_hold(plan, how, text, shown)
        ended = cls.objects.create(plan=plan, by=by, how=how, text=text.strip(), **shown)
        plan.state, plan.review_on = State.ENDED, None
        plan.save(update_fields=["state", "review_on"])
        Task.finish(plan.case, Task.What.PLAN, Task.What.REVIEW, by=by)
        plan.case.touch()
        log.log_event(by, "reintegrationplan.ended", ended, reason=how)
        return ended

    @classmethod
    def _must_hold(cls, plan, how: str, text: str, shown: dict[str, str]) -> None:
        if how != cls.How.SUSTAINABLE:
            if not text.strip():
                raise Refusal(_("Write why it ends, in their words where you can."))
            return
        if not plan.is_agreed:
            raise Refusal(_("Only a plan that they agreed to can have been reached."))
        if plan.items.open().exists():
            raise Refusal(_("Say first of each part of the plan that it is done or dropped."))
        if missing := dimensions_without_evidence(shown):
            names = speech.join_list(
                code_lists.label("reintegration_dimension", each) for each in missing
            )
            said = _(
                "Reintegration lasts only in all three dimensions. Nothing shows it in: %(what)s."
            )
            raise Refusal(said % {"what": names})
