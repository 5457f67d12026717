"""Deleting tracing requests whose time is over: one colleague asks, another confirms.

They are deleted together: nobody reads each of them again. Whoever deletes needs no leave to read.
"""

from datetime import date

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core import erasure
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.models import Membership, Notification, Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .requests import TracingRequest

ERASES = "file.erase"


class TracingClearing(Record):
    """All requests of an office that were over their time on one day."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=now, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)

    audit_name = "tracingclearing"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Deletion of tracing requests")
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=models.Q(confirmed_at=None),
                name="one_tracing_clearing_waits",
            ),
            models.CheckConstraint(
                name="tracing_cleared_by_two",
                condition=models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("asked_by")),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"TracingClearing {self.ref}"

    @classmethod
    @transaction.atomic
    def ask(cls, office: Office, *, by: User) -> "TracingClearing":
        if not over_in(office):
            raise Refusal(_("No tracing request is over its time."))
        given = {"asked_by": by, "on": office.today()}
        asked, is_new = cls.objects.get_or_create(office=office, confirmed_at=None, defaults=given)
        if is_new:
            log.log_event(by, "tracing.clearing_asked", asked)
            others = _who_erases(office)
            url = reverse("tracing:over")
            Notification.notify(others, event="tracing.clearing", about="", url=url, by=by)
        return asked

    @transaction.atomic
    def confirm(self, *, by: User) -> int:
        """Nothing of them stays but stones that name nobody. Says how many went."""
        rows = TracingClearing.objects.select_for_update(of=("self",))
        self.refresh_from_db(fields=["confirmed_at"], from_queryset=rows)
        if by == self.asked_by:
            raise Refusal(_("You asked for it: somebody else confirms."))
        if self.confirmed_at:
            raise Refusal(_("This was already confirmed."))
        erasing = Erasure(
            reason="retention", by=by, asked_by=self.asked_by, asked_at=self.asked_at,
            office=self.office,
        )  # fmt: skip
        count = erasure.erase_all(_over(self.office, self.on), erasing)
        self.confirmed_by, self.confirmed_at = by, now()
        self.save()
        log.log_event(by, "tracing.cleared", self, count=count)
        return count


@aggregate_query("a data officer counts them and reads none")
def over_in(office: Office) -> int:
    return _over(office, office.today()).count()


def _over(office: Office, on: date) -> models.QuerySet[TracingRequest]:
    return TracingRequest.objects.closed().filter(office=office, keep_until__lte=on)


def _who_erases(office: Office) -> list[User]:
    here = models.Q(office=office) | models.Q(team__office=office)
    return Membership.objects.held().with_permission(ERASES).filter(here).people()
