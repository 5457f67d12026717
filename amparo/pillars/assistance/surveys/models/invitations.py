"""What a round and its draft have in common: whom is asked, by which version, when and how."""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.labels import labelled
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.models.base import CaseRecord

from ..instrument import DECLINED, UNKNOWN, Item, said
from .instruments import InstrumentVersion


class SurveyResponseFields(CaseRecord):
    person = models.ForeignKey(Person, models.PROTECT, related_name="%(class)ss")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="%(class)ss")
    wave = models.CharField(max_length=30)
    mode = models.CharField(max_length=20)
    # In which they were asked.
    language = models.CharField(max_length=10)
    on = models.DateField(gettext_lazy("Day"))
    returned_on = models.DateField(null=True)
    answers = PersonalField(pgettext_lazy("survey, form", "Answers"), kind="json")

    class Meta(CaseRecord.Meta):
        abstract = True

    def must_allow_asking(self) -> None:
        """A survey about the closure is asked in a closed case too; any other in an open one."""
        if self.version.survey.is_about_closure and self.case.status == Case.Status.CLOSED:
            self.case.must_have_a_basis()
        else:
            self.case.require_work_allowed()

    def must_be_possible(self) -> None:
        """Somebody of this case was asked by a round of this version, and not tomorrow."""
        survey, today = self.version.survey, self.case.office.today_for(self.by)
        if not survey.has_wave(self.wave) or self.language not in survey.languages:
            raise Refusal(_("This survey version lacks this date or this language."))
        if self.on > today:
            raise Refusal(_("A completed survey cannot be removed. Plan a visit instead."))
        if self.returned_on and self.returned_on > self.on:
            raise Refusal(_("They were asked before they returned. Look at both days again."))
        if self.person not in self.case.persons():
            raise Refusal(_("Whom you ask is not accompanied in this case."))

    def must_not_be_held_yet(self) -> None:
        """Of each wave one round stands; the one that is corrected stays to be read."""
        alike = self.person.surveyresponses.standing().filter(
            case=self.case, version=self.version, wave=self.wave
        )
        if alike.exists():
            raise Refusal(
                _("This survey was already conducted. Correct it if something is wrong.")
            )

    def may_be_asked_by(self) -> bool:
        """By a version in use; who began with one that was retired, or for whom a round of it is
        due, may go on with it.
        """
        version = self.version
        if version.published_at and not version.retired_at:
            return True
        alike = {"version": version, "case": self.case}
        return (
            self.person.surveyresponses.filter(**alike).exists()
            or self.person.scheduledsurveys.filter(**alike, is_open=True).exists()
        )

    @property
    @labelled(pgettext_lazy("column", "Survey"))
    def wave_called(self) -> str:
        return said(self.version.survey.wave(self.wave).name, get_language() or "")

    def read_aloud(self) -> Iterator[tuple[str, str]]:
        """Every question that was answered, and the answer, in the reader's language."""
        language, answers = get_language() or "", self.answers or {}
        for item in self.version.survey.items:
            if item.code in answers:
                yield said(item.text, language), answer_called(item, answers[item.code], language)

    @property
    def disclosed_answers(self) -> list[str]:
        """Each under its question, for whom it is about."""
        return [f"{question}: {answer}" for question, answer in self.read_aloud()]


def answer_called(item: Item, code: str, language: str) -> str:
    always = {UNKNOWN: _("I do not know"), DECLINED: _("I do not wish to answer")}
    names = {choice.code: said(choice.name, language) for choice in item.choices}
    return names.get(code) or str(always.get(code, code))
