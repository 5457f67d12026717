"""Endorsements: a body approved a text, on a day, under a reference, in some languages.

An endorsement names the digest of what was approved. It says nothing of a later text.
"""

from collections.abc import Iterable
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal


class EndorsementQuerySet(PermissionQuerySet):
    def of(self, kind: str, refs: Iterable[UUID]) -> "EndorsementQuerySet":
        return self.filter(subject_kind=kind, subject_ref__in=list(refs))


class Endorsement(Record):
    """A body approved one text, by its digest. Never changed."""

    subject_kind = models.CharField(max_length=20)
    subject_ref = models.UUIDField()
    digest = models.CharField(max_length=64)
    # Codes of the languages that the body read, joined by commas.
    languages = models.CharField(gettext_lazy("Languages"), max_length=20)
    body = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Endorsed by"), related_name="+"
    )
    endorsed_on = models.DateField(gettext_lazy("Endorsed on"))
    reference = models.CharField(
        pgettext_lazy("endorsement", "Reference"), max_length=120,
        help_text=gettext_lazy("Number of the decision, resolution or letter."),
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "endorsement"

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Endorsement")
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="endorsed_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "digest", "body"], name="endorsed_once"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("What an institution approved.")
        plain_text = {"reference": "number of a decision of an institution"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Endorsement recorded"))

    def __str__(self):
        return f"Endorsement {self.ref}"

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split(",")

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User, kind: str, subject: Record, digest: str, languages: Iterable[str],
        body: Organization, endorsed_on: date, reference: str, today: date,
    ) -> Self:  # fmt: skip
        """Writes that `body` approved the text with this digest. Raises Refusal without a
        reference, for a day to come, and where the body endorsed this text already.
        """
        if not reference.strip():
            raise Refusal(_("Write the reference of the decision: its number, or its letter."))
        if endorsed_on > today:
            raise Refusal(_("This day is still to come."))
        if cls.objects.of(kind, [subject.ref]).filter(digest=digest, body=body).exists():
            raise Refusal(_("This institution has endorsed this text already."))
        endorsement = cls.objects.create(
            by=by, subject_kind=kind, subject_ref=subject.ref, digest=digest,
            languages=",".join(sorted(languages)), body=body, endorsed_on=endorsed_on,
            reference=reference.strip(),
        )  # fmt: skip
        log.log_event(by, "endorsement.recorded", endorsement, refs=[str(subject.ref)])
        return endorsement
