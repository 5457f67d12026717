"""Notices to participants: which message went out to whom, so that none goes out twice."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .enrolments import Enrolment


class TrainingNotice(Record):
    """One message to a participant: that it begins soon, was moved, or was cancelled."""

    class Kind(models.TextChoices):
        WEEK = "week", pgettext_lazy("training notice", "A week before")
        DAY = "day", pgettext_lazy("training notice", "A day before")
        MOVED = "moved", pgettext_lazy("training notice", "Time or place changed")
        CANCELLED = "cancelled", pgettext_lazy("training notice", "Cancelled")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="notices")
    kind = models.CharField(pgettext_lazy("training notice", "Notice"), max_length=9, choices=Kind)
    # The day on which the event begins, as the message says it; moved, it is said again.
    for_day = models.DateField()
    # The revision of the calendar entry that it tells of; 0 for reminders.
    sequence = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(
        pgettext_lazy("training notice", "Sent on"), default=now, editable=False
    )

    audit_name = "trainingnotice"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Notice to a participant")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "for_day", "sequence"], name="training_notice_once"
            ),
        ]

    class Privacy:
        owner = "enrolment__participant"
        title = gettext_lazy("Notices of trainings")
        disclose = ("kind", "at")

    def __str__(self):
        return f"Training notice {self.ref}"
