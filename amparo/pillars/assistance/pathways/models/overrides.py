"""An override: two people take it upon themselves that a check is passed though it is not met.

Voluntariness, a wish for asylum, the danger of being sent back to harm (non-refoulement) and the
best interests of a child can only be met: of such checks nobody may be asked.
"""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.access_grants import (
    people_above,
    second_people,
    users_with_verb_or_owner,
)
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.parent_office import ask_office_above

from .checks import Check


class CheckOverrideQuerySet(PermissionQuerySet):
    def waiting(self) -> "CheckOverrideQuerySet":
        return self.filter(decided_at=None)


class CheckOverride(Record):
    """One person asks, and says why this check should be passed all the same; another decides."""

    required_check = models.ForeignKey(Check, models.CASCADE, related_name="overrides")
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    approved = models.BooleanField(
        pgettext_lazy("check", "Exception approved"), null=True, editable=False
    )
    decided_at = models.DateTimeField(gettext_lazy("Decision date"), null=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decision_reason = PersonalField(gettext_lazy("Why it was decided so"))

    crypto_label = "checkoverride"
    audit_name = "checkoverride"

    objects = CheckOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Exception to a pre-departure check requested")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="override_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved=None, decided_at=None, decided_by=None)
                | Q(approved__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="override_is_decided_whole",
            ),
        ]

    class Privacy:
        owner = "required_check__case"
        title = gettext_lazy("Exceptions requested to pre-departure checks")
        review = True
        disclose = ("at", "because", "decided_at", "approved", "decision_reason")

    def __str__(self):
        return f"CheckOverride {self.ref}"

    @property
    def file(self) -> Case:
        return self.required_check.case

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None

    @classmethod
    @transaction.atomic
    def ask(cls, check: Check, *, by: User, because: str) -> "CheckOverride":
        check._hold()
        check.case.require_work_allowed()
        if not check.of_kind.may_be_overridden:
            raise Refusal(_("This can only be met. Nobody may decide it away."))
        if by not in users_with_verb_or_owner(check.case, "case.work"):
            raise Refusal(_("Whoever works on the case asks for this."))
        if not because.strip():
            raise Refusal(_("Write why they should go all the same, and what protects them."))
        if check.state != Check.State.SHUT:
            raise Refusal(_("This is settled already."))
        waiting = check.overrides.waiting().first()
        if waiting and waiting.by_id == by.pk:
            return waiting
        if waiting:
            raise Refusal(_("Second approval was already requested."))
        asked = cls.objects.create(required_check=check, by=by, because=because.strip())
        log.log_event(by, "check.override_asked", asked, kind=check.kind)
        check.case.tell(check.case.supervisors(), "check.override_asked", by=by, urgent=True)
        _ask_elsewhere(check.case, by=by)
        return asked

    @transaction.atomic
    def answer_it(self, *, by: User, agreed: bool, because: str) -> None:
        """Another person, who answers for the team, agrees or does not, and says why."""
        check = self.required_check
        check._hold()
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it decides."))
        if by not in second_people(check.case, "case.approve", besides=(self.by_id,)):
            raise Refusal(_("This is decided by somebody else: a supervisor of the team."))
        if not because.strip():
            raise Refusal(_("Write why you decide so."))
        lock_and_refresh(self, "approved", "decided_at", "decided_by_id", "decision_reason")
        if not self.is_waiting:
            if self.decided_by_id == by.pk and self.approved == agreed:
                return  # sent twice
            raise Refusal(_("This was already decided."))
        if check.state != Check.State.SHUT:
            raise Refusal(_("This is settled already."))
        self.approved, self.decided_at, self.decided_by = agreed, now(), by
        self.decision_reason = because.strip()
        self.save(update_fields=["approved", "decided_at", "decided_by", "decision_reason"])
        if agreed:
            check._set_state(Check.State.OVERRIDDEN, None)
        said = "check.overridden" if agreed else "check.override_refused"
        log.log_event(by, said, self, kind=check.kind)
        check.case.tell([self.by], said, by=by)


def _ask_elsewhere(case: Case, *, by: User) -> None:
    """Where nobody else in the office answers for the case, the office above is asked."""
    others = [user for user in users_with_verb_or_owner(case, "case.approve") if user.pk != by.pk]
    if not others and not case.is_restricted and people_above(case):
        ask_office_above(case, by=by, besides=(by.pk,))
