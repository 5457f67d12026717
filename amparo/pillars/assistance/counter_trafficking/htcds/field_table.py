"""Where each field of HTCDS lives in this house, and how it leaves: what `docs/htcds.md` tells.

Pure Python. A field without a home of its own stays in the original that came in, sealed, and
leaves again as it came.
"""

from .codes import listed
from .fields import Field, Kind, Sensitivity, fields
from .profiles import CORE, NAMED

ORIGINAL = "kept in the original, as it came"
HOMES = {
    "org_Name": "Organization of the office",
    "org_ShippingCountry": "Country of the office",
    "prs_FirstName": "Person: given names",
    "prs_MiddleName": "Person: given names (in), original (out)",
    "prs_SecondName": "Person: family names",
    "prs_Birthdate": "Person: date of birth",
    "prs_Gender": "Person: gender",
    "prs_PrimaryLanguage": "Person: languages, the first",
    "prs_SecondaryLanguage": "Person: languages, the second",
    "prs_Citizenship": "Person: nationality and other nationalities",
    "prs_IdentityNumber": "Document: number",
    "prs_Email": "Contact: e-mail",
    "prs_HomePhone": "Contact: telephone (in), original (out)",
    "prs_MobilePhone": "Contact: telephone",
    "prs_MailingStreet": "Contact: address",
    "prs_MailingCity": "Contact: address (in), original (out)",
    "prs_MailingState": "Contact: address (in), original (out)",
    "prs_MailingPostalCode": "Contact: address (in), original (out)",
    "prs_MailingCountry": "Contact: address (in), original (out)",
    "vic_TraffickingStatus": "Determination: status (out); first words of the case (in)",
    "vic_TraffickingStatusDecisionMakingOrg": (
        "Determination: who decided (out); first words of the case (in)"
    ),
    "vic_RelationshipToTrafficker": "Exploitation: relationship",
    "vic_AgeWhenTrafficked": "Exploitation: age, the youngest",
    "vic_RecruitmentWebsitesAndApps": "Exploitation: websites of recruitment",
    "vic_MethodOfRecruitment": "Exploitation: methods of recruitment",
    "vic_LocationOfRecruitment": "Exploitation: place of recruitment",
    "vic_MethodsOfControl": "Exploitation: methods of control",
    "vic_TypeOfExploitation": "Exploitation: types",
    "vic_ForcedLabourIndustry": "Exploitation: industries",
    "vic_TypeOfSexExploitation": "Exploitation: types of sexual exploitation",
    "vic_LocationOfExploitation": "Exploitation: place of exploitation",
    "vic_ExploitationWebsitesAndApps": "Exploitation: websites",
    "per_RoleInProcess": "Perpetrator: roles",
    "per_RoleDetails": "Perpetrator: details",
    "per_Organisation": "Perpetrator: organization",
    "cas_Status": "Case: state (out); first words of the case (in)",
    "cas_ReasonForCaseClosure": "Closure: reason (out)",
    "cas_CaseOwner": "Case: who accompanies them (out)",
    "cas_ReferringOrganisation": "Case: who sent them",
    "cas_IncomingReferralDate": "Case: day on which we knew of them",
    "cas_IncomingReferralDetails": "First words of the case (in), original (out)",
    "cas_ReferredOrganisation": "Referral: organization (out)",
    "cas_ReasonForOutgoingReferral": "Referral: more is needed than we give (out)",
    "cas_OutgoingReferralDate": "Referral: day (out)",
    "cas_OutgoingReferralDetails": "Referral: words (out)",
    "cco_CaseComment": "Note: words (out)",
    "hte_Longitude": "Event: longitude",
    "hte_Latitude": "Event: latitude",
    "hte_City": "Event: city",
    "hte_Country": "Event: country",
    "hte_State": "Event: state",
    "hte_Street": "Event: street",
    "hte_PostalCode": "Event: postal code",
    "hte_Date": "Event: day",
    "hte_Type": "Event: kind",
    "hte_Description": "Event: description",
    "spl_Objectives": "Plan: goals (out)",
    "spl_ActionPlan": "Plan: actions (out)",
    "spl_PlannedEndDate": "Plan: the last day of its actions (out)",
    "con_Consent": "Consent to be accompanied: their last word (out)",
}
_LEAVES = {
    Sensitivity.PERSON: "with names: it names the person",
    Sensitivity.PLACE: "with names: it tells a place",
    Sensitivity.WORKER: "with names: it names a colleague",
    Sensitivity.STORY: "with names: free text",
}


def table() -> str:
    """Every field, a line each."""
    head = "| Field | Table | Kind | Core | Here | Leaves |\n|---|---|---|---|---|---|\n"
    return head + "".join(map(_line, fields().values()))


def _line(field: Field) -> str:
    core = "deprecated" if field.is_deprecated else "core" if field.is_core else ""
    cells = (
        f"`{field.name}`", field.table, _kind(field), core,
        HOMES.get(field.name, ORIGINAL), _leaves(field),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |\n"


def _kind(field: Field) -> str:
    several = ", several" if field.is_many else ""
    if field.kind is Kind.CODE:
        return f"{len(listed(field))} codes{several}"
    return f"{field.kind.value}{several}"


def _leaves(field: Field) -> str:
    if field in CORE.keeps():
        return "always"
    if field in NAMED.keeps():
        return _LEAVES[field.names]
    return "only with everything"
