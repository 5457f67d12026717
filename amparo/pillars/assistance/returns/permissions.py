"""Who reads and moves a return: whoever reads and works on its case."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import (
    Booking,
    Counselling,
    Leg,
    Parting,
    Provision,
    ReturnDecision,
    ReturnJourney,
    TravelDocument,
    Traveller,
)

register_rules(
    ReturnJourney, work=via_foreign_key("case", "work"),
    approve=via_foreign_key("case", "approve"),
)  # fmt: skip
for model in (Traveller, Counselling, Leg, Provision, Booking):
    register_rules(model, work=via_foreign_key("journey__case", "work"))
for each in (ReturnDecision, TravelDocument, Parting):
    register_rules(
        each, work=via_foreign_key("traveller__journey__case", "work"),
    )  # fmt: skip
