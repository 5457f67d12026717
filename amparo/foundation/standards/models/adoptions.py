"""Adoptions: an institution or an office decided to apply a text, from a day on."""

from collections.abc import Iterable
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal


class AdoptionQuerySet(PermissionQuerySet):
    def of(self, kind: str, refs: Iterable[UUID]) -> "AdoptionQuerySet":
        return self.filter(subject_kind=kind, subject_ref__in=list(refs))

    def in_force(self) -> "AdoptionQuerySet":
        return self.filter(ended_on=None)


class Adoption(Record):
    """One institution, or one office of it, applies one text. Only its end is added."""

    subject_kind = models.CharField(max_length=20)
    subject_ref = models.UUIDField()
    digest = models.CharField(max_length=64)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), related_name="+"
    )
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    adopted_on = models.DateField(gettext_lazy("Adopted on"))
    how = models.CharField(
        gettext_lazy("How it is applied"), max_length=300,
        help_text=gettext_lazy("For example: annexed to the internal rules, part of training."),
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_on = models.DateField(gettext_lazy("No longer applied since"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end_reason = models.CharField(
        pgettext_lazy("column, field", "Reason"), max_length=300, blank=True
    )

    audit_name = "adoption"

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("standard", "Adoption")
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="adopted_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "office"], name="adopted_once_by_office",
                condition=Q(ended_on=None, office__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "organization"],
                condition=Q(ended_on=None, office=None), name="adopted_once",
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("What an institution decided to apply.")
        plain_text = {
            "how": "how an institution applies a text",
            "end_reason": "why an institution applies a text no more",
        }

    class Events:
        recorded = AuditEvent(gettext_lazy("Adoption recorded"))
        ended = AuditEvent(gettext_lazy("Adoption ended"))

    def __str__(self):
        return f"Adoption {self.ref}"

    @property
    def is_in_force(self) -> bool:
        return self.ended_on is None

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User, kind: str, subject: Record, digest: str, organization: Organization,
        adopted_on: date, how: str, today: date, office: Office | None = None,
    ) -> Self:  # fmt: skip
        """Writes that it is applied. Raises Refusal where it is already, for a day to come, for
        an office of another institution, and without a word on how.
        """
        if not how.strip():
            raise Refusal(_("Write how it is applied."))
        if adopted_on > today:
            raise Refusal(_("This day is still to come."))
        if office is not None and office.organization_id != organization.pk:
            raise Refusal(
                _("This office belongs to another institution. Choose that one, or no office.")
            )
        there = cls.objects.in_force().of(kind, [subject.ref])
        if there.filter(organization=organization, office=office).exists():
            raise Refusal(_("This institution applies it already."))
        adoption = cls.objects.create(
            by=by, subject_kind=kind, subject_ref=subject.ref, digest=digest,
            organization=organization, office=office, adopted_on=adopted_on, how=how.strip(),
        )  # fmt: skip
        log.log_event(by, "adoption.recorded", adoption, refs=[str(subject.ref)])
        return adoption

    @transaction.atomic
    def end(self, *, by: User, because: str, today: date) -> None:
        """It is applied no more, for a reason. A second time it is refused."""
        if not because.strip():
            raise Refusal(_("Write why it is applied no more."))
        lock_and_refresh(self, "ended_on")
        if not self.is_in_force:
            raise Refusal(_("This was ended already."))
        self.ended_on, self.ended_by, self.end_reason = today, by, because.strip()
        self.save(update_fields=["ended_on", "ended_by", "end_reason"])
        log.log_event(by, "adoption.ended", self, refs=[str(self.subject_ref)])
