"""Qualifications of colleagues: for what they are trained or appointed, by which paper, how long.

Protects who is to be heard about asylum, and children who are interviewed: not everybody may hear
them. A supervisor enters the record, and never their own.
"""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal


class QualificationQuerySet(PermissionQuerySet):
    def valid_on(self, day: date) -> "QualificationQuerySet":
        lasts = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(lasts, valid_from__lte=day, ended_at=None)


class Qualification(Record):
    """What one colleague is qualified for, from one day to another."""

    class Kind(models.TextChoices):
        ASYLUM = "asylum", gettext_lazy("Hearing an intention to seek asylum")
        CHILDREN = "children", gettext_lazy("Interviewing children")

    holder = models.ForeignKey(User, models.CASCADE, related_name="qualifications")
    kind = models.CharField(gettext_lazy("Qualified for"), max_length=12, choices=Kind)
    valid_from = models.DateField(gettext_lazy("Valid from"))
    valid_until = models.DateField(gettext_lazy("Valid until"), null=True)
    # A certificate or letter of appointment, by its name and number.
    paper = models.CharField(gettext_lazy("Certificate or letter"), max_length=200)
    issuer = models.CharField(gettext_lazy("Issuer"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    audit_name = "qualification"

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Qualification of a colleague")
        constraints = [
            models.CheckConstraint(
                name="qualification_is_entered_by_another", condition=~Q(by=models.F("holder"))
            )
        ]

    class Privacy:
        no_owner = "for what a colleague is qualified: of nobody whom we protect"
        plain_text = {
            "paper": "name and number of a certificate of a colleague",
            "issuer": "who issued a certificate of a colleague",
        }

    class Events:
        entered = AuditEvent(gettext_lazy("Entered a qualification of a colleague"))
        ended = AuditEvent(gettext_lazy("Ended a qualification of a colleague"))

    def __str__(self):
        return f"Qualification {self.ref}"

    @classmethod
    @transaction.atomic
    def enter(
        cls, holder: User, *, by: User, kind: str, valid_from: date, paper: str, issuer: str,
        valid_until: date | None = None,
    ) -> "Qualification":  # fmt: skip
        """A supervisor enters it with its paper; sent twice it is one record."""
        if "case.approve" not in by.permissions:
            raise Refusal(_("A supervisor enters qualifications."))
        if by.pk == holder.pk:
            raise Refusal(_("Another supervisor enters your own qualification."))
        if not paper.strip() or not issuer.strip():
            raise Refusal(_("Write which certificate or letter shows it, and who issued it."))
        if valid_until and valid_until < valid_from:
            raise Refusal(_("It would end before it begins. Look at both dates."))
        fields = {
            "kind": kind, "valid_from": valid_from, "valid_until": valid_until,
            "paper": paper.strip(), "issuer": issuer.strip(),
        }  # fmt: skip
        if there := holder.qualifications.filter(ended_at=None, **fields).first():
            return there
        made = cls.objects.create(holder=holder, by=by, **fields)
        log.log_event(by, "qualification.entered", made, kind=kind)
        return made

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """It counts no longer; what was heard while it counted stays."""
        lock_and_refresh(self, "ended_at", "ended_by_id")
        if self.ended_at:
            return
        if by.pk == self.holder_id:
            raise Refusal(_("Another supervisor ends your own qualification."))
        self.ended_at, self.ended_by = now(), by
        self.save(update_fields=["ended_at", "ended_by"])
        log.log_event(by, "qualification.ended", self, kind=self.kind)


@aggregate_query("who is qualified is asked of every colleague of an office")
def has_qualification(user: User, kind: str, day: date) -> bool:
    """Whether a record of this kind counts for the user on that day."""
    return Qualification.objects.valid_on(day).filter(holder=user, kind=kind).exists()
