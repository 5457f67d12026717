"""An override: two people take it upon themselves that a gate is passed though it is not met.

Voluntariness, a wish for asylum, the danger of being sent back to harm (non-refoulement) and the
best interests of a child can only be met: of such gates nobody may be asked.
"""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ...models import Case
from ...reaching import hands_for
from .gates import Gate


class GateOverrideQuerySet(PermissionQuerySet):
    def waiting(self) -> "GateOverrideQuerySet":
        return self.filter(answer=None)


class GateOverride(Record):
    """One person asks, and says why this gate should be passed all the same."""

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="overrides")
    because = PersonalField(gettext_lazy("Why"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "gateoverride"
    audit_name = "gateoverride"

    objects = GateOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Question whether to go on without a condition")

    class Privacy:
        owner = "gate__case"
        title = gettext_lazy("Conditions that were to be passed all the same")
        review = True
        disclose = ("at", "because")

    def __str__(self):
        return f"GateOverride {self.ref}"

    @property
    def file(self) -> Case:
        return self.gate.case

    @property
    def is_waiting(self) -> bool:
        return not hasattr(self, "answer")

    @classmethod
    @transaction.atomic
    def ask(cls, gate: Gate, *, by: User, because: str) -> "GateOverride":
        gate._hold()
        gate.case.must_allow_work()
        if not gate.of_kind.may_be_overridden:
            raise Refusal(_("This can only be met. Nobody may decide it away."))
        if by not in hands_for(gate.case, "case.work"):
            raise Refusal(_("Whoever works on the case asks for this."))
        if not because.strip():
            raise Refusal(_("Write why they should go all the same, and what protects them."))
        if gate.state != Gate.State.SHUT:
            raise Refusal(_("This is settled already."))
        waiting = gate.overrides.waiting().first()
        if waiting and waiting.by_id == by.pk:
            return waiting
        if waiting:
            raise Refusal(_("A second person is asked already."))
        asked = cls.objects.create(gate=gate, by=by, because=because.strip())
        log.log_event(by, "gate.override_asked", asked, kind=gate.kind)
        gate.case.tell(gate.case.supervisors(), "gate.override_asked", by=by, urgent=True)
        return asked

    @transaction.atomic
    def answer_it(self, *, by: User, agreed: bool, because: str) -> "OverrideAnswer":
        """Another person, who answers for the team, agrees or does not, and says why."""
        gate = self.gate
        gate._hold()
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it decides."))
        if by not in hands_for(gate.case, "case.approve"):
            raise Refusal(_("This is decided by somebody else: a supervisor of the team."))
        if not because.strip():
            raise Refusal(_("Write why you decide so."))
        if not self.is_waiting:
            if self.answer.by_id == by.pk and self.answer.let_through == agreed:
                return self.answer  # sent twice
            raise Refusal(_("This was already decided."))
        if gate.state != Gate.State.SHUT:
            raise Refusal(_("This is settled already."))
        answer = OverrideAnswer.objects.create(
            override=self, by=by, let_through=agreed, because=because.strip()
        )
        if agreed:
            gate._stand(Gate.State.OVERRIDDEN, None)
        said = "gate.overridden" if agreed else "gate.override_refused"
        log.log_event(by, said, self, kind=gate.kind)
        gate.case.tell([self.by], said, by=by)
        return answer


class OverrideAnswer(Record):
    """What the second person decided."""

    override = models.OneToOneField(GateOverride, models.CASCADE, related_name="answer")
    let_through = models.BooleanField(gettext_lazy("Let through"))
    because = PersonalField(gettext_lazy("Why"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "overrideanswer"
    audit_name = "overrideanswer"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("What the second person decided")

    class Privacy:
        owner = "override__gate__case"
        title = gettext_lazy("What the second person decided")
        review = True
        disclose = ("at", "let_through", "because")

    def __str__(self):
        return f"OverrideAnswer {self.ref}"

    @property
    def file(self) -> Case:
        return self.override.gate.case
