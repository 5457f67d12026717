"""A round of a survey: what somebody answered on one day, and the scores that follow from it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.labels import labelled
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record, new_reference
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

from ..figures import round_score
from ..instrument import Answers, said
from ..scoring import score
from .instruments import InstrumentVersion
from .invitations import SurveyResponseFields


class SurveyResponseQuerySet(PermissionQuerySet):
    def standing(self) -> "SurveyResponseQuerySet":
        """Those that no correction took the place of."""
        return self.filter(is_standing=True)

    def in_order(self) -> "SurveyResponseQuerySet":
        return self.order_by("on", "pk")


class SurveyResponse(SurveyResponseFields):
    """One round, never changed: what was wrong in it is said by another that takes its place.

    The answers are sealed. The scores lie open, as the band of a risk does: a number from 0 to 1
    by dimension, which lists and figures need and which tells no answer.
    """

    text = PersonalField(pgettext_lazy("field", "Text"))
    replaces = models.OneToOneField("self", models.CASCADE, null=True, related_name="replaced_by")
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    # The shadow of `replaces`, for lists and for "one of each".
    is_standing = models.BooleanField(default=True)
    # The shadow of the scores, for lists; nothing where a dimension has no score.
    overall = models.DecimalField(
        gettext_lazy("Score of the whole"), max_digits=5, decimal_places=4, null=True
    )

    crypto_label = "round"
    audit_name = "round"

    objects = SurveyResponseQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Round of a survey")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "version", "wave"],
                condition=Q(is_standing=True),
                name="one_round_of_each_wave",
            ),
            models.CheckConstraint(
                condition=Q(overall=None) | Q(overall__gte=0, overall__lte=1),
                name="a_whole_from_none_to_one",
            ),
        ]
        indexes = [models.Index(fields=["version", "at"], name="rounds_of_a_version")]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Monitoring surveys conducted with you")
        review = True
        disclose = ("on", "wave_called", "answers", "text", "because", "overall")

    class Events:
        quote = "text"
        held = AuditEvent(
            pgettext_lazy("ledger", "Survey conducted"),
            icon="checkup-list",
            timeline=gettext_lazy("Survey conducted"),
        )
        corrected = AuditEvent(
            pgettext_lazy("ledger", "Survey corrected"),
            icon="checkup-list",
            timeline=gettext_lazy("Survey corrected"),
        )
        expected = AuditEvent(
            pgettext_lazy("ledger", "Next survey scheduled"),
            icon="calendar-event",
            timeline=gettext_lazy("Next survey scheduled"),
            story=False,
        )
        cancelled = AuditEvent(
            pgettext_lazy("ledger", "Survey marked as not conducted"),
            icon="x",
            timeline=gettext_lazy("Survey marked as not conducted"),
        )

    @classmethod
    @transaction.atomic
    def hold(
        cls, case: Case, *, by: User, person: Person, version: InstrumentVersion, wave: str,
        mode: str, language: str, on: date, answers: Answers, returned_on: date | None = None,
        text: str = "", replaces: "SurveyResponse | None" = None, because: str = "",
        ref: UUID | None = None,
    ) -> "SurveyResponse":  # fmt: skip
        """Keep what was answered, score it, and expect the next round.

        `replaces` names the round in which something was wrong, and `because` says what.
        """
        if ref and (sent := cls.objects.filter(ref=ref, case=case).first()):
            return sent  # a line that broke, or a form that was sent twice
        held = cls(
            ref=ref or new_reference(), case=case, by=by, person=person, version=version,
            wave=wave, mode=mode, language=language, on=on, returned_on=returned_on,
            text=text.strip(), replaces=replaces, because=because.strip(),
            answers=version.survey.asked(answers),
        )  # fmt: skip
        held.must_allow_asking()
        held._must_fit()
        held._take_its_place()
        held._keep_scores()
        case.contacted(on)
        log.log_event(by, "round.corrected" if replaces else "round.held", held, code=wave)
        held._lead_on(by)
        return held

    # What must be so

    def _must_fit(self) -> None:
        survey = self.version.survey
        self.must_be_possible()
        if survey.misfits(self.answers):
            raise Refusal(_("Some answers fit no question of this version."))
        if not self.answers:
            raise Refusal(_("Nothing was answered. There is nothing to keep."))
        self._must_be_in_use()
        if self.replaces and not self.because:
            raise Refusal(_("State what was wrong in the survey you correct."))

    def _must_be_in_use(self) -> None:
        was = self.replaces
        if was and (was.person_id, was.version_id) != (self.person_id, self.version_id):
            raise Refusal(_("A correction is about the same person and the same version."))
        if not was and not self.may_be_asked_by():
            raise Refusal(_("This version of the survey is not in use."))

    def _take_its_place(self) -> None:
        """Of each wave one round stands; the one that is corrected stays to be read."""
        cases = Case.objects.select_for_update(of=("self",))
        cases.get(pk=self.case_id)  # of two who keep one in the same moment, the second sees it
        if self.replaces:
            self.replaces.refresh_from_db(fields=["is_standing"])
            if not self.replaces.is_standing:
                raise Refusal(_("This survey was already corrected. Correct the newer version."))
            self.replaces.is_standing = False
            self.replaces.save(update_fields=["is_standing"])
        self.must_not_be_held_yet()

    # What follows

    def _keep_scores(self) -> None:
        result = score(self.version.survey, self.answers)
        self.overall = round_score(result.overall)
        self.save()
        DimensionScore.objects.bulk_create(
            DimensionScore(
                round=self, dimension=each.dimension, value=round_score(each.value),
                answered=each.answered, declined=each.declined, unknown=each.unknown,
                not_asked=each.not_asked,
            )
            for each in result.scores
        )  # fmt: skip

    def _lead_on(self, by: User) -> None:
        from .dues import ScheduledSurvey
        from .prompts import ReferralSuggestion

        ReferralSuggestion.ask_about(self)
        ScheduledSurvey.met_by(self, by=by)
        ScheduledSurvey.expect_after(self, by=by)
        self.case.touch()

    # What is read of it

    @cached_property
    def by_dimension(self) -> Mapping[str, "DimensionScore"]:
        return {each.dimension: each for each in self.scores.all()}

    @property
    def values(self) -> dict[str, Decimal | None]:
        return {code: each.value for code, each in self.by_dimension.items()}


class DimensionScore(Record):
    """The score of one dimension in one round; no value where too little was answered."""

    round = models.ForeignKey(SurveyResponse, models.CASCADE, related_name="scores")
    dimension = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    answered = models.PositiveSmallIntegerField(gettext_lazy("Questions answered"))
    declined = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    not_asked = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "dimensionscore"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Score of a round")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "dimension"], name="one_score_of_each"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, value__lte=1, answered__gt=0),
                name="a_score_from_none_to_one",
            ),
        ]

    class Privacy:
        owner = "round__case"
        title = gettext_lazy("Your survey scores")
        disclose = ("dimension_called", "score", "answered")

    def __str__(self):
        return f"DimensionScore {self.ref}"

    @property
    def file(self) -> Case:
        return self.round.case

    @property
    @labelled(gettext_lazy("Dimension"))
    def dimension_called(self) -> str:
        survey = self.round.version.survey
        return said(survey.dimension(self.dimension).name, get_language() or "")

    @property
    @labelled(gettext_lazy("Score"))
    def score(self) -> Decimal | None:
        return self.value

    @property
    def of(self) -> int:
        return self.answered + self.declined + self.unknown + self.not_asked
