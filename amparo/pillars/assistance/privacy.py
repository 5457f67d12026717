"""What lies in the file of a case, who is held by it, and what goes with a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
    blocks_erasure,
    declare_personal_data,
    declare_without_owner,
    erase,
)
from amparo.foundation.core.models import DataKey
from amparo.foundation.fieldwork.models import Submission
from amparo.foundation.fieldwork.privacy import register_pending_records
from amparo.foundation.people.merged_records import keep_with_own_record, show_with_kept_record
from amparo.foundation.people.models import Family, Person, PersonAccessGrant
from amparo.foundation.protection.privacy import belong_to_case

from .erasing import erase_case
from .models import (
    Acknowledgement,
    Action,
    ActionEnded,
    Agreement,
    AlertResolved,
    AlikeLeave,
    Answer,
    Approval,
    Assessment,
    Attachment,
    AttachmentRemoved,
    BreakGlass,
    BreakGlassReview,
    Case,
    CaseReach,
    Closure,
    Concerned,
    Conference,
    Decision,
    Deletion,
    DeletionRefused,
    Dependant,
    Escalation,
    FilledFile,
    FollowUp,
    FormDraft,
    FormFilled,
    Goal,
    GoalOutcome,
    HelpConsent,
    HelpMessage,
    HelpRequest,
    HelpStep,
    HoldReleased,
    LegalHold,
    LinkRefused,
    Need,
    Note,
    Outcome,
    Parcel,
    Plan,
    Referral,
    ReferralLink,
    Register,
    RegisterFamily,
    RegisterFile,
    RegisterRow,
    Reopening,
    Reply,
    RightsAnswer,
    RightsRequest,
    RowTrouble,
    SafetyAlert,
    Screening,
    ServiceGiven,
    ServiceReported,
    ServiceVoided,
    TakeOverAnswer,
    TakeOverRequest,
    Task,
    TaskDone,
    Transfer,
    TransferAccepted,
    TransferDeclined,
    TransferTakenBack,
    Withdrawn,
    Withheld,
)
from .reaching import whys_of

declare_personal_data(
    Case, Screening, "case", title=_("First conversation"), needs_review=True,
    disclosed_fields=(
        "at", "danger_now", "medical", "urgent", "asylum_wish", "trafficking",
        "trafficking_signs", "first_steps", "words",
    ),
)  # fmt: skip
declare_personal_data(
    Case, BreakGlass, "case", title=_("Opened in an emergency"), needs_review=True,
    disclosed_fields=("at", "reason", "words", "until"),
)  # fmt: skip
declare_personal_data(
    Case, BreakGlassReview, "emergency__case", title=_("What a second person said of it"),
    needs_review=True, disclosed_fields=("at", "justified", "note"),
)  # fmt: skip
declare_personal_data(
    Case, Assessment, "case", title=_("Assessment"), needs_review=True,
    disclosed_fields=("at", "priorities", "wishes", "summary"),
)  # fmt: skip
declare_personal_data(
    Case, Need, "case", title=_("Needs"),
    disclosed_fields=("at", "service_type", "level", "horizon", "own_rank", "words"),
)  # fmt: skip
declare_personal_data(
    Case, Plan, "case", title=_("Versions of the plan"), disclosed_fields=("at",)
)
declare_personal_data(
    Case, Agreement, "plan__case", title=_("How you agreed to the plan"),
    disclosed_fields=("on", "how", "words"),
)  # fmt: skip
declare_personal_data(
    Case, Goal, "case", title=_("Goals"), disclosed_fields=("at", "words", "level", "horizon"),
)  # fmt: skip
declare_personal_data(
    Case, Action, "case", title=_("Actions of the plan"),
    disclosed_fields=(
        "due_on", "words", "service_type", "right", "responsible_words", "cost", "currency",
        "status",
    ),
)  # fmt: skip
declare_personal_data(
    Case, ActionEnded, "action__case", title=_("How actions ended"),
    disclosed_fields=("at", "status", "words"),
)  # fmt: skip
declare_personal_data(
    Case, ServiceGiven, "case", title=_("Services you received"),
    disclosed_fields=(
        "given_on", "service_type", "quantity", "unit", "value", "currency", "provider",
        "receipt", "note",
    ),
)  # fmt: skip
declare_personal_data(
    Case, ServiceVoided, "service__case", title=_("Records that were cancelled"),
    disclosed_fields=("at", "because"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, Referral, "case", title=_("Where you were referred"), needs_review=True,
    disclosed_fields=("at", "organization", "service_type", "urgency", "words", "status"),
)  # fmt: skip
declare_personal_data(
    Case, Concerned, "referral__case",
    withheld=_("Whom a referral was about: what was shared is told in the file of each person."),
)  # fmt: skip
declare_personal_data(
    Case, Acknowledgement, "referral__case", title=_("Referrals that were read"),
    disclosed_fields=("at",)
)  # fmt: skip
declare_personal_data(
    Case, Answer, "referral__case", title=_("What they answered"), needs_review=True,
    disclosed_fields=("at", "outcome", "reason", "words"),
)  # fmt: skip
declare_personal_data(
    Case, ReferralLink, "referral__case", title=_("Links by which they read a referral"),
    disclosed_fields=("at", "opened_at"),
)  # fmt: skip
declare_personal_data(
    Case, LinkRefused, "link__referral__case", title=_("Links that stayed shut"),
    disclosed_fields=("at", "why"),
)  # fmt: skip
declare_personal_data(
    Case, Reply, "question__referral__case", title=_("What we answered their questions"),
    needs_review=True, disclosed_fields=("at", "words"),
)  # fmt: skip
declare_personal_data(
    Case, ServiceReported, "referral__case", title=_("Services that they reported"),
    disclosed_fields=("at", "goes_on"),
)  # fmt: skip
declare_personal_data(
    Case, Withdrawn, "referral__case", title=_("Referrals that were taken back"),
    needs_review=True,
    disclosed_fields=("at", "why", "words"),
)  # fmt: skip
declare_personal_data(
    Case, Outcome, "referral__case", title=_("What became of referrals"),
    disclosed_fields=("at", "kind", "words"),
)  # fmt: skip
declare_personal_data(
    Case, Escalation, "referral__case",
    withheld=_("That an answer was late, and our supervisors were told."),
)  # fmt: skip
declare_personal_data(
    Case, FollowUp, "case", title=_("Follow-up"), needs_review=True,
    disclosed_fields=("on", "mode", "reached", "change", "progress", "story", "next_on"),
)  # fmt: skip
declare_personal_data(
    Case, FormFilled, "case", title=_("Forms that were filled in with you"), needs_review=True,
    disclosed_fields=("at", "form", "answers"), duplicates=("values",),
)  # fmt: skip
declare_personal_data(
    Case, FormDraft, "case", title=_("Forms that are being filled in with you"), needs_review=True,
    disclosed_fields=("at", "form", "answers"),
)  # fmt: skip
declare_personal_data(
    Case, FilledFile, "case", title=_("Pictures and papers of those forms"), needs_review=True,
    disclosed_fields=("at", "name", "kind", "size"), file_field="stored_as",
)  # fmt: skip
declare_personal_data(
    Case,
    Note,
    "case",
    title=_("Notes"),
    disclosed_fields=("at", "kind", "words"),
    needs_review=True,
)
declare_personal_data(
    Case, Attachment, "case", title=_("Papers"), disclosed_fields=("at", "name", "kind", "size"),
    needs_review=True,
    file_field="stored_as",
)  # fmt: skip
declare_personal_data(
    Case, AttachmentRemoved, "attachment__case", title=_("Papers that were taken out"),
    disclosed_fields=("at", "because"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, Conference, "case", title=_("Conferences about your case"), needs_review=True,
    disclosed_fields=("on", "participants", "person_took_part", "discussion", "decisions"),
)  # fmt: skip
declare_personal_data(
    Case, SafetyAlert, "case", title=_("Safety alerts"), needs_review=True,
    disclosed_fields=("at", "kind", "words", "do_not_contact"),
)  # fmt: skip
declare_personal_data(
    Case, AlertResolved, "alert__case", title=_("How alerts were answered"), needs_review=True,
    disclosed_fields=("at", "how"),
)  # fmt: skip
declare_personal_data(
    Case, Task, "case", title=_("Visits and tasks"),
    disclosed_fields=("due_on", "what", "words", "where"),
)  # fmt: skip
declare_personal_data(
    Case, TaskDone, "task__case", title=_("What was done of them"), disclosed_fields=("at", "how")
)
declare_personal_data(
    Case, Approval, "case", withheld=_("Questions between colleagues; the answers are told.")
)
declare_personal_data(
    Case, Decision, "approval__case", title=_("What supervisors decided"), needs_review=True,
    disclosed_fields=("at", "approved", "note"),
)  # fmt: skip
declare_personal_data(
    Case, Closure, "case", title=_("Closure"), needs_review=True,
    disclosed_fields=("at", "reason", "summary", "handover", "feedback", "keep_until"),
)  # fmt: skip
declare_personal_data(
    Case, GoalOutcome, "closure__case", title=_("What became of the goals"),
    disclosed_fields=("goal", "outcome"),
)  # fmt: skip
declare_personal_data(
    Case,
    Reopening,
    "closure__case",
    title=_("Opened again"),
    disclosed_fields=("at", "because"),
    needs_review=True,
)
declare_personal_data(
    Case, Transfer, "case", title=_("Offered to another office"), needs_review=True,
    disclosed_fields=("at", "from_team", "to_team", "reason", "words", "state"),
)  # fmt: skip
declare_personal_data(
    Case, TransferAccepted, "transfer__case", title=_("Taken over by another office"),
    disclosed_fields=("at",),
)  # fmt: skip
declare_personal_data(
    Case, TransferDeclined, "transfer__case", title=_("Why another office did not take over"),
    disclosed_fields=("at", "reason", "words"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, TransferTakenBack, "transfer__case", withheld=_("That an offer was taken back."),
)  # fmt: skip
declare_personal_data(
    Case, LegalHold, "case", title=_("Why your file must not be deleted yet"),
    disclosed_fields=("at", "because"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, HoldReleased, "hold__case", title=_("When that ended"),
    disclosed_fields=("at", "because"),
    needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, Deletion, "case", title=_("Deletion was asked for"),
    disclosed_fields=("at", "why", "because"),
    needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, DeletionRefused, "deletion__case", title=_("Why it was not deleted"),
    disclosed_fields=("at", "because"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Case, Dependant, "case",
    withheld=_("Those accompanied with you: each may ask for their own file."),
)  # fmt: skip
declare_personal_data(Case, CaseReach, "record", withheld=_("Which teams may open the file."))
declare_personal_data(
    Case, PersonAccessGrant, lambda case: PersonAccessGrant.objects.filter(why__in=whys_of(case)),
    withheld=_("Which teams may open the files of the people in it."),
)  # fmt: skip
declare_personal_data(
    Case, RegisterRow, "case", withheld=_("The line of a register that it came from.")
)
for asked, path, title, tells in (
    (
        HelpRequest, "", _("What you asked for on the public pages"),
        (
            "asked_at", "words", "language", "other_language", "safe_channel", "contact", "hours",
            "who_may_answer", "may_leave_message", "code_word",
        ),
    ),
    (HelpMessage, "request", _("What was written with your code"), ("at", "words")),
    (HelpConsent, "request", _("What you allowed when you asked"), ("at", "purpose", "agreed")),
    (HelpStep, "request", _("What became of what you asked for"), ("at", "what", "because")),
):  # fmt: skip
    in_case = f"{path}__case" if path else "case"
    declare_personal_data(
        Case, asked, in_case, title=title, disclosed_fields=tells, needs_review=asked is HelpStep
    )
    if path:
        declare_personal_data(HelpRequest, asked, path, title=title, disclosed_fields=tells)
belong_to_case(Case)

for each, path in ((LegalHold, "person"), (Deletion, "person")):
    declare_personal_data(
        Person, each, path, title=_("Whether your file may be deleted"),
        disclosed_fields=("at", "because"), needs_review=True,
    )  # fmt: skip
declare_personal_data(
    Person, HoldReleased, "hold__person", title=_("When that ended"),
    disclosed_fields=("at", "because"),
    needs_review=True,
)  # fmt: skip
declare_personal_data(
    Person, DeletionRefused, "deletion__person", title=_("Why it was not deleted"),
    disclosed_fields=("at", "because"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Person, RightsRequest, "person", title=_("What you asked of us"),
    disclosed_fields=("heard_on", "what", "field", "words"),
)  # fmt: skip
declare_personal_data(
    Person, RightsAnswer, "request__person", title=_("What we answered"),
    disclosed_fields=("at", "outcome", "because"),
)  # fmt: skip
declare_personal_data(
    Person, Withheld, "request__person", withheld=_("What was withheld is named beside it.")
)
declare_personal_data(
    Person, Parcel, "request__person", file_field="stored_as",
    withheld=_("Earlier copies of what you are reading."),
)  # fmt: skip
declare_personal_data(
    Person, TakeOverRequest, "person", title=_("Another office asked to accompany you"),
    disclosed_fields=("at", "team", "reason", "words"), needs_review=True,
)  # fmt: skip
declare_personal_data(
    Person, TakeOverAnswer, "request__person", title=_("What we answered them"),
    disclosed_fields=("at", "outcome", "reason"),
)  # fmt: skip
declare_personal_data(
    Person, RegisterRow, "person", withheld=_("The line of a register that you came from.")
)
declare_personal_data(
    Family, RegisterFamily, "family", withheld=_("The line of a register that it came from.")
)

declare_without_owner(
    RegisterFile, _("A list of many people: it goes some time after it was brought in.")
)
declare_without_owner(RowTrouble, _("Goes with the list that it is about."))
declare_without_owner(AlikeLeave, _("Why a list was brought in all the same: kept with the list."))
declare_without_owner(Register, _("An agreement between organizations; names nobody."))


def cases_with(person: Person):
    """Every case that opens this person's file: theirs, their family's, one they come along in."""
    belongs = Q(person=person) | Q(dependants__person=person) | Q(family__members__person=person)
    return Case.objects.filter(belongs).distinct()


def their_own_cases_go(person: Person, erasing: Erasure) -> None:
    """Somebody who may not be kept leaves no case behind, nor those registered with them alone."""
    for case in Case.objects.filter(person=person).select_related("team__office"):
        erase_case(case, erasing, but=person)
    Dependant.objects.filter(person=person).delete()


def what_was_asked_goes(case: Case, erasing: Erasure) -> None:
    """What they asked for before it was a case is sealed under a key of its own: that goes too."""
    for request in HelpRequest.objects.filter(case=case):
        erase(request, erasing)
        DataKey.destroy([request.ref])


def what_was_sent_goes(case: Case, erasing: Erasure) -> None:
    """That a telephone brought something, and when, goes with the answers that it became."""
    for submission in Submission.objects.filter(filled__case=case):
        erase(submission, erasing)


before_erasure(Case, what_was_asked_goes)
before_erasure(Case, what_was_sent_goes)
before_erasure(Person, their_own_cases_go)
blocks_erasure(Person, lambda person: cases_with(person).exists())
blocks_erasure(Person, lambda person: LegalHold.objects.in_force().filter(person=person).exists())
blocks_erasure(Family, lambda family: family.cases.exists())
register_pending_records(Case)
register_pending_records(Person)

# What becomes of each when two files of one person are joined.
for along in (Case, Dependant, Concerned, RightsRequest):
    show_with_kept_record(along)
for of_one in (LegalHold, Deletion):
    keep_with_own_record(
        of_one, why=_("A file is held and deleted by itself, by two people who looked at it.")
    )
keep_with_own_record(RegisterRow, why=_("Where one file came from."))
keep_with_own_record(
    TakeOverRequest, why=_("What one office asked of another about the file that it keeps.")
)
