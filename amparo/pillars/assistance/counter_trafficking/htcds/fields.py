"""What HTCDS 2.0 can say of one trafficked person: its 84 fields, and which name somebody.

Pure Python. Which table may stand several times for one case, and what identifies a person, is
ours to say: the standard settles the fields alone (IOM, 24 December 2021, CC BY 4.0).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from amparo.foundation.protection import htcds as standard
from amparo.foundation.protection.htcds import plain


class Kind(StrEnum):
    """How a value is read; on the wire all of them are text."""

    TEXT = "text"
    STORY = "story"
    DATE = "date"
    NUMBER = "number"
    DEGREES = "degrees"
    YES_NO = "yes-no"
    CODE = "code"
    COUNTRY = "country"
    LANGUAGE = "language"
    PHONE = "phone"


class Sensitivity(StrEnum):
    """What a value gives away, were it to leave."""

    NOTHING = ""
    PERSON = "person"  # names, documents, ways to reach them, the day of birth
    PLACE = "place"  # where they were held or are safe: streets, coordinates, organizations
    WORKER = "worker"  # colleagues who could be put under pressure
    STORY = "story"  # free text: nobody knows what it names


@dataclass(frozen=True)
class Field:
    """One field of the standard, and the table in which it stands here."""

    name: str
    label: str
    table: str
    kind: Kind
    codes: str
    is_many: bool
    is_core: bool
    is_deprecated: bool
    names: Sensitivity

    @property
    def identifies(self) -> bool:
        return self.names is not Sensitivity.NOTHING


# Several of them may be told of one person; the others stand once.
REPEATED = ("perpetrator", "outgoing", "comment", "event", "plan")
TABLES = (
    "consent", "organization", "person", "victim", "case", "incoming", *REPEATED,
)  # fmt: skip

_SECTIONS = {
    "Organization": "organization",
    "Person": "person",
    "Person - Victim Context": "victim",
    "Person - Perpetrator Context": "perpetrator",
    "Case": "case",
    "Case Comment": "comment",
    "Historic Trafficking Events": "event",
    "Support Plan": "plan",
    "Consent": "consent",
}
_OUTGOING = {
    "cas_ReferredOrganisation", "cas_ReferredPrimaryCaseWorker", "cas_ReasonForOutgoingReferral",
    "cas_OutgoingReferralDate", "cas_OutgoingReferralDetails",
}  # fmt: skip
# The standard says one industry, its own survey asks for several: several are kept.
_MANY_ALL_THE_SAME = {"vic_ForcedLabourIndustry"}
_PHONES = {"org_Phone", "prs_HomePhone", "prs_MobilePhone"}
_COUNTRIES = {"hte_Country"}
_DEGREES = {
    "org_ShippingLongitude", "org_ShippingLatitude", "prs_MailingLongitude",
    "prs_MailingLatitude", "hte_Longitude", "hte_Latitude",
}  # fmt: skip
_KINDS = {
    "Text": Kind.TEXT,
    "Long Text": Kind.STORY,
    "Date": Kind.DATE,
    "Number": Kind.NUMBER,
    "Geolocation": Kind.DEGREES,
    "Checkbox": Kind.YES_NO,
}
# Of a person: what is told of many of them, and so names none.
_OF_MANY = {
    "prs_Gender", "prs_Deceased", "prs_MaritalStatus", "prs_NumberOfChildren",
    "prs_PrimaryLanguage", "prs_SecondaryLanguage", "prs_HighestLevelOfEducation",
    "prs_Citizenship",
}  # fmt: skip
_PLACES = {
    "vic_LocationOfRecruitment", "vic_LocationOfExploitation", "cas_ReferringOrganisation",
    "cas_ReferredOrganisation", "per_Organisation", "hte_City", "hte_State", "hte_Street",
    "hte_PostalCode", "hte_Longitude", "hte_Latitude",
}  # fmt: skip
_WORKERS = {"cas_CaseOwner", "cas_ReferringPrimaryCaseWorker", "cas_ReferredPrimaryCaseWorker"}


@cache
def fields() -> dict[str, Field]:
    """All 84 of them by their name, in the order of the standard."""
    return {each.name: _field(each) for each in standard.fields()}


@cache
def place_of(name: str) -> int:
    """Where a field stands in the order of the standard."""
    return list(fields()).index(name)


@cache
def of_table(table: str) -> tuple[Field, ...]:
    return tuple(each for each in fields().values() if each.table == table)


def named(heading: str) -> Field | None:
    """The field that a heading means: by its name, however its own tools spell it, or its label.

    A label that several fields share ("City", "Type") means none of them; nor does "Second Name",
    which the survey of the standard writes above the title.
    """
    return _by_heading().get(plain(heading))


def is_known(heading: str) -> bool:
    """Whether a row that holds this could be the one with the names of the columns."""
    return plain(heading) in _by_heading() or plain(heading) in _OURS


# How the survey of the standard spells three of its names.
SPELT_BY_THE_SURVEY = {
    "prs_FirstName": "prs_First_Name",
    "prs_SecondName": "prs_Second_Name",
    "vic_MethodsOfControl": "vic_Methods_of_Control",
}
# Columns of our own beside those of the standard.
RECORD, LOCAL_CODES = "record", "local_codes"
_OURS = {plain(RECORD), plain(LOCAL_CODES)}


@cache
def _by_heading() -> dict[str, Field]:
    labels = [plain(each.label) for each in fields().values()]
    unclear = {"secondname", ""} | {each for each in labels if labels.count(each) > 1}
    by_label = {plain(each.label): each for each in fields().values()}
    by_name = {plain(each.name): each for each in fields().values()}
    return {key: each for key, each in by_label.items() if key not in unclear} | by_name


def _field(told: standard.Field) -> Field:
    return Field(
        name=told.name,
        label=told.label or told.name,
        table=_table(told),
        kind=_kind(told),
        codes=told.picklist,
        is_many=told.kind.startswith("Multiselect") or told.name in _MANY_ALL_THE_SAME,
        is_core=told.is_core,
        is_deprecated=told.is_deprecated,
        names=_names(told),
    )


def _table(told: standard.Field) -> str:
    if told.section == "Referral Details":
        return "outgoing" if told.name in _OUTGOING else "incoming"
    return _SECTIONS[told.section]


def _kind(told: standard.Field) -> Kind:
    if told.picklist:
        return Kind.CODE
    if told.name in _PHONES:
        return Kind.PHONE
    if "3166" in told.outside_list or told.name in _COUNTRIES:
        return Kind.COUNTRY
    if "639" in told.outside_list:
        return Kind.LANGUAGE
    return Kind.DEGREES if told.name in _DEGREES else _KINDS.get(told.kind, Kind.TEXT)


def _names(told: standard.Field) -> Sensitivity:
    if told.name in _PLACES:
        return Sensitivity.PLACE
    if told.name in _WORKERS:
        return Sensitivity.WORKER
    if told.kind == "Long Text":
        return Sensitivity.STORY
    if told.section == "Person" and told.name not in _OF_MANY:
        return Sensitivity.PERSON
    # The organization that accompanies them says where they are.
    is_where = told.section == "Organization" and told.name != "org_Type"
    return Sensitivity.PLACE if is_where else Sensitivity.NOTHING
