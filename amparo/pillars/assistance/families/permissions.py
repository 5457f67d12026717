"""Who reads of a child alone: who reads the case. Who acts: who works on it or answers for it."""

from amparo.foundation.core.permissions.rules import register_rules, via_foreign_key

from .models import (
    AloneNoLonger,
    AssessmentAnswer,
    AuthorityDecision,
    BestInterestsAssessment,
    BestInterestsDecision,
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
    CareArrangement,
    CareVisit,
    ChildAlone,
    ChildInformed,
    DecisionReopened,
    FamilyMayBeTold,
    FamilyNotTold,
    Guardian,
    MemberExcused,
    MinorWithoutAdult,
    PanelMember,
    PanelOpinion,
)

register_rules(
    ChildAlone, see=via_foreign_key("case"), work=via_foreign_key("case", "work"),
    approve=via_foreign_key("case", "approve"),
)  # fmt: skip
register_rules(AloneNoLonger, see=via_foreign_key("child__case"))
register_rules(
    FamilyNotTold, see=via_foreign_key("child__case"), work=via_foreign_key("child__case", "work")
)
register_rules(FamilyMayBeTold, see=via_foreign_key("asked__child__case"))
register_rules(
    CareArrangement,
    see=via_foreign_key("child__case"),
    work=via_foreign_key("child__case", "work"),
)
register_rules(CareVisit, see=via_foreign_key("care__child__case"))
register_rules(
    Guardian, see=via_foreign_key("child__case"), work=via_foreign_key("child__case", "work")
)
register_rules(
    BestInterestsAssessment,
    see=via_foreign_key("child__case"),
    decide=via_foreign_key("child__case", "approve"),
)
register_rules(AssessmentAnswer, see=via_foreign_key("assessment__child__case"))
register_rules(
    BestInterestsDetermination, see=via_foreign_key("child__case"),
    work=via_foreign_key("child__case", "work"), approve=via_foreign_key("child__case", "approve"),
)  # fmt: skip
register_rules(BestInterestsInformation, see=via_foreign_key("determination__child__case"))
register_rules(BestInterestsOption, see=via_foreign_key("determination__child__case"))
register_rules(
    PanelMember, see=via_foreign_key("determination__child__case"),
    speak=via_foreign_key("determination__child__case"),
    work=via_foreign_key("determination__child__case", "work"),
)  # fmt: skip
register_rules(MemberExcused, see=via_foreign_key("member__determination__child__case"))
register_rules(PanelOpinion, see=via_foreign_key("member__determination__child__case"))
register_rules(BestInterestsDecision, see=via_foreign_key("determination__child__case"))
register_rules(ChildInformed, see=via_foreign_key("decision__determination__child__case"))
register_rules(DecisionReopened, see=via_foreign_key("decision__determination__child__case"))
register_rules(AuthorityDecision, see=via_foreign_key("child__case"))
register_rules(
    MinorWithoutAdult, see=via_foreign_key("person"), work=via_foreign_key("person", "work"),
    approve=via_foreign_key("person", "approve"),
)  # fmt: skip
