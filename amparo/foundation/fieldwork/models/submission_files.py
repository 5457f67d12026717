"""What came along with answers: photos, recordings, signatures."""

import hmac
from functools import partial
from hashlib import sha256
from typing import BinaryIO

from django.db import models, transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Referable

from .submissions import Submission

LONGEST_KIND = 100


class SubmissionFile(Referable):
    """A photo, a recording or a signature that came with it, sealed; perhaps in a later post."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    name = PersonalField()
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    stored_as = EncryptedFileField()
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "submissionfile"
    audit_name = "submissionfile"
    personal = ("name",)
    harmless = ("kind", "size", "stored_as", "digest", "at")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "digest"], name="each_file_once")
        ]

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
        file.digest, file.stored_as = digest, EncryptedFile.write(content, owner=submission)
        file.save(force_insert=True)
        return True

    def open(self) -> BinaryIO:
        return EncryptedFile.open(self.stored_as)

    def let_go(self) -> None:
        """It lies elsewhere now, or nowhere: off the disk once that is settled."""
        transaction.on_commit(partial(EncryptedFile.delete, self.stored_as), robust=True)
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
