"""Progress: what an institution reports of its commitments, and what somebody else finds.

Both stand side by side. A commitment is fulfilled by a review of another person than who
reported, never by a report.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import allow_new
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .commitment_parts import CommitmentBearer
from .commitments import Commitment
from .report_links import ReportLink


class Progress(models.TextChoices):
    """How far a commitment is, as one side says."""

    NOT_STARTED = "not_started", pgettext_lazy("progress", "Not started")
    ON_TRACK = "on_track", pgettext_lazy("progress", "On track")
    BEHIND = "behind", pgettext_lazy("progress", "Behind schedule")
    DONE = "done", pgettext_lazy("progress", "Done")
    STOPPED = "stopped", pgettext_lazy("progress", "Stopped")


@dataclass(frozen=True)
class Progressed:
    """What one side says of one commitment. A figure counts what the target counts."""

    commitment: Commitment
    progress: str
    text: str
    evidence: str = ""
    figure: Decimal | None = None


class ProgressReport(Record):
    """One report of one institution on some of its commitments, for a period. Never changed: a
    later one takes its place.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"),
        related_name="progress_reports",
    )  # fmt: skip
    since = models.DateField(pgettext_lazy("period", "Since"))
    until = models.DateField(pgettext_lazy("period", "Until"))
    # Nobody where it was sent by the link.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    link = models.ForeignKey(
        ReportLink, models.PROTECT, null=True, related_name="reports", db_index=False
    )
    # Who filled it in, where they have no account and wish to say so.
    reporter = PersonalField(pgettext_lazy("report of an institution", "Reported by"))
    sent_at = models.DateTimeField(default=now, editable=False)
    # Sent with a link that somebody else had: shown, and counted nowhere.
    is_apart = models.BooleanField(default=False, editable=False)

    crypto_label = "progressreport"
    audit_name = "progressreport"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("commitment", "Progress report")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="progress_report_period", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="progress_report_from_one_side",
                condition=Q(by=None, link__isnull=False) | Q(by__isnull=False, link=None),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an institution says of its own work.")

    class Events:
        sent = AuditEvent(
            gettext_lazy("Progress report received"),
            notice=Notice(
                gettext_lazy("Progress report received from an institution"),
                "work",
                icon="file-text",
            ),
        )

    def __str__(self):
        return f"ProgressReport {self.ref}"

    @classmethod
    @transaction.atomic
    def send(
        cls, organization: Organization, *, lines: Iterable[Progressed], since: date, until: date,
        by: User | None = None, link: ReportLink | None = None, reporter: str = "",
    ) -> "ProgressReport":  # fmt: skip
        """Records what the institution says of its commitments, all in one. Refused without a
        line, in which nothing was written, or for a commitment that it does not bear.
        """
        lines = list(lines)
        if not lines:
            raise Refusal(_("Report on at least one commitment."))
        borne = commitments_borne_by(organization.pk)
        for line in lines:
            if line.commitment.pk not in borne:
                raise Refusal(_("This commitment is not one of your institution."))
            line_must_say(line)
        report = cls(
            organization=organization, since=since, until=until, by=by, link=link,
            reporter=reporter.strip(),
        )  # fmt: skip
        if link is not None:
            allow_new(report)  # the link is the permission
        report.save()
        for line in lines:
            ProgressLine.objects.create(
                report=report,
                commitment=line.commitment,
                progress=line.progress,
                text=line.text.strip(),
                evidence=line.evidence.strip(),
                figure=line.figure,
            )
            if line.progress not in (Progress.NOT_STARTED, Progress.STOPPED):
                line.commitment.begin()
        log.log_event(by, "progressreport.sent", report, count=len(lines))
        return report


@aggregate_query("who reports for an institution, also by a link, knows what it bears")
def commitments_borne_by(organization: int) -> tuple[int, ...]:
    """Returns the keys of the commitments that an institution bears now."""
    rows = CommitmentBearer.objects.filter(organization=organization, until=None)
    return tuple(rows.values_list("commitment", flat=True))


def line_must_say(line: Progressed) -> None:
    """Raises Refusal where it says nothing, or that it is done without what shows it."""
    if line.progress not in Progress.values:
        raise Refusal(_("Say how far the commitment is."))
    if not line.text.strip():
        raise Refusal(_("Write what was done, or why nothing was."))
    if line.progress == Progress.DONE and not line.evidence.strip():
        raise Refusal(_("Write what shows that it is done."))


class ProgressLine(Record):
    """What a report says of one commitment."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="lines")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="progress")
    progress = models.CharField(
        pgettext_lazy("commitment", "Progress"), max_length=12, choices=Progress
    )
    text = models.TextField(pgettext_lazy("progress", "What was done"), max_length=4000)
    evidence = models.CharField(
        gettext_lazy("What shows it"), max_length=1000, blank=True,
        help_text=gettext_lazy("A document, a number, an address: what others can check."),
    )  # fmt: skip
    figure = models.DecimalField(
        pgettext_lazy("indicator", "Figure"), max_digits=16, decimal_places=2, null=True,
        blank=True,
    )  # fmt: skip

    audit_name = "progressline"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("commitment", "Reported progress")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "commitment"], name="reported_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an institution says of its own work.")
        plain_text = {
            "text": "what an institution did",
            "evidence": "what an institution shows for its own work",
        }

    def __str__(self):
        return f"ProgressLine {self.ref}"


class Review(Record):
    """What somebody else than the reporter finds of a commitment, with what shows it."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="reviews")
    # The report that was reviewed; nothing where none was sent.
    line = models.ForeignKey(
        ProgressLine, models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    progress = models.CharField(
        pgettext_lazy("commitment", "Progress"), max_length=12, choices=Progress
    )
    text = models.TextField(pgettext_lazy("review", "What was found"), max_length=4000)
    evidence = models.CharField(gettext_lazy("What shows it"), max_length=1000)
    figure = models.DecimalField(
        pgettext_lazy("indicator", "Figure"), max_digits=16, decimal_places=2, null=True,
        blank=True,
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "review"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("commitment", "Review of progress")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("About how an institution keeps a commitment; names nobody.")
        plain_text = {
            "text": "what was found of the work of an institution",
            "evidence": "what shows it",
        }

    class Events:
        prefix = "commitmentreview"
        recorded = AuditEvent(gettext_lazy("Progress of a commitment reviewed"))

    def __str__(self):
        return f"Review {self.ref}"

    @classmethod
    @transaction.atomic
    def record(
        cls, commitment: Commitment, *, by: User, progress: str, text: str, evidence: str,
        figure: Decimal | None = None, line: ProgressLine | None = None,
    ) -> "Review":  # fmt: skip
        """Records what was found; "done" closes the commitment as fulfilled.

        Refused to whoever reported, to whoever speaks for an institution that bears it, without
        evidence, and for a commitment that is closed.
        """
        if not commitment.is_open:
            raise Refusal(_("This commitment was closed already."))
        bears = commitment.bearers.filter(
            until=None, organization__in=by.partner_organizations
        ).exists()
        if bears or (line is not None and line.report.by_id == by.pk):
            raise Refusal(_("Progress is reviewed by somebody else than who reports it."))
        if not text.strip() or not evidence.strip():
            raise Refusal(_("Write what was found, and what shows it."))
        review = cls.objects.create(
            commitment=commitment, line=line, progress=progress, text=text.strip(),
            evidence=evidence.strip(), figure=figure, by=by,
        )  # fmt: skip
        log.log_event(by, "commitmentreview.recorded", review, kind=progress)
        if progress == Progress.DONE:
            commitment.fulfil(by=by)
        elif progress in (Progress.ON_TRACK, Progress.BEHIND):
            commitment.begin()
        return review
