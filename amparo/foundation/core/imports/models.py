"""What every imported file and each problem of a row has; each kind of import has its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..clock import now
from ..encryption.fields import EncryptedFileField, PersonalField
from ..encryption.files import EncryptedFile
from ..models import User
from ..permissions.grants import PermissionQuerySet
from ..records import Record
from ..refusals import Refusal


class ImportState(models.TextChoices):
    COLUMNS = "columns", gettext_lazy("Columns to confirm")
    CHECKING = "checking", gettext_lazy("Checking")
    CHECKED = "checked", gettext_lazy("Pending decision")
    IMPORTING = "importing", gettext_lazy("Importing")
    DONE = "done", gettext_lazy("Imported")
    UNREADABLE = "unreadable", gettext_lazy("Cannot be read")


class ImportFileRecord(Record):
    """One file: who brought it, how far its check or its import is, and what was counted."""

    State = ImportState
    RUNNING = (ImportState.CHECKING, ImportState.IMPORTING)

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    name = PersonalField(gettext_lazy("Name"))
    storage_key = EncryptedFileField()
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.COLUMNS)
    rows = models.PositiveIntegerField(default=0)
    row_now = models.PositiveIntegerField(default=0)
    ready = models.PositiveIntegerField(default=0)
    to_correct = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    def require_file(self) -> None:
        """Raises Refusal where the original was deleted."""
        if self.deleted_at:
            raise Refusal(
                _("The original was deleted when its time was over. Take the file in again.")
            )

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The original in clear, closed afterwards; raises Refusal where it was deleted."""
        self.require_file()
        stream = EncryptedFile.open(self.storage_key)
        try:
            yield stream
        finally:
            stream.close()

    def start(self, state: str, *changed: str) -> None:
        """Begins to check or to import from the first row; saves the fields named, too."""
        self.state, self.row_now = state, 0
        self.save(update_fields=["state", "row_now", *changed])

    def count(self, **counts: int) -> None:
        """Saves how far it is, so that somebody can see it."""
        for name, value in counts.items():
            setattr(self, name, value)
        self.save(update_fields=list(counts))

    @transaction.atomic
    def delete_original(self) -> None:
        """Deletes the file and what was quoted from it; the counts stay."""
        self.issues.all().delete()  # type: ignore[attr-defined]
        transaction.on_commit(partial(EncryptedFile.delete, self.storage_key), robust=True)
        self.storage_key, self.name, self.deleted_at = "", "", now()
        self.save()


class ImportIssueRecord(Record):
    """A problem of one row: where, what it says, and what to do."""

    row = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    keeps_out = models.BooleanField()
    message_data = PersonalField(gettext_lazy("Problem"), kind="json")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["row", "pk"]

    def __str__(self):
        return f"{self.code} in row {self.row}"
