"""What becomes of odd answers: corrected, kept as they are, or put away; none is lost."""

from django.db import models
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Referable

from .submissions import Submission


class Repair(Referable):
    """What somebody did about one submission, and why; sealed and erased with it."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    because = PersonalField()
    at = models.DateTimeField(default=now, editable=False)

    submission: models.ForeignKey

    class Meta:
        abstract = True

    @property
    def file(self) -> Referable:
        return getattr(self.submission, "file", None) or self.submission


class Correction(Repair):
    """The answers as they should have been (XForms, XML), beside those that came."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="corrections")
    answers = PersonalField()

    crypto_label = "correction"
    audit_name = "correction"
    personal = ("answers", "because")
    harmless = ("at",)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"Correction {self.ref}"


class Settlement(Repair):
    """Somebody looked and decided: right although it is odd, or nothing to count."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", gettext_lazy("Kept as it is")
        PUT_AWAY = "put_away", gettext_lazy("Put away")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="settlements")
    outcome = models.CharField(max_length=10, choices=Outcome)

    crypto_label = "settlement"
    audit_name = "settlement"
    personal = ("because",)
    harmless = ("outcome", "at")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"Settlement {self.ref}"
