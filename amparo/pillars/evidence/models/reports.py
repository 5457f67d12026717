"""Monthly reports: figures that are frozen, signed, and explained when they differ later."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.audit.models import AuditBlock, AuditEntry
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Membership, Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .computations import Computation
from .indicators import IndicatorVersion

# For so long a frozen month can be explained; then the key of its set is destroyed.
EXPLAINED_YEARS = 5


class MonthlyReportQuerySet(PermissionQuerySet):
    def standing(self) -> "MonthlyReportQuerySet":
        """Those that were not sent back."""
        return self.exclude(state=MonthlyReport.State.SENT_BACK)

    def frozen(self) -> "MonthlyReportQuerySet":
        return self.filter(state__in=(MonthlyReport.State.FROZEN, MonthlyReport.State.SIGNED))


class MonthlyReport(Record):
    """The figures of one month in one office: frozen by one person, signed by another."""

    class State(models.TextChoices):
        FREEZING = "freezing", pgettext_lazy("report", "Being frozen")
        FROZEN = "frozen", pgettext_lazy("report", "Frozen, pending signature")
        SIGNED = "signed", pgettext_lazy("report", "Signed")
        SENT_BACK = "sent_back", pgettext_lazy("report", "Returned for changes")

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    is_with_branches = models.BooleanField(default=False)
    month = models.DateField(pgettext_lazy("chart", "Month"))
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.FREEZING
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    remark = models.TextField(pgettext_lazy("report", "Remark"), blank=True)
    # What it was counted from, and the block of the audit log that vouches for it.
    frozen_at = models.DateTimeField(null=True, editable=False)
    last_entry = models.PositiveBigIntegerField(default=0)
    block = models.PositiveBigIntegerField(null=True, editable=False)
    block_head = models.CharField(max_length=64, blank=True)
    code_version = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    # The keys of users whose telephone had not been in contact since the month ended.
    devices_out = models.JSONField(default=list, blank=True)
    # How many data quality issues were open for the month; None before they were counted.
    open_issues = models.PositiveIntegerField(null=True, editable=False)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    signed_at = models.DateTimeField(gettext_lazy("Signed on"), null=True, editable=False)
    sent_back_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    sent_back_at = models.DateTimeField(null=True, editable=False)
    sent_back_reason = models.TextField(pgettext_lazy("column, field", "Reason"), blank=True)

    crypto_label = "monthlyreport"
    audit_name = "monthlyreport"

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Monthly report")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "is_with_branches", "month"],
                condition=~Q(state="sent_back"),
                name="one_report_of_a_month",
            ),
            models.CheckConstraint(
                name="report_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("by")),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Counts of people; names nobody.")
        plain_text = {
            "remark": "what a month was like, for all who read the report",
            "block_head": "digest of a block of the audit log",
            "code_version": "version of the software",
            "digest": "digest of figures",
            "devices_out": "keys of users, never values",
            "sent_back_reason": "what is to be mended in figures",
        }

    class Events:
        asked = AuditEvent(gettext_lazy("Freezing of a month requested"))
        frozen = AuditEvent(
            gettext_lazy("Month frozen"),
            notice=Notice(
                gettext_lazy("Monthly report pending your signature"), "decision", icon="signature"
            ),
        )
        signed = AuditEvent(gettext_lazy("Monthly report signed"))
        sent_back = AuditEvent(
            gettext_lazy("Monthly report returned for changes"),
            notice=Notice(
                gettext_lazy("Monthly report returned for changes"),
                "decision",
                icon="arrow-back-up",
            ),
        )
        exported = AuditEvent(gettext_lazy("Monthly report exported"))

    def __str__(self):
        return f"MonthlyReport {self.ref}"

    def get_absolute_url(self) -> str:
        return f"/evidence/reports/{self.ref}/"

    @property
    def file(self) -> "MonthlyReport":
        return self

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN

    @classmethod
    @transaction.atomic
    def ask(
        cls, *, by: User, office: Office, is_with_branches: bool, month: date, remark: str = ""
    ) -> "MonthlyReport":
        """Has the figures of a whole month frozen, as they were computed last.

        Refused while the month is not over, before it was computed since then, and where it is
        frozen already.
        """
        computation = Computation.objects.in_force()
        month = month.replace(day=1)
        over = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        computed_on = computation.at.astimezone(office.zone).date() if computation else date.min
        if office.today() < over:
            raise Refusal(_("The month is not over yet."))
        if computed_on < over:
            raise Refusal(
                _("No figures have been computed since the month ended. Compute them first.")
            )
        there = cls.objects.standing().filter(
            office=office, is_with_branches=is_with_branches, month=month
        )
        if there.exists():
            raise Refusal(_("This month is frozen already."))
        report = cls.objects.create(
            by=by, office=office, is_with_branches=is_with_branches, month=month, remark=remark
        )
        log.log_event(by, "monthlyreport.asked", report)
        find_task("freeze-month").asked(by=by).enqueue(str(report.ref))
        return report

    def freeze(
        self, computation: Computation, figures: dict[int, Any], *,
        devices_out: Iterable[int] = (), open_issues: int | None = None,
    ) -> None:  # fmt: skip
        """Keeps the figures of each version for good: call it inside a transaction."""
        self.devices_out, self.open_issues = list(devices_out), open_issues
        block = AuditBlock.objects.order_by("pk").last()
        frozen = [
            FrozenFigures(report=self, version_id=version, figures=data)
            for version, data in figures.items()
        ]
        FrozenFigures.objects.bulk_create(frozen)
        self.state, self.frozen_at = self.State.FROZEN, now()
        self.last_entry, self.code_version = computation.last_entry, computation.code_version
        if block:
            self.block, self.block_head = block.pk, bytes(block.head).hex()
        self.digest = self.digest_of_figures()
        self.save()
        log.log_event(self.by, "monthlyreport.frozen", self, code=self.digest)
        here = Q(office=self.office) | Q(team__office=self.office)
        signers = Membership.objects.held().with_permission("figure.sign").filter(here).people()
        self._notify(signers, "monthlyreport.frozen", by=self.by)

    def _notify(self, users: Iterable[User], event: str, *, by: User) -> None:
        about = f"{self.month:%Y-%m}"
        Notification.notify(users, event=event, about=about, url=self.get_absolute_url(), by=by)

    def digest_of_figures(self) -> str:
        """The digest of the frozen figures as they are stored now."""
        figures = {
            each.version.digest: each.figures
            for each in self.figures.select_related("version").order_by("version__digest")
        }
        said = {"month": self.month.isoformat(), "office": str(self.office.ref)} | figures
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the figures are those of which the audit log keeps the digest."""
        if not self.digest:
            return True
        entries = AuditEntry.objects.filter(event="monthlyreport.frozen", record_ref=self.ref)
        logged = [entry.content.details.get("code") for entry in entries]
        return self.digest_of_figures() == self.digest and self.digest in logged

    @transaction.atomic
    def sign(self, *, by: User) -> None:
        """A second person answers for the figures. Never the one who had them frozen."""
        lock_and_refresh(self, "state")
        if self.state != self.State.FROZEN:
            raise Refusal(_("Only a frozen report can be signed."))
        if (by.impersonated_by or by) == self.by:
            raise Refusal(_("Who froze the figures does not sign them: somebody else does."))
        if not self.is_intact:
            raise Refusal(_("The figures are not those that were frozen. Ask for a check."))
        self.state, self.signed_by, self.signed_at = self.State.SIGNED, by, now()
        self.save(update_fields=["state", "signed_by", "signed_at"])
        log.log_event(by, "monthlyreport.signed", self, code=self.digest)
        # What others may have of it is prepared at once: each format is then one tap.
        ReportRelease.ask(self, by=by)
        find_task("publish-figures").asked(by=by).enqueue()

    @transaction.atomic
    def send_back(self, *, by: User, because: str) -> None:
        """Not signed: the month is to be looked at again, and frozen anew. This one stays."""
        lock_and_refresh(self, "state")
        if self.state != self.State.FROZEN:
            raise Refusal(_("Only a frozen report that nobody signed can be returned."))
        if not because.strip():
            raise Refusal(_("Write what has to be mended."))
        self.state, self.sent_back_by, self.sent_back_at = self.State.SENT_BACK, by, now()
        self.sent_back_reason = because
        self.save(update_fields=["state", "sent_back_by", "sent_back_at", "sent_back_reason"])
        log.log_event(by, "monthlyreport.sent_back", self)
        self._notify([self.by], "monthlyreport.sent_back", by=by)


class FrozenFiguresQuerySet(PermissionQuerySet):
    def with_indicator(self) -> "FrozenFiguresQuerySet":
        """With version and indicator, in the order of the list of indicators."""
        return self.select_related("version__indicator").order_by(
            "version__indicator__order", "version__indicator__code"
        )


class FrozenFigures(Record):
    """The figures of one version in a frozen month. Never changed: their digest is in the log."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="figures")
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+")
    figures = PersonalField(gettext_lazy("Figures"), kind="json")

    crypto_label = "frozenfigures"
    audit_name = "frozenfigures"

    objects = FrozenFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Frozen figures")
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="frozen_figures_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("Counts of people; names nobody.")

    def __str__(self):
        return f"FrozenFigures {self.ref}"

    @property
    def file(self) -> MonthlyReport:
        return self.report


class FrozenSet(Record):
    """Who was in which cell of a frozen month, as keyed hashes: only to explain it later.

    It has a data key of its own. Destroying that ends the explanations, and leaves the figures.
    """

    report = models.OneToOneField(MonthlyReport, models.CASCADE, related_name="members")
    storage_key = EncryptedFileField()
    until = models.DateField()

    crypto_label = "frozenset"
    audit_name = "frozenset"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Members of frozen figures")

    class Privacy:
        no_owner = gettext_lazy("Keyed hashes; a person who is erased is taken out of them.")

    def __str__(self):
        return f"FrozenSet {self.ref}"

    @property
    def file(self) -> "FrozenSet":
        return self


class FrozenErasure(models.Model):
    """How many were erased from one cell of a frozen month since: a count, and not whom."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="erasures")
    version = models.ForeignKey(IndicatorVersion, models.CASCADE, related_name="+")
    cell = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Erasures from frozen figures")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "version", "cell"], name="frozen_erasures_once"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("A count; names nobody.")
        plain_text = {"cell": "codes of a breakdown"}

    def __str__(self):
        return f"FrozenErasure {self.pk}"


class Restatement(Record):
    """Why the figures of one version in a frozen month differ from what the records say now.

    `changes` is a list of [label, before, now, {cause: count}], the total first, of a median with
    [median then, now] and the number of cases with another value; computed anew with each
    computation, and deleted where nothing differs any more.
    """

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="restatements")
    version = models.ForeignKey(IndicatorVersion, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    changes = PersonalField(gettext_lazy("Changes"), kind="json")

    crypto_label = "restatement"
    audit_name = "restatement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Restatement")
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="restatement_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("Counts of people; names nobody.")

    def __str__(self):
        return f"Restatement {self.ref}"

    @property
    def file(self) -> MonthlyReport:
        return self.report


class ReportRelease(Record):
    """The tables of a signed report as partners may have them. Made once: a second rounding of the
    same people would be the same, and of others another answer to the same question.

    `tables` is `outside.PublishedFigures` as data; empty until the job has made them.
    """

    report = models.OneToOneField(MonthlyReport, models.CASCADE, related_name="release")
    at = models.DateTimeField(default=now, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    tables = PersonalField(gettext_lazy("Figures"), kind="json", null=True)

    crypto_label = "reportrelease"
    audit_name = "reportrelease"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Figures for others")

    class Privacy:
        no_owner = gettext_lazy("Counts of people, hidden where few; names nobody.")

    class Events:
        ready = AuditEvent(gettext_lazy("Figures for others prepared"))

    def __str__(self):
        return f"ReportRelease {self.ref}"

    @property
    def file(self) -> MonthlyReport:
        return self.report

    @classmethod
    @transaction.atomic
    def ask(cls, report: MonthlyReport, *, by: User) -> "ReportRelease":
        """Has the figures of a signed report prepared for others; asked twice, once."""
        release, is_new = cls.objects.get_or_create(report=report)
        if is_new:
            find_task("prepare-release").asked(by=by).enqueue(str(report.ref))
        return release

    @transaction.atomic
    def finish(self, tables: Any) -> None:
        self.tables, self.ready_at = tables, now()
        self.save(update_fields=["tables", "ready_at"])
        log.log_event(None, "reportrelease.ready", self)
