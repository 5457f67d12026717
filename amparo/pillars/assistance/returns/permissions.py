"""Who reads and moves a return: whoever reads and works on its case."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import (
    Arrival,
    Booking,
    BookingEnded,
    Counselling,
    DecisionTakenBack,
    Departure,
    JourneyEnded,
    Leg,
    LegChanged,
    Parting,
    Provision,
    ProvisionEnded,
    ReturnDecision,
    ReturnJourney,
    TravelDocument,
    Traveller,
    Welcome,
)

register_rules(
    ReturnJourney, see=via_foreign_key("case"), work=via_foreign_key("case", "work"),
    approve=via_foreign_key("case", "approve"),
)  # fmt: skip
for model in (Traveller, Counselling, Leg, Provision, Booking):
    register_rules(
        model, see=via_foreign_key("journey__case"), work=via_foreign_key("journey__case", "work")
    )
for once in (Departure, Arrival, Welcome, JourneyEnded):
    register_rules(once, see=via_foreign_key("journey__case"))
for each in (ReturnDecision, TravelDocument, Parting):
    register_rules(
        each, see=via_foreign_key("traveller__journey__case"),
        work=via_foreign_key("traveller__journey__case", "work"),
    )  # fmt: skip
register_rules(DecisionTakenBack, see=via_foreign_key("decision__traveller__journey__case"))
register_rules(LegChanged, see=via_foreign_key("leg__journey__case"))
register_rules(ProvisionEnded, see=via_foreign_key("provision__journey__case"))
register_rules(BookingEnded, see=via_foreign_key("booking__journey__case"))
