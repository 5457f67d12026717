"""Who works with trainings: organizers keep those of their office, trainers see their own events
and who takes part in them, observers read events and numbers, never names.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.accounts.roles import ROLES, give_permissions
from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.models import Membership, User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    _accessible_to,
    any_signed_in_user,
    has_permission,
    is_owner,
    join_path,
    no_one,
    of_own_office,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.fieldwork.extension_points import RecordRules, record_rules
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    AnswerOption,
    AnswerOptionText,
    ApplicationCommitment,
    AttendanceEntry,
    AttendanceUse,
    Certificate,
    CertificateReport,
    CommitmentProgress,
    Competency,
    CompetencyFramework,
    CompetencyRequirement,
    CompetencyText,
    CompletionChoice,
    CompletionExport,
    Course,
    CourseMaterial,
    CourseTarget,
    CourseText,
    CourseVersion,
    DistinctParticipants,
    Enrolment,
    EventObserver,
    EventTrainer,
    FollowUpChoice,
    GapCompetency,
    HeldCompetency,
    ImportedEvent,
    LearningRecordStore,
    LearningStatement,
    NamedSupervisor,
    NeedsErasure,
    Observation,
    ObservationScore,
    OutsideCompletion,
    PairingKey,
    Participant,
    ParticipantImport,
    ParticipantLink,
    ParticipantRules,
    ParticipantToken,
    PerDiemLine,
    PerDiemList,
    PracticeEntry,
    Reaction,
    RemovedSession,
    RequirementNotice,
    RequirementWaiver,
    SessionCount,
    SetAsideNeed,
    SignedList,
    SigningKey,
    StatusList,
    SupervisorAnswer,
    TestAnswer,
    TestForm,
    TestItem,
    TestMoment,
    TestQuestion,
    TestQuestionText,
    TestSitting,
    TestTheme,
    TestThemeText,
    Trainer,
    TrainerQualification,
    TrainingConsent,
    TrainingCost,
    TrainingEvent,
    TrainingEventCounter,
    TrainingFollowUp,
    TrainingNotice,
    TrainingSession,
)

give_permissions("supervisor", "training.require", "training.see")
give_permissions("training_organizer", "training.certify", "training.keep", "training.see")
give_permissions("trainer", "training.train")
give_permissions("training_observer", "training.see")


def trains_at(path: str = "") -> PermissionRule:
    """Opens the event at `path`, and what belongs to it, to its trainers of today."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if "training.train" not in user.permissions:
            return NONE
        event = join_path(at, path) if path else join_path(at, "pk")
        own = EventTrainer.objects.filter(event=OuterRef(event), user=user.pk, until=None)
        return Q(Exists(own))

    return rule


def observes(path: str, of: str = "pk") -> PermissionRule:
    """Opens a trainer, or an event, to the colleague who is to observe there; `path` is the field
    of `EventObserver` that leads to it, `of` that of the record which is its key.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        named = EventObserver.objects.filter(
            **{path: OuterRef(join_path(at, of))}, user=user.pk, until=None
        )
        return Q(Exists(named))

    return rule


def takes_part_in_own_event(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens participants to the trainers of an event at which they have a seat or wait."""
    if "training.train" not in user.permissions:
        return NONE
    found = Enrolment.objects.filter(
        participant=OuterRef(join_path(at, "pk")), event__trainers__user=user.pk,
        event__trainers__until=None,
    )  # fmt: skip
    return Q(Exists(found))


def of_own_staff(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens what colleagues hold to who requires competencies in their office."""
    offices = user.offices_for("training.require")
    if not offices:
        return NONE
    staff = Membership.objects.filter(
        Q(office__in=offices) | Q(team__office__in=offices), ended_at=None
    ).values("user")  # fmt: skip
    return Q(**{join_path(at, "participant__user__in"): staff})


def is_open_to_all(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens events that anybody may register for to everybody, also to who is signed out."""
    is_public = Q(**{join_path(at, "is_public"): True})
    return is_public & ~Q(**{join_path(at, "state"): TrainingEvent.State.DRAFT})


def is_offered_to_staff(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens events that colleagues may join by themselves, and those at which they take part."""
    own = Enrolment.objects.filter(event=OuterRef(join_path(at, "pk")), participant__user=user.pk)
    # Colleagues are those with a role of our own, not those of partners and donors.
    colleague = Membership.objects.filter(
        user=user.pk, ended_at=None,
        role__in=[code for code, role in ROLES.items() if not role.is_partner],
    )  # fmt: skip
    offered = Q(**{join_path(at, "is_for_staff"): True}) & Q(Exists(colleague))
    return Q(Exists(own)) | (offered & ~Q(**{join_path(at, "state"): TrainingEvent.State.DRAFT}))


def a_session_trained_at(user: User, model: type[models.Model], at: str = "") -> Q:
    """What a device sent about a session at which one trains, or which one keeps."""
    theirs = _accessible_to(TrainingSession.objects.all(), user, "train")
    return Q(Exists(theirs.filter(ref=OuterRef(join_path(at, "file_ref")))))


def an_event_trained_at(user: User, model: type[models.Model], at: str = "") -> Q:
    """What a device sent about the practice at an event at which one trains, or keeps."""
    theirs = _accessible_to(TrainingEvent.objects.all(), user, "train")
    return Q(Exists(theirs.filter(ref=OuterRef(join_path(at, "file_ref")))))


def a_known_event(user: User, model: type[models.Model], at: str = "") -> Q:
    return Q(Exists(TrainingEvent.objects.filter(ref=OuterRef(join_path(at, "file_ref")))))


def an_observation_named_for(user: User, model: type[models.Model], at: str = "") -> Q:
    """What a device sent about an observation for which one is named, or which one keeps."""
    theirs = _accessible_to(EventObserver.objects.filter(until=None), user, "observe")
    kept = _accessible_to(EventObserver.objects.all(), user, "keep")
    ref = OuterRef(join_path(at, "file_ref"))
    return Q(Exists(theirs.filter(ref=ref))) | Q(Exists(kept.filter(ref=ref)))


def a_known_observer(user: User, model: type[models.Model], at: str = "") -> Q:
    return Q(Exists(EventObserver.objects.filter(ref=OuterRef(join_path(at, "file_ref")))))


def a_known_session(user: User, model: type[models.Model], at: str = "") -> Q:
    return Q(Exists(TrainingSession.objects.filter(ref=OuterRef(join_path(at, "file_ref")))))


def has_name(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens tests taken under an enrolment that the user sees."""
    named = Q(**{f"{join_path(at, 'enrolment')}__isnull": False})
    return named & via_foreign_key("enrolment")(user, model, at)


_KEEP = in_own_office("training.keep", "office")
# Who takes part: the organizers of the office and the trainers of the event.
_PEOPLE = any_of(in_own_office("training.keep", "event__office"), trains_at("event"))

# The pool of trainers: kept by organizers; each trainer reads what is recorded of them.
_KEEP_TRAINER = in_own_office("training.keep", "participant__office")

_NOTICES = in_own_office("training.keep", "enrolment__event__office")


# Tests. Questions and their right answers: who keeps courses, and who trains. Single tests that
# were taken under a name: whoever sees the enrolment. Without a name: nobody, only figures.
_QUESTIONS = any_of(has_permission("training.keep"), has_permission("training.train"))

_CERTIFY = in_own_office("training.certify", "office")

# After an event: plans and answers to its organizers and trainers; money to organizers alone.
_KEEPS_ENROLMENT = in_own_office("training.keep", "enrolment__event__office")
_AFTER = any_of(_KEEPS_ENROLMENT, trains_at("enrolment__event"))
_REACTIONS = in_own_office("training.keep", "event__office")
_COSTS = in_own_office("training.keep", "event__office")


register_rules(CompetencyFramework, see=any_signed_in_user, keep=has_permission("training.keep"))
register_rules(Competency, see=any_signed_in_user, keep=has_permission("training.keep"))
register_rules(CompetencyText, see=any_signed_in_user)
register_rules(Course, see=any_signed_in_user, keep=_KEEP)
register_rules(
    CourseVersion,
    see=any_signed_in_user,
    keep=via_foreign_key("course", "keep"),
    review=any_of(via_foreign_key("course", "keep"), has_permission("guidance.review")),
    endorse=has_permission("guidance.endorse"),
)
register_rules(CourseText, see=any_signed_in_user)


register_rules(
    TrainingEvent,
    see=any_of(
        has_permission("training.see"), trains_at(), is_offered_to_staff, observes("event")
    ),
    keep=_KEEP,
    train=any_of(_KEEP, trains_at()),
    # Figures, not names: colleagues who may only join an event do not read its report.
    report=any_of(has_permission("training.see"), _KEEP, trains_at()),
    certify=in_own_office("training.certify", "office"),
)
register_rules(TrainingEventCounter, see=no_one)
register_rules(
    TrainingSession, see=via_foreign_key("event"), keep=via_foreign_key("event", "keep"),
    train=via_foreign_key("event", "train"),
)  # fmt: skip
unmasked_for(EventTrainer, "see")
# Who only reads figures sees no names: of trainers neither. Who observes one sees who trains
# there.
register_rules(
    EventTrainer,
    see=any_of(via_foreign_key("event", "train"), observes("event", "event")),
    keep=via_foreign_key("event", "keep"),
)
unmasked_for(Participant, "see")
register_rules(
    Participant,
    see=any_of(_KEEP, takes_part_in_own_event, is_owner("user"), observes("trainer__participant")),
    keep=_KEEP,
)
unmasked_for(Enrolment, "see")
register_rules(
    Enrolment,
    see=any_of(_PEOPLE, is_owner("participant__user")),
    keep=in_own_office("training.keep", "event__office"),
    certify=in_own_office("training.certify", "event__office"),
)


register_rules(
    HeldCompetency,
    see=any_of(
        is_owner("participant__user"), in_own_office("training.keep", "participant__office"),
        of_own_staff,
    ),
)  # fmt: skip
register_rules(
    CompetencyRequirement, see=any_signed_in_user, keep=of_own_office("training.require")
)
register_rules(
    RequirementWaiver,
    see=any_of(is_owner("user"), of_own_office("training.require", "requirement__office")),
    keep=of_own_office("training.require", "requirement__office"),
)
register_rules(RequirementNotice, see=no_one)
register_rules(
    Trainer,
    see=any_of(_KEEP_TRAINER, is_owner("participant__user"), observes("trainer")),
    observe=any_of(_KEEP_TRAINER, observes("trainer")),
    keep=_KEEP_TRAINER,
)
_OBSERVERS = in_own_office("training.keep", "event__office")
register_rules(
    EventObserver,
    see=any_of(is_owner("user"), is_owner("trainer__participant__user"), _OBSERVERS),
    observe=any_of(is_owner("user"), _OBSERVERS),
    keep=_OBSERVERS,
)
unmasked_for(Observation, "see")
for of_trainer in (Observation, TrainerQualification):
    register_rules(
        of_trainer, see=via_foreign_key("trainer"), keep=via_foreign_key("trainer", "keep")
    )
register_rules(ObservationScore, see=via_foreign_key("observation"))
register_rules(RemovedSession, see=via_foreign_key("event"))
register_rules(TrainingNotice, see=_NOTICES)
# Tests. Wordings and right answers: who keeps courses, and who trains. Which themes a form asks
# about: who reads figures as well. Single tests that were taken under a name: whoever sees the
# enrolment. Without a name: nobody, only figures.
_QUESTIONS = any_of(has_permission("training.keep"), has_permission("training.train"))
_FORMS = any_of(_QUESTIONS, has_permission("training.see"))


# Under a verb of its own, for public pages: colleagues see no more by it than they did.
permission_rules[TrainingEvent]["read_published"] = is_open_to_all
permission_rules[TrainingSession]["read_published"] = via_foreign_key("event", "read_published")


register_rules(ParticipantToken, see=via_foreign_key("participant"))
register_rules(
    TrainingConsent, see=via_foreign_key("participant"),
    keep=via_foreign_key("participant", "keep"),
)  # fmt: skip
register_rules(ParticipantRules, see=_KEEP, keep=_KEEP)
register_rules(DistinctParticipants, see=via_foreign_key("one"))
register_rules(NeedsErasure, see=via_foreign_key("event"))
register_rules(ImportedEvent, see=via_foreign_key("event"))
register_rules(ParticipantLink, see=no_one)
unmasked_for(ParticipantImport, "see")
register_rules(ParticipantImport, see=_KEEP, keep=_KEEP)
register_rules(CourseTarget, see=any_signed_in_user)
register_rules(CourseMaterial, see=any_signed_in_user)
register_rules(GapCompetency, see=any_signed_in_user)
register_rules(
    SetAsideNeed, see=has_permission("training.see"), keep=has_permission("training.keep")
)
unmasked_for(AttendanceEntry, "see")
register_rules(
    AttendanceEntry, see=via_foreign_key("enrolment"), keep=via_foreign_key("enrolment", "keep")
)
unmasked_for(SignedList, "see")
register_rules(SignedList, see=via_foreign_key("session", "train"))
register_rules(SessionCount, see=via_foreign_key("session"))
unmasked_for(PracticeEntry, "see")
register_rules(PracticeEntry, see=via_foreign_key("enrolment"))


record_rules.register("session", RecordRules(a_session_trained_at, a_known_session))
record_rules.register("training", RecordRules(an_event_trained_at, a_known_event))
record_rules.register("observer", RecordRules(an_observation_named_for, a_known_observer))
register_rules(AttendanceUse, see=via_foreign_key("event"))


for wording in (TestQuestionText, AnswerOption, AnswerOptionText):
    register_rules(wording, see=_QUESTIONS)
for outline in (TestTheme, TestThemeText, TestItem):
    register_rules(outline, see=_FORMS)
register_rules(TestQuestion, see=_FORMS, keep=via_foreign_key("version", "keep"))
register_rules(TestForm, see=_FORMS, keep=via_foreign_key("version", "keep"))
register_rules(TestMoment, see=via_foreign_key("event"), train=via_foreign_key("event", "train"))
unmasked_for(TestSitting, "see")
register_rules(TestSitting, see=has_name)
register_rules(TestAnswer, see=no_one)
register_rules(PairingKey, see=no_one)
unmasked_for(Certificate, "see")
register_rules(
    Certificate,
    see=any_of(_CERTIFY, in_own_office("training.keep", "office"), is_owner("participant__user")),
    certify=_CERTIFY,
)
# A number that is nobody's may be of any office: all who issue certificates look into it.
unmasked_for(CertificateReport, "see")
register_rules(
    CertificateReport, see=has_permission("training.certify"),
    close=has_permission("training.certify"),
)  # fmt: skip
register_rules(SigningKey, see=any_signed_in_user)
register_rules(StatusList, see=any_signed_in_user)
unmasked_for(ApplicationCommitment, "see")
register_rules(ApplicationCommitment, see=_AFTER, keep=_KEEPS_ENROLMENT)
unmasked_for(TrainingFollowUp, "see")
register_rules(TrainingFollowUp, see=_AFTER, keep=_KEEPS_ENROLMENT)
register_rules(FollowUpChoice, see=via_foreign_key("follow_up"))
register_rules(CommitmentProgress, see=via_foreign_key("follow_up"))
unmasked_for(NamedSupervisor, "see")
register_rules(NamedSupervisor, see=_KEEPS_ENROLMENT)
unmasked_for(SupervisorAnswer, "see")
register_rules(
    SupervisorAnswer, see=via_foreign_key("follow_up"), keep=via_foreign_key("follow_up", "keep")
)
unmasked_for(Reaction, "see")
register_rules(Reaction, see=_REACTIONS, keep=_REACTIONS)
register_rules(TrainingCost, see=any_of(_COSTS, has_permission("training.see")), keep=_COSTS)
register_rules(PerDiemList, see=_COSTS, keep=_COSTS)
register_rules(PerDiemLine, see=in_own_office("training.keep", "of__event__office"))
# Completions from outside: the organizers of the participant's office, and who they are of.
_KEEPS_PARTICIPANT = in_own_office("training.keep", "participant__office")
register_rules(
    OutsideCompletion, see=any_of(_KEEPS_PARTICIPANT, is_owner("participant__user")),
    keep=_KEEPS_PARTICIPANT,
)  # fmt: skip
register_rules(
    CompletionExport, see=via_foreign_key("importing"), keep=via_foreign_key("importing", "keep")
)
register_rules(CompletionChoice, see=via_foreign_key("export"))
# Record stores: whoever leads the office decides what leaves it.
_LEADS = of_own_office("training.require")
unmasked_for(LearningRecordStore, "see")
register_rules(LearningRecordStore, see=_LEADS, keep=_LEADS)
register_rules(
    LearningStatement, see=via_foreign_key("store"), keep=via_foreign_key("store", "keep")
)
