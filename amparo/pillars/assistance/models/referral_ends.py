"""How a referral ends: taken back, or closed with what the person says became of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

if TYPE_CHECKING:
    from .cases import Case
    from .referrals import Referral


class Withdrawn(Record):
    """A referral taken back before it was closed: by whom, and why."""

    class Why(models.TextChoices):
        PERSON = "person", gettext_lazy("The person no longer wants it")
        CONSENT = "consent", gettext_lazy("The person took back their consent")
        ANOTHER = "another_way", gettext_lazy("Another way was found")
        DANGER = "danger", gettext_lazy("It would put somebody in danger")
        MISTAKE = "mistake", gettext_lazy("It was sent by mistake")

    referral = models.OneToOneField(
        "assistance.Referral", models.CASCADE, related_name="withdrawn"
    )
    why = models.CharField(gettext_lazy("Why"), max_length=12, choices=Why)
    words = PersonalField(gettext_lazy("Words"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "withdrawn"
    audit_name = "withdrawn"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Referral taken back")

    class Privacy:
        owner = "referral__case"
        title = gettext_lazy("Referrals that were taken back")
        review = True
        disclose = ("at", "why", "words")

    def __str__(self):
        return f"Withdrawn {self.ref}"

    @property
    def file(self) -> "Case":
        return self.referral.case


class Outcome(Record):
    """What became of it, confirmed with the person: it closes the loop.

    Distinctions of Primero (facts only): received, by ourselves, already received elsewhere, not
    applicable, declined by the person, unavailable.
    """

    class Kind(models.TextChoices):
        COMPLETED = "completed", gettext_lazy("They received the service")
        DECLINED = "declined", gettext_lazy("They no longer wanted it")
        UNAVAILABLE = "unavailable", gettext_lazy("The service was not available")
        OURSELVES = "own_agency", gettext_lazy("We gave it ourselves")
        ELSEWHERE = "elsewhere", gettext_lazy("They had received it elsewhere already")
        NOT_NEEDED = "not_applicable", gettext_lazy("It is no longer needed")
        EXPIRED = "expired", gettext_lazy("No answer in time")

    referral = models.OneToOneField("assistance.Referral", models.CASCADE, related_name="outcome")
    kind = models.CharField(gettext_lazy("Kind"), max_length=20, choices=Kind)
    # In the person's words, where they gave them.
    words = PersonalField(gettext_lazy("Words"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "outcome"
    audit_name = "outcome"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("What became of a referral")

    class Privacy:
        owner = "referral__case"
        title = gettext_lazy("What became of referrals")
        disclose = ("at", "kind", "words")

    def __str__(self):
        return f"Outcome {self.ref}"

    @property
    def file(self) -> "Case":
        return self.referral.case

    @classmethod
    def same(cls, referral: "Referral", kind: str) -> "Outcome":
        """The same outcome sent again; another one comes too late."""
        earlier = cls.objects.filter(referral=referral, kind=kind).first()
        if earlier is None:
            raise Refusal(_("This referral is closed already."))
        return earlier


class Escalation(Record):
    """Nobody answered in time, and whoever answers for the case was told: once for each limit."""

    referral = models.ForeignKey("assistance.Referral", models.CASCADE, related_name="escalations")
    due = models.DateTimeField()
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "escalation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Referral without an answer")
        constraints = [models.UniqueConstraint(fields=["referral", "due"], name="escalated_once")]

    class Privacy:
        owner = "referral__case"
        withheld = gettext_lazy("That an answer was late, and our supervisors were told.")

    def __str__(self):
        return f"Escalation {self.ref}"

    @property
    def file(self) -> "Case":
        return self.referral.case

    @classmethod
    def note(cls, referral: "Referral", due: datetime) -> bool:
        """Whether it is the first time: however many workers look, one of them tells."""
        return cls.objects.get_or_create(referral=referral, due=due)[1]
