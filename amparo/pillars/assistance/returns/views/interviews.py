"""Interviews with one traveller, the waiting time before them, and the office above."""

from django.utils.translation import gettext_lazy as _

from .. import second_word
from ..forms.interviews import AsylumForm, VoluntarinessForm
from ..forms.parts import BecauseForm
from ..models import AsylumDeclaration, VoluntarinessInterview, WaitingTimeWaiver
from .journey_actions import JourneyAction, TravellerAction

voluntariness = TravellerAction.as_view(
    get_title=lambda traveller: (
        _("Voluntariness interview of %(name)s") % {"name": traveller.person.name}
    ),
    submit_label=_("Record interview"), form_class=VoluntarinessForm,
    success_message=_("The interview is recorded."), perform=VoluntarinessInterview.hold,
    lede=_("Speak alone with the person, a day after the counselling. You did not counsel them."),
    get_form_kwargs=lambda traveller: {"traveller": traveller},
)  # fmt: skip

asylum = TravellerAction.as_view(
    get_title=lambda traveller: (
        _("Declaration of %(name)s about asylum") % {"name": traveller.person.name}
    ),
    submit_label=_("Record declaration"), form_class=AsylumForm,
    success_message=_("The declaration is recorded."), perform=AsylumDeclaration.hear,
    lede=_("Explain what asylum is before you ask. You are qualified, and did not counsel them."),
    get_form_kwargs=lambda traveller: {"traveller": traveller},
)  # fmt: skip

waive = TravellerAction.as_view(
    get_title=lambda traveller: (
        _("Waive the waiting time for %(name)s") % {"name": traveller.person.name}
    ),
    permission="approve", submit_label=_("Waive the waiting time"), form_class=BecauseForm,
    success_message=_("The waiting time is waived."), perform=WaitingTimeWaiver.give,
    lede=_("Only for an adult, and only where waiting would harm. The file keeps your reason."),
)  # fmt: skip


ask_above = JourneyAction.as_view(
    title=_("Ask parent office?"), submit_label=_("Ask parent office"),
    success_message=_("The office above is told, and may work on this case for some days."),
    lede=_(
        "For an interview, a declaration or a decision where nobody else is here. Its supervisors "
        "may open the whole case for some days."
    ),
    perform=second_word.ask_above,
)  # fmt: skip
