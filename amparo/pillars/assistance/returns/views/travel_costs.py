"""What travel costs: recorded on a budget line, and cancelled where it was refunded."""

from django.utils.translation import gettext_lazy as _

from ..forms.base import BecauseForm
from ..forms.travel_costs import TravelCostForm
from ..models import Booking, TravelCost
from .journey_actions import JourneyAction

charge = JourneyAction.as_view(
    queryset=Booking, title=_("Travel cost"), submit_label=_("Record cost"),
    form_class=TravelCostForm, perform=TravelCost.charge,
    success_message=_("Travel cost recorded."),
    lede=_("It is taken of the budget line at once. If it is refunded, cancel it."),
    get_form_kwargs=lambda booking: {"case": booking.journey.case},
)  # fmt: skip


class CancelTravelCost(JourneyAction):
    """Says why a cost does not count: refunded, or recorded by mistake."""

    queryset = TravelCost.objects.select_related("booking")
    title = _("Cancel travel cost")
    submit_label = _("Cancel cost")
    tone = "danger"
    form_class = BecauseForm
    success_message = _("The cost was cancelled. The budget line has its amount again.")

    def get_record(self, ref, cost):
        journey = self.get_parent(ref)
        found = self.find(self.queryset, ref=cost, booking__journey=journey)
        found.journey = found.booking.journey = journey
        found.case = journey.case
        return found

    def perform(self, cost, *, by, because):
        return cost.void(by=by, because=because)


cancel = CancelTravelCost.as_view()
