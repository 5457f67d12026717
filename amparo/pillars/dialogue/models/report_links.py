"""The link by which an institution without an account reports on its commitments.

The link is the permission: it opens the commitments of one institution and nothing else. One that
leaked is ended, and what was sent with it since is kept apart.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record

LASTS = timedelta(days=30)
TOKEN_BYTES = 32


class ReportLink(Record):
    """One link of one institution; a newer one takes its place. Only a hash of it is stored."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"),
        related_name="report_links",
    )  # fmt: skip
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    # Since when somebody else had it, where it leaked.
    leaked_at = models.DateTimeField(null=True, editable=False)

    audit_name = "reportlink"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Link to report on commitments")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("Opens the commitments of an institution; names nobody.")

    class Events:
        made = AuditEvent(gettext_lazy("Link to report on commitments created"))
        ended = AuditEvent(gettext_lazy("Link to report on commitments ended"))

    def __str__(self):
        return f"ReportLink {self.ref}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.until > now()

    @classmethod
    @transaction.atomic
    def make(cls, organization: Organization, *, by: User) -> "tuple[ReportLink, str]":
        """Returns a new link and its token, said this once; earlier ones of it end."""
        for older in cls.objects.filter(organization=organization, ended_at=None):
            older.end(by=by)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = cls.objects.create(
            organization=organization, by=by, token_hash=_hash(token), until=now() + LASTS
        )
        log.log_event(by, "reportlink.made", link)
        return link, token

    @transaction.atomic
    def end(self, *, by: User, leaked_at: datetime | None = None) -> None:
        """From now on it opens nothing. Where it leaked, what was sent with it since then is kept
        apart: shown, and counted nowhere.
        """
        lock_and_refresh(self, "ended_at")
        if self.ended_at is None:
            self.ended_at, self.ended_by = now(), by
        self.leaked_at = leaked_at or self.leaked_at
        self.save(update_fields=["ended_at", "ended_by", "leaked_at"])
        if leaked_at is not None:
            self.reports.filter(sent_at__gte=leaked_at).update(is_apart=True)
        log.log_event(by, "reportlink.ended", self)

    @classmethod
    def with_secret(cls, secret: str) -> "ReportLink | None":
        """Returns the link of this token, or None where it is unknown, over or ended."""
        found = cls.objects.filter(token_hash=_hash(secret[:100]), until__gt=now(), ended_at=None)
        return found.select_related("organization").first()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
