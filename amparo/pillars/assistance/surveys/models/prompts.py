"""Prompts: an answer or a low score at which somebody asks whether help is wanted.

No diagnosis and no decision: a person looks at it, and says what came of it.
"""

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case

from ..instrument import said
from ..scoring import prompts, score
from .rounds import SurveyResponse


class ReferralSuggestionQuerySet(PermissionQuerySet):
    def waiting(self) -> "ReferralSuggestionQuerySet":
        """Of rounds that stand, in cases that are still accompanied."""
        open_ones = self.filter(decided_at=None, round__is_standing=True)
        return open_ones.exclude(round__case__status__in=Case.ENDED)


class ReferralSuggestion(Record):
    """What a round gives reason to ask about; then what a person found when they asked, and what
    they did.
    """

    class Why(models.TextChoices):
        ANSWER = "answer", gettext_lazy("Answer of the person")
        LOW = "low", gettext_lazy("Low score")

    class Outcome(models.TextChoices):
        REFERRED = "referred", gettext_lazy("Referral made")
        HELPED = "helped", gettext_lazy("Already receiving assistance")
        NOT_WANTED = "not_wanted", gettext_lazy("Declines help at present")
        OTHER = "other", pgettext_lazy("reason", "Other")

    round = models.ForeignKey(SurveyResponse, models.CASCADE, related_name="prompts")
    why = models.CharField(max_length=10, choices=Why)
    # Of the question, or of the dimension.
    code = models.CharField(max_length=30)
    at = models.DateTimeField(default=now, editable=False)
    outcome = models.CharField(gettext_lazy("Result"), max_length=12, choices=Outcome, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(gettext_lazy("Day"), null=True, editable=False)

    crypto_label = "referralsuggestion"
    audit_name = "referralsuggestion"

    objects = ReferralSuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Prompt of a survey")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "why", "code"], name="each_prompt_once"),
            models.CheckConstraint(
                name="prompt_waits_until_decided",
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | ~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    class Privacy:
        owner = "round__case"
        title = gettext_lazy("Action taken after your answers")
        disclose = ("decided_at", "outcome", "text")
        review = ("text",)

    class Events:
        prefix = "prompt"
        answered = AuditEvent(
            gettext_lazy("Result of follow-up flag recorded"),
            icon="heart-handshake",
            timeline=gettext_lazy("Follow-up flag: result"),
        )

    def __str__(self):
        return f"ReferralSuggestion {self.ref}"

    @property
    def file(self) -> Case:
        return self.round.case

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None

    @property
    def called(self) -> str:
        """The question, or the name of the dimension."""
        survey = self.round.version.survey
        if self.why == self.Why.ANSWER:
            return said(survey.item(self.code).text, get_language() or "")
        return said(survey.dimension(self.code).name, get_language() or "")

    @classmethod
    def ask_about(cls, held: SurveyResponse) -> None:
        survey, answers = held.version.survey, held.answers
        found = prompts(survey, answers, score(survey, answers))
        ReferralSuggestion.objects.bulk_create(
            ReferralSuggestion(round=held, why=each.why, code=each.code) for each in found
        )

    @transaction.atomic
    def answer_it(self, *, by: User, outcome: str, text: str = "") -> "ReferralSuggestion":
        self.round.case.require_work_allowed()
        if outcome == self.Outcome.OTHER and not text.strip():
            raise Refusal(_("Write what came of it."))
        lock_and_refresh(self, "outcome", "decided_by_id", "decided_at")
        if not self.is_waiting:
            if (self.decided_by_id, self.outcome) != (by.pk, outcome):
                raise Refusal(_("This was already answered."))
            return self  # sent twice
        self.outcome, self.text = outcome, text.strip()
        self.decided_by, self.decided_at = by, now()
        self.save(update_fields=["outcome", "text", "decided_by", "decided_at"])
        log.log_event(by, "prompt.answered", self, outcome=outcome)
        return self
