"""What is written of a child alone lies in the file of the case; what the child may read of it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person

from ..models import Case
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

declare_personal_data(
    Case, ChildAlone, "case", title=_("Child alone"), needs_review=True,
    disclosed_fields=(
        "at", "status", "separated_on", "cause", "where", "circumstances", "last_known_family",
        "wishes",
    ),
)  # fmt: skip
declare_personal_data(
    Case, AloneNoLonger, "child__case", title=_("Alone no longer"), needs_review=True,
    disclosed_fields=("at", "why", "words"),
)  # fmt: skip
declare_personal_data(
    Case, FamilyNotTold, "child__case", title=_("Wish that the family not be told"),
    needs_review=True,
    disclosed_fields=("at", "reason", "words"),
)  # fmt: skip
declare_personal_data(
    Case, FamilyMayBeTold, "asked__child__case", title=_("Word that the family may be told"),
    needs_review=True, disclosed_fields=("at", "words"),
)  # fmt: skip
declare_personal_data(
    Case, CareArrangement, "child__case", title=_("Who cared for the child"), needs_review=True,
    disclosed_fields=("kind", "carer", "where", "since", "until", "why_ended", "end_words"),
)  # fmt: skip
declare_personal_data(
    Case, CareVisit, "care__child__case", title=_("Visits"), needs_review=True,
    disclosed_fields=("on", "saw_child", "spoke_alone", "words", "worries"),
)  # fmt: skip
declare_personal_data(
    Case, Guardian, "child__case", title=_("Guardians"), needs_review=True,
    disclosed_fields=("name", "basis", "contact", "since", "until", "why_ended"),
)  # fmt: skip
declare_personal_data(
    Case, BestInterestsAssessment, "child__case", title=_("Best interests assessments"),
    needs_review=True, disclosed_fields=("at", "urgency", "state", "found"),
)  # fmt: skip
declare_personal_data(
    Case, AssessmentAnswer, "assessment__child__case",
    title=_("What the supervisor answered about the assessment"), needs_review=True,
    disclosed_fields=("at", "approved", "note"),
)  # fmt: skip
declare_personal_data(
    Case, BestInterestsDetermination, "child__case", title=_("Best interests determinations"),
    disclosed_fields=("at", "why", "state"),
)  # fmt: skip
declare_personal_data(
    Case, BestInterestsInformation, "determination__child__case",
    title=_("What was gathered for a determination"), needs_review=True,
    disclosed_fields=("at", "found", "heard", "heard_on", "views", "not_heard"),
)  # fmt: skip
declare_personal_data(
    Case, BestInterestsOption, "determination__child__case", title=_("Options that were weighed"),
    needs_review=True, disclosed_fields=("code", "words", "pros", "cons"),
)  # fmt: skip
declare_personal_data(
    Case, PanelMember, "determination__child__case", title=_("Who was on the panel"),
    needs_review=True,
    disclosed_fields=("name", "role"),
)  # fmt: skip
declare_personal_data(
    Case, MemberExcused, "member__determination__child__case",
    title=_("Who was not waited for, and why"), needs_review=True,
    disclosed_fields=("at", "because"),
)  # fmt: skip
declare_personal_data(
    Case, PanelOpinion, "member__determination__child__case", title=_("What the panel said"),
    needs_review=True, disclosed_fields=("at", "words"),
)  # fmt: skip
declare_personal_data(
    Case, BestInterestsDecision, "determination__child__case", title=_("What was decided"),
    needs_review=True, disclosed_fields=("on", "review_on", "because"),
)  # fmt: skip
declare_personal_data(
    Case, ChildInformed, "decision__determination__child__case",
    title=_("How the child was told"), needs_review=True, disclosed_fields=("on", "words"),
)  # fmt: skip
declare_personal_data(
    Case, DecisionReopened, "decision__determination__child__case",
    title=_("Why a decision was opened again"), needs_review=True,
    disclosed_fields=("at", "because"),
)  # fmt: skip
declare_personal_data(
    Case, AuthorityDecision, "child__case", title=_("Decisions of an authority"),
    needs_review=True,
    disclosed_fields=("authority", "on", "code", "good_until", "words"),
)  # fmt: skip

declare_personal_data(
    Person, MinorWithoutAdult, "person", needs_review=True,
    title=_("Registered as a minor without an adult"),
    disclosed_fields=("at", "looked_at", "because"),
)  # fmt: skip

keep_with_own_record(
    MinorWithoutAdult, why=_("It says how one file began, and is looked at there.")
)
keep_with_own_record(ChildAlone, why=_("It belongs to a case, and is read with it."))
