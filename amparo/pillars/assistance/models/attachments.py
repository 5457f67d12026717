"""Papers and pictures in the file of a case: kept sealed, opened once checked, taken out whole."""

from functools import partial
from typing import BinaryIO

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.fieldwork.papers import Paper
from amparo.foundation.trust import audit, scanner
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import Membership, Notice, User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable
from amparo.foundation.trust.refusals import Refusal
from amparo.foundation.trust.sealed_files import SealedFile
from amparo.foundation.trust.stored_as import StoredAs

from .cases import Case
from .parts import Part
from .retention import LegalHold


class AttachmentQuerySet(GuardedQuerySet):
    def in_the_file(self) -> "AttachmentQuerySet":
        """Those that nobody took out."""
        return self.exclude(stored_as="")

    def to_be_checked(self) -> "AttachmentQuerySet":
        return self.in_the_file().filter(verdict=Attachment.Verdict.WAITING)


class Attachment(Part):
    """A paper or picture in the file: its name and content are personal, its kind and size not.

    No fingerprint of the content is kept: it would tell whoever has the same paper that it is
    here. The seal itself shows whether anything was changed.
    """

    class Verdict(models.TextChoices):
        NONE = "", gettext_lazy("Not checked for viruses")
        WAITING = "waiting", gettext_lazy("Being checked for viruses")
        CLEAN = "clean", gettext_lazy("Checked for viruses")
        INFECTED = "infected", gettext_lazy("Harmful: locked away")

    name = PersonalField()
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    stored_as = StoredAs()
    # A picture kept as it was taken, with its place and day: only with the person's agreement.
    is_original = models.BooleanField(default=False)
    verdict = models.CharField(
        max_length=10, choices=Verdict, default=Verdict.NONE, blank=True, editable=False
    )

    personal = ("name",)
    harmless = ("kind", "size", "stored_as", "is_original", "verdict", "at")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["at"], name="attachments_to_check", condition=models.Q(verdict="waiting")
            )
        ]

    @property
    def is_waiting(self) -> bool:
        """In quarantine; a house that has no scanner any more keeps nothing waiting."""
        return self.verdict == self.Verdict.WAITING and scanner.is_on()

    @property
    def is_harmful(self) -> bool:
        return self.verdict == self.Verdict.INFECTED

    @property
    def may_be_opened(self) -> bool:
        return bool(self.stored_as) and not self.is_waiting and not self.is_harmful

    @property
    def standing(self) -> str:
        """What is to be said of it in a list, where anything is."""
        if self.is_waiting or self.is_harmful:
            return self.get_verdict_display()
        return _("as it was taken, for evidence") if self.is_original else ""

    @property
    def sign(self) -> str:
        """The picture that stands beside it in a list."""
        if self.is_waiting:
            return "hourglass"
        if self.is_harmful:
            return "lock"
        return "camera" if self.kind.startswith("image/") else "file-text"

    @classmethod
    @transaction.atomic
    def keep(cls, case: Case, *, by: User, paper: Paper, agreed: bool = False) -> "Attachment":
        """Put a paper that was looked at into the file, sealed; an original only by agreement."""
        from ..checking import check_paper

        case.must_allow_work()
        if paper.is_original and not agreed:
            raise Refusal(_("The original is kept only if the person agreed to it."))
        waits = cls.Verdict.WAITING if scanner.is_on() else cls.Verdict.NONE
        attachment = cls.objects.create(
            case=case, by=by, name=paper.name, kind=paper.kind, size=paper.size,
            stored_as=SealedFile.write(paper.content, owner=case),
            is_original=paper.is_original, verdict=waits,
        )  # fmt: skip
        case.touch()
        said = {"evidence": "original"} if paper.is_original else {}
        audit.note(by, "attachment.kept", attachment, kind=paper.kind, **said)
        if waits:
            check_paper.enqueue(str(attachment.ref))
        return attachment

    def open(self) -> BinaryIO:
        """Its content, opened piece by piece; `FileNotFoundError` where it is gone."""
        if self.is_waiting:
            raise Refusal(_("This paper is being checked for viruses. Try again in a minute."))
        if self.is_harmful:
            raise Refusal(_("This paper is harmful. It is locked away and opens for nobody."))
        return SealedFile.open(self.stored_as)

    @transaction.atomic
    def judge(self, found: str) -> None:
        """What the scanner says of it; what is harmful stays locked, and those concerned know."""
        verdict = self.Verdict.INFECTED if found else self.Verdict.CLEAN
        waiting = type(self).objects.filter(pk=self.pk, verdict=self.Verdict.WAITING)
        if waiting.update(verdict=verdict) and found:
            audit.note(None, "attachment.infected", self, code=found)
            self._tell()

    def _tell(self) -> None:
        case, what = self.case, "attachment.infected"
        papers = reverse("assistance:attachments", args=[case.ref])
        Notice.tell([self.by], what=what, about=case.number, url=papers, by=None, urgent=True)
        # Those who keep the house see nothing of the case: only that it happened.
        keepers = Membership.objects.held().with_verb("job.keep").exclude(user=self.by_id)
        here = keepers.filter(office=case.team.office_id).people()
        Notice.tell(here, what=what, about="", url=reverse("notices"), by=None, urgent=True)

    @transaction.atomic
    def remove(self, *, by: User, because: str) -> "AttachmentRemoved":
        """It came here by mistake: name and content go, that it was here stays."""
        if not because.strip():
            raise Refusal(_("Write why this paper is taken out."))
        if LegalHold.objects.on(self.case).exists():
            raise Refusal(_("This file is held: nothing is taken out until the hold is released."))
        removed, is_first = AttachmentRemoved.objects.get_or_create(
            attachment=self, defaults={"by": by, "because": because}
        )
        if is_first:
            stored, self.name, self.stored_as = self.stored_as, "", ""
            self.save(update_fields=["name", "stored_as"])
            # Only once it is settled; what is left if we are stopped here is swept up later.
            transaction.on_commit(partial(SealedFile.delete, stored), robust=True)
            self.case.touch()
            audit.note(by, "attachment.removed", self)
        return removed


class AttachmentRemoved(Referable):
    """A paper that was taken out: by whom, when and why."""

    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="removed")
    because = PersonalField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    personal = ("because",)
    harmless = ("at",)

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"AttachmentRemoved {self.ref}"

    @property
    def file(self) -> Case:
        return self.attachment.case
