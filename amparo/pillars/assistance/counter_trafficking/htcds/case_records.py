"""What this house can say in HTCDS of somebody on their way out of exploitation.

Only what was recorded as such: nothing is inferred, and what we do not keep is not said.
"""

from collections.abc import Iterable
from typing import Any

from amparo.foundation.people.models import Contact, Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.planning.models.plans import CasePlan
from amparo.pillars.assistance.referrals.models import Referral

from ..models import Exploitation, Perpetrator, TraffickingEvent, TraffickingRecord
from .codes import language_of, ordered
from .fields import fields
from .records import HtcdsRecord, Part, Value

EXPLOITATION = {
    "vic_TypeOfExploitation": "types",
    "vic_TypeOfSexExploitation": "sexual_types",
    "vic_MethodsOfControl": "methods_of_control",
    "vic_ForcedLabourIndustry": "industries",
    "vic_ExploitationWebsitesAndApps": "websites",
    "vic_MethodOfRecruitment": "recruitment_methods",
    "vic_RecruitmentWebsitesAndApps": "recruitment_websites",
}
EVENT = {
    "hte_Type": "kind", "hte_Country": "country", "hte_State": "state", "hte_City": "city",
    "hte_Street": "street", "hte_PostalCode": "postal_code", "hte_Latitude": "latitude",
    "hte_Longitude": "longitude", "hte_Description": "description",
}  # fmt: skip
# We refer somebody because more is needed than we give: the standard has a code for that.
ADDITIONAL = "AdditionalServicesRequired"


# What is read of many people at once, so that a long file asks no more than a short one.
AT_ONCE = (
    "exploitations",
    "traffickingevents",
    "perpetrators",
    "statusdeterminations",
    "case__referrals__organization",
    "case__notes",
    "case__caseplans__goals__actions",
    "case__closures",
    "person__contacts",
    "person__documents",
    "person__consents__withdrawal",
)


def record_from_case(way: TraffickingRecord) -> HtcdsRecord:
    """All of it; what may leave is for the profile to say."""
    case, person = way.case, way.person
    record = HtcdsRecord()
    for part in (_organization(case), _person(person), _victim(way), _case(case), _incoming(case)):
        if told := _filled(part):
            record.add(fields()[next(iter(told))].table, told)
    several = {
        "consent": [_consent(person)],
        "perpetrator": map(_perpetrator, _in_order(way.perpetrators)),
        "outgoing": map(_outgoing, _in_order(case.referrals)),
        "comment": ({"cco_CaseComment": note.text} for note in _in_order(case.notes)),
        "event": map(_event, _in_order(way.traffickingevents)),
        "plan": map(_plan, _in_order(case.caseplans)),
    }
    for table, parts in several.items():
        for part in parts:
            record.add(table, _filled(part))
    return record


def _filled(part: dict[str, Any]) -> Part:
    """Values in their true form; what is empty is not said."""
    return {
        name: _value(name, value) for name, value in part.items() if value not in ("", None, [])
    }


def _value(name: str, value: Any) -> Value:
    if isinstance(value, list | tuple | set):
        return ordered(fields()[name], [str(each) for each in value])
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _organization(case: Case) -> dict[str, Any]:
    office = case.office
    return {"org_Name": office.organization.name, "org_ShippingCountry": office.country}


def _consent(person: Person) -> dict[str, Any]:
    """Their own word; where nobody asked them, nothing is said of it."""
    words = (word for word in _in_order(person.consents) if word.replaced_by_id is None)
    found = [word for word in words if word.purpose == "case_management"]
    return {"con_Consent": found[-1].is_in_force if found else None}


def _person(person: Person) -> dict[str, Any]:
    languages = [language_of(each) for each in person.languages[:2]]
    document = next(iter(_in_order(person.documents)), None)
    gender = code_lists.find("gender", person.gender or "")
    return {
        "prs_FirstName": person.given_names,
        "prs_SecondName": " ".join(filter(None, [person.family_names, person.second_family_name])),
        "prs_Birthdate": person.birth_date,
        "prs_Gender": gender.extra.get("htcds_prs_Gender", "") if gender else "",
        "prs_PrimaryLanguage": languages[0] if languages else "",
        "prs_SecondaryLanguage": languages[1] if len(languages) > 1 else "",
        "prs_Citizenship": [
            each for each in (person.nationality, *person.other_nationalities) if each
        ],
        "prs_IdentityNumber": document.number if document else "",
        **_contacts(_in_order(person.contacts)),
    }


def _contacts(contacts: Iterable[Contact]) -> dict[str, Any]:
    """Only the ways by which nobody is harmed."""
    safe: dict[str, str] = {}
    for each in contacts:
        if each.is_safe:
            safe.setdefault(each.kind, each.value)
    return {
        "prs_MobilePhone": safe.get("phone", ""),
        "prs_Email": safe.get("email", ""),
        "prs_MailingStreet": safe.get("address", ""),
    }


def _victim(way: TraffickingRecord) -> dict[str, Any]:
    facts = _in_order(way.exploitations)
    decided = next(reversed(_in_order(way.statusdeterminations)), None)
    told: dict[str, Any] = {
        "vic_TraffickingStatus": way.status,
        "vic_TraffickingStatusDecisionMakingOrg": decided.decided_by if decided else "",
        "vic_LocationOfRecruitment": _first(facts, "place_of_recruitment"),
        "vic_LocationOfExploitation": _first(facts, "place_of_exploitation"),
        "vic_RelationshipToTrafficker": _first(facts, "relationship"),
        "vic_AgeWhenTrafficked": min(
            (fact.age_when_trafficked for fact in facts if fact.age_when_trafficked is not None),
            default=None,
        ),
    }
    for name, own in EXPLOITATION.items():
        told[name] = [code for fact in facts for code in getattr(fact, own)]
    return told


def _first(facts: list[Exploitation], name: str) -> str:
    return next((getattr(fact, name) for fact in facts if getattr(fact, name)), "")


def _perpetrator(one: Perpetrator) -> dict[str, Any]:
    return {
        "per_RoleInProcess": one.roles,
        "per_RoleDetails": one.details,
        "per_Organisation": one.organization,
    }


def _case(case: Case) -> dict[str, Any]:
    closures = _in_order(case.closures) if case.is_ended else []
    closure = closures[-1] if closures else None
    term = code_lists.find("case_status", case.status)
    return {
        "cas_Status": (term.extra.get("htcds_cas_Status") if term else "") or "Active",
        "cas_ReasonForCaseClosure": code_lists.label("closure_reason", closure.reason)
        if closure
        else "",
        "cas_CaseOwner": case.owner.name if case.owner else "",
    }


def _incoming(case: Case) -> dict[str, Any]:
    """Where others sent them to us: who, and since when we know of them."""
    if not case.referred_by_text:
        return {}
    return {
        "cas_ReferringOrganisation": case.referred_by_text,
        "cas_IncomingReferralDate": case.identified_on,
    }


def _outgoing(referral: Referral) -> dict[str, Any]:
    day = referral.at.astimezone(referral.case.office.zone).date()
    return {
        "cas_ReferredOrganisation": referral.organization.name,
        "cas_ReasonForOutgoingReferral": ADDITIONAL,
        "cas_OutgoingReferralDate": day,
        "cas_OutgoingReferralDetails": referral.text,
    }


def _event(event: TraffickingEvent) -> dict[str, Any]:
    told = {name: getattr(event, own) for name, own in EVENT.items()}
    return {"hte_Date": event.on, **told}


def _plan(plan: CasePlan) -> dict[str, Any]:
    goals = _in_order(plan.goals)
    actions = [action for goal in goals for action in _in_order(goal.actions)]
    return {
        "spl_Objectives": "\n".join(goal.text for goal in goals),
        "spl_ActionPlan": "\n".join(action.text for action in actions),
        "spl_PlannedEndDate": max((action.due_on for action in actions), default=None),
    }


def _in_order(records: Any) -> list[Any]:
    """As they were written down; those that were read at once are not asked for again."""
    return sorted(records.all(), key=lambda each: each.pk)
