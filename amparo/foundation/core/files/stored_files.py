"""What all records of an encrypted file have in common: name, type, size, and the virus check.

No fingerprint of the content is stored: it would tell whoever has the same file that it is here.
The encryption itself shows whether anything was changed.
"""

from functools import partial
from typing import Any, BinaryIO, Self

from django.apps import apps
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..audit import log
from ..encryption.fields import EncryptedFileField, PersonalField
from ..encryption.files import EncryptedFile
from ..models import Membership, Notification, User
from ..permissions.grants import PermissionQuerySet
from ..records import Record
from ..refusals import Refusal
from . import virus_scanner
from .validation import ValidatedFile


class StoredFileQuerySet(PermissionQuerySet):
    def not_removed(self) -> Self:
        """Those that nobody took out."""
        return self.exclude(storage_key="")

    def awaiting_scan(self) -> Self:
        return self.not_removed().filter(verdict=StoredFile.Verdict.WAITING)


class StoredFile(Record):
    """An encrypted file: its name and content are personal, its type and size not.

    Where the installation has a virus scanner it opens once it was checked, and a harmful one for
    nobody. A subclass has `by`, who sent it, and `at`.
    """

    # Before its number in an export for the person, where files of several kinds lie together.
    export_prefix = ""

    class Verdict(models.TextChoices):
        NONE = "", gettext_lazy("Not checked for viruses")
        WAITING = "waiting", gettext_lazy("Being checked for viruses")
        CLEAN = "clean", gettext_lazy("Checked for viruses")
        INFECTED = "infected", gettext_lazy("Harmful: locked away")

    name = PersonalField(gettext_lazy("Name"))
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=100)
    size = models.PositiveIntegerField(gettext_lazy("Size"))
    storage_key = EncryptedFileField()
    verdict = models.CharField(
        max_length=10, choices=Verdict, default=Verdict.NONE, blank=True, editable=False
    )

    # Whoever sent it: each subclass has the field.
    by: Any

    class Meta:
        abstract = True

    @classmethod
    def store(cls, upload: ValidatedFile, *, owner: Record, by: User, **fields: Any) -> Self:
        """Encrypts a validated file under the key of `owner`; queues the virus check if there is a
        scanner.
        """
        from .scanning import check_file

        waits = cls.Verdict.WAITING if virus_scanner.is_on() else cls.Verdict.NONE
        upload.content.seek(0)
        stored = cls._default_manager.create(
            by=by, kind=upload.kind, size=upload.size, verdict=waits,
            storage_key=EncryptedFile.write(upload.content, owner=owner),
            **{"name": upload.name} | fields,
        )  # fmt: skip
        if waits:
            check_file.enqueue(str(stored.ref))
        return stored

    @property
    def is_waiting(self) -> bool:
        """In quarantine; without a scanner nothing waits any more."""
        return self.verdict == self.Verdict.WAITING and virus_scanner.is_on()

    @property
    def is_harmful(self) -> bool:
        return self.verdict == self.Verdict.INFECTED

    @property
    def may_be_opened(self) -> bool:
        return bool(self.storage_key) and not self.is_waiting and not self.is_harmful

    @property
    def standing(self) -> str:
        """What is to be said of it in a list, where anything is."""
        return str(self.get_verdict_display()) if self.is_waiting or self.is_harmful else ""

    @property
    def sign(self) -> str:
        """The picture that stands beside it in a list."""
        if self.is_waiting:
            return "hourglass"
        if self.is_harmful:
            return "lock"
        return "camera" if self.kind.startswith("image/") else "file-text"

    @property
    def page_url(self) -> str:
        """The page on which it is found."""
        raise NotImplementedError

    @property
    def notified_office_id(self) -> int | None:
        """The office whose administrators learn that it is harmful."""
        raise NotImplementedError

    @property
    def notice_subject(self) -> str:
        """What the notification to whoever sent it says it is about."""
        return ""

    @property
    def notice_event(self) -> str:
        """The audit event whose notice says that it is harmful."""
        return f"{self.audit_name}.infected"

    def open(self) -> BinaryIO:
        """Its content, opened piece by piece; `FileNotFoundError` where it is gone."""
        if self.is_waiting:
            raise Refusal(_("This paper is being checked for viruses. Try again in a minute."))
        if self.is_harmful:
            raise Refusal(_("This paper is harmful. It is locked away and opens for nobody."))
        return EncryptedFile.open(self.storage_key)

    def delete_content(self) -> None:
        """Deletes the content, not the record; the caller saves it.

        The content goes once that is settled; what is left if we are stopped here is swept up.
        """
        stored, self.storage_key, self.name = self.storage_key, "", ""
        transaction.on_commit(partial(EncryptedFile.delete, stored), robust=True)

    def judge(self, found: str) -> None:
        """What the scanner says of it; what is harmful stays locked, and those concerned know."""
        verdict = self.Verdict.INFECTED if found else self.Verdict.CLEAN
        waiting = type(self)._default_manager.filter(pk=self.pk, verdict=self.Verdict.WAITING)
        if waiting.update(verdict=verdict) and found:
            log.log_event(None, f"{self.audit_name}.infected", self, code=found)
            self._notify_of_harm()

    def _notify_of_harm(self) -> None:
        about, what = self.notice_subject, self.notice_event
        Notification.notify(
            [self.by], event=what, about=about, url=self.page_url, by=None, urgent=True
        )
        # Administrators see nothing of what it belongs to: only that it happened.
        keepers = Membership.objects.held().with_permission("job.keep").exclude(user=self.by)
        here = keepers.filter(office=self.notified_office_id).people()
        Notification.notify(
            here, event=what, about="", url=reverse("notifications"), by=None, urgent=True
        )


def stored_file_models() -> list[type[StoredFile]]:
    """Returns every model whose records are encrypted files that are checked for viruses."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]
