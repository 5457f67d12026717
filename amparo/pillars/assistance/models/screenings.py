"""Screening: the first conversation, and what cannot wait."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from amparo.foundation.trust import audit
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import User
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refusals import Refusal

from ..triage import Answers, Triage, sort_out
from .cases import Case
from .parts import Part
from .tasks import Task


class Screening(Part):
    """What was answered in a first conversation. A person decides what follows."""

    urgent = models.JSONField(default=list)
    asylum_wish = models.BooleanField(null=True)
    trafficking_signs = models.JSONField(default=list)
    violence_at = models.DateTimeField(null=True, blank=True)
    goes_on = models.BooleanField(default=True)
    first_steps = PersonalField()
    words = PersonalField()

    personal = ("first_steps", "words")
    harmless = ("urgent", "asylum_wish", "trafficking_signs", "violence_at", "goes_on", "at")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        get_latest_by = "pk"

    @property
    def triage(self) -> Triage:
        return sort_out(self._answers, limits=self.case.rules.clinical_limits)

    @property
    def _answers(self) -> Answers:
        return Answers(
            frozenset(self.urgent),
            self.asylum_wish,
            frozenset(self.trafficking_signs),
            self.violence_at,
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
        """
        case.must_allow_work()
        screening = cls(case=case, by=by, at=at or now(), **answers)
        if screening.triage.at_once and not screening.first_steps.strip():
            raise Refusal(_("Something cannot wait. Write what you did or will do about it now."))
        screening.save()
        Task.finish(case, Task.What.ACKNOWLEDGE, Task.What.SCREEN, by=by)
        case.contacted(case.office.today())
        audit.note(by, "screening.held", screening, fields=sorted(screening.urgent))
        screening._lead_on(by, to_be_continued)
        if screening.triage.is_urgent:
            case.tell(case.supervisors(), "screening.urgent", by=by, urgent=True)
        return screening

    @transaction.atomic
    def go_on(self, *, by: User, to_be_continued: bool = False, **answers) -> None:
        """The same conversation goes on: what was asked after the urgent needs."""
        self.case.must_allow_work()
        for name, value in answers.items():
            setattr(self, name, value)
        self.save()
        Task.finish(self.case, Task.What.ACKNOWLEDGE, Task.What.SCREEN, Task.What.ASSESS, by=by)
        audit.note(by, "screening.continued", self, fields=list(self.triage.flags))
        self._lead_on(by, to_be_continued)

    def _lead_on(self, by: User, to_be_continued: bool) -> None:
        case, today = self.case, self.case.office.today()
        if to_be_continued:
            case.expect(Task.What.SCREEN, case.office.after_working_days(today, 1), by=by)
        elif self.goes_on:
            timer = "assess.high" if self.triage.is_urgent else "assess"
            case.expect(Task.What.ASSESS, case.rules.due(timer, today), by=by)
        else:
            case.touch()
