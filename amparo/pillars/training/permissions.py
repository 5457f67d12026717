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
    AnswerOption,
    AnswerOptionText,
    Competency,
    CompetencyFramework,
    CompetencyText,
    Course,
    CourseText,
    CourseVersion,
    Enrolment,
    EventTrainer,
    PairingKey,
    Participant,
    TestAnswer,
    TestForm,
    TestItem,
    TestMoment,
    TestQuestion,
    TestQuestionText,
    TestSitting,
    TestTheme,
    TestThemeText,
    TrainingEvent,
    TrainingEventCounter,
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


# Tests. Wordings and right answers: who keeps courses, and who trains. Which themes a form asks
# about: who reads figures as well. Single tests that were taken under a name: whoever sees the
# enrolment. Without a name: nobody, only figures.
_QUESTIONS = any_of(has_permission("training.keep"), has_permission("training.train"))
_FORMS = any_of(_QUESTIONS, has_permission("training.see"))


def has_name(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens tests taken under an enrolment that the user sees."""
    named = Q(**{f"{join_path(at, 'enrolment')}__isnull": False})
    return named & via_foreign_key("enrolment")(user, model, at)


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
