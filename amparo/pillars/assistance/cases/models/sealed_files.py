"""What papers and pictures of a case have in common: kept sealed, and opened once checked."""

from typing import Any, Self

from django.urls import reverse

from amparo.foundation.core.files.stored_files import StoredFile
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User

from .base import CaseRecord
from .cases import Case


class SealedCaseFile(StoredFile, CaseRecord):
    """A paper or picture in the file of a case."""

    class Meta:
        abstract = True

    @classmethod
    def sealed(cls, case: Case, paper: ValidatedFile, *, by: User, **more: Any) -> Self:
        """A paper that was looked at, in the file of the case; checked if there is a scanner."""
        return cls.store(paper, owner=case, by=by, case=case, **more)

    @property
    def page_url(self) -> str:
        return reverse("cases:attachments", args=[self.case.ref])

    @property
    def notified_office_id(self) -> int:
        return self.case.team.office_id

    @property
    def notice_subject(self) -> str:
        return self.case.number

    @property
    def notice_event(self) -> str:
        return "attachment.infected"
