"""Reading limits: past a number of records an hour, or rows an export, the user must say why
first.

A justification holds for one hour and notifies the supervisors. The limits are set for each
office, well above a day's work and well below a copied caseload. OWASP ASVS 5.0, V2.4.1.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.notifications.kinds import Notice
from amparo.ui.responses import redirect_to

from ..accounts.organizations import Office
from ..accounts.users import User
from ..audit import log
from ..audit.events import AuditEvent
from ..audit.models import AuditEntry
from ..clock import now
from ..encryption.fields import PersonalField
from ..notifications.models import Notification
from ..records import Record
from ..refusals import DomainError, Refusal
from .bulk_verbs import EXPORT, check_bulk_verb
from .grants import PermissionQuerySet

HOUR = timedelta(hours=1)
FILES = ("case", "person")


class BulkReadJustification(Record):
    """A user's justification for reading many records; it lifts the limits for one hour."""

    class Reason(models.TextChoices):
        HANDOVER = "handover", gettext_lazy("Handover or review of a caseload")
        REVIEW = "review", gettext_lazy("Review of team files")
        QUALITY = "quality", gettext_lazy("Data quality check")
        URGENT = "urgent", gettext_lazy("Emergency response to many people")
        OTHER = "other", pgettext_lazy("reason", "Other")

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason)
    explanation = PersonalField(gettext_lazy("Reason"), crypto_name="words")
    count = models.PositiveIntegerField()
    at = models.DateTimeField(default=now, editable=False)
    until = models.DateTimeField()

    crypto_label = "bulkreading"
    audit_name = "bulkreading"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Bulk access")
        indexes = [models.Index(fields=["by", "-until"], name="bulk_read_by_user")]

    class Privacy:
        no_owner = gettext_lazy("Why a colleague read many files: kept as long as the ledger.")

    class Events:
        prefix = "bulk"
        asked = AuditEvent(gettext_lazy("Reason for bulk access requested"))
        suspended = AuditEvent(gettext_lazy("Bulk access refused: a competency lapsed"))
        explained = AuditEvent(
            gettext_lazy("Reason for bulk access given"),
            notice=Notice(
                gettext_lazy("Colleague reads many files and gives a reason"),
                "account",
                icon="eye",
            ),
        )

    def __str__(self):
        return f"BulkReadJustification {self.ref}"

    @classmethod
    @transaction.atomic
    def explain(cls, *, by: User, reason: str, explanation: str) -> "BulkReadJustification":
        """Lifts the reading limits of `by` for one hour, writes an audit entry and notifies their
        supervisors urgently. Raises Refusal without an explanation.
        """
        if not explanation.strip():
            raise Refusal(_("Write in a few words why you need so many files."))
        frozen = now()
        reading = cls.objects.create(
            by=by, office=by.office, reason=reason, explanation=explanation,
            count=count_opened_records(by), at=frozen, until=frozen + HOUR,
        )  # fmt: skip
        log.log_event(by, "bulk.explained", reading, reason=reason, count=reading.count)
        url = reverse("read-limit-detail", args=[reading.ref])
        Notification.notify(
            by.supervisors(), event="bulk.explained", about="", url=url, by=by, urgent=True
        )
        return reading


def count_opened_records(user: User, most: int | None = None) -> int:
    """Returns how many different cases and persons the user opened in the last hour, from the
    audit log; counts no further than `most`.
    """
    lines = AuditEntry.objects.filter(by=user, at__gt=now() - HOUR, is_reading=True)
    files = lines.filter(record_type__in=FILES).order_by().values("file_ref").distinct()
    return files[:most].count() if most else files.count()


def is_justified(user: User) -> bool:
    """Returns whether a justification of the user lifts the limits now."""
    return BulkReadJustification.objects.filter(by=user, until__gt=now()).exists()


# The guard.


class JustificationRequired(DomainError):  # noqa: N818 - a question, not a fault
    """Raised before a record is shown or exported when the limit is reached; the request is rolled
    back.

    Answered by a redirect to the page that asks, which leads back.
    """

    def answer(self, request: HttpRequest) -> HttpResponse:
        url = f"{reverse('read-limit-reason')}?{urlencode({'next': request.path})}"
        return redirect_to(request, url)


def check_read_limit(user: User, record) -> None:
    """Closes the record with JustificationRequired if the user opened as many others in the last
    hour as the office allows.

    Only cases and persons count, and none of them twice. Under impersonation the real user counts.
    Returns nothing when the record may be shown.
    """
    if record.audit_name not in FILES:
        return
    user = user.impersonated_by or user
    most = user.office.hourly_read_limit if user.office else _default("hourly_read_limit")
    if count_opened_records(user, most + 1) < most or _was_opened_already(user, record):
        return
    _require_justification(user, record)


def check_export_limit(user: User, rows: int, record=None) -> None:
    """Raises JustificationRequired for an export of more rows than the office allows, whatever was
    opened before; Suspended where the user may not export today.
    """
    check_bulk_verb(user, EXPORT, record)
    most = user.office.export_row_limit if user.office else _default("export_row_limit")
    if rows > most:
        _require_justification(user, record)


def _was_opened_already(user: User, record) -> bool:
    lines = AuditEntry.objects.of_file(log.owner_ref(record)).reads()
    return lines.filter(by=user, at__gt=now() - HOUR).exists()


def _require_justification(user: User, record) -> None:
    """Raises JustificationRequired and writes a denied entry unless the user is justified now."""
    if not is_justified(user):
        log.log_denied(user, "bulk.asked", record)
        raise JustificationRequired


def _default(name: str) -> int:
    return getattr(Office(), name)
