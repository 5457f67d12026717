"""What the parts of a case have in common: they lie in its file, and somebody made them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.records import Record

from .cases import Case


class CaseRecord(Record):
    """A record in the file of a case: who made it, and when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="%(class)ss")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("Day"), default=now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> Case:
        return self.case
