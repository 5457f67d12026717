"""What an office decides about participants: how long their names are kept, and which of them are
not the same person.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .events import TrainingEvent
from .participants import Participant

# Configuration, no rule of law: a certificate of three years can be renewed once and an audit of
# the project can still ask who took part. An office sets what its own agreements say.
KEEP_YEARS = 5


class ParticipantRules(Record):
    """How many years after their last event an office keeps who participants are."""

    office = models.OneToOneField(Office, models.CASCADE, related_name="participant_rules")
    keep_years = models.PositiveSmallIntegerField(
        gettext_lazy("Years after the last event"), default=KEEP_YEARS,
        validators=[MinValueValidator(1), MaxValueValidator(15)],
    )  # fmt: skip

    audit_name = "participantrules"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Rules for participants")

    class Events:
        changed = AuditEvent(gettext_lazy("Rules for participants changed"))

    def __str__(self):
        return f"ParticipantRules {self.office_id}"

    @classmethod
    def years_of(cls, office: Office) -> int:
        found = cls.objects.filter(office=office).values_list("keep_years", flat=True).first()
        return KEEP_YEARS if found is None else found

    @classmethod
    @transaction.atomic
    def set_years(cls, office: Office, *, by: User, keep_years: int) -> "ParticipantRules":
        rules, _is_new = cls.objects.update_or_create(
            office=office, defaults={"keep_years": keep_years}
        )
        log.log_event(by, "participantrules.changed", rules, count=keep_years)
        return rules


class DistinctParticipants(models.Model):
    """Two who look like one person and are not, as somebody decided; never proposed again."""

    one = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    two = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Decision that two participants differ")
        constraints = [
            models.UniqueConstraint(fields=["one", "two"], name="distinct_participants_once"),
            models.CheckConstraint(
                name="distinct_in_order", condition=models.Q(one__lt=models.F("two"))
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("That two participants are not the same person.")

    def __str__(self):
        return f"{self.one_id} {self.two_id}"


class NeedsErasure(models.Model):
    """That what participants of an event needed was erased, 30 days after it."""

    event = models.OneToOneField(TrainingEvent, models.CASCADE, related_name="needs_erasure")
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Erasure of the needs of an event")

    def __str__(self):
        return f"{self.event_id}"
