"""Who works with trainings: organizers keep those of their office, trainers see their own events
and who takes part in them, observers read events and numbers, never names.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    has_permission,
    is_owner,
    join_path,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    ApplicationCommitment,
    CommitmentProgress,
    Competency,
    CompetencyFramework,
    CompetencyText,
    Course,
    CourseText,
    CourseVersion,
    Enrolment,
    EventTrainer,
    FollowUpChoice,
    NamedSupervisor,
    Participant,
    PerDiemLine,
    PerDiemList,
    Reaction,
    SupervisorAnswer,
    TrainingCost,
    TrainingEvent,
    TrainingEventCounter,
    TrainingFollowUp,
    TrainingSession,
)


def trains_at(path: str = "") -> PermissionRule:
    """Opens the event at `path`, and what belongs to it, to its trainers of today."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if "training.train" not in user.permissions:
            return NONE
        event = join_path(at, path) if path else join_path(at, "pk")
        own = EventTrainer.objects.filter(event=OuterRef(event), user=user.pk, until=None)
        return Q(Exists(own))

    return rule


_KEEP = in_own_office("training.keep", "office")
# Who takes part: the organizers of the office and the trainers of the event.
_PEOPLE = any_of(in_own_office("training.keep", "event__office"), trains_at("event"))


def takes_part_in_own_event(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens participants to the trainers of an event at which they have a seat or wait."""
    if "training.train" not in user.permissions:
        return NONE
    found = Enrolment.objects.filter(
        participant=OuterRef(join_path(at, "pk")), event__trainers__user=user.pk,
        event__trainers__until=None,
    )  # fmt: skip
    return Q(Exists(found))


register_rules(CompetencyFramework, see=any_signed_in_user, keep=has_permission("training.keep"))
register_rules(Competency, see=any_signed_in_user, keep=has_permission("training.keep"))
register_rules(CompetencyText, see=any_signed_in_user)
register_rules(Course, see=any_signed_in_user, keep=_KEEP)
register_rules(CourseVersion, see=any_signed_in_user, keep=via_foreign_key("course", "keep"))
register_rules(CourseText, see=any_signed_in_user)
register_rules(
    TrainingEvent,
    see=any_of(has_permission("training.see"), trains_at()),
    keep=_KEEP,
    train=any_of(_KEEP, trains_at()),
)
register_rules(TrainingEventCounter, see=no_one)
register_rules(
    TrainingSession, see=via_foreign_key("event"), keep=via_foreign_key("event", "keep"),
    train=via_foreign_key("event", "train"),
)  # fmt: skip
unmasked_for(EventTrainer, "see")
register_rules(EventTrainer, see=via_foreign_key("event"), keep=via_foreign_key("event", "keep"))
unmasked_for(Participant, "see")
register_rules(
    Participant, see=any_of(_KEEP, takes_part_in_own_event, is_owner("user")), keep=_KEEP
)
unmasked_for(Enrolment, "see")
register_rules(
    Enrolment,
    see=any_of(_PEOPLE, is_owner("participant__user")),
    keep=in_own_office("training.keep", "event__office"),
)

# After an event: plans and answers to its organizers and trainers; money to organizers alone.
_KEEPS_ENROLMENT = in_own_office("training.keep", "enrolment__event__office")
_AFTER = any_of(_KEEPS_ENROLMENT, trains_at("enrolment__event"))
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
_REACTIONS = in_own_office("training.keep", "event__office")
register_rules(Reaction, see=_REACTIONS, keep=_REACTIONS)
_COSTS = in_own_office("training.keep", "event__office")
register_rules(TrainingCost, see=any_of(_COSTS, has_permission("training.see")), keep=_COSTS)
register_rules(PerDiemList, see=_COSTS, keep=_COSTS)
register_rules(PerDiemLine, see=in_own_office("training.keep", "of__event__office"))
