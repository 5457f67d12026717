"""A survey that was filled in as a form becomes a round: the same questions, the same answers.

The standard forms `f28_rss_type_survey` and `f36_services_and_rights` ask what the surveys ask
that Amparo comes with; their answers are kept by the same verb as on the page.
"""

from datetime import date

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork import form_mapping
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.case_forms.extension_points import form_writers
from amparo.pillars.assistance.case_forms.form_mapping.answers import RecordAnswers
from amparo.pillars.assistance.cases.models import Case

from . import standard_instruments
from .instrument import codes_of
from .models import InstrumentVersion, ScheduledSurvey, SurveyResponse

RECORD = "survey_round"
ABOUT = ("wave", "mode", "on", "text", "not_asked")
ITEMS = {
    item: code
    for code in (standard_instruments.REINTEGRATION, standard_instruments.AT_CLOSURE)
    for item in codes_of(standard_instruments.survey(code).items)
}


def map_survey_response(case: Case, told: RecordAnswers, by: User) -> None:
    """Asked of the person of the case, or of the head of its family."""
    person = case.main_person
    if person is None:
        raise Refusal(_("This case has no person to survey."))
    if why := told.code("not_asked"):
        _cancel(case, person, told, why, by)
        return
    # Some of its questions land elsewhere too: a wish for counselling is a need as well.
    answers = {each.name: str(each.answer) for each in told.among if each.name in ITEMS}
    if not answers:
        return  # they did not agree to be asked
    version = _version(ITEMS[next(iter(answers))])
    wave, on = told.code("wave"), told.day("on") or case.office.today()
    there = SurveyResponse.objects.standing().filter(
        case=case, person=person, version=version, wave=wave
    ).first()  # fmt: skip
    if there and there.answers == version.survey.asked(answers):
        return  # the same form, sent again
    SurveyResponse.hold(
        case, by=by, person=person, version=version, wave=wave, mode=told.code("mode"), on=on,
        language=_language(case, version, by), answers=answers, text=told.text("text"),
        returned_on=_returned_on(case, person),
    )  # fmt: skip


def _cancel(case: Case, person: Person, told: RecordAnswers, why: str, by: User) -> None:
    """A survey at closure that was not conducted, and why; told twice is once."""
    version = _version(standard_instruments.AT_CLOSURE)
    if why not in ScheduledSurvey.NotAsked.values or not version.survey.has_wave(
        told.code("wave")
    ):
        raise Refusal(_("Some answers fit no question of this version."))
    due = ScheduledSurvey.expect(
        case, by=by, person=person, version=version, wave=told.code("wave"),
        due_on=told.day("on") or case.office.today(), is_in_calendar=False,
    )  # fmt: skip
    if due.is_open:
        due.cancel(by=by, not_asked=why, because=told.text("text"))


def _version(code: str) -> InstrumentVersion:
    in_use = InstrumentVersion.objects.in_use().filter(instrument__code=code)
    version = in_use.order_by("-published_at", "-pk").first()
    if version is None:
        raise Refusal(_("No survey is in use that these answers belong to."))
    return version


def _language(case: Case, version: InstrumentVersion, by: User) -> str:
    """The form does not say it: the language of the case, or of who asked."""
    spoken = version.survey.languages
    return next((each for each in (case.language, by.language) if each in spoken), spoken[0])


def _returned_on(case: Case, person: Person) -> date | None:
    """As it was said in an earlier round."""
    last = SurveyResponse.objects.standing().filter(case=case, person=person).in_order().last()
    return last.returned_on if last else None


form_mapping.register_form_target(RECORD, (*ABOUT, *ITEMS))
form_writers.register(RECORD, map_survey_response)
