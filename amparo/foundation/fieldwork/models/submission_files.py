"""Files of submissions: photos, recordings, signatures, whole or uploaded in parts.

Parts may come before their form or after it, in any order and over days. A form names each file
by its digest, so nobody can replace it by another one.
"""

import hmac
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import DataKey, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..extension_points import record_lookups
from ..sync.commands import NotPermitted
from .base import BelongsToRecord, RecordReference
from .submissions import Submission

LONGEST_KIND = 100


class SubmissionFile(Record):
    """A photo, a recording or a signature that came with it, sealed; perhaps in a later post."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    name = PersonalField(gettext_lazy("Name"))
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    storage_key = EncryptedFileField()
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "submissionfile"
    audit_name = "submissionfile"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Media of a submission")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "digest"], name="each_file_once")
        ]

    class Privacy:
        owner = "submission"
        withheld = gettext_lazy(
            "Photos and recordings that came with answers which are in no file."
        )
        plain_text = {
            "kind": "a media type",
        }

    def __str__(self):
        return f"SubmissionFile {self.ref}"

    @property
    def file(self) -> Submission:
        return self.submission

    @classmethod
    def keep(cls, submission: Submission, name: str, kind: str, content: BinaryIO) -> bool:
        """Whether it is new; it may have been brought by an earlier post."""
        digest, size = _fingerprint(name, content)
        if cls.objects.filter(submission=submission, digest=digest).exists():
            return False
        file = cls(submission=submission, name=name, kind=kind[:LONGEST_KIND], size=size)
        file.digest, file.storage_key = digest, EncryptedFile.write(content, owner=submission)
        file.save(force_insert=True)
        return True

    def open(self) -> BinaryIO:
        return EncryptedFile.open(self.storage_key)

    def delete_stored(self) -> None:
        """It lies elsewhere now, or nowhere: off the disk once that is settled."""
        transaction.on_commit(partial(EncryptedFile.delete, self.storage_key), robust=True)
        self.delete()


def _fingerprint(name: str, content: BinaryIO) -> tuple[str, int]:
    """Keyed: who has the same picture cannot tell from it that it is here."""
    seal = hmac.new(key_ring.derive("submission file"), name.encode() + b"\0", sha256)
    size = 0
    content.seek(0)
    while piece := content.read(256 * 1024):
        seal.update(piece)
        size += len(piece)
    content.seek(0)
    return seal.hexdigest(), size


# Files that are uploaded in parts


@dataclass(frozen=True)
class AnnouncedFile:
    """What a form says of a file that comes with it."""

    name: str
    kind: str
    size: int
    digest: str
    parts: int


class PendingUpload(BelongsToRecord):
    """A file that a form names, until all of it is here."""

    form_key = models.UUIDField(db_index=True)
    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, related_name="pending_uploads"
    )
    name = PersonalField(gettext_lazy("Name"))
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, editable=False)
    parts = models.PositiveSmallIntegerField()

    crypto_label = "filepromised"
    audit_name = "filepromised"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Media upload pending")
        constraints = [
            models.UniqueConstraint(fields=["form_key", "digest"], name="each_promise_once")
        ]

    class Privacy:
        plain_text = {
            "kind": "a media type",
        }

    class Events:
        refused = AuditEvent(gettext_lazy("Form media could not be saved"))

    def __str__(self):
        return f"PendingUpload {self.ref}"

    @classmethod
    def make(
        cls,
        form_key: UUID,
        promises: list[AnnouncedFile],
        *,
        by: User,
        file: RecordReference | None = None,
        submission: Submission | None = None,
    ) -> None:
        """What a form says will come; perhaps it is here already."""
        for each in promises:
            cls.objects.get_or_create(
                form_key=form_key, digest=keyed_digest(each.digest),
                defaults={
                    "name": each.name, "kind": each.kind, "size": each.size, "parts": each.parts,
                    "submission": submission, "file_kind": file.kind if file else "",
                    "file_ref": file.ref if file else None,
                },
            )  # fmt: skip
        for promised in cls.objects.filter(form_key=form_key):
            try:
                promised.fulfil(by=by)
            except Refusal:  # no answers are kept back for a photo that cannot be kept
                log.log_event(by, "filepromised.refused", promised)

    @transaction.atomic
    def fulfil(self, *, by: User) -> None:
        """All of it is here: it goes where its form went."""
        pieces = list(UploadPart.objects.filter(form_key=self.form_key, digest=self.digest))
        if {each.number for each in pieces} != set(range(self.parts)):
            return
        pieces.sort(key=lambda each: each.number)
        content = b"".join(each.content for each in pieces)
        if keyed_digest(sha256(content).hexdigest()) != self.digest or len(content) != self.size:
            raise Refusal(_("This photo or recording arrived damaged. Attach it again."))
        self._keep(content, by)
        UploadPart.delete_stored(pieces)
        self.delete()

    def _keep(self, content: bytes, by: User) -> None:
        if self.submission:
            self._keep_with_answers(content)
            return
        file = record_lookups[self.file_kind]
        record = file.find(self.file_ref, by) if self.file_ref else None
        if record is None or file.keep is None:
            raise NotPermitted
        file.keep(record, by, self.name, content)

    def _keep_with_answers(self, content: bytes) -> None:
        SubmissionFile.objects.get_or_create(
            submission=self.submission, digest=self.digest,
            defaults={
                "name": self.name, "kind": self.kind, "size": self.size,
                "storage_key": EncryptedFile.write(io.BytesIO(content), owner=self.submission),
            },
        )  # fmt: skip


class UploadPart(Record):
    """One piece of a photo or a recording, sealed until the others are here."""

    form_key = models.UUIDField()
    digest = models.CharField(max_length=64, editable=False)
    number = models.PositiveSmallIntegerField()
    storage_key = EncryptedFileField()
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "filepart"
    audit_name = "filepart"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Partial media upload")
        constraints = [
            models.UniqueConstraint(
                fields=["form_key", "digest", "number"], name="each_part_once"
            )
        ]  # fmt: skip

    class Events:
        dropped = AuditEvent(gettext_lazy("Partial uploads discarded"))

    def __str__(self):
        return f"UploadPart {self.ref}"

    @classmethod
    @transaction.atomic
    def receive(
        cls, form_key: UUID, digest: str, number: int, content: bytes, *, by: User
    ) -> None:
        """Kept; and with the last of them the whole file goes where its form went."""
        where = {"form_key": form_key, "digest": keyed_digest(digest), "number": number}
        if not cls.objects.filter(**where).exists():
            sealed = EncryptedFile.write(
                io.BytesIO(content), owner=RecordReference("form", form_key)
            )
            cls.objects.create(**where, storage_key=sealed)
        promised = PendingUpload.objects.filter(
            form_key=form_key, digest=keyed_digest(digest)
        ).first()
        if promised:
            promised.fulfil(by=by)

    @property
    def content(self) -> bytes:
        with EncryptedFile.open(self.storage_key) as kept:
            return kept.read()

    @classmethod
    def delete_stored(cls, pieces: Sequence["UploadPart"]) -> None:
        """Off the disk, once what they became is settled."""
        cls.objects.filter(pk__in=[each.pk for each in pieces]).delete()
        for each in pieces:
            transaction.on_commit(partial(EncryptedFile.delete, each.storage_key), robust=True)

    @classmethod
    def forget(cls, form_key: UUID, *, by: User) -> None:
        """Their form was put away: they go too, and so does their key."""
        pieces = list(cls.objects.filter(form_key=form_key))
        cls.delete_stored(pieces)
        DataKey.destroy([form_key])
        if pieces:
            log.log_event(by, "filepart.dropped", pieces[0], count=len(pieces))


def keyed_digest(digest: str) -> str:
    """Keyed: who has the same photo must not learn that it is here."""
    return hmac.new(key_ring.derive("field entries"), digest.encode(), sha256).hexdigest()
