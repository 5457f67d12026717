"""Computations: the sealed facts of one night, and the figures that pages read."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .indicators import IndicatorVersion

# One that says nothing for so long has died with its worker.
STUCK_AFTER = timedelta(hours=2)


class ComputationQuerySet(PermissionQuerySet):
    def finished(self) -> "ComputationQuerySet":
        return self.filter(finished_at__isnull=False)

    def under_way(self) -> "ComputationQuerySet":
        return self.filter(finished_at=None, failed_at=None)

    def in_force(self) -> "Computation | None":
        """The newest that finished: what pages read."""
        return self.finished().order_by("pk").last()


class Computation(Record):
    """One reading of all facts. Until it has finished, the figures of the one before stand.

    Key of everything sealed in it: deleting it makes its facts and figures unreadable everywhere.
    """

    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    # It ended without figures; `failure` is the name of the fault, never its words.
    failed_at = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(max_length=100, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    # The newest entry of the audit log when it began: what was recorded later is not in it.
    last_entry = models.PositiveBigIntegerField(default=0)
    code_version = models.CharField(max_length=40, blank=True)

    crypto_label = "computation"
    audit_name = "computation"

    objects = ComputationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Computation of figures")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="computation_ends_one_way", condition=Q(finished_at=None) | Q(failed_at=None)
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("When figures were computed; names nobody.")
        plain_text = {"failure": "name of a fault", "code_version": "version of the software"}

    class Events:
        asked = AuditEvent(gettext_lazy("Computation of figures requested"))
        finished = AuditEvent(gettext_lazy("Figures computed"))
        failed = AuditEvent(gettext_lazy("Computation of figures failed"))

    def __str__(self):
        return f"Computation {self.ref}"

    @property
    def file(self) -> "Computation":
        return self

    @classmethod
    @transaction.atomic
    def ask(cls, *, by: User) -> "Computation":
        """Has everything computed by a worker; returns the one under way where there is one."""
        under_way = cls.objects.under_way().order_by("pk").last()
        if under_way and now() - under_way.at < STUCK_AFTER:
            return under_way
        computation = cls.objects.create(asked_by=by)
        find_task("compute-figures").asked(by=by).enqueue(str(computation.ref))
        log.log_event(by, "computation.asked", computation)
        return computation


class FactPart(Record):
    """One sealed part of a fact."""

    computation = models.ForeignKey(Computation, models.CASCADE, related_name="parts")
    fact = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    storage_key = EncryptedFileField()

    crypto_label = "factpart"
    audit_name = "factpart"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Sealed facts")
        constraints = [
            models.UniqueConstraint(
                fields=["computation", "fact", "number"], name="fact_part_once"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("What happened to whom under a pseudonym, sealed: no name in it.")

    def __str__(self):
        return f"FactPart {self.ref}"


class StoredFigures(Record):
    """All figures of one version in one office, by period and breakdown, as pages read them."""

    computation = models.ForeignKey(Computation, models.CASCADE, related_name="figures")
    version = models.ForeignKey(IndicatorVersion, models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    # Of a head office with all offices below it; else of the office alone.
    is_with_branches = models.BooleanField(default=False)
    # `figures.Figures` as data.
    figures = PersonalField(gettext_lazy("Figures"), kind="json")

    crypto_label = "storedfigures"
    audit_name = "storedfigures"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Stored figures")
        constraints = [
            models.UniqueConstraint(
                fields=["computation", "office", "is_with_branches", "version"],
                name="stored_figures_once",
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("Counts of people; names nobody.")

    def __str__(self):
        return f"StoredFigures {self.ref}"

    @property
    def file(self) -> Computation:
        return self.computation
