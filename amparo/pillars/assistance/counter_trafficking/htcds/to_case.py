"""From a record of HTCDS to the file that it opens here: a person, and a restricted case.

What this house has no place for stays in the original, sealed, and leaves again as it came.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.bulk_create import NewRecord

from ..models import Exploitation, Perpetrator, TraffickingEvent, TraffickingRecord
from ..models.exploitation import offered
from .case_records import EVENT, EXPLOITATION
from .codes import listed, two_letters_of
from .fields import fields
from .records import HtcdsRecord, Part

SEXES = {"Feminine": "female", "Masculine": "male"}


def new_file(record: HtcdsRecord) -> NewRecord:
    """The file of one record. Its case is kept to those with leave from its first moment."""
    return NewRecord(
        person=_person(record), documents=_documents(record), contacts=_contacts(record),
        case=_case(record),
    )  # fmt: skip


def tell(way: TraffickingRecord, record: HtcdsRecord, *, by: User) -> None:
    """Write down what the record tells, by the deeds of the house."""
    if told := _exploitation(record):
        Exploitation.write_down(way, by=by, **told)
    for part in record.tables.get("perpetrator", ()):
        if roles := _codes(part, "per_RoleInProcess", "roles"):
            Perpetrator.write_down(
                way, by=by, roles=roles, details=_text(part, "per_RoleDetails"),
                organization=_text(part, "per_Organisation"),
            )  # fmt: skip
    for part in record.tables.get("event", ()):
        if _codes(part, "hte_Type", "kind"):
            told = {own: _text(part, name) for name, own in EVENT.items() if name in part}
            TraffickingEvent.write_down(way, by=by, on=_day(_text(part, "hte_Date")), **told)


def _person(record: HtcdsRecord) -> dict[str, Any]:
    lands = [each for each in record.all("prs_Citizenship") if each in _known("prs_Citizenship")]
    spoken = [record.get(name) for name in ("prs_PrimaryLanguage", "prs_SecondaryLanguage")]
    born = _day(record.get("prs_Birthdate"))
    told = {
        "given_names": _words(record.get("prs_FirstName"), record.get("prs_MiddleName")),
        "family_names": record.get("prs_SecondName"),
        "gender": _gender(record.get("prs_Gender")),
        "sex": SEXES.get(record.get("prs_Gender"), ""),
        "birth_date": born,
        "birth_precision": "exact" if born else "",
        "nationality": lands[0] if lands else "",
        "other_nationalities": lands[1:],
        "languages": [
            two_letters_of(each) for each in spoken if each in _known("prs_PrimaryLanguage")
        ],
    }
    return {name: value for name, value in told.items() if value}


def _gender(code: str) -> str:
    known = {term.extra.get("htcds_prs_Gender"): term.code for term in code_lists.terms("gender")}
    return known.get(code, "")


def _documents(record: HtcdsRecord) -> list[dict[str, Any]]:
    number = record.get("prs_IdentityNumber")
    return [{"kind": "national_id", "number": number}] if number else []


def _contacts(record: HtcdsRecord) -> list[dict[str, Any]]:
    """Nobody here asked whether these are safe: until then they are not."""
    phones = [record.get("prs_MobilePhone"), record.get("prs_HomePhone")]
    where = [
        record.get(f"prs_Mailing{each}")
        for each in ("Street", "PostalCode", "City", "State", "Country")
    ]
    found = [
        *({"kind": "phone", "value": each} for each in dict.fromkeys(phones) if each),
        {"kind": "email", "value": record.get("prs_Email")},
        {"kind": "address", "value": ", ".join(filter(None, where))},
    ]
    return [each | {"is_safe": False} for each in found if each["value"]]


def _case(record: HtcdsRecord) -> dict[str, Any]:
    case: dict[str, Any] = {
        "kind": "trafficking",
        "confidentiality": Case.Confidentiality.TRAFFICKING,
        "channel": "register",
        "referred_by_text": record.get("cas_ReferringOrganisation"),
        "presenting_concern": presenting_concern(record),
    }
    if day := _day(record.get("cas_IncomingReferralDate")):
        case["identified_on"] = day
    return case


def presenting_concern(record: HtcdsRecord) -> str:
    """What others decided stands as their words: here nobody has decided anything yet."""
    lines = [record.get("cas_IncomingReferralDetails")]
    if status := record.get("vic_TraffickingStatus"):
        who = record.get("vic_TraffickingStatusDecisionMakingOrg")
        told = _("In the imported file: %(status)s. Decided there by: %(organization)s.")
        lines.append(told % {
            "status": code_lists.label("vic_TraffickingStatus", status),
            "organization": code_lists.label("vic_TraffickingStatusDecisionMakingOrg", who) or "–",
        })  # fmt: skip
    if status := record.get("cas_Status"):
        told = _("Status of the case in the imported file: %(status)s.")
        lines.append(told % {"status": code_lists.label("cas_Status", status)})
    return "\n".join(filter(None, lines))


def _exploitation(record: HtcdsRecord) -> dict[str, Any]:
    """One time of exploitation, where the record says of which kind it was."""
    part = next(iter(record.tables.get("victim", ())), {})
    told: dict[str, Any] = {own: _codes(part, name, own) for name, own in EXPLOITATION.items()}
    if not told["types"]:
        return {}
    related = _codes(part, "vic_RelationshipToTrafficker", "relationship")
    age = record.get("vic_AgeWhenTrafficked")
    return told | {
        "relationship": related[0] if related else "",
        "age_when_trafficked": int(age) if age else None,
        "place_of_recruitment": record.get("vic_LocationOfRecruitment"),
        "place_of_exploitation": record.get("vic_LocationOfExploitation"),
    }


def _codes(part: Part, name: str, own: str) -> list[str]:
    """Those that this house knows too; local ones of others stay in the original."""
    value = part.get(name, ())
    known = {code for code, _words in offered(own)}
    return [each for each in ([value] if isinstance(value, str) else value) if each in known]


def _text(part: Part, name: str) -> str:
    value = part.get(name, "")
    return value if isinstance(value, str) else ";".join(value)


def _known(name: str) -> frozenset[str]:
    return frozenset(listed(fields()[name]))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _words(*parts: str) -> str:
    return " ".join(filter(None, parts))
