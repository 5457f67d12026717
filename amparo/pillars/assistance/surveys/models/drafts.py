"""A round that is being held: nothing that was answered is lost when the line breaks."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case

from .invitations import SurveyResponseFields
from .rounds import SurveyResponse


class SurveyResponseDraft(SurveyResponseFields):
    """The answers so far; `ref` becomes that of the round, so that it is kept once."""

    replaces = models.ForeignKey(SurveyResponse, models.CASCADE, null=True, related_name="+")

    crypto_label = "surveyresponsedraft"
    audit_name = "surveyresponsedraft"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Round being held")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "by"], name="one_round_begun_each")
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Survey in progress with you")
        review = True
        disclose = ("at", "answers")

    class Events:
        begun = AuditEvent(
            pgettext_lazy("ledger", "Survey started"),
            icon="checkup-list",
            timeline=gettext_lazy("Survey started"),
            story=False,
        )
        thrown_away = AuditEvent(
            pgettext_lazy("ledger", "Survey draft discarded"),
            icon="x",
            timeline=gettext_lazy("Survey draft discarded"),
            story=False,
        )

    @classmethod
    @transaction.atomic
    def begin(cls, case: Case, *, by: User, **asked) -> "SurveyResponseDraft":
        """One that was begun for them goes on: begun twice, nothing is lost."""
        draft = cls(case=case, by=by, answers={}, **asked)
        draft.must_allow_asking()
        draft.must_be_possible()
        if not draft.may_be_asked_by():
            raise Refusal(_("This version of the survey is not in use."))
        draft.must_not_be_held_yet()
        return cls._there(draft) or draft._kept()

    @classmethod
    @transaction.atomic
    def correct(cls, held: SurveyResponse, *, by: User) -> "SurveyResponseDraft":
        """Begin from what was answered, to put right what is wrong in it."""
        held.must_allow_asking()
        if not held.is_standing:
            raise Refusal(_("This survey was already corrected. Correct the newer version."))
        draft = cls(
            case=held.case, by=by, person=held.person, version=held.version, wave=held.wave,
            mode=held.mode, language=held.language, on=held.on, returned_on=held.returned_on,
            answers=dict(held.answers), replaces=held,
        )  # fmt: skip
        return cls._there(draft) or draft._kept()

    @classmethod
    def _there(cls, new: "SurveyResponseDraft") -> "SurveyResponseDraft | None":
        there = cls.objects.filter(case=new.case, person=new.person, by=new.by).first()
        if there is None:
            return None
        if (there.version, there.wave, there.replaces) != (new.version, new.wave, new.replaces):
            raise Refusal(_("Another survey with this person is in draft. Save or discard it."))
        return there

    def _kept(self) -> "SurveyResponseDraft":
        self.save()
        log.log_event(self.by, "surveyresponsedraft.begun", self)
        return self

    @transaction.atomic
    def hold(self, answers: Mapping[str, str], *, among: list[str], by: User) -> None:
        """One page of answers: what stood there before, and is not said again, is taken back."""
        self.must_allow_asking()
        self._must_be_theirs(by)
        kept = {code: said for code, said in (self.answers or {}).items() if code not in among}
        kept |= {code: said for code, said in answers.items() if said and code in among}
        if self.version.survey.misfits(kept):
            raise Refusal(_("Some answers fit no question of this version."))
        self.answers, self.at = kept, now()
        self.save(update_fields=["answers", "at"])

    @transaction.atomic
    def keep(self, *, by: User, text: str = "", because: str = "", **asked: Any) -> SurveyResponse:
        """It is done: the round is kept under the same name, and the draft goes.

        `asked` puts right what was said at its beginning: the day, the way, the day of return.
        """
        self._must_be_theirs(by)
        begun: dict[str, Any] = {
            "mode": self.mode, "on": self.on, "returned_on": self.returned_on,
        }  # fmt: skip
        held = SurveyResponse.hold(
            self.case, by=by, ref=self.ref, person=self.person, version=self.version,
            wave=self.wave, language=self.language, answers=self.answers or {},
            replaces=self.replaces, text=text, because=because, **(begun | asked),
        )  # fmt: skip
        self.delete()
        return held

    @transaction.atomic
    def throw_away(self, *, by: User) -> None:
        self._must_be_theirs(by)
        log.log_event(by, "surveyresponsedraft.thrown_away", self)
        self.delete()

    def _must_be_theirs(self, by: User) -> None:
        if by.pk != self.by_id:
            raise Refusal(_("A colleague is conducting this survey and can save or discard it."))
