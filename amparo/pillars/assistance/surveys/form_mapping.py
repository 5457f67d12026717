"""A survey that was filled in as a form becomes a round: the same questions, the same answers.

The standard form `f28_rss_type_survey` asks what the survey asks that Amparo comes with; its
answers are kept by the same verb as on the page.
"""

from datetime import date

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork import form_mapping
from amparo.foundation.people.models import Person

from ..extension_points import form_writers
from ..form_mapping.answers import Told
from ..models import Case
from . import shipped
from .models import InstrumentVersion, Round
from .reading import read
from .survey import codes_of

RECORD, SURVEY = "survey_round", "rss_type"
ABOUT = ("wave", "mode", "on", "words")
ITEMS = tuple(code for each in shipped.files() for code in codes_of(read(each.read_bytes()).items))


def survey_round(case: Case, told: Told, by: User) -> None:
    """Asked of the person of the case, or of the head of its family."""
    person, version = case.main_person, _version()
    if person is None:
        raise Refusal(_("This case has no person to survey."))
    # Some of its questions land elsewhere too: a wish for counselling is a need as well.
    answers = {each.name: str(each.answer) for each in told.among if each.name in ITEMS}
    if not answers:
        return  # they did not agree to be asked
    wave, on = told.code("wave"), told.day("on") or case.office.today()
    there = Round.objects.standing().filter(
        case=case, person=person, version=version, wave=wave
    ).first()  # fmt: skip
    if there and there.answers == version.survey.asked(answers):
        return  # the same form, sent again
    Round.hold(
        case, by=by, person=person, version=version, wave=wave, mode=told.code("mode"), on=on,
        language=_language(case, version, by), answers=answers, words=told.text("words"),
        returned_on=_returned_on(case, person),
    )  # fmt: skip


def _version() -> InstrumentVersion:
    in_use = InstrumentVersion.objects.in_use().filter(instrument__code=SURVEY)
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
    last = Round.objects.standing().filter(case=case, person=person).in_order().last()
    return last.returned_on if last else None


form_mapping.register_form_target(RECORD, (*ABOUT, *ITEMS))
form_writers.register(RECORD, survey_round)
