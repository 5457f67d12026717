"""Two records of one trainer made one, when two participants are merged."""

from django.db.models import QuerySet

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_rows

from .models import Observation, Participant, Trainer, TrainerQualification
from .trainer_grades import ORDER, Grade


def merge_trainers(kept: Participant, other: Participant, *, by: User) -> None:
    """Where both are in the pool of trainers: moves grades and observations to the one of `kept`
    and deletes the other. Of two grades in a course the higher one holds.
    """
    found = {
        each.participant_id: each
        for each in lock_rows(Trainer.objects.filter(participant__in=(kept, other)))
    }
    if len(found) < 2:
        return
    stays, gone = found[kept.pk], found[other.pk]
    _end_lower_grades(stays, gone)
    _end_repeated_observers(stays, gone)
    for rows in (gone.qualifications, gone.observers):
        _give(rows.all(), stays)
    _give(Observation.objects.filter(trainer=gone), stays)
    languages = dict.fromkeys([*stays.language_codes, *gone.language_codes])
    stays.languages = " ".join(languages)
    stays.place_id = stays.place_id or gone.place_id
    stays.save(update_fields=["languages", "place"])
    log.log_event(by, "trainer.changed", stays, fields="languages", refs=str(gone.ref))
    Trainer.objects.filter(pk=gone.pk).delete()


def _give(rows: QuerySet, stays: Trainer) -> None:
    for each in lock_rows(rows):
        each.trainer = stays
        each.save(update_fields=["trainer"])


def _end_lower_grades(stays: Trainer, gone: Trainer) -> None:
    held = {each.course_id: each for each in lock_rows(stays.qualifications.filter(ended_at=None))}
    for each in lock_rows(gone.qualifications.filter(ended_at=None)):
        if (known := held.get(each.course_id)) is not None:
            lower = min((known, each), key=_height)
            lower.ended_at = now()
            lower.save(update_fields=["ended_at"])


def _height(qualification: TrainerQualification) -> int:
    return ORDER.index(Grade(qualification.grade))


def _end_repeated_observers(stays: Trainer, gone: Trainer) -> None:
    """Who was named for both observes one person: that which was observed already holds."""
    named = {
        (each.event_id, each.user_id): each
        for each in lock_rows(stays.observers.filter(until=None))
    }
    for each in lock_rows(gone.observers.filter(until=None)):
        if (known := named.get((each.event_id, each.user_id))) is not None:
            ended = known if each.has_observed and not known.has_observed else each
            ended.until = now()
            ended.save(update_fields=["until"])
