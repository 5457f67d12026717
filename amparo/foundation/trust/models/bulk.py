"""Reading in bulk: whoever opens or takes out many files says why, and their supervisor hears."""

from datetime import timedelta

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import audit
from ..clock import now
from ..fields import PersonalField
from ..reach import GuardedQuerySet
from ..refs import Referable
from ..refusals import Refusal
from .ledger import Entry
from .notices import Notice
from .offices import Office
from .users import User

HOUR = timedelta(hours=1)
FILES = ("case", "person")


class BulkReading(Referable):
    """Why somebody reads many files within an hour. It holds for one hour."""

    class Reason(models.TextChoices):
        HANDOVER = "handover", gettext_lazy("I take over or look through a caseload")
        REVIEW = "review", gettext_lazy("A review of the files of a team")
        QUALITY = "quality", gettext_lazy("I look after the quality of what is recorded")
        URGENT = "urgent", gettext_lazy("Many people need help at once")
        OTHER = "other", gettext_lazy("Something else")

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason)
    words = PersonalField()
    count = models.PositiveIntegerField()
    at = models.DateTimeField(default=now, editable=False)
    until = models.DateTimeField()

    crypto_label = "bulkreading"
    audit_name = "bulkreading"
    personal = ("words",)
    harmless = ("reason", "count", "at", "until")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-until"], name="bulk_readings_of_a_person")]

    def __str__(self):
        return f"BulkReading {self.ref}"

    @classmethod
    @transaction.atomic
    def explain(cls, *, by: User, reason: str, words: str) -> "BulkReading":
        """They say why; it goes on for an hour, and who answers for them hears of it."""
        if not words.strip():
            raise Refusal(_("Write in a few words why you need so many files."))
        frozen = now()
        reading = cls.objects.create(
            by=by, office=by.office, reason=reason, words=words, count=files_opened(by), at=frozen,
            until=frozen + HOUR,
        )  # fmt: skip
        audit.note(by, "bulk.explained", reading, reason=reason, count=reading.count)
        url = reverse("bulk-reading", args=[reading.ref])
        Notice.tell(by.supervisors(), what="bulk.explained", about="", url=url, by=by, urgent=True)
        return reading


def files_opened(user: User, most: int | None = None) -> int:
    """How many different files they opened within the hour; counted from the ledger."""
    lines = Entry.objects.filter(by=user, at__gt=now() - HOUR, is_reading=True)
    files = lines.filter(record_type__in=FILES).order_by().values("file_ref").distinct()
    return files[:most].count() if most else files.count()


def is_explained(user: User) -> bool:
    return BulkReading.objects.filter(by=user, until__gt=now()).exists()
