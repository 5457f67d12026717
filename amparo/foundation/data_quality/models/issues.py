"""Data quality issues: something is missing in a record, and one colleague is asked for it.

They hold keys of records and nothing of their content. The data officer reads counts of them
(`queries.py`); the row itself opens to the colleague who is asked, and to nobody else.
"""

from datetime import date
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh, lock_rows
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..extension_points import data_checks


class DataIssueQuerySet(PermissionQuerySet):
    def open(self) -> "DataIssueQuerySet":
        return self.filter(ended_at=None)

    def of(self, user: User) -> "DataIssueQuerySet":
        """Those that this colleague is asked."""
        return self.open().filter(colleague=user.pk)

    def about(self, month: date, over: date) -> "DataIssueQuerySet":
        """Those that matter for the figures of a month, which ended before `over`."""
        return self.filter(Q(until=None) | Q(until__gte=month), since__lt=over)


class DataIssue(Record):
    """Something is missing in one record. Never changed but to ask another, and to end it."""

    class End(models.TextChoices):
        ANSWERED = "answered", pgettext_lazy("data quality issue", "Completed")
        EXPLAINED = "explained", pgettext_lazy("data quality issue", "Not known")
        MENDED = "mended", pgettext_lazy("data quality issue", "Completed elsewhere")
        LAPSED = "lapsed", pgettext_lazy("data quality issue", "No longer asked")

    class Reason(models.TextChoices):
        DECLINED = "declined", gettext_lazy("The person prefers not to say")
        NOT_KNOWN = "not_known", gettext_lazy("The person does not know")
        UNREACHABLE = "unreachable", gettext_lazy("The person cannot be reached")
        UNSAFE = "unsafe", gettext_lazy("It is not safe to ask now")
        IN_TRANSIT = "in_transit", gettext_lazy("The person is on the move")
        NOT_FUNDED = "not_funded", gettext_lazy("No fund paid for it")

    kind = models.CharField(gettext_lazy("Data quality issue"), max_length=40)
    record_ref = models.UUIDField(editable=False)
    file_ref = models.UUIDField(editable=False, db_index=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    colleague = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Counted for nobody but the colleague who is asked.
    is_restricted = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)
    found_at = models.DateTimeField(gettext_lazy("Found on"), default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end = models.CharField(max_length=10, choices=End, blank=True)
    reason = models.CharField(
        pgettext_lazy("column, field", "Reason"), max_length=20, choices=Reason, blank=True
    )

    audit_name = "dataissue"

    objects = DataIssueQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Data quality issue")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_ref"], condition=Q(ended_at=None),
                name="data_issue_open_once",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["colleague", "found_at"], condition=Q(ended_at=None),
                name="data_issues_of_colleague",
            ),
            models.Index(
                fields=["office", "kind"], condition=Q(ended_at=None),
                name="data_issues_of_office",
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("What is missing in a record, by its keys; it goes with the file.")

    class Events:
        answered = AuditEvent(gettext_lazy("Data quality issue completed"))
        explained = AuditEvent(gettext_lazy("Data quality issue: not known"))
        asked = AuditEvent(gettext_lazy("Reminder of data quality issues sent"))

    def __str__(self):
        return f"DataIssue {self.ref}"

    @property
    def label(self) -> str | Promise:
        """What is missing; the code where the app of its check is gone."""
        check = data_checks.get(self.kind)
        return check.label if check else self.kind

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @transaction.atomic
    def complete(self, *, by: User) -> None:
        """The record says now what was missing."""
        self._end(self.End.ANSWERED, by=by)
        log.log_event(by, "dataissue.answered", self)

    @transaction.atomic
    def explain(self, *, by: User, reason: str) -> None:
        """Nobody can say it, for this reason: it is not asked again before its check says so."""
        check = data_checks.get(self.kind)
        if check is None or reason not in check.reasons:
            raise Refusal(_("Choose one of the reasons."))
        self._end(self.End.EXPLAINED, by=by, reason=reason)
        log.log_event(by, "dataissue.explained", self, reason=reason)

    @classmethod
    def follow_file(cls, file: UUID, *, is_restricted: bool, colleague: User | None) -> None:
        """A file changed hands or was kept to a group: at once, its open issues say so. A person
        who belongs to other files too is looked at again at night.
        """
        rows = lock_rows(cls.objects.open().filter(file_ref=file))
        if rows:
            cls.objects.filter(pk__in=[each.pk for each in rows]).update(
                is_restricted=is_restricted, colleague=colleague
            )

    def close_as_mended(self, *, by: User) -> None:
        """The record was completed elsewhere meanwhile."""
        self._end(self.End.MENDED, by=by)

    def _end(self, end: str, *, by: User, reason: str = "") -> None:
        lock_and_refresh(self, "ended_at")
        if not self.is_open:
            raise Refusal(_("This was answered already."))
        self.ended_at, self.ended_by, self.end, self.reason = now(), by, end, reason
        self.save(update_fields=["ended_at", "ended_by", "end", "reason"])
