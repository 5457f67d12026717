"""Notes and papers in the file of a case."""

from typing import BinaryIO

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.trust import audit
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refusals import Refusal
from amparo.foundation.trust.uploads import SealedFile

from ..papers import Paper
from .cases import Case
from .parts import Part


class Note(Part):
    """Something worth keeping, in our words or in theirs."""

    class Kind(models.TextChoices):
        NOTE = "note", gettext_lazy("Note")
        WORDS = "words", gettext_lazy("In their own words")
        CALL = "call", gettext_lazy("Call or message")
        VISIT = "visit", gettext_lazy("Visit")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    words = PersonalField()

    personal = ("words",)
    harmless = ("kind", "at")

    objects = GuardedQuerySet.as_manager()

    @classmethod
    @transaction.atomic
    def write(cls, case: Case, *, by: User, words: str, kind: str = Kind.NOTE) -> "Note":
        case.must_be_open()
        if not words.strip():
            raise Refusal(_("The note is empty. Write something, or leave without saving."))
        note = cls.objects.create(case=case, by=by, words=words, kind=kind)
        if kind in (cls.Kind.CALL, cls.Kind.VISIT):
            case.contacted(case.office.today())
        case.touch()
        audit.note(by, "note.written", note, kind=kind)
        return note


class Attachment(Part):
    """A paper or picture in the file: its name and content are personal, its kind and size not."""

    name = PersonalField()
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=100, editable=False)

    personal = ("name",)
    harmless = ("kind", "size", "stored_as", "at")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    @classmethod
    @transaction.atomic
    def keep(cls, case: Case, *, by: User, paper: Paper) -> "Attachment":
        """Put a paper that was looked at into the file, sealed."""
        case.must_be_open()
        attachment = cls.objects.create(
            case=case, by=by, name=paper.name, kind=paper.kind, size=paper.size,
            stored_as=SealedFile.write(paper.content, owner=case),
        )  # fmt: skip
        case.touch()
        audit.note(by, "attachment.kept", attachment, kind=paper.kind)
        return attachment

    def open(self) -> BinaryIO:
        """Its content, opened piece by piece; `FileNotFoundError` where it is gone."""
        return SealedFile.open(self.stored_as)
