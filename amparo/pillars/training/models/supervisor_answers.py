"""What the superior of a participant answers: asked by a link of their own, shown beside the
participant's answer, and never mixed with it.
"""

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
from amparo.foundation.core.permissions.rls.records import allow_new, lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .answers_by_link import AnswerByLink, Month
from .enrolments import Enrolment
from .follow_ups import Changed, TrainingFollowUp, must_be_another_address
from .participants import Participant


class NamedSupervisor(Record):
    """The address of a superior who may be asked, with the consent of the participant."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="supervisor")
    email = PersonalField(pgettext_lazy("training", "Address of the superior"))
    # Who wrote it down; nobody where the participant did.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(
        pgettext_lazy("superior", "Recorded on"), default=now, editable=False
    )
    withdrawn_at = models.DateTimeField(
        pgettext_lazy("superior", "Withdrawn on"), null=True, editable=False
    )

    crypto_label = "namedsupervisor"
    audit_name = "namedsupervisor"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Superior of a participant")
        ordering = ["pk"]

    class Privacy:
        owner = "enrolment__participant"
        title = gettext_lazy("Superior who may be asked")
        disclose = ("email", "at", "withdrawn_at")

    class Events:
        named = AuditEvent(gettext_lazy("Superior of a participant named"))
        withdrawn = AuditEvent(gettext_lazy("Superior of a participant no longer asked"))

    def __str__(self):
        return f"NamedSupervisor {self.ref}"

    @property
    def file(self) -> Participant:
        return self.enrolment.participant

    @classmethod
    @transaction.atomic
    def name(
        cls, enrolment: Enrolment, *, by: User | None, email: str, consents: bool
    ) -> "NamedSupervisor":
        """Records the address in place of an earlier one; refused without consent."""
        if not consents:
            raise Refusal(_("Without the participant’s consent the superior is not asked."))
        must_be_another_address(enrolment, email)
        lock_for_update(enrolment)
        named = cls.objects.filter(enrolment=enrolment).first() or cls(enrolment=enrolment)
        named.email, named.by, named.at, named.withdrawn_at = email.strip(), by, now(), None
        if named.pk is None:
            allow_new(named)
        named.save()
        log.log_event(by, "namedsupervisor.named", named)
        return named

    @transaction.atomic
    def withdraw(self, *, by: User | None) -> None:
        """The superior is asked no more; what they answered stays. Twice is once."""
        lock_for_update(self)
        if self.withdrawn_at is None:
            self.email, self.withdrawn_at = "", now()
            self.save(update_fields=["email", "withdrawn_at"])
            log.log_event(by, "namedsupervisor.withdrawn", self)


class SupervisorAnswer(AnswerByLink):
    """What the superior is asked at a follow-up, and what they answer."""

    class Applies(models.TextChoices):
        OFTEN = "often", pgettext_lazy("superior, applies", "Yes, often")
        SOMETIMES = "sometimes", pgettext_lazy("superior, applies", "Sometimes")
        NO = "no", pgettext_lazy("superior, applies", "No")
        UNKNOWN = "unknown", pgettext_lazy("superior, applies", "I cannot tell")

    class Provides(models.TextChoices):
        YES = "yes", pgettext_lazy("superior, provides", "Yes")
        PARTLY = "partly", pgettext_lazy("superior, provides", "In part")
        NO = "no", pgettext_lazy("superior, provides", "No")

    follow_up = models.OneToOneField(
        TrainingFollowUp, models.CASCADE, related_name="supervisor_answer"
    )
    applies = models.CharField(
        gettext_lazy("Does this person apply what the training taught?"), max_length=9,
        choices=Applies, blank=True,
    )  # fmt: skip
    changed = models.CharField(
        gettext_lazy("What changed in the work of the unit?"), max_length=7, choices=Changed,
        blank=True,
    )  # fmt: skip
    provides = models.CharField(
        gettext_lazy("Does the unit give the time, means and backing that it takes?"),
        max_length=6, choices=Provides, blank=True,
    )  # fmt: skip
    text = PersonalField(gettext_lazy("In your words"))

    crypto_label = "supervisoranswer"
    audit_name = "supervisoranswer"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Answer of a superior")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="superior_answers_whole", condition=Q(answered_at=None) | ~Q(applies="")
            ),
        ]

    class Privacy:
        owner = "follow_up__enrolment__participant"
        title = gettext_lazy("Answer of a superior")
        disclose = ("asked_at", "answered_at", "applies", "changed", "provides", "text")

    class Events:
        asked = AuditEvent(gettext_lazy("Superior asked about a training"))
        reminded = AuditEvent(gettext_lazy("Superior reminded of a question"))
        answered = AuditEvent(gettext_lazy("Superior answered about a training"))
        changed = AuditEvent(gettext_lazy("Answer of a superior changed"))

    def __str__(self):
        return f"SupervisorAnswer {self.ref}"

    @property
    def file(self) -> Participant:
        return self.follow_up.enrolment.participant

    @property
    def month(self) -> Month:
        return Month(self.follow_up.month)

    @classmethod
    @transaction.atomic
    def prepare(cls, follow_up: TrainingFollowUp) -> "SupervisorAnswer":
        """Returns what the superior is asked at this follow-up, made where there is none."""
        lock_for_update(follow_up)
        known = cls.objects.filter(follow_up=follow_up).first()
        if known is not None:
            return known
        made = cls(follow_up=follow_up)
        allow_new(made)
        made.save()
        return made

    @transaction.atomic
    def answer(self, *, applies: str, changed: str, provides: str, text: str = "") -> None:
        """Takes the three answers; a second time they take the place of the first."""
        self.begin_answer()
        self.applies, self.changed, self.provides = applies, changed, provides
        self.text = text.strip()
        self.save()
        event = "changed" if self.changed_at else "answered"
        log.log_event(None, f"supervisoranswer.{event}", self)
