"""What somebody answered to a survey lies in the file of their case."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import Erasure, before_erasure, declare_personal_data
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person

from ..models import Case
from .models import (
    DimensionScore,
    DueLetGo,
    PromptAnswer,
    ReferralPrompt,
    Round,
    RoundDraft,
    RoundDue,
)

declare_personal_data(
    Case, Round, "case", title=_("Rounds of a survey that were held with you"), needs_review=True,
    disclosed_fields=("on", "wave_called", "answers", "words", "because", "overall"),
)  # fmt: skip
declare_personal_data(
    Case, DimensionScore, "round__case", title=_("What became of your answers, as scores"),
    disclosed_fields=("dimension_called", "score", "answered"),
)  # fmt: skip
declare_personal_data(
    Case, RoundDraft, "case", title=_("A round of a survey that is being held with you"),
    needs_review=True, disclosed_fields=("at", "answers"),
)  # fmt: skip
declare_personal_data(
    Case, RoundDue, "case", title=_("When you are to be asked again"),
    disclosed_fields=("due_on", "wave_called"),
)  # fmt: skip
declare_personal_data(
    Case, DueLetGo, "due__case", title=_("Rounds that were not held"), needs_review=True,
    disclosed_fields=("at", "because"),
)  # fmt: skip
declare_personal_data(
    Case, ReferralPrompt, "round__case",
    withheld=_("Questions to colleagues; what came of them is told."),
)  # fmt: skip
declare_personal_data(
    Case, PromptAnswer, "prompt__round__case", title=_("What came of what you answered"),
    needs_review=True, disclosed_fields=("at", "outcome", "words"),
)  # fmt: skip


def their_rounds_go(person: Person, erasing: Erasure) -> None:
    """Somebody who is erased leaves no answers behind in the case of a family."""
    for model in (RoundDue, RoundDraft):
        model.objects.filter(person=person).delete()
    newest_first = Round.objects.filter(person=person).order_by("-pk")
    for each in newest_first:
        each.delete()


before_erasure(Person, their_rounds_go)

for part in (Round, RoundDraft, RoundDue):
    keep_with_own_record(part, why=_("It belongs to a case, and is read with it."))
