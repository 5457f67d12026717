"""What a participant agreed to: what for, when, how, in which language; and when they took it
back. Of somebody under 18 their guardian says it.
"""

from django.db import models, transaction
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new
from amparo.foundation.core.records import Record

from .participants import Participant


class TrainingConsent(Record):
    """One answer of a participant to one purpose; a later one takes its place."""

    class Purpose(models.TextChoices):
        RECORDS = "records", pgettext_lazy("consent, training", "Keep my data for the training")
        REMINDERS = "reminders", pgettext_lazy("consent, training", "Remind me of the training")
        FOLLOW_UP = "follow_up", pgettext_lazy("consent, training", "Ask me months later")
        PHOTOS = "photos", pgettext_lazy("consent, training", "Photos in which I am seen")
        STATEMENTS = (
            "outside",
            pgettext_lazy(
                "consent, training",
                "Tell a learning record store what I attended, passed and earned, without my name",
            ),
        )

    class Channel(models.TextChoices):
        FORM = "form", pgettext_lazy("consent, how", "On the form")
        PAPER = "paper", pgettext_lazy("consent, how", "On paper")
        SPOKEN = "spoken", pgettext_lazy("consent, how", "Spoken")
        LIST = "list", pgettext_lazy("consent, how", "As stated in an imported list")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="consents")
    purpose = models.CharField(pgettext_lazy("consent", "What for"), max_length=9, choices=Purpose)
    is_given = models.BooleanField(pgettext_lazy("consent", "Given"))
    how = models.CharField(pgettext_lazy("consent", "How"), max_length=6, choices=Channel)
    language = models.CharField(gettext_lazy("Language"), max_length=3, blank=True)
    by_guardian = models.BooleanField(gettext_lazy("Said by the guardian"), default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Recorded on"), default=now, editable=False)
    # When a later answer took its place.
    until = models.DateTimeField(null=True, editable=False)

    audit_name = "trainingconsent"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Consent of a participant")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "purpose"], condition=models.Q(until=None),
                name="training_consent_once",
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "participant"
        title = gettext_lazy("Consent")
        disclose = ("purpose", "is_given", "how", "language", "by_guardian", "at")

    class Events:
        recorded = AuditEvent(gettext_lazy("Consent of a participant recorded"))

    def __str__(self):
        return f"TrainingConsent {self.ref}"

    @classmethod
    @transaction.atomic
    def record(
        cls, participant: Participant, purpose: str, *, is_given: bool, how: str, language: str,
        by: User | None = None,
    ) -> "TrainingConsent":  # fmt: skip
        """Records an answer in place of the one before; the same again changes nothing."""
        last = cls.objects.filter(participant=participant, purpose=purpose, until=None)
        known = last.first()
        if known and known.is_given == is_given:
            return known
        last.update(until=now())
        consent = cls(
            participant=participant, purpose=purpose, is_given=is_given, how=how,
            language=language, by=by, by_guardian=participant.is_minor,
        )  # fmt: skip
        allow_new(consent)
        consent.save()
        kind = "given" if is_given else "refused"
        log.log_event(by, "trainingconsent.recorded", consent, purpose=purpose, kind=kind)
        return consent
