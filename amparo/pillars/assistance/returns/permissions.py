"""Who reads and moves a return: whoever reads and works on its case."""

from amparo.foundation.core.permissions.grants import any_of
from amparo.foundation.core.permissions.rules import (
    has_permission,
    is_owner,
    of_supervised_staff,
    register_rules,
    via_foreign_key,
)

from .models import (
    AsylumDeclaration,
    BoardingCheck,
    Booking,
    Counselling,
    ExitPermission,
    FitnessDecision,
    FitnessRequest,
    Leg,
    Qualification,
    QualificationFile,
    ReturnDecision,
    ReturnJourney,
    TravelAssistance,
    TravelCost,
    TravelDocument,
    TravelGroupSplit,
    Traveller,
    VoluntarinessInterview,
    WaitingTimeWaiver,
)

register_rules(
    ReturnJourney, work=via_foreign_key("case", "work"),
    approve=via_foreign_key("case", "approve"),
)  # fmt: skip
register_rules(
    Traveller, work=via_foreign_key("journey__case", "work"),
    approve=via_foreign_key("journey__case", "approve"),
)  # fmt: skip
for model in (Counselling, Leg, TravelAssistance, Booking):
    register_rules(model, work=via_foreign_key("journey__case", "work"))
register_rules(TravelCost, work=via_foreign_key("case", "work"))
for each in (
    ReturnDecision, TravelDocument, TravelGroupSplit, VoluntarinessInterview, AsylumDeclaration,
    WaitingTimeWaiver, BoardingCheck, ExitPermission,
):  # fmt: skip
    register_rules(
        each, work=via_foreign_key("traveller__journey__case", "work"),
    )  # fmt: skip
# Supervisors of every office ask who is qualified; who enters it is said by `Qualification`.
register_rules(
    Qualification, see=any_of(is_owner("holder"), has_permission("case.approve")),
    edit=has_permission("case.approve"),
)  # fmt: skip
# Their certificate is for the colleague, and for who supervises the office where they work.
register_rules(
    QualificationFile, see=any_of(is_owner("qualification__holder"), of_supervised_staff)
)

# A clinician who is asked by their account sees the question, and of the person no more than it.
register_rules(
    FitnessRequest,
    see=any_of(via_foreign_key("traveller__journey__case"), is_owner("clinician")),
    decide=is_owner("clinician"),
)
register_rules(FitnessDecision, see=via_foreign_key("request__traveller__journey__case"))
