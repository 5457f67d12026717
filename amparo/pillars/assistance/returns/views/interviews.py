"""Interviews with one traveller, the waiting time before them, and the office above."""

from django.utils.translation import gettext_lazy as _

from .. import second_approval
from ..forms.base import BecauseForm
from ..forms.interviews import AsylumForm, VoluntarinessForm
from ..models import AsylumDeclaration, VoluntarinessInterview, WaitingTimeWaiver
from ..models.interviews import (
    must_be_of_another,
    must_be_qualified_for_asylum,
    must_be_waivable,
    must_work_with_children,
)
from .journey_actions import JourneyAction, TravellerAction


class HoldInterview(TravellerAction):
    """Records what one traveller said in an interview; refused before the form to who counselled
    them, and for a child to who does not work with children where a colleague does.
    """

    def get_form_kwargs(self, traveller):
        return {"traveller": traveller}

    def must_be_possible(self, traveller, *, by):
        journey = traveller.journey
        journey.must_be_before_departure()
        must_be_of_another(journey, by)
        if traveller.is_child:
            must_work_with_children(journey, by, journey.case.office.today())


class InterviewVoluntariness(HoldInterview):
    """Records whether one traveller goes freely."""

    submit_label = _("Record interview")
    guidance_step = "return.voluntariness"
    guidance_beside = ("interpreter.use",)
    form_class = VoluntarinessForm
    success_message = _("The interview is recorded.")
    lede = _("Speak alone with the person, a day after the counselling.")

    def get_title(self, traveller):
        return _("Voluntariness interview of %(name)s") % {"name": traveller.person.shown_name}

    def perform(self, traveller, *, by, **fields):
        return VoluntarinessInterview.hold(traveller, by=by, **fields)


voluntariness = InterviewVoluntariness.as_view()


class DeclareAboutAsylum(HoldInterview):
    """Records what one traveller declares about asylum; only for somebody qualified."""

    submit_label = _("Record declaration")
    guidance_step = "return.asylum_wish"
    form_class = AsylumForm
    success_message = _("The declaration is recorded.")
    lede = _("Explain what asylum is before you ask.")

    def get_title(self, traveller):
        return _("Declaration of %(name)s about asylum") % {"name": traveller.person.shown_name}

    def must_be_possible(self, traveller, *, by):
        super().must_be_possible(traveller, by=by)
        case = traveller.journey.case
        must_be_qualified_for_asylum(case, by, case.office.today())

    def perform(self, traveller, *, by, **fields):
        return AsylumDeclaration.hear(traveller, by=by, **fields)


asylum = DeclareAboutAsylum.as_view()

waive = TravellerAction.as_view(
    get_title=lambda traveller: (
        _("Waive the waiting time for %(name)s") % {"name": traveller.person.shown_name}
    ),
    permission="approve", submit_label=_("Waive the waiting time"), form_class=BecauseForm,
    success_message=_("The waiting time is waived."), perform=WaitingTimeWaiver.give,
    must_be_possible=must_be_waivable,
    lede=_("Only for an adult, and only where waiting would harm. The file keeps your reason."),
)  # fmt: skip


ask_above = JourneyAction.as_view(
    title=_("Ask parent office?"), submit_label=_("Ask parent office"),
    success_message=_("The office above is told, and may work on this case for some days."),
    lede=_(
        "For an interview, a declaration or a decision where nobody else is here. Its supervisors "
        "may open the whole case for some days."
    ),
    perform=second_approval.ask_above,
)  # fmt: skip
