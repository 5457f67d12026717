"""Deleting together the records whose time is over: one colleague asks, another confirms.

Nobody reads each of them again, and who deletes needs no permission to read them. Each package
registers in its `privacy.py` what it has of such records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core import erasure
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.erasure import Erasure
from amparo.foundation.core.models import Notification, Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.help_requests.models.reception import users_in_office
from amparo.pillars.assistance.privacy.extension_points import bulk_deletion_kinds

ERASES = "file.erase"


@dataclass(frozen=True)
class BulkDeletionKind:
    """Records of one kind that are deleted together.

    `overdue` finds those of an office that are over their time on a day; `none_overdue` is what
    who asks is told where there are none. `asked` and `confirmed` are audit events, `notice` is
    the one of whoever may confirm, and `url_name` the page on which they do.
    """

    overdue: Callable[[Office, date], models.QuerySet]
    none_overdue: Promise
    asked: str
    confirmed: str
    notice: str
    url_name: str


class BulkDeletionQuerySet(PermissionQuerySet):
    def of(self, model: type[Record]) -> "BulkDeletionQuerySet":
        """Those of records of this model."""
        return self.filter(kind=model.audit_name)

    def waiting(self) -> "BulkDeletionQuerySet":
        return self.filter(confirmed_at=None)


class BulkDeletion(Record):
    """All records of one kind of an office that were over their time on one day."""

    # The audit name of their model.
    kind = models.CharField(max_length=40)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    day = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=now, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)

    audit_name = "bulkdeletion"

    objects = BulkDeletionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Deletion of expired records")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "office"], condition=models.Q(confirmed_at=None),
                name="one_bulk_deletion_waits",
            ),
            models.CheckConstraint(
                name="bulk_deletion_by_two",
                condition=models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("asked_by")),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"BulkDeletion {self.ref}"

    @classmethod
    @transaction.atomic
    def ask(cls, model: type[Record], office: Office, *, by: User) -> "BulkDeletion":
        """Asked for once: whoever may confirm is told. Asked again, the same one waits."""
        kind = bulk_deletion_kinds[model.audit_name]
        if not count_overdue(model, office):
            raise Refusal(str(kind.none_overdue))
        asked, is_new = cls.objects.get_or_create(
            kind=model.audit_name, office=office, confirmed_at=None,
            defaults={"asked_by": by, "day": office.today()},
        )  # fmt: skip
        if is_new:
            log.log_event(by, kind.asked, asked)
            others, url = users_in_office(office, ERASES), reverse(kind.url_name)
            Notification.notify(others, event=kind.notice, about="", url=url, by=by)
        return asked

    @transaction.atomic
    def confirm(self, *, by: User) -> int:
        """Deletes them for ever and returns how many: tombstones that name nobody remain."""
        lock_and_refresh(self, "confirmed_at")
        if by.pk == self.asked_by_id:
            raise Refusal(_("You asked for it: somebody else confirms."))
        if self.confirmed_at:
            raise Refusal(_("This was already confirmed."))
        kind = bulk_deletion_kinds[self.kind]
        erasing = Erasure(
            reason="retention", by=by, asked_by=self.asked_by, asked_at=self.asked_at,
            office=self.office,
        )  # fmt: skip
        count = erasure.erase_all(kind.overdue(self.office, self.day), erasing)
        self.confirmed_by, self.confirmed_at = by, now()
        self.save(update_fields=["confirmed_by", "confirmed_at"])
        log.log_event(by, kind.confirmed, self, count=count)
        return count


@aggregate_query("a data officer counts them and reads none")
def count_overdue(model: type[Record], office: Office) -> int:
    """Returns how many records of this model are over their time in an office today."""
    return bulk_deletion_kinds[model.audit_name].overdue(office, office.today()).count()
