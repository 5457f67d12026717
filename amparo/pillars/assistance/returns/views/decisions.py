"""Counselling, and what each of them decided; taken back by one deed until they leave."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.refusals import Refusal

from ..forms.base import NoteForm
from ..forms.decisions import CounsellingForm, DecisionForm
from ..models import Counselling, ReturnDecision, Traveller
from .journey_actions import JourneyAction, TravellerAction

counsel = JourneyAction.as_view(
    title=pgettext_lazy("stage", "Return counselling"),
    submit_label=pgettext_lazy("button", "Save"), form_class=CounsellingForm,
    guidance_step="return.counselling",
    success_message=_("The counselling is recorded."), perform=Counselling.hold,
    lede=_("Tell them what they need to decide for themselves, in a language they know well."),
    get_form_kwargs=lambda journey: {
        "initial": {"held_on": journey.case.office.today(), "language": journey.case.language}
    },
)  # fmt: skip

decide = TravellerAction.as_view(
    get_title=lambda traveller: _("Decision of %(name)s") % {"name": traveller.person.shown_name},
    submit_label=_("Record decision"), form_class=DecisionForm,
    success_message=_("The decision is recorded."), perform=ReturnDecision.take,
    lede=_("It is theirs alone. They may take it back at any time until they leave."),
    get_form_kwargs=lambda traveller: {
        "traveller": traveller, "initial": {"language": traveller.journey.case.language}
    },
)  # fmt: skip


def _take_back(traveller: Traveller, *, by, text: str):
    if traveller.decision is None:
        raise Refusal(_("There is nothing to withdraw."))
    return traveller.decision.withdraw(by=by, text=text)


take_back = TravellerAction.as_view(
    title=_("Withdraw return decision"), submit_label=pgettext_lazy("button", "Record"),
    tone="danger",
    form_class=NoteForm, perform=_take_back,
    success_message=_("Recorded. The booking was cancelled."),
    lede=_("Nobody asks them for a reason. What is booked is cancelled at once."),
)  # fmt: skip
