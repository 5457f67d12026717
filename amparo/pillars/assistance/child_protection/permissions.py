"""Who reads of a child alone: who reads the case. Who acts: who works on it or answers for it."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import (
    BestInterestsAssessment,
    BestInterestsDetermination,
    CareArrangement,
    FamilyContactRestriction,
    Guardian,
    MinorWithoutAdult,
    PanelMember,
    UnaccompaniedChild,
)

register_rules(
    UnaccompaniedChild, work=via_foreign_key("case", "work"),
    approve=via_foreign_key("case", "approve"),
)  # fmt: skip
register_rules(FamilyContactRestriction, work=via_foreign_key("child__case", "work"))
register_rules(
    CareArrangement,
    work=via_foreign_key("child__case", "work"),
)
register_rules(Guardian, work=via_foreign_key("child__case", "work"))
register_rules(BestInterestsAssessment, decide=via_foreign_key("child__case", "approve"))
register_rules(
    BestInterestsDetermination, work=via_foreign_key("child__case", "work"),
    approve=via_foreign_key("child__case", "approve"),
)  # fmt: skip
register_rules(
    PanelMember, speak=via_foreign_key("determination__child__case"),
    work=via_foreign_key("determination__child__case", "work"),
)  # fmt: skip
register_rules(
    MinorWithoutAdult, work=via_foreign_key("person", "work"),
    approve=via_foreign_key("person", "approve"),
)  # fmt: skip
