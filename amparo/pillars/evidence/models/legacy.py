"""Legacy totals: numbers from before this site, typed with their source and its date.

They stand beside the figures and are part of no sum, no target and no release: nobody can say
who was in them.
"""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from .indicators import Indicator


class LegacyTotalQuerySet(PermissionQuerySet):
    def standing(self) -> "LegacyTotalQuerySet":
        """Those that nobody removed."""
        return self.filter(removed_at=None)


class LegacyTotal(Record):
    """What another source says of an indicator in a period before. Never changed: removed, and
    typed anew.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Indicator")
    )
    starts_on = models.DateField(gettext_lazy("Start date"))
    ends_on = models.DateField(pgettext_lazy("period", "End date"))
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("area", "Area"),
    )  # fmt: skip
    value = models.DecimalField(pgettext_lazy("figures", "Total"), max_digits=12, decimal_places=2)
    source = models.CharField(gettext_lazy("Source"), max_length=300)
    source_on = models.DateField(gettext_lazy("Date of the source"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "legacytotal"

    objects = LegacyTotalQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Legacy total")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="legacy_total_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("A total of another source; names nobody.")
        plain_text = {"source": "title of a publication or a sheet"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Legacy total recorded"))
        removed = AuditEvent(gettext_lazy("Legacy total removed"))

    def __str__(self):
        return f"LegacyTotal {self.ref}"

    @classmethod
    @transaction.atomic
    def record(
        cls, office: Office, *, by: User, indicator: Indicator, starts_on: date, ends_on: date,
        value: Decimal, source: str, source_on: date, place: Place | None = None,
    ) -> "LegacyTotal":  # fmt: skip
        """Records a total. Refused without a source, for days to come, and twice for the same."""
        if ends_on < starts_on:
            raise Refusal(_("It ends before it starts."))
        if max(ends_on, source_on) > office.today_for(by):
            raise Refusal(_("The date is in the future. Legacy totals are of the past."))
        if value < 0:
            raise Refusal(_("A total is not below zero."))
        if indicator.unit == Indicator.Unit.PERCENT and value > 100:
            raise Refusal(_("A share is at most 100 percent."))
        there = cls.objects.standing().filter(
            office=office, indicator=indicator, starts_on=starts_on, ends_on=ends_on, place=place
        )
        if there.exists():
            raise Refusal(
                _("A total of this indicator, period and area is there already. Remove it first.")
            )
        total = cls.objects.create(
            office=office, by=by, indicator=indicator, starts_on=starts_on, ends_on=ends_on,
            value=value, source=source, source_on=source_on, place=place,
        )  # fmt: skip
        log.log_event(by, "legacytotal.recorded", total)
        return total

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Shown no more. Twice is once."""
        lock_and_refresh(self, "removed_at")
        if self.removed_at:
            return
        self.removed_at, self.removed_by = now(), by
        self.save(update_fields=["removed_at", "removed_by"])
        log.log_event(by, "legacytotal.removed", self)
