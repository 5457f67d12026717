"""What is known of exploitation lies in the file of its case; testimony under a key of its own."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
    declare_personal_data,
    declare_without_owner,
)
from amparo.foundation.core.models import DataKey
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person

from ..models import Case
from .models import (
    Cooperation,
    Determination,
    Event,
    Exploitation,
    HtcdsExport,
    HtcdsFile,
    HtcdsRow,
    HtcdsTrouble,
    IndicatorsSeen,
    OtherView,
    Perpetrator,
    ReflectionEnd,
    ReflectionExtension,
    ReflectionPeriod,
    SafetyPlan,
    SafetyReview,
    Testimony,
    TestimonyErased,
    TestimonyGrant,
    TestimonyRevoked,
    TestimonyWords,
    WayOut,
)

declare_personal_data(
    Case, WayOut, "case", title=_("Coming out of exploitation"), disclosed_fields=("at",)
)
declare_personal_data(
    Case, IndicatorsSeen, "way__case", title=_("Signs of trafficking that we noted"),
    needs_review=True,
    disclosed_fields=("at", "indicators", "words"),
)  # fmt: skip
declare_personal_data(
    Case, Determination, "way__case", title=_("Whether you were trafficked: what was decided"),
    needs_review=True,
    disclosed_fields=("decided_on", "status", "organization_name", "legal_basis", "words"),
)  # fmt: skip
declare_personal_data(
    Case, OtherView, "determination__way__case", title=_("Who sees it otherwise"),
    needs_review=True,
    disclosed_fields=("at", "whose", "words"),
)  # fmt: skip
declare_personal_data(
    Case, ReflectionPeriod, "way__case", title=_("Your time to recover and reflect"),
    disclosed_fields=("from_on", "until_on", "basis"),
)  # fmt: skip
declare_personal_data(
    Case, ReflectionExtension, "period__way__case", title=_("When that time was made longer"),
    disclosed_fields=("until_on", "because"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, ReflectionEnd, "period__way__case", title=_("When you wished it to end"),
    disclosed_fields=("on", "words"),
)  # fmt: skip
declare_personal_data(
    Case, Cooperation, "way__case", title=_("What you said about the authorities"),
    disclosed_fields=("on", "wish", "words"),
)  # fmt: skip
declare_personal_data(
    Case, SafetyPlan, "way__case", title=_("Your safety plan"), needs_review=True,
    disclosed_fields=(
        "at", "dangers", "must_not_know", "safe_places", "signals", "what_to_do", "contacts",
    ),
)  # fmt: skip
declare_personal_data(
    Case, SafetyReview, "plan__way__case", title=_("When we went through it with you"),
    disclosed_fields=("at", "words"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, Exploitation, "way__case", title=_("What was done to you"), needs_review=True,
    disclosed_fields=(
        "types", "methods_of_control", "from_on", "until_on", "place_of_recruitment",
        "place_of_exploitation", "words",
    ),
)  # fmt: skip
declare_personal_data(
    Case, Event, "way__case", title=_("What happened, and where"), needs_review=True,
    disclosed_fields=(
        "kind", "on", "country", "state", "city", "street", "postal_code", "latitude",
        "longitude", "description",
    ),
)  # fmt: skip
declare_personal_data(
    Case, Perpetrator, "way__case",
    withheld=_("What we know of those who did it: it could put you in danger. Ask us."),
)  # fmt: skip
declare_personal_data(
    Case,
    Testimony,
    "way__case",
    title=_("What you told us at length"),
    disclosed_fields=("taken_on",),
)
declare_personal_data(
    Case, TestimonyWords, "testimony__way__case",
    withheld=_("Your testimony opens by name alone: whoever took it down reads it with you. Ask."),
)  # fmt: skip
declare_personal_data(
    Case, TestimonyGrant, "testimony__way__case", title=_("Who may read your testimony"),
    disclosed_fields=("at", "until", "because"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, TestimonyRevoked, "grant__testimony__way__case",
    title=_("When it was shut to them again"), disclosed_fields=("at",),
)  # fmt: skip
declare_personal_data(
    Case, TestimonyErased, "testimony__way__case", title=_("When your testimony was erased"),
    disclosed_fields=("at", "because"), needs_review=True,
)  # fmt: skip


def testimony_goes(case: Case, erasing: Erasure) -> None:
    """Each testimony lies under a key of its own, which is destroyed with the file."""
    words = TestimonyWords.objects.filter(testimony__way__case=case)
    DataKey.destroy(words.values_list("ref", flat=True))


before_erasure(Case, testimony_goes)

declare_personal_data(
    Case, HtcdsRow, "case", withheld=_("The record of another organization that it came from.")
)
declare_personal_data(
    Person, HtcdsRow, "person",
    withheld=_("The record of another organization that you came from."),
)  # fmt: skip
declare_without_owner(
    HtcdsFile, _("A list of many people: it goes some time after it was brought in.")
)
declare_without_owner(HtcdsTrouble, _("Goes with the list that it is about."))
declare_without_owner(HtcdsExport, _("A copy of many people’s data: it goes after some days."))

keep_with_own_record(WayOut, why=_("It belongs to a case, and is read with it."))
keep_with_own_record(HtcdsRow, why=_("Where one file came from."))
