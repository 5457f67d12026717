"""Reminders: a colleague is asked to complete records, once for all of them together."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification, Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal


class DataReminder(Record):
    """Who was asked when, by whom, for how many records. Never changed."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    colleague = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    count = models.PositiveIntegerField()
    remark = models.CharField(pgettext_lazy("report", "Remark"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "datareminder"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Reminder of data quality issues")
        indexes = [models.Index(fields=["colleague", "-at"], name="data_reminders_by_colleague")]

    class Privacy:
        no_owner = gettext_lazy("A number of records, and which colleague was asked.")
        plain_text = {"remark": "a word to a colleague about a number of records"}

    def __str__(self):
        return f"DataReminder {self.ref}"

    @classmethod
    @transaction.atomic
    def send_to_all(
        cls, counts: Iterable[tuple[User, int]], *, by: User, office: Office, remark: str = ""
    ) -> "list[DataReminder]":
        """Notifies each colleague once, with the number of their records; once a day is enough.

        Whoever was reminded today, and of whom nothing is missing, is left out. Refused where
        nobody is left.
        """
        day = now().astimezone(office.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        today = cls.objects.filter(office=office, at__gte=day)
        reminded = set(today.values_list("colleague", flat=True))
        waiting = [(user, count) for user, count in counts if count and user.pk not in reminded]
        if not waiting:
            raise Refusal(
                _("These colleagues were reminded today already, or nothing is missing.")
            )
        return [
            cls._send(user, by=by, office=office, count=count, remark=remark)
            for user, count in waiting
        ]

    @classmethod
    def _send(
        cls, colleague: User, *, by: User, office: Office, count: int, remark: str
    ) -> "DataReminder":
        reminder = cls.objects.create(
            office=office, colleague=colleague, count=count, remark=remark, by=by
        )
        log.log_event(by, "dataissue.asked", reminder, to=colleague.ref, count=count)
        Notification.notify(
            [colleague], event="dataissue.asked", about=str(count), url="/data-quality/", by=by
        )
        return reminder
