"""Who reads of a child alone: who reads the case. Who acts: who works on it or answers for it."""

from amparo.foundation.trust.access import access_to, through

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

access_to(
    ChildAlone, see=through("case"), work=through("case", "work"),
    approve=through("case", "approve"),
)  # fmt: skip
access_to(AloneNoLonger, see=through("child__case"))
access_to(FamilyNotTold, see=through("child__case"), work=through("child__case", "work"))
access_to(FamilyMayBeTold, see=through("asked__child__case"))
access_to(CareArrangement, see=through("child__case"), work=through("child__case", "work"))
access_to(CareVisit, see=through("care__child__case"))
access_to(Guardian, see=through("child__case"), work=through("child__case", "work"))
access_to(
    BestInterestsAssessment, see=through("child__case"), decide=through("child__case", "approve")
)
access_to(AssessmentAnswer, see=through("assessment__child__case"))
access_to(
    BestInterestsDetermination, see=through("child__case"), work=through("child__case", "work"),
    approve=through("child__case", "approve"),
)  # fmt: skip
access_to(BestInterestsInformation, see=through("determination__child__case"))
access_to(BestInterestsOption, see=through("determination__child__case"))
access_to(
    PanelMember, see=through("determination__child__case"),
    speak=through("determination__child__case"),
    work=through("determination__child__case", "work"),
)  # fmt: skip
access_to(MemberExcused, see=through("member__determination__child__case"))
access_to(PanelOpinion, see=through("member__determination__child__case"))
access_to(BestInterestsDecision, see=through("determination__child__case"))
access_to(ChildInformed, see=through("decision__determination__child__case"))
access_to(DecisionReopened, see=through("decision__determination__child__case"))
access_to(AuthorityDecision, see=through("child__case"))
access_to(
    MinorWithoutAdult, see=through("person"), work=through("person", "work"),
    approve=through("person", "approve"),
)  # fmt: skip
