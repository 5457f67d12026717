"""What somebody answered to a survey lies in the file of their case."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import Erasure, before_erasure
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person

from .models import (
    ScheduledSurvey,
    SurveyResponse,
    SurveyResponseDraft,
)


def erase_responses(person: Person, erasing: Erasure) -> None:
    """Somebody who is erased leaves no answers behind in the case of a family."""
    for model in (ScheduledSurvey, SurveyResponseDraft):
        model.objects.filter(person=person).delete()
    newest_first = SurveyResponse.objects.filter(person=person).order_by("-pk")
    for each in newest_first:
        each.delete()


before_erasure(Person, erase_responses)

for part in (SurveyResponse, SurveyResponseDraft, ScheduledSurvey):
    keep_with_own_record(part, why=_("It belongs to a case, and is read with it."))
