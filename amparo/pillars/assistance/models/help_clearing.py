"""Deleting requests for help whose time is over: one colleague asks, another confirms.

They are deleted together: nobody reads each of them again, and what came of nothing has no file.
"""

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core import erasure
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.models import Notification, Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .help_requests import HelpRequest
from .help_states import OVER
from .reception import who_may_there


class HelpClearing(Record):
    """All requests of an office that were over their time on one day."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=now, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)

    audit_name = "helpclearing"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Deletion of requests for help")
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=models.Q(confirmed_at=None), name="one_clearing_waits"
            )
        ]

    def __str__(self):
        return f"HelpClearing {self.ref}"

    @classmethod
    @transaction.atomic
    def ask(cls, office: Office, *, by: User) -> "HelpClearing":
        if not over_in(office):
            raise Refusal(_("No request for help is over its time."))
        asked, is_new = cls.objects.get_or_create(
            office=office, confirmed_at=None, defaults={"asked_by": by, "on": office.today()}
        )
        if is_new:
            log.log_event(by, "help.clearing_asked", asked)
            url = reverse("assistance:due")
            others = who_may_there(office, "file.erase")
            Notification.notify(others, event="help.clearing", about="", url=url, by=by)
        return asked

    @transaction.atomic
    def confirm(self, *, by: User) -> int:
        """Nothing of them stays but stones that name nobody. Says how many went."""
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
        log.log_event(by, "help.cleared", self, count=count)
        return count


@aggregate_query("a data officer counts them and reads none")
def over_in(office: Office) -> int:
    return _over(office, office.today()).count()


def _over(office: Office, on) -> models.QuerySet[HelpRequest]:
    over = HelpRequest.objects.filter(office=office, state__in=OVER, case=None)
    return over.filter(keep_until__lte=on)
