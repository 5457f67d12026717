"""Looking at what is best for a child before anything is done that touches them (BIA).

By the caseworker, and read by a supervisor. What is sent back is written anew: nothing is lost.
"""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.access_grants import users_with_verb

from ..best_interests import ASSESSED, MUST, empty_topics
from ..topics import on_topics
from .children import ChildRecord, UnaccompaniedChild


class BestInterestsAssessmentQuerySet(PermissionQuerySet):
    def waiting(self) -> "BestInterestsAssessmentQuerySet":
        return self.filter(state=BestInterestsAssessment.State.WAITING)


class BestInterestsAssessment(ChildRecord):
    """What was found of a child, topic by topic, and how soon something must be done."""

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Pending supervisor review")
        APPROVED = "approved", pgettext_lazy("assessment", "Approved")
        SENT_BACK = "sent_back", gettext_lazy("Returned for changes")

    class Urgency(models.TextChoices):
        NOW = "now", gettext_lazy("Immediately")
        SOON = "soon", gettext_lazy("Within days")
        LATER = "later", gettext_lazy("In the weeks to come")

    child = models.ForeignKey(UnaccompaniedChild, models.CASCADE, related_name="assessments")
    found = PersonalField(gettext_lazy("Findings"), kind="json")
    urgency = models.CharField(
        gettext_lazy("How soon something must be done"), max_length=10, choices=Urgency
    )
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.WAITING
    )
    note = PersonalField(pgettext_lazy("assessment", "Supervisor response"))
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(gettext_lazy("Decision date"), null=True, editable=False)

    crypto_label = "bestinterestsassessment"
    audit_name = "bestinterestsassessment"

    objects = BestInterestsAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Best interests assessment")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], name="one_assessment_waits", condition=Q(state="waiting")
            ),
            models.CheckConstraint(
                name="assessment_waits_until_reviewed",
                condition=Q(state="waiting", reviewed_by=None, reviewed_at=None)
                | ~Q(state="waiting") & Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("by")),
            ),
        ]

    class Privacy:
        owner = "child__case"
        title = gettext_lazy("Best interests assessments")
        review = True
        disclose = ("at", "urgency", "state", "found", "reviewed_at", "note")

    class Events:
        made = AuditEvent(
            gettext_lazy("BIA completed"),
            icon="clipboard-list",
            timeline=pgettext_lazy("timeline", "BIA completed"),
            notice=Notice(
                gettext_lazy("BIA pending your approval"), "decision", icon="clipboard-check"
            ),
        )
        approved = AuditEvent(
            pgettext_lazy("ledger", "BIA approved"),
            icon="circle-check",
            timeline=gettext_lazy("BIA approved"),
            story=False,
            notice=Notice(pgettext_lazy("notification", "BIA approved"), "decision"),
        )
        sent_back = AuditEvent(
            gettext_lazy("BIA returned for changes"),
            icon="arrow-left",
            timeline=pgettext_lazy("timeline", "BIA returned for changes"),
            story=False,
            notice=Notice(
                gettext_lazy("BIA returned for changes"), "decision", icon="arrow-back-up"
            ),
        )

    def get_absolute_url(self) -> str:
        return f"/children/assessments/{self.ref}/"

    @property
    def disclosed_found(self) -> list[str]:
        """As it is told to the child: topic by topic."""
        return on_topics(self.found)

    @classmethod
    @transaction.atomic
    def make(
        cls, child: UnaccompaniedChild, *, by: User, found: dict[str, str], urgency: str
    ) -> "BestInterestsAssessment":
        child.hold()
        child.require_work_allowed()
        found = {topic: found.get(topic, "").strip() for topic in ASSESSED}
        if empty_topics(found, MUST):
            raise Refusal(
                _("Write at least what the child says, how safe they are, and what you advise.")
            )
        waiting = cls.objects.waiting().filter(child=child).select_related("child__case").first()
        if waiting and waiting.by_id == by.pk and waiting.found == found:
            return waiting  # sent twice
        if waiting:
            raise Refusal(_("An assessment waits for the supervisor. Wait for the answer."))
        made = cls.objects.create(child=child, by=by, found=found, urgency=urgency)
        child.case.touch()
        log.log_event(by, "bestinterestsassessment.made", made, kind=urgency)
        is_urgent = urgency == cls.Urgency.NOW
        supervisors = child.case.supervisors()
        child.case.tell(supervisors, "bestinterestsassessment.made", by=by, urgent=is_urgent)
        return made

    @transaction.atomic
    def answer_it(self, *, by: User, approved: bool, note: str = "") -> "BestInterestsAssessment":
        """Approve it, or send it back and say what is missing."""
        self.child.hold()
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it decides."))
        if by not in users_with_verb(self.child.case, "case.approve"):
            raise Refusal(_("This is decided by somebody else: a supervisor of the team."))
        if not approved and not note.strip():
            raise Refusal(_("State what is missing, so that your colleague can continue."))
        state = self.State.APPROVED if approved else self.State.SENT_BACK
        lock_and_refresh(self, "state")
        if self.state == state:
            return self  # sent twice
        if self.state != self.State.WAITING:
            raise Refusal(_("This was already decided."))
        self.state, self.note = state, note.strip()
        self.reviewed_by, self.reviewed_at = by, now()
        self.save(update_fields=["state", "note", "reviewed_by", "reviewed_at"])
        self.child.case.touch()
        said = "approved" if approved else "sent_back"
        log.log_event(by, f"bestinterestsassessment.{said}", self)
        self.child.case.tell([self.by], f"bestinterestsassessment.{said}", by=by)
        return self
