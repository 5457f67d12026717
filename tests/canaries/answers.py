"""What each door must be answered besides its words, so that what is told there is kept."""

from tests import journeys

EXPLAINED = ["interview", "purpose", "uses", "access", "retention", "withdrawal"]
AGREED = {
    "language": "es", "explained": EXPLAINED, "given_by": "guardian",
    "agrees_share_services": "no", "agrees_transfer": "no", "agrees_tracing": "no",
}  # fmt: skip

# By door: what is chosen where no words are asked, and what has no room for a canary. Where there
# is more than one way to answer, each is taken.
CHOSEN: dict[str, tuple[dict, ...]] = {
    "assistance:register": (
        {
            "consent-way": "agrees",
            **{f"case-child{number}-age": "8" for number in range(4)},
            **{f"consent-{name}": value for name, value in AGREED.items()},
        },
        {
            "consent-way": "cannot",
            "consent-basis": "vital_interest",
            **{f"case-child{number}-age": "8" for number in range(4)},
        },
    ),
    "assistance:rights-new": ({"what": "correction", "field": "names"},),
    "assistance:rights-answer": ({"outcome": "refused"},),
    "assistance:emergency-new": ({"number": lambda told: told["number"]},),
    "assistance:deletion": ({"answer": "refuse"},),
    "assistance:service-new": ({"is_emergency": "on"},),
    "assistance:screening-new": ({"violence_on": ""},),
    "assistance:case-delete": ({"why": "asked"},),
    "assistance:person-delete": ({"why": "asked"},),
    "people:consent-new": (AGREED,),
    "people:contact-new": (
        {"safe_from": "08:00", "safe_until": "18:00", "time_zone": "America/La_Paz"},
    ),
    "people:contact": (
        {"safe_from": "08:00", "safe_until": "18:00", "time_zone": "America/La_Paz"},
    ),
    "public:ask": ({"needs": ["2"], "subject": ""},),
    "public-complain": ({"subject": ""},),
    "public:form": ({"send": "1", "at": "9"},),
    "token-new": ({"verbs": ["help.pass_on"]},),
    "assistance:referral-to": ({"step": "send"},),
    "assistance:referral-to-organization": ({"step": "send"},),
    "assistance:referral-heard": ({"said": "accepted"},),
    "emergency-number": ({"number": "110"},),
    "emergency-number-new": ({"number": "110"},),
    "directory:location-new": (
        {"time_zone": "America/La_Paz"},
        {"time_zone": "America/La_Paz", "is_hidden": "on"},
    ),
    "directory:still-true": ({f"is_{number}": "changed" for number in range(9)},),
    "directory:location-edit": ({"time_zone": "America/La_Paz"},),
}
for part in journeys.PARTS:
    CHOSEN |= part.CHOSEN
# One form after the other, until something is done.
ROADS = ("assistance:register",)
# Who opens it, where it is not the first who may.
WHO = {"assistance:emergency-new": "stranger", "assistance:deletion": "supervisor"}
# What is done first, so that it can be asked.
BEFORE = {"assistance:plan-agree": "assistance:plan-revise"}
# After these, others would find a file closed, held or gone.
LAST = (
    "assistance:referral-heard", "assistance:referral-given", "assistance:referral-close",
    "assistance:attachment-remove", "assistance:plan-agree",
    "assistance:case-hold", "assistance:case-delete", "assistance:person-delete",
    "assistance:closure-new", "people:consent-withdraw", "people:join",
    "people:merge-part", "welcome", "back-in",
)  # fmt: skip

# Asked in order to look, to enter or to choose, at a door or one question of it: nothing of it is
# kept as it was told.
NEVER_KEPT = frozenset(
    ("search", "sign-in", "back-in", "welcome", "password", "assistance:dependant-new",
     # A workbook is read and a form tried: nobody is meant.
     "fieldwork:form-new", "fieldwork:form-try", "field:bring",
     "people:family-member-new", "people:join-seek", "nowhere", "assistance:emergency-new number",
     "linking:agreement-start number",
     "people:contact-new time_zone", "people:contact time_zone", "public-complaint-code",
     "public:my-request code", "public:ask subject", "public-complain subject",
     # A partner's system is called only where whoever keeps the machine has named it.
     "subscription-new address", "emergency-number number", "emergency-number-new number")
)  # fmt: skip
# Kept in clear, because lists are sorted by it or nobody is meant: what places, organizations and
# colleagues are called. Found in the database they prove that the search sees; nowhere else may
# they be.
IN_CLEAR = frozenset(
    ("office-new name", "office name", "team-new name",
     "team-edit name", "organization-new name", "staff-new name", "staff-new email",
     "code-new code", "code-new es", "code-new en", "code-new fr", "code-new ar",
     "code-edit es", "code-edit en", "code-edit fr", "code-edit ar", "place-new name",
     "place-new pcode", "place-edit name", "place-edit pcode", "people:community-new name",
     "people:community-edit name", "assistance:register-new title",
     "token-new name", "advocacy:complaint-rules investigation",
     # What was said and done is written to be published.
     *(f"advocacy:you-said-{door} {what}_{language}" for door in ("new", "entry")
       for what in ("said", "did") for language in ("es", "en", "fr", "ar")),
     "assistance:service-new fund", "assistance:service-new provider")
)  # fmt: skip
# The directory is written to be read by everybody, but for these.
DIRECTORY = "directory:"
SEALED_THERE = ("keeper_name", "keeper_email", "keeper_phone", "hidden_address", "words")
