"""Agreements on what donors read of a project, and the sheets that are sent under them."""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Membership, Notification, Office, Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.disclosure_control.publication import PublishedTable
from amparo.foundation.disclosure_control.stored_tables import table_from_data
from amparo.foundation.funding.models import Fund, Project
from amparo.foundation.people.models import Place

from ..figures import earlier
from .given import is_given_since
from .indicators import Indicator
from .reports import MonthlyReport
from .signed_months import quarters_in, signed_like

# By what the persons of a project may be broken down, each alone.
WITHDRAWN = gettext_lazy("Sheet of figures withdrawn")
DONOR_BREAKDOWNS = ("sex", "age_group", "disability")


class Rhythm(models.TextChoices):
    """How often a donor is sent a sheet."""

    MONTH = "month", pgettext_lazy("donor sheet", "Every month")
    QUARTER = "quarter", pgettext_lazy("donor sheet", "Every quarter")


class DonorAgreementQuerySet(PermissionQuerySet):
    def in_force(self, day: date) -> "DonorAgreementQuerySet":
        return self.filter(starts_on__lte=day, until__gte=day, ended_at=None)


class DonorAgreement(Record):
    """What one institution is sent of a project, for what and until when; by which document."""

    recipient = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Institution")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("donor", "Project")
    )
    # Whose money is said; none: no money is.
    funds = models.ManyToManyField(Fund, related_name="+", blank=True)
    indicators = models.ManyToManyField(Indicator, related_name="+")
    breakdowns = models.JSONField(pgettext_lazy("release", "Broken down by"), default=list)
    rhythm = models.CharField(
        gettext_lazy("Frequency"), max_length=7, choices=Rhythm, default=Rhythm.MONTH
    )
    # Whose own targets are said beside those of the whole project.
    areas = models.ManyToManyField(
        Place, related_name="+", blank=True, verbose_name=pgettext_lazy("area", "Areas")
    )
    purpose = models.CharField(pgettext_lazy("agreement", "Purpose"), max_length=300)
    reference = models.CharField(gettext_lazy("Document reference"), max_length=120)
    starts_on = models.DateField(gettext_lazy("Start date"))
    until = models.DateField(pgettext_lazy("period", "End date"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_reason = models.CharField(
        pgettext_lazy("column, field", "Reason"), max_length=300, blank=True
    )

    audit_name = "donoragreement"

    objects = DonorAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Donor agreement")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("starts_on")), name="donor_agreement_ends_after_start"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("Which figures an institution is sent; names nobody.")
        plain_text = {
            "breakdowns": "codes of breakdowns",
            "purpose": "for what an institution reads figures",
            "reference": "number of a contract",
            "ended_reason": "why an agreement ended: of a contract, of no person",
        }

    class Events:
        recorded = AuditEvent(gettext_lazy("Donor agreement recorded"))
        ended = AuditEvent(gettext_lazy("Donor agreement ended"))

    def __str__(self):
        return f"DonorAgreement {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:donor-agreement", args=[self.ref])

    @property
    def is_quarterly(self) -> bool:
        return self.rhythm == Rhythm.QUARTER

    def months_until(self, month: date) -> list[date]:
        """The months of a sheet that ends with this one."""
        return [earlier(month, back) for back in range(2 if self.is_quarterly else 0, -1, -1)]

    def is_in_force_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.until and not self.ended_at

    @classmethod
    @transaction.atomic
    def record(
        cls, project: Project, *, by: User, recipient: Organization,
        indicators: Iterable[Indicator], breakdowns: Iterable[str] = (),
        funds: Iterable[Fund] = (), areas: Iterable[Place] = (), **fields,
    ) -> "DonorAgreement":  # fmt: skip
        """Records what is sent to whom. Refused for one's own organization."""
        chosen, said = list(indicators), set(breakdowns)
        paying = list(funds)
        agreement = cls(
            project=project, by=by, recipient=recipient,
            breakdowns=[each for each in DONOR_BREAKDOWNS if each in said], **fields,
        )  # fmt: skip
        if recipient.kind == Organization.Kind.OWN:
            raise Refusal(_("An agreement is with another organization than your own."))
        if agreement.until < agreement.starts_on:
            raise Refusal(_("It ends before it starts."))
        if not chosen:
            raise Refusal(_("Choose at least one indicator of the results framework."))
        if any(each.project_id != project.pk for each in paying):
            raise Refusal(_("Choose funds of this project."))
        agreement.save()
        agreement.indicators.set(chosen)
        agreement.funds.set(paying)
        agreement.areas.set(areas)
        log.log_event(by, "donoragreement.recorded", agreement, recipient=recipient.ref)
        return agreement

    @transaction.atomic
    def end(self, *, by: User, because: str) -> None:
        """Nothing more is sent under it, and what was sent is no longer opened."""
        if not because.strip():
            raise Refusal(_("Write why the agreement ends."))
        lock_and_refresh(self, "ended_at")
        if self.ended_at:
            return  # sent twice
        self.ended_by, self.ended_at, self.ended_reason = by, now(), because.strip()[:300]
        self.save(update_fields=["ended_by", "ended_at", "ended_reason"])
        log.log_event(by, "donoragreement.ended", self)


class DonorSheetQuerySet(PermissionQuerySet):
    def sent(self) -> "DonorSheetQuerySet":
        """Those that a donor was ever sent: what was read cannot be taken back."""
        return self.exclude(signed_at=None)

    def readable(self, day: date) -> "DonorSheetQuerySet":
        """Those that a donor reads now: sent, not withdrawn, under an agreement in force."""
        in_force = DonorAgreement.objects.in_force(day).values("pk")
        return self.filter(state=DonorSheet.State.SENT, agreement__in=in_force)


class DonorSheet(Record):
    """The table of one signed month for one donor: composed by one person, signed by another.

    What is shown (`content`) and what it tells (`tables`, with the bounds that follow from it) are
    made once, by a job, and never changed: their digest is in the audit log.
    """

    class State(models.TextChoices):
        COMPOSING = "composing", pgettext_lazy("donor sheet", "Being checked")
        COMPOSED = "composed", pgettext_lazy("donor sheet", "Checked, pending signature")
        REFUSED = "refused", pgettext_lazy("donor sheet", "Refused")
        SENT = "sent", pgettext_lazy("donor sheet", "Sent")
        WITHDRAWN = "withdrawn", pgettext_lazy("donor sheet", "Withdrawn")

    agreement = models.ForeignKey(DonorAgreement, models.PROTECT, related_name="sheets")
    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="donor_sheets")
    # Of the report, which its reader does not open.
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    month = models.DateField(pgettext_lazy("chart", "Month"))
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.COMPOSING
    )
    remark = models.TextField(pgettext_lazy("report", "Remark"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    composed_at = models.DateTimeField(null=True, editable=False)
    content = PersonalField(gettext_lazy("Figures"), kind="json", null=True)
    tables = PersonalField(gettext_lazy("Figures with their bounds"), kind="json", null=True)
    digest = models.CharField(max_length=64, blank=True)
    # A code of `disclosure_control.reasons`.
    refused_because = models.CharField(max_length=30, blank=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    signed_at = models.DateTimeField(gettext_lazy("Signed on"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.TextField(pgettext_lazy("column, field", "Reason"), blank=True)

    crypto_label = "donorsheet"
    audit_name = "donorsheet"

    objects = DonorSheetQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Donor sheet")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "report"],
                condition=~Q(state__in=("refused", "withdrawn")),
                name="one_donor_sheet_of_a_month",
            ),
            models.CheckConstraint(
                name="donor_sheet_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("by")),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Counts of people, hidden where few; names nobody.")
        plain_text = {
            "remark": "what a month was like, for the donor",
            "digest": "digest of figures",
            "refused_because": "code of a reason",
            "withdrawn_reason": "why figures are withdrawn",
        }

    class Events:
        asked = AuditEvent(gettext_lazy("Donor sheet requested"))
        composed = AuditEvent(
            gettext_lazy("Donor sheet composed and checked"),
            notice=Notice(gettext_lazy("Donor sheet pending your signature"), "decision"),
        )
        refused = AuditEvent(
            gettext_lazy("Donor sheet refused by the check"),
            notice=Notice(gettext_lazy("Donor sheet rejected by the check"), "decision", icon="x"),
        )
        sent = AuditEvent(
            gettext_lazy("Donor sheet signed and sent"),
            notice=Notice(gettext_lazy("New sheet of figures received"), "work"),
        )
        withdrawn = AuditEvent(
            gettext_lazy("Donor sheet withdrawn"), notice=Notice(WITHDRAWN, "work", icon="x")
        )
        opened = AuditEvent(gettext_lazy("Donor sheet opened"))
        exported = AuditEvent(gettext_lazy("Donor sheet exported"))

    def __str__(self):
        return f"DonorSheet {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:donor-sheet", args=[self.ref])

    @property
    def file(self) -> "DonorSheet":
        return self

    @property
    def months(self) -> list[date]:
        """What it is about: one month, or the three of a quarter."""
        return self.agreement.months_until(self.month)

    @property
    def published(self) -> list[PublishedTable]:
        return [table_from_data(each) for each in self.tables or ()]

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    @property
    def is_composed(self) -> bool:
        return self.state == self.State.COMPOSED

    @classmethod
    @transaction.atomic
    def ask(
        cls, agreement: DonorAgreement, *, by: User, report: MonthlyReport, remark: str = ""
    ) -> "DonorSheet":
        """Has the table of a signed month made for a donor, and checked with all that it holds."""
        if not agreement.is_in_force_on(report.office.today()):
            raise Refusal(_("This agreement is not in force today."))
        if not report.is_signed:
            raise Refusal(_("Only signed months are sent."))
        if not agreement.project.offices.filter(pk=report.office_id).exists():
            raise Refusal(_("This office does not carry out the project."))
        cls._must_be_whole(agreement, report)
        there = cls.objects.filter(agreement=agreement, report=report)
        if there.exclude(state__in=(cls.State.REFUSED, cls.State.WITHDRAWN)).exists():
            raise Refusal(_("There is a sheet of this month already."))
        sheet = cls.objects.create(
            agreement=agreement, report=report, office=report.office, month=report.month, by=by,
            remark=remark,
        )  # fmt: skip
        log.log_event(by, "donorsheet.asked", sheet)
        find_task("compose-donor-sheet").asked(by=by).enqueue(str(sheet.ref))
        return sheet

    @classmethod
    def _must_be_whole(cls, agreement: DonorAgreement, report: MonthlyReport) -> None:
        """Refuses a quarter of which a month is not signed, and a month and its quarter for the
        same institution: what one hides, both together tell.
        """
        months = agreement.months_until(report.month)
        if agreement.is_quarterly and report not in quarters_in(signed_like(report)):
            raise Refusal(_("Only whole quarters are sent: all three months have to be signed."))
        others = cls.objects.filter(
            agreement__recipient=agreement.recipient, agreement__project=agreement.project
        ).exclude(state=cls.State.REFUSED)
        others = others.exclude(state=cls.State.WITHDRAWN, signed_at=None)
        others = others.exclude(agreement__rhythm=agreement.rhythm).select_related("agreement")
        if any(set(each.months) & set(months) for each in others):
            raise Refusal(
                _(
                    "This institution was sent part of this time already, by month or by quarter. "
                    "Both together would tell what each of them hides."
                )
            )

    def finish(self, content: Any, tables: list[dict], *, began_at: Any) -> None:
        """Keeps what the donor is to read, for good. Call it inside a transaction."""
        self.content, self.tables, self.composed_at = content, tables, began_at
        self.state = self.State.COMPOSED
        self.digest = self.digest_of_content()
        self.save()
        log.log_event(self.by, "donorsheet.composed", self, code=self.digest)
        here = Q(office=self.office) | Q(team__office=self.office)
        held = Membership.objects.held().with_permission("donor.sign").filter(here)
        self._notify([each for each in held.people() if each != self.by], "composed", by=self.by)

    def refuse(self, reason: str) -> None:
        """Keeps why it cannot be sent. Call it inside a transaction."""
        self.state, self.refused_because = self.State.REFUSED, reason
        self.save(update_fields=["state", "refused_because"])
        log.log_event(self.by, "donorsheet.refused", self)
        self._notify([self.by], "refused", by=self.by)

    def digest_of_content(self) -> str:
        said = [self.month.isoformat(), str(self.agreement.ref), self.content, self.tables]
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the figures are those of which the audit log keeps the digest."""
        if not self.digest:
            return True
        entries = AuditEntry.objects.filter(event="donorsheet.composed", record_ref=self.ref)
        logged = [entry.content.details.get("code") for entry in entries]
        return self.digest in logged and self.digest_of_content() == self.digest

    @transaction.atomic
    def sign(self, *, by: User) -> None:
        """Sends it: its donor reads it from now on. Never by who composed it, nor after others
        were given more.
        """
        lock_and_refresh(self, "state", "composed_at")
        if self.state != self.State.COMPOSED:
            raise Refusal(_("Only a sheet that was checked can be signed."))
        if (by.impersonated_by or by) == self.by:
            raise Refusal(_("Who composed a sheet does not sign it: somebody else does."))
        if not self.agreement.is_in_force_on(self.office.today()):
            raise Refusal(_("This agreement is not in force today."))
        if not self.is_intact:
            raise Refusal(_("The figures are not those that were checked. Ask for a check."))
        if self.composed_at and is_given_since(self.composed_at, self.months):
            raise Refusal(
                _(
                    "Other figures were given since this sheet was checked. Withdraw it and "
                    "compose it again."
                )
            )
        self.state, self.signed_by, self.signed_at = self.State.SENT, by, now()
        self.save(update_fields=["state", "signed_by", "signed_at"])
        recipient = self.agreement.recipient
        log.log_event(by, "donorsheet.sent", self, recipient=recipient.ref, code=self.digest)
        self._notify(readers_of(recipient), "sent", by=by)

    @transaction.atomic
    def withdraw(self, *, by: User, because: str) -> None:
        """Its donor opens it no longer. Who has read it holds it still."""
        lock_and_refresh(self, "state")
        if self.state not in (self.State.COMPOSED, self.State.SENT):
            raise Refusal(_("This sheet cannot be withdrawn now."))
        if not because.strip():
            raise Refusal(_("Write why it is withdrawn."))
        was_sent = self.is_sent
        self.state, self.withdrawn_by, self.withdrawn_at = self.State.WITHDRAWN, by, now()
        self.withdrawn_reason = because
        self.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_reason"])
        log.log_event(by, "donorsheet.withdrawn", self)
        if was_sent:
            self._notify(readers_of(self.agreement.recipient), "withdrawn", by=by)

    def _notify(self, users: Iterable[User], event: str, *, by: User) -> None:
        Notification.notify(
            users, event=f"donorsheet.{event}", about=f"{self.month:%Y-%m}",
            url=self.get_absolute_url(), by=by,
        )  # fmt: skip


def readers_of(recipient: Organization) -> list[User]:
    """Those who read figures for an institution."""
    there = Q(team__office__organization=recipient) | Q(office__organization=recipient)
    held = Membership.objects.held().with_permission("figure.read")
    return list(held.filter(there).people())
