"""Those who are accompanied together with the person of a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.people.models import Person

from .cases import Case


class Dependant(Record):
    """Somebody accompanied together with the person of a case: a child, an older parent."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="dependants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="depends_in")
    relation = models.CharField(max_length=30)
    # What was asked in the case before is no answer of theirs; empty: before this was kept.
    joined_at = models.DateTimeField(default=now, null=True, editable=False)

    audit_name = "dependant"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("case", "Dependant")

    class Privacy:
        owner = "case"
        withheld = _("Those accompanied with you: each may ask for their own file.")

    def __str__(self):
        return f"Dependant {self.ref}"

    @property
    def file(self) -> Case:
        return self.case
