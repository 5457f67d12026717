"""Follow-up: keeping in touch as often as the risk asks, and seeing what changed."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.models.cases import Case
from amparo.pillars.assistance.cases.models.tasks import Task


class FollowUp(CaseRecord):
    """One contact, or one attempt at it: how, what changed, and when the next one is."""

    class Change(models.TextChoices):
        BETTER = "better", gettext_lazy("Lower risk")
        SAME = "same", gettext_lazy("Same risk")
        WORSE = "worse", gettext_lazy("Higher risk")
        UNKNOWN = "unknown", pgettext_lazy("change in risk", "Unknown")

    on = models.DateField(gettext_lazy("Day"))
    mode = models.CharField(pgettext_lazy("column", "Mode"), max_length=20)
    reached = models.BooleanField(pgettext_lazy("contact attempt", "Reached"))
    change = models.CharField(
        pgettext_lazy("title", "Risk level"), max_length=10, choices=Change, blank=True
    )
    progress = PersonalField(gettext_lazy("What moved forward"))
    story = PersonalField(gettext_lazy("What was told"))
    next_on = models.DateField(gettext_lazy("Next time"), null=True, blank=True)

    crypto_label = "followup"
    audit_name = "followup"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Follow-up")
        ordering = ["-on", "-pk"]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Follow-up")
        review = True
        disclose = ("on", "mode", "reached", "change", "progress", "story", "next_on")

    class Events:
        quote = "story"
        held = AuditEvent(
            gettext_lazy("Follow-up recorded"),
            icon="phone-call",
            timeline=gettext_lazy("Follow-up: {mode}"),
        )

    @classmethod
    @transaction.atomic
    def hold(cls, case: Case, *, by: User, **fields) -> "FollowUp":
        """Keep what was heard; the next date follows the risk unless a day is agreed."""
        case.require_work_allowed()
        followup = cls(case=case, by=by, **fields)
        if followup.on > case.office.today_for(by):
            raise Refusal(_("A contact is recorded after it happened. Plan a visit instead."))
        followup.next_on = followup.next_on or cls.usual_next(case, followup.on)
        followup.save()
        if followup.reached:
            case.contacted(followup.on)
            if case.status == Case.Status.OPEN and case.services.exists():
                case.status = Case.Status.FOLLOWUP
        Task.finish(case, Task.What.FOLLOW_UP, by=by)
        log.log_event(by, "followup.held", followup, mode=followup.mode, outcome=followup.change)
        case.expect(Task.What.FOLLOW_UP, followup.next_on, by=by)
        if followup.change == cls.Change.WORSE:
            case.expect(Task.What.ASSESS, case.office.today(), by=by)
        return followup

    @staticmethod
    def usual_next(case: Case, after: date) -> date | None:
        """The next contact as the risk asks for it; as for a high one while it is not assessed."""
        return case.rules.due(f"contact.{case.band_for_dates}", after)

    @classmethod
    def attempts_since_contact(cls, case: Case) -> "models.QuerySet[FollowUp]":
        """The attempts that failed since somebody last spoke with them."""
        attempts = case.followups.filter(reached=False)
        if case.last_contact_on:
            attempts = attempts.filter(on__gte=case.last_contact_on)
        return attempts
