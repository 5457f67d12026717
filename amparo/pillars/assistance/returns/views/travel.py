"""The way home: legs, help, papers, booking; the day they leave, arrive and are welcomed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.refusals import Refusal

from ..forms import travel as forms
from ..forms.base import BecauseForm
from ..models import (
    Booking,
    ExitPermission,
    JourneyMilestone,
    Leg,
    ReturnJourney,
    TravelAssistance,
    TravelDocument,
)
from ..models.exit_permissions import must_be_recorded_by_another
from .journey_actions import JourneyAction, TravellerAction

leg = JourneyAction.as_view(
    title=pgettext_lazy("title", "Travel leg"), submit_label=_("Add leg"),
    form_class=forms.LegForm,
    success_message=_("The leg is planned."), perform=Leg.plan,
    get_form_kwargs=lambda journey: {"journey": journey},
)  # fmt: skip


def _times_of(leg: Leg) -> dict[str, Any]:
    zone = leg.journey.case.office.zone
    leaves, arrives = leg.leaves_at.astimezone(zone), leg.arrives_at.astimezone(zone)
    return {
        "leaves_on": leaves.date(), "leaves_clock": leaves.time(),
        "arrives_on": arrives.date(), "arrives_clock": arrives.time(),
    }  # fmt: skip


change = JourneyAction.as_view(
    queryset=Leg, title=_("Change times"), submit_label=_("Change times"),
    form_class=forms.LegChangeForm, perform=Leg.change,
    success_message=_("Times changed. The booking was checked again."),
    get_form_kwargs=lambda leg: {"journey": leg.journey, "initial": _times_of(leg)},
)  # fmt: skip

call_off = JourneyAction.as_view(
    queryset=Leg, title=_("Cancel this leg?"), submit_label=_("Cancel leg"), tone="danger",
    form_class=BecauseForm, success_message=_("Leg cancelled."), perform=Leg.call_off,
)  # fmt: skip

provide = JourneyAction.as_view(
    title=_("Travel assistance"), submit_label=_("Arrange travel assistance"),
    form_class=forms.TravelAssistanceForm,
    success_message=_("Arrangement recorded."), perform=TravelAssistance.arrange,
    lede=_("Escorts, help in transit, medicines they carry."),
    get_form_kwargs=lambda journey: {"travellers": list(journey.going())},
)  # fmt: skip

no_longer = JourneyAction.as_view(
    queryset=TravelAssistance, title=_("Travel assistance not needed"),
    submit_label=_("Mark as not needed"), form_class=BecauseForm, perform=TravelAssistance.end,
    success_message=_("Removed from the list. The reason stays in the file."),
)  # fmt: skip

document = TravellerAction.as_view(
    get_title=lambda traveller: (
        _("Travel document of %(name)s") % {"name": traveller.person.shown_name}
    ),
    submit_label=pgettext_lazy("button", "Save"), form_class=forms.DocumentForm,
    perform=TravelDocument.track, guidance_step="return.travel_documents",
    success_message=_("Document status updated."),
)  # fmt: skip


class RecordExitPermission(TravellerAction):
    """Writes down by which document a child may leave the country."""

    submit_label = pgettext_lazy("button", "Save")
    success_message = _("The exit permission is recorded.")
    guidance_step = "return.exit_permission"
    form_class = forms.ExitPermissionForm
    lede = _(
        "Read the document yourself. Add it to the case first, then choose it here. A parent or "
        "guardian who travels along does not count: the one who stays permits it."
    )

    def get_title(self, traveller):
        return _("Exit permission of %(name)s") % {"name": traveller.person.shown_name}

    def must_be_possible(self, traveller, *, by):
        must_be_recorded_by_another(traveller.journey, by)

    def get_form_kwargs(self, traveller):
        return {"case": traveller.journey.case}

    def perform(self, traveller, *, by, **fields):
        return ExitPermission.record(traveller, by=by, **fields)


exit_permission = RecordExitPermission.as_view()


class EndExitPermission(JourneyAction):
    """Says why a permission does not count any more."""

    queryset = ExitPermission.objects.select_related("traveller")
    title = _("End exit permission")
    submit_label = pgettext_lazy("button", "Record")
    tone = "danger"
    form_class = BecauseForm
    success_message = _("Recorded. Bookings that depend on it were cancelled.")

    def get_record(self, ref, permission):
        journey = self.get_parent(ref)
        found = self.find(self.queryset, ref=permission, traveller__journey=journey)
        found.journey = found.traveller.journey = journey
        return found

    def perform(self, permission, *, by, because):
        return permission.withdraw(by=by, because=because)


end_exit_permission = EndExitPermission.as_view()

book = JourneyAction.as_view(
    title=_("Book travel"), submit_label=_("Book"), form_class=forms.BookForm,
    success_message=_("Travel booked."), perform=Booking.make,
    lede=_("Only when everything is settled. If one thing shuts again, it is not booked."),
    above_template="returns/before_booking.html",
)  # fmt: skip


def _give_up(journey: ReturnJourney, **said) -> None:
    booking = journey.bookings.in_force().first()
    if booking is None:
        raise Refusal(_("Nothing is booked."))
    booking.give_up(**said)


unbook = JourneyAction.as_view(
    title=_("Record missed departure"), submit_label=pgettext_lazy("button", "Record"),
    tone="danger",
    form_class=forms.UnbookForm, success_message=_("Travel not booked."),
    perform=_give_up,
)  # fmt: skip

depart = JourneyAction.as_view(
    title=_("Record departure"), submit_label=_("Record departure"),
    form_class=forms.DepartForm,
    success_message=_("Departure recorded."), perform=JourneyMilestone.depart,
    get_form_kwargs=lambda journey: {"initial": {"left_on": journey.case.office.today()}},
)  # fmt: skip

arrive = JourneyAction.as_view(
    title=_("Record arrival"), submit_label=_("Record arrival"), form_class=forms.ArriveForm,
    success_message=_("The arrival is confirmed."), perform=JourneyMilestone.arrive,
    get_form_kwargs=lambda journey: {"initial": {"arrived_on": journey.case.office.today()}},
)  # fmt: skip

welcome = JourneyAction.as_view(
    title=_("Record reception"), submit_label=_("Record reception"),
    form_class=forms.WelcomeForm, success_message=_("Reception recorded."),
    perform=JourneyMilestone.welcome,
    lede=_("A bed, food, a doctor, the way home: what cannot wait."),
    get_form_kwargs=lambda journey: {"initial": {"welcomed_on": journey.case.office.today()}},
)  # fmt: skip
