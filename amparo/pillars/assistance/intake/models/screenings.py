"""Screening: the first conversation, and what cannot wait."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.labels import label_of
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.assessment.protection_questions import (
    ASYLUM_WISH,
    DANGER_NOW,
    MEDICAL,
    QUESTIONS,
    TRAFFICKING,
)
from amparo.pillars.assistance.assessment.urgent_needs import URGENT_NEEDS
from amparo.pillars.assistance.cases.extension_points import answered_yes, screening_held
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.models.cases import Case
from amparo.pillars.assistance.cases.models.tasks import Task

from ..belief_rules import NO_ANSWER, BeliefAnswers
from ..triage import ScreeningAnswers, Triage, triage
from .journey_beliefs import BELIEF_LISTS, JourneyBeliefs, take_beliefs

FIRST_STEPS_NEEDED = gettext_lazy(
    "Something cannot wait. Write what you did or will do about it now."
)
NOT_ASKED = "not_asked"
# All questions, in the order in which they are asked.
ASKED = tuple(dict.fromkeys((*URGENT_NEEDS, ASYLUM_WISH, TRAFFICKING)))


class ScreeningQuerySet(PermissionQuerySet):
    def unfinished(self) -> "ScreeningQuerySet":
        """Those that ended before a wish for asylum and signs of trafficking were asked."""
        no_wish = models.Q(asylum_wish=None) & ~models.Q(unanswered__has_key=ASYLUM_WISH)
        return self.filter(models.Q(trafficking=None) | no_wish, goes_on=True)

    def with_beliefs(self) -> "ScreeningQuerySet":
        """Those in which somebody said what they had believed of the journey, or nothing of it."""
        return self.exclude(beliefs=[]).exclude(beliefs=[NO_ANSWER])

    def latest_of_case(self) -> "ScreeningQuerySet":
        """Those after which no other was held in the same case."""
        later = Screening.objects.filter(
            case=models.OuterRef("case"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(later))


class Screening(JourneyBeliefs, CaseRecord):
    """What was answered in a first conversation. A person decides what follows.

    The four questions that a return rests on are yes, no, or neither (`None`): `unanswered` says
    why of those that were put.
    """

    danger_now = models.BooleanField(gettext_lazy("Danger now"), null=True)
    medical = models.BooleanField(gettext_lazy("Urgent medical need"), null=True)
    # The other urgent needs that were named.
    urgent = models.JSONField(gettext_lazy("What could not wait"), default=list)
    asylum_wish = models.BooleanField(
        gettext_lazy("Intention to seek asylum, or fear of return"), null=True
    )
    # Yes with any sign; no only where somebody said that none of them was seen.
    trafficking = models.BooleanField(gettext_lazy("Trafficking indicators"), null=True)
    trafficking_signs = models.JSONField(pgettext_lazy("trafficking", "Indicators"), default=list)
    # By the code of a question that got neither yes nor no: a code of answers, or NOT_ASKED.
    unanswered = models.JSONField(gettext_lazy("Questions without a yes or a no"), default=dict)
    violence_at = models.DateTimeField(null=True, blank=True)
    goes_on = models.BooleanField(default=True)
    first_steps = PersonalField(gettext_lazy("What was done at once"))
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "screening"
    audit_name = "screening"

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Intake interview")
        get_latest_by = "pk"

    class Privacy:
        owner = "case"
        title = gettext_lazy("Intake interview")
        review = True
        disclose = (
            "at",
            "danger_now",
            "medical",
            "urgent",
            "asylum_wish",
            "trafficking",
            "trafficking_signs",
            "unanswered",
            "first_steps",
            "text",
            *BELIEF_LISTS,
        )
        plain_text = {
            "beliefs": "codes of what was believed",
            "belief_sources": "codes of where it was heard",
            "urgent": "codes of needs",
            "trafficking_signs": "codes of signs",
            "unanswered": "codes of questions and answers",
        }

    class Events:
        quote = "first_steps"
        held = AuditEvent(gettext_lazy("Intake and screening"), icon="checkup-list")
        continued = AuditEvent(
            gettext_lazy("Intake interview continued"), icon="checkup-list", story=False
        )

    @property
    def triage(self) -> Triage:
        return triage(self._answers, limits=self.case.rules.clinical_limits)

    @property
    def gaps(self) -> dict[str, str]:
        """The questions that got neither yes nor no, in their order, each with why: a code of
        answers, or NOT_ASKED.
        """
        own = [name for name in QUESTIONS if getattr(self, name) is None]
        found = dict.fromkeys(own, NOT_ASKED) | self.unanswered
        return {name: found[name] for name in ASKED if name in found}

    @property
    def disclosed_unanswered(self) -> list[str]:
        """The same of those that were put, in words."""
        return [
            _("%(question)s: %(answer)s")
            % {"question": question_label(name), "answer": why_in_words(self.unanswered[name])}
            for name in ASKED
            if name in self.unanswered
        ]

    @property
    def is_unfinished(self) -> bool:
        """It ended before a wish for asylum and signs of trafficking were asked."""
        left_out = (self.gaps.get(name) == NOT_ASKED for name in (ASYLUM_WISH, TRAFFICKING))
        return self.goes_on and any(left_out)

    @property
    def needs(self) -> list[str]:
        """The urgent needs that were named, in the order in which they are asked."""
        return [code for code in URGENT_NEEDS if code in self.urgent or getattr(self, code, None)]

    @property
    def _answers(self) -> ScreeningAnswers:
        return ScreeningAnswers(
            frozenset(self.needs),
            self.asylum_wish,
            frozenset(self.trafficking_signs),
            self.violence_at,
            has_signs=bool(self.trafficking),
        )

    @classmethod
    @transaction.atomic
    def hold(
        cls,
        case: Case,
        *,
        by: User,
        at: datetime | None = None,
        to_be_continued: bool = False,
        **answers,
    ) -> "Screening":
        """Keep the answers; what is urgent is met before anything else is asked.

        `to_be_continued` when the conversation stopped for now: a next meeting is expected.
        Among the `urgent` needs, danger and illness are the yes to their own questions.
        """
        case.require_work_allowed()
        believed = take_beliefs(answers)
        screening = cls(case=case, by=by, at=at or now(), **_as_kept(answers))
        screening.join_beliefs(believed)
        screening._drop_gaps_that_were_answered()
        if screening.triage.at_once and not screening.first_steps.strip():
            raise Refusal(str(FIRST_STEPS_NEEDED))
        screening.save()
        Task.finish(case, Task.What.ACKNOWLEDGE, Task.What.SCREEN, by=by)
        case.contacted(case.office.today())
        log.log_event(by, "screening.held", screening, fields=sorted(screening.needs))
        screening._lead_on(by, to_be_continued)
        if screening.triage.is_urgent:
            case.tell(case.supervisors(), "screening.urgent", by=by, urgent=True)
        screening._tell_of_a_yes(by)
        return screening

    @transaction.atomic
    def go_on(self, *, by: User, to_be_continued: bool = False, **answers) -> None:
        """The same conversation goes on: what was asked after the urgent needs.

        Nothing that was answered is taken away: what changed later is another conversation.
        """
        self.case.require_work_allowed()
        self._must_be_the_same_conversation(by)
        self.join_beliefs(take_beliefs(answers))
        for name, value in self._beside_what_was_said(_as_kept(answers)).items():
            setattr(self, name, value)
        self._drop_gaps_that_were_answered()
        self.at = now()
        self.save()
        Task.finish(self.case, Task.What.ACKNOWLEDGE, Task.What.SCREEN, Task.What.ASSESS, by=by)
        log.log_event(by, "screening.continued", self, fields=list(self.triage.flags))
        self._lead_on(by, to_be_continued)
        self._tell_of_a_yes(by)

    @transaction.atomic
    def add_beliefs(self, said: BeliefAnswers, *, by: User) -> None:
        """Adds what somebody had believed of the journey. What is known already changes nothing.

        It comes after all else and holds up nothing: no step follows from it.
        """
        self.case.require_work_allowed()
        self._must_be_the_same_conversation(by)
        if self.join_beliefs(said):
            self.save()
            log.log_event(by, "screening.continued", self, fields=[*BELIEF_LISTS])

    def _must_be_the_same_conversation(self, by: User) -> None:
        """Answers are those of who wrote them, in the order in which they were given."""
        later = Screening.objects.filter(case=self.case, pk__gt=self.pk)
        if by.pk != self.by_id or later.exists():
            raise Refusal(
                _("This conversation is over: what was answered stays. Begin a new screening.")
            )

    def _beside_what_was_said(self, answers: dict[str, Any]) -> dict[str, Any]:
        """What is not asked again stays as it is; a yes does not become a no."""
        kept = dict(answers)
        for name in QUESTIONS:
            if kept.get(name) is None:
                kept.pop(name, None)
            elif getattr(self, name) and not kept[name]:
                raise Refusal(
                    _("This was answered with yes. If it changed, begin a new screening.")
                )
        signs = [*self.trafficking_signs, *kept.pop("trafficking_signs", ())]
        return kept | {
            "trafficking_signs": list(dict.fromkeys(signs)),
            "unanswered": self.unanswered | kept.pop("unanswered", {}),
        }

    def _drop_gaps_that_were_answered(self) -> None:
        self.unanswered = {
            name: why
            for name, why in self.unanswered.items()
            if getattr(self, name, None) is None and name not in self.urgent
        }

    def _tell_of_a_yes(self, by: User) -> None:
        screening_held.send(Screening, screening=self, by=by)
        if any(getattr(self, name) for name in QUESTIONS):
            answered_yes.send(Screening, screening=self, by=by)

    def _lead_on(self, by: User, to_be_continued: bool) -> None:
        case, today = self.case, self.case.office.today()
        if to_be_continued:
            case.expect(Task.What.SCREEN, case.office.after_working_days(today, 1), by=by)
        elif self.goes_on:
            timer = "assess.high" if self.triage.is_urgent else "assess"
            case.expect(Task.What.ASSESS, case.rules.due(timer, today), by=by)
        else:
            case.touch()


def question_label(code: str) -> str:
    """Returns what is asked, in words."""
    if code == TRAFFICKING:
        return str(label_of(Screening, code))
    return code_lists.label("screening_question", code)


def why_in_words(why: str) -> str:
    """Returns why a question got neither yes nor no."""
    return code_lists.label("answer", why)


def _as_kept(answers: dict[str, Any]) -> dict[str, Any]:
    """Danger and illness have their own answers; the list of needs holds the others.

    A sign that is named is the yes to the question whether there are signs.
    """
    kept = dict(answers)
    if "urgent" in kept:
        named = list(kept["urgent"])
        own = {name: True for name in (DANGER_NOW, MEDICAL) if name in named}
        kept |= own | {"urgent": [code for code in named if code not in own]}
    if kept.get("trafficking_signs"):
        if kept.get("trafficking") is False:
            raise Refusal(_("Either signs were seen, or none of them. Choose one."))
        kept["trafficking"] = True
    return kept
