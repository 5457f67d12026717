"""An office's own rules: what its supervisors approve, how many cases one carries, its limits."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import years_after
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from ..extension_points import timers


class CaseRules(Record):
    """The rules of one office for its cases."""

    office = models.OneToOneField(Office, models.CASCADE, related_name="case_rules")
    assessment_is_approved = models.BooleanField(default=False)
    plan_is_approved = models.BooleanField(default=True)
    closure_is_approved = models.BooleanField(default=True)
    transfer_is_approved = models.BooleanField(default=True)
    caseload = models.PositiveSmallIntegerField(default=25)

    audit_name = "caserules"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rules of an office")

    class Events:
        prefix = "rules"
        changed = AuditEvent(_("The rules of an office were changed"))

    def __str__(self):
        return f"Rules of {self.office}"

    @classmethod
    def of(cls, office: Office) -> "CaseRules":
        rules = cls.objects.filter(office=office).prefetch_related("timers").first()
        return rules or cls.objects.get_or_create(office=office)[0]

    @transaction.atomic
    def change(self, *, by: User, timers: dict[str, int | None], **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        for code, amount in timers.items():
            self.timers.update_or_create(code=code, defaults={"amount": amount})
        log.log_event(by, "rules.changed", self, fields=sorted([*fields, *timers]))

    def amount(self, code: str) -> int | None:
        """The office's own figure for a timer, else the default; None where no limit is set."""
        own = {timer.code: timer.amount for timer in self.timers.all()}
        return own.get(code, timers[code].amount)

    def due(self, code: str, start: date) -> date | None:
        """The day by which it is due, a day on which people work; None where no limit is set.

        Limits in hours are for what is urgent: no day of rest puts them off.
        """
        amount, unit = self.amount(code), timers[code].unit
        if amount is None:
            return None
        if unit == "working_days":
            return self.office.after_working_days(start, amount)
        if unit == "hours":
            return start + timedelta(hours=amount)
        if unit == "years":
            return years_after(start, amount)
        return self.office.next_working_day(start + timedelta(days=amount))

    def moment(self, code: str, start: datetime) -> datetime:
        """Until when somebody answers: to the hour, on any day. It always has an end."""
        amount = self.amount(code) or timers[code].amount or 0
        return start + timedelta(**{timers[code].unit: amount})

    @property
    def clinical_limits(self) -> dict[str, int]:
        """Clinical limits in hours: only those that this office has set."""
        codes = [code for code in timers if code.startswith("clinical.")]
        return {code: hours for code in codes if (hours := self.amount(code))}


class TimerSet(models.Model):
    """One limit as an office set it; an empty amount switches it off."""

    rules = models.ForeignKey(CaseRules, models.CASCADE, related_name="timers")
    code = models.CharField(max_length=40)
    amount = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rules", "code"], name="timer_set_once")]

    def __str__(self):
        return f"{self.code}: {self.amount}"
