"""Tables that somebody asked for: a breakdown of one month that the night does not count."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..grammar import DefinitionError
from .computations import Computation
from .indicators import IndicatorVersion

# One that says nothing for so long has died with its worker.
STOPPED_AFTER = timedelta(minutes=10)
TOO_LARGE = "TooLarge"


class CrossTableQuerySet(PermissionQuerySet):
    def under_way(self) -> "CrossTableQuerySet":
        since = now() - STOPPED_AFTER
        return self.filter(finished_at=None, failed_at=None, at__gt=since)


class CrossTable(Record):
    """The figures of one version in one office and month, by up to three breakdowns at once.

    Counted by a worker from the sealed facts of a computation, sealed with its key, and gone with
    it: the next computation counts anew what the pages ask for then.
    """

    computation = models.ForeignKey(Computation, models.CASCADE, related_name="cross_tables")
    version = models.ForeignKey(IndicatorVersion, models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    # Of a head office with all offices below it; else of the office alone.
    is_with_branches = models.BooleanField(default=False)
    month = models.DateField()
    # The breakdowns, in alphabetical order, with commas between them.
    breakdowns = models.CharField(max_length=200)
    # None: the night counted it.
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    # It ended without figures; `failure` is the name of the fault, never its words.
    failed_at = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(max_length=100, blank=True)
    # `figures.Figures` as data.
    figures = PersonalField(gettext_lazy("Figures"), kind="json")

    crypto_label = "crosstable"
    audit_name = "crosstable"

    objects = CrossTableQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Cross table")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "computation", "office", "is_with_branches", "version", "month", "breakdowns",
                ],
                name="cross_table_once",
            )
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("Counts of people; names nobody.")
        plain_text = {
            "breakdowns": "names of breakdowns",
            "failure": "name of a fault",
        }

    class Events:
        asked = AuditEvent(gettext_lazy("Cross table requested"))

    def __str__(self):
        return f"CrossTable {self.ref}"

    @property
    def file(self) -> Computation:
        return self.computation

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.breakdowns.split(","))

    @property
    def has_stopped(self) -> bool:
        """Whether it ended without figures, or its worker was killed and none took it up."""
        is_silent = self.finished_at is None and now() - self.at > STOPPED_AFTER
        return self.failed_at is not None or is_silent

    @property
    def is_under_way(self) -> bool:
        return self.finished_at is None and not self.has_stopped

    @classmethod
    @transaction.atomic
    def ask(
        cls, version: IndicatorVersion, *, by: User, computation: Computation, office: Office,
        is_with_branches: bool, month: date, names: Iterable[str],
    ) -> "CrossTable":  # fmt: skip
        """Has a table counted by a worker; returns the one that is there or under way.

        Refused, in words, where the definition does not list a breakdown, and while another table
        of the same person is under way.
        """
        cut = tuple(sorted(names))
        try:
            version.parsed.check_breakdown(cut)
        except DefinitionError as fault:
            raise Refusal(str(fault)) from fault
        about = {
            "computation": computation, "version": version, "office": office,
            "is_with_branches": is_with_branches, "month": month, "breakdowns": ",".join(cut),
        }  # fmt: skip
        there = cls.objects.filter(**about).first()
        if there and not there.has_stopped:
            return there
        if cls.objects.under_way().filter(asked_by=by).exists():
            raise Refusal(_("Another table of yours is being computed. Wait until it is done."))
        if there:
            there.delete()
        table = cls.objects.create(asked_by=by, **about)
        find_task("compute-cross-table").asked(by=by).enqueue(str(table.ref))
        log.log_event(by, "crosstable.asked", table)
        return table
