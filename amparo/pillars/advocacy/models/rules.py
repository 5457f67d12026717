"""An office's own rules for complaints: how soon they are answered, and to whom one turns."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record


class ComplaintRules(Record):
    """The limits of one office. They are defaults by common practice, not law."""

    office = models.OneToOneField(Office, models.CASCADE, related_name="complaint_rules")
    # Hours, whatever day it is: whoever tells of abuse must hear soon that they were heard.
    acknowledge_hours = models.PositiveSmallIntegerField(default=24)
    acknowledge_days = models.PositiveSmallIntegerField(default=5)
    answer_days = models.PositiveSmallIntegerField(default=20)
    kept_years = models.PositiveSmallIntegerField(default=2)
    # Who looks into misconduct, outside this house: a unit, its address. No person's own.
    investigation = models.CharField(max_length=200, blank=True)
    # Complaints that name no place come here.
    receives_unplaced = models.BooleanField(default=False)

    audit_name = "complaintrules"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Complaint rules")

    class Privacy:
        plain_text = {
            "investigation": "a unit that investigates, and its address: no person's own",
        }

    def __str__(self):
        return f"Complaints at {self.office}"

    @classmethod
    def of(cls, office: Office) -> "ComplaintRules":
        """Those of the office, or the defaults: reading them writes nothing."""
        return cls.objects.filter(office=office).first() or cls(office=office)

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        log.log_event(by, "rules.changed", self, fields=sorted(fields))

    def acknowledge_by(self, heard: datetime, *, is_sensitive: bool) -> datetime:
        if is_sensitive:
            return heard + timedelta(hours=self.acknowledge_hours)
        return self._end_of_working_day(heard, self.acknowledge_days)

    def answer_by(self, heard: datetime) -> datetime:
        """So many days, to the end of a day on which people work."""
        day = heard.astimezone(self.office.zone).date() + timedelta(days=self.answer_days)
        return self.office.end_of_day(self.office.next_working_day(day))

    def _end_of_working_day(self, heard: datetime, days: int) -> datetime:
        start = heard.astimezone(self.office.zone).date()
        return self.office.end_of_day(self.office.after_working_days(start, days))
