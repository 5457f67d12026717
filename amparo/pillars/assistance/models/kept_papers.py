"""What papers and pictures of a case have in common: kept sealed, and opened once checked."""

from typing import Any, BinaryIO, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files import virus_scanner
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import Membership, Notification
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal

from .cases import Case
from .parts import Part


class KeptPaperQuerySet(PermissionQuerySet):
    def in_the_file(self) -> Self:
        """Those that nobody took out."""
        return self.exclude(stored_as="")

    def to_be_checked(self) -> Self:
        return self.in_the_file().filter(verdict=KeptPaper.Verdict.WAITING)


class KeptPaper(Part):
    """A paper or picture in the file: its name and content are personal, its kind and size not.

    No fingerprint of the content is kept: it would tell whoever has the same paper that it is
    here. The seal itself shows whether anything was changed.
    """

    class Verdict(models.TextChoices):
        NONE = "", gettext_lazy("Not checked for viruses")
        WAITING = "waiting", gettext_lazy("Being checked for viruses")
        CLEAN = "clean", gettext_lazy("Checked for viruses")
        INFECTED = "infected", gettext_lazy("Harmful: locked away")

    name = PersonalField(gettext_lazy("Name"))
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=100)
    size = models.PositiveIntegerField(gettext_lazy("Size"))
    stored_as = EncryptedFileField()
    verdict = models.CharField(
        max_length=10, choices=Verdict, default=Verdict.NONE, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @classmethod
    def sealed(cls, case: Case, paper: ValidatedFile, **more: Any) -> Self:
        """A paper that was looked at, in the file of the case; checked if there is a scanner."""
        from ..checking import check_paper

        waits = cls.Verdict.WAITING if virus_scanner.is_on() else cls.Verdict.NONE
        kept = cls._default_manager.create(
            case=case, kind=paper.kind, size=paper.size, verdict=waits,
            stored_as=EncryptedFile.write(paper.content, owner=case),
            **{"name": paper.name} | more,
        )  # fmt: skip
        if waits:
            check_paper.enqueue(str(kept.ref))
        return kept

    @property
    def is_waiting(self) -> bool:
        """In quarantine; a house that has no scanner any more keeps nothing waiting."""
        return self.verdict == self.Verdict.WAITING and virus_scanner.is_on()

    @property
    def is_harmful(self) -> bool:
        return self.verdict == self.Verdict.INFECTED

    @property
    def may_be_opened(self) -> bool:
        return bool(self.stored_as) and not self.is_waiting and not self.is_harmful

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
    def lies_at(self) -> str:
        """The page on which it is found."""
        return reverse("assistance:attachments", args=[self.case.ref])

    def open(self) -> BinaryIO:
        """Its content, opened piece by piece; `FileNotFoundError` where it is gone."""
        if self.is_waiting:
            raise Refusal(_("This paper is being checked for viruses. Try again in a minute."))
        if self.is_harmful:
            raise Refusal(_("This paper is harmful. It is locked away and opens for nobody."))
        return EncryptedFile.open(self.stored_as)

    def judge(self, found: str) -> None:
        """What the scanner says of it; what is harmful stays locked, and those concerned know."""
        verdict = self.Verdict.INFECTED if found else self.Verdict.CLEAN
        waiting = type(self)._default_manager.filter(pk=self.pk, verdict=self.Verdict.WAITING)
        if waiting.update(verdict=verdict) and found:
            log.log_event(None, f"{self.audit_name}.infected", self, code=found)
            self._tell()

    def _tell(self) -> None:
        case, what = self.case, "attachment.infected"
        Notification.notify(
            [self.by], event=what, about=case.number, url=self.lies_at, by=None, urgent=True
        )
        # Those who keep the house see nothing of the case: only that it happened.
        keepers = Membership.objects.held().with_permission("job.keep").exclude(user=self.by_id)
        here = keepers.filter(office=case.team.office_id).people()
        Notification.notify(
            here, event=what, about="", url=reverse("notifications"), by=None, urgent=True
        )
