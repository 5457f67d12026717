"""Who reads and moves a return: whoever reads and works on its case."""

from amparo.foundation.trust.access import access_to, through

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

access_to(
    ReturnJourney, see=through("case"), work=through("case", "work"),
    approve=through("case", "approve"),
)  # fmt: skip
for model in (Traveller, Counselling, Leg, Provision, Booking):
    access_to(model, see=through("journey__case"), work=through("journey__case", "work"))
for once in (Departure, Arrival, Welcome, JourneyEnded):
    access_to(once, see=through("journey__case"))
for each in (ReturnDecision, TravelDocument, Parting):
    access_to(
        each, see=through("traveller__journey__case"),
        work=through("traveller__journey__case", "work"),
    )  # fmt: skip
access_to(DecisionTakenBack, see=through("decision__traveller__journey__case"))
access_to(LegChanged, see=through("leg__journey__case"))
access_to(ProvisionEnded, see=through("provision__journey__case"))
access_to(BookingEnded, see=through("booking__journey__case"))
