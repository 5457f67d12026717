"""Looking at what is best for a child before anything is done that touches them (BIA).

By the caseworker, and read by a supervisor. What is sent back is written anew: nothing is lost.
"""

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ...models import Case
from ...reaching import who_may
from ..best_interests import ASSESSED, MUST, left_empty
from ..topics import on_topics
from .children import ChildAlone, OfChild


class BestInterestsAssessmentQuerySet(PermissionQuerySet):
    def waiting(self) -> "BestInterestsAssessmentQuerySet":
        return self.filter(state=BestInterestsAssessment.State.WAITING)


class BestInterestsAssessment(OfChild):
    """What was found of a child, topic by topic, and how soon something must be done."""

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("A supervisor reads it")
        APPROVED = "approved", gettext_lazy("Approved")
        SENT_BACK = "sent_back", gettext_lazy("Sent back with a note")

    class Urgency(models.TextChoices):
        NOW = "now", gettext_lazy("At once")
        SOON = "soon", gettext_lazy("Within days")
        LATER = "later", gettext_lazy("In the weeks to come")

    child = models.ForeignKey(ChildAlone, models.CASCADE, related_name="assessments")
    found = PersonalField(gettext_lazy("What was found"), kind="json")
    urgency = models.CharField(
        gettext_lazy("How soon something must be done"), max_length=10, choices=Urgency
    )
    # The shadow of the supervisor's answer, for lists.
    state = models.CharField(
        gettext_lazy("State"), max_length=10, choices=State, default=State.WAITING
    )

    crypto_label = "bestinterestsassessment"
    audit_name = "bestinterestsassessment"

    objects = BestInterestsAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Best interests assessment")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], name="one_assessment_waits", condition=Q(state="waiting")
            )
        ]

    class Privacy:
        owner = "child__case"
        title = gettext_lazy("Best interests assessments")
        review = True
        disclose = ("at", "urgency", "state", "found")

    class Events:
        made = AuditEvent(
            gettext_lazy("Assessed what is best for a child"),
            icon="clipboard-list",
            timeline=gettext_lazy("What is best for the child was assessed"),
            notice=gettext_lazy("What is best for a child was assessed. Read it and answer."),
        )
        approved = AuditEvent(
            gettext_lazy("Approved a best interests assessment"),
            icon="circle-check",
            timeline=gettext_lazy("The best interests assessment was approved"),
            story=False,
            notice=gettext_lazy("Your best interests assessment was approved."),
        )
        sent_back = AuditEvent(
            gettext_lazy("Sent a best interests assessment back"),
            icon="arrow-left",
            timeline=gettext_lazy("The best interests assessment was sent back with a note"),
            story=False,
            notice=gettext_lazy("Your best interests assessment came back with a note."),
        )

    def get_absolute_url(self) -> str:
        return f"/children/assessments/{self.ref}/"

    @property
    def told_found(self) -> list[str]:
        """As it is told to the child: topic by topic."""
        return on_topics(self.found)

    @classmethod
    @transaction.atomic
    def make(
        cls, child: ChildAlone, *, by: User, found: dict[str, str], urgency: str
    ) -> "BestInterestsAssessment":
        child.hold()
        child.must_allow_work()
        found = {topic: found.get(topic, "").strip() for topic in ASSESSED}
        if left_empty(found, MUST):
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
    def answer_it(self, *, by: User, approved: bool, note: str = "") -> "AssessmentAnswer":
        """Approve it, or send it back and say what is missing."""
        self.child.hold()
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it decides."))
        if by not in who_may(self.child.case, "case.approve"):
            raise Refusal(_("This is decided by somebody else: a supervisor of the team."))
        if not approved and not note.strip():
            raise Refusal(_("Write what is missing, so that your colleague can go on."))
        answer, is_first = AssessmentAnswer.objects.get_or_create(
            assessment=self, defaults={"approved": approved, "note": note.strip(), "by": by}
        )
        if not is_first:
            if answer.approved != approved:
                raise Refusal(_("This was already decided."))
            return answer
        self.state = self.State.APPROVED if approved else self.State.SENT_BACK
        self.save(update_fields=["state"])
        self.child.case.touch()
        said = "approved" if approved else "sent_back"
        log.log_event(by, f"bestinterestsassessment.{said}", self)
        self.child.case.tell([self.by], f"bestinterestsassessment.{said}", by=by)
        return answer


class AssessmentAnswer(Record):
    """What the supervisor decided, and what they wrote."""

    assessment = models.OneToOneField(
        BestInterestsAssessment, models.CASCADE, related_name="answer"
    )
    approved = models.BooleanField(gettext_lazy("Agreed"))
    note = PersonalField(gettext_lazy("Note"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "assessmentanswer"
    audit_name = "assessmentanswer"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Answer to a best interests assessment")

    class Privacy:
        owner = "assessment__child__case"
        title = gettext_lazy("What the supervisor answered about the assessment")
        review = True
        disclose = ("at", "approved", "note")

    def __str__(self):
        return f"AssessmentAnswer {self.ref}"

    @property
    def file(self) -> Case:
        return self.assessment.child.case
