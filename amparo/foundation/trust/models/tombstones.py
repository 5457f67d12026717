"""What remains of a file that was erased: that it was there, and figures without a name."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .. import deeds
from ..clock import now
from ..reach import GuardedQuerySet
from ..refs import Referable
from .offices import Office
from .users import User

if TYPE_CHECKING:
    from ..keeping import Erasing

REASONS: dict[str, Promise] = {
    "retention": _("The time for which it is kept is over"),
    "asked": _("The person asks for it"),
    "mistake": _("It was registered by mistake"),
    "exception_refused": _("It was registered without consent, and a second person refused"),
    "left_alone": _("Nothing else held it"),
}


class Tombstone(Referable):
    """That a file with this ref was erased: when, why, by which two people. Nothing of whom."""

    what = models.CharField(max_length=40)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=40)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    records = models.PositiveIntegerField(default=0)
    papers = models.PositiveIntegerField(default=0)

    audit_name = "tombstone"
    personal = ()
    harmless = ("what", "why", "asked_at", "at", "records", "papers")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "-at"], name="tombstones_of_an_office")]

    def __str__(self):
        return f"Tombstone {self.ref}"

    @classmethod
    def set(cls, ref: UUID, what: str, erasing: "Erasing", **counts: int) -> "Tombstone":
        return cls.objects.create(
            ref=ref, what=what, why=erasing.why, office=erasing.office,
            asked_by=erasing.asked_by, asked_at=erasing.asked_at, by=erasing.by, **counts,
        )  # fmt: skip

    @property
    def said_what(self) -> str:
        return deeds.kind_said(self.what)

    @property
    def said_why(self) -> str:
        return str(REASONS.get(self.why, self.why))

    @property
    def backups_end_on(self):
        """The day on which the last copy that may still hold it, and its key, has aged out."""
        return localdate(self.at + timedelta(days=settings.AMPARO_BACKUP_KEPT_DAYS))


class Figure(models.Model):
    """How many erased cases of one office had the same codes and years.

    Counted up, never one row a case: nobody can tell which tombstone a figure was.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    ages = models.CharField(max_length=10, blank=True)
    nationality = models.CharField(max_length=2, blank=True)
    opened = models.PositiveSmallIntegerField()
    closed = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    personal = ()
    harmless = (
        "kind", "reason", "sex", "ages", "nationality", "opened", "closed", "count",
    )  # fmt: skip

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "office", "kind", "reason", "sex", "ages", "nationality", "opened", "closed",
                ],
                name="one_figure_of_a_sort",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} {self.opened}: {self.count}"

    @classmethod
    def add(cls, **sort) -> None:
        """One more of this sort."""
        figure, _is_new = cls.objects.get_or_create(**sort)
        cls.objects.filter(pk=figure.pk).update(count=F("count") + 1)
