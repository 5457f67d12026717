"""Handing over: a colleague leaves or falls ill, and nobody they accompany is forgotten."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .cases import Case


class CaseloadHandover(Record):
    """A whole caseload, or part of it, given to a colleague in one deed."""

    # Nobody, where a register brought them in or nobody has had them yet.
    from_user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    cases = models.ManyToManyField(Case, related_name="handovers")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "handover"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Case reassignment")

    def __str__(self):
        return f"CaseloadHandover {self.ref}"

    @classmethod
    @transaction.atomic
    def make(
        cls, cases: Iterable[Case], *, from_user: User | None, to: User, by: User
    ) -> "CaseloadHandover":
        """Give these cases to a colleague; all of them or none."""
        given = list(cases)
        if not given:
            raise Refusal(_("Choose at least one case to hand over."))
        if from_user == to:
            raise Refusal(_("Choose another colleague than the one who has the cases now."))
        handover = cls.objects.create(from_user=from_user, to_user=to, by=by)
        for case in given:
            case.assign(to, by=by)
        handover.cases.set(given)
        log.log_event(by, "caseload.handed_over", handover, count=len(given), to=to.ref)
        return handover
