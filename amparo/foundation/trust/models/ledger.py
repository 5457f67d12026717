"""The ledger: one line for every deed and every reading. Lines are written, never changed."""

from django.conf import settings
from django.db import models

from .. import lines
from ..clock import now
from ..reach import GuardedQuerySet
from ..refs import Referable

# A door that stayed shut: its deed is `case.denied`, `page.denied`.
DENIED = models.Q(deed__endswith=".denied")
# Kinds of records of which a page says no more than that something was done: whoever reads the
# ledger may be whom it is about, and must not follow one of them from line to line.
UNNAMED = ("complaint",)


class LedgerQuerySet(GuardedQuerySet):
    def of_file(self, ref) -> "LedgerQuerySet":
        return self.filter(file_ref=ref)

    def deeds(self) -> "LedgerQuerySet":
        return self.filter(is_reading=False)

    def readings(self) -> "LedgerQuerySet":
        return self.filter(is_reading=True)

    def denied(self) -> "LedgerQuerySet":
        return self.filter(DENIED)

    def about(self, ref) -> "LedgerQuerySet":
        """The lines of one file or record, for who reads the ledger."""
        named = models.Q(file_ref=ref) | models.Q(record_ref=ref)
        return self.filter(named).exclude(record_type__in=UNNAMED)


class Details(models.JSONField):
    """Codes and refs of a deed, kept in one order on every database."""

    def pre_save(self, model_instance, add):
        return lines.ordered(super().pre_save(model_instance, add))


class Mark(models.BinaryField):
    """The mark of the house under a line, made when it is stored unless it was made before."""

    def pre_save(self, model_instance, add):
        return super().pre_save(model_instance, add) or model_instance.bear_mark()


class Entry(Referable):
    """One line: who, when, which deed, on which record of which file. Never a value."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now, editable=False)
    deed = models.CharField(max_length=60)
    record_type = models.CharField(max_length=40, blank=True)
    record_ref = models.UUIDField(null=True)
    file_ref = models.UUIDField(null=True)
    is_reading = models.BooleanField(default=False)
    details = Details(default=dict)
    mark = Mark(max_length=32, editable=False)

    audit_name = "entry"
    personal = ()
    harmless = (
        "at", "deed", "record_type", "record_ref", "file_ref", "is_reading", "details", "mark",
    )  # fmt: skip

    objects = LedgerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["file_ref", "is_reading", "-at"], name="ledger_of_a_file"),
            models.Index(fields=["by", "-at"], name="ledger_of_a_person"),
        ]

    def __str__(self):
        return f"{self.deed} by {self.by_id}"

    @property
    def is_denied(self) -> bool:
        return self.deed.endswith(".denied")

    @property
    def short_ref(self) -> str:
        """Enough of a ref to tell two records apart on a page: the end, where chance is."""
        return self.record_ref.hex[-8:] if self.record_ref else ""

    @property
    def is_unnamed(self) -> bool:
        return self.record_ref is None or self.record_type in UNNAMED

    def bear_mark(self) -> bytes:
        self.mark = lines.mark(lines.written(self))
        return self.mark
