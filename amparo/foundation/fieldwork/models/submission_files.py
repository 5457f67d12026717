"""What came along with answers: photos, recordings, signatures."""

import hmac
from functools import partial
from hashlib import sha256
from typing import BinaryIO

from django.db import models, transaction

from amparo.foundation.trust import keyring
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable
from amparo.foundation.trust.sealed_files import SealedFile
from amparo.foundation.trust.stored_as import StoredAs

from .submissions import Submission

LONGEST_KIND = 100


class SubmissionFile(Referable):
    """A photo, a recording or a signature that came with it, sealed; perhaps in a later post."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    name = PersonalField()
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    stored_as = StoredAs()
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "submissionfile"
    audit_name = "submissionfile"
    personal = ("name",)
    harmless = ("kind", "size", "stored_as", "digest", "at")

    objects = GuardedQuerySet.as_manager()

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
        file.digest, file.stored_as = digest, SealedFile.write(content, owner=submission)
        file.save(force_insert=True)
        return True

    def open(self) -> BinaryIO:
        return SealedFile.open(self.stored_as)

    def let_go(self) -> None:
        """It lies elsewhere now, or nowhere: off the disk once that is settled."""
        transaction.on_commit(partial(SealedFile.delete, self.stored_as), robust=True)
        self.delete()


def _fingerprint(name: str, content: BinaryIO) -> tuple[str, int]:
    """Keyed: who has the same picture cannot tell from it that it is here."""
    seal = hmac.new(keyring.derive("submission file"), name.encode() + b"\0", sha256)
    size = 0
    content.seek(0)
    while piece := content.read(256 * 1024):
        seal.update(piece)
        size += len(piece)
    content.seek(0)
    return seal.hexdigest(), size
