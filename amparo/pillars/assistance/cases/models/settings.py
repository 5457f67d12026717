"""An office's own rules: what its supervisors approve, how many cases one carries, its limits."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import years_after
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record

from ..extension_points import timers


class CaseSettings(Record):
    """The rules of one office for its cases."""

    office = models.OneToOneField(Office, models.CASCADE, related_name="case_rules")
    assessment_is_approved = models.BooleanField(default=False)
    plan_is_approved = models.BooleanField(default=True)
    closure_is_approved = models.BooleanField(default=True)
    transfer_is_approved = models.BooleanField(default=True)
    # Whether it is said where one refers to an institution without a data sharing agreement.
    referral_needs_agreement = models.BooleanField(default=False)
    caseload = models.PositiveSmallIntegerField(default=25)
    # By code of `timers`, only those that this office set; None switches one off.
    time_limits = models.JSONField(default=dict)

    audit_name = "casesettings"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Office rules")

    class Privacy:
        plain_text = {"time_limits": "codes of limits with a figure each"}

    class Events:
        prefix = "rules"
        changed = AuditEvent(_("Office rules updated"))

    def __str__(self):
        return f"Rules of {self.office}"

    @classmethod
    def of(cls, office: Office) -> "CaseSettings":
        return cls.objects.get_or_create(office=office)[0]

    @transaction.atomic
    def change(self, *, by: User, time_limits: dict[str, int | None], **fields) -> None:
        """Sets these limits and fields; other limits stay. Raises ValueError for no such limit."""
        _check_limits(time_limits)
        lock_and_refresh(self, "time_limits")
        self.time_limits = {**self.time_limits, **time_limits}
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        log.log_event(by, "rules.changed", self, fields=sorted([*fields, *time_limits]))

    def amount(self, code: str) -> int | None:
        """The office's own figure for a timer, else the default; None where no limit is set."""
        return self.time_limits.get(code, timers[code].amount)

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


def _check_limits(amounts: dict[str, int | None]) -> None:
    for code, amount in amounts.items():
        if code not in timers:
            raise ValueError(f"There is no limit {code!r}.")
        if amount is not None and amount < 0:
            raise ValueError(f"The limit {code!r} is below nothing: {amount}.")
