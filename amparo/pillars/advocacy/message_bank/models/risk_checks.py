"""Risk checks: could a message harm somebody, whom and how, and what was done about it.

No answer is given beforehand, and "not known" lets nothing leave. Seen by whoever sees the
message, made by whoever keeps it; kept as long as the message, and names nobody. Not offline.
"""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

HARM_GROUP, HARM = "message_harm_group", "message_harm"


class RiskCheck(Record):
    """What somebody found when they asked whom this message could harm. The latest counts."""

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("could a message harm", "Yes, and this is done about it")
        NO = "no", pgettext_lazy("could a message harm", "No, for this reason")
        UNKNOWN = "unknown", pgettext_lazy("could a message harm", "Not known yet")

    message = models.ForeignKey("KeyMessage", models.CASCADE, related_name="risk_checks")
    answer = models.CharField(
        gettext_lazy("Could it harm somebody?"), max_length=7, choices=Answer
    )
    measures = models.TextField(
        gettext_lazy("What was done about it, or why it harms nobody"), max_length=1_000
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "messageriskcheck"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Risk check")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("What could come of a message to many people; names nobody.")
        plain_text = {"measures": "words about many people; its form says to name nobody"}

    class Events:
        made = AuditEvent(gettext_lazy("Risk check of a key message recorded"))

    def __str__(self):
        return f"RiskCheck {self.ref}"

    @property
    def groups(self) -> list[str]:
        """Whom it could harm, in words."""
        return self._labels(HARM_GROUP)

    @property
    def harms(self) -> list[str]:
        """How it could harm, in words."""
        return self._labels(HARM)

    def _labels(self, name: str) -> list[str]:
        return [codes.label(name, row.code) for row in self.parts.all() if row.list == name]

    @classmethod
    @transaction.atomic
    def make(
        cls, message, *, by: User, answer: str, measures: str, groups: Iterable[str] = (),
        harms: Iterable[str] = (),
    ) -> "RiskCheck":  # fmt: skip
        """Records one. Refused where it says yes and not whom and how, or no and yet whom."""
        groups, harms = list(groups), list(harms)
        codes.require(HARM_GROUP, *groups)
        codes.require(HARM, *harms)
        message.must_be_draft()
        if answer == cls.Answer.YES and not (groups and harms):
            raise Refusal(_("Say whom it could harm and how."))
        if answer == cls.Answer.NO and (groups or harms):
            raise Refusal(_("It cannot harm nobody and also these. Choose one."))
        if not measures.strip():
            raise Refusal(_("Say what was done about it, or why it harms nobody."))
        check = cls.objects.create(message=message, by=by, answer=answer, measures=measures)
        named = [(HARM_GROUP, code) for code in groups] + [(HARM, code) for code in harms]
        RiskCheckPart.objects.bulk_create(
            [RiskCheckPart(check_of=check, list=name, code=code) for name, code in named]
        )
        log.log_event(by, "messageriskcheck.made", check, decided=answer)
        return check


class RiskCheckPart(models.Model):
    """Whom, or how: one code of a risk check."""

    check_of = models.ForeignKey(RiskCheck, models.CASCADE, related_name="parts")
    list = models.CharField(max_length=30)
    code = models.CharField(max_length=40)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Part of a risk check")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_of", "list", "code"], name="risk_check_part_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("What could come of a message to many people; names nobody.")

    def __str__(self):
        return f"{self.check_of_id} {self.list} {self.code}"
