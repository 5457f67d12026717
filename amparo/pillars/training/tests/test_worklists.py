"""What waits for organizers and trainers: it appears when it is due, and goes when it is done."""

from datetime import timedelta

import pytest

from amparo.foundation.core.clock import at
from amparo.pillars.training.attendance_marks import mark_many
from amparo.pillars.training.issuing import Known, candidates
from amparo.pillars.training.models import (
    Certificate,
    EventTrainer,
    TrainingEvent,
    TrainingSession,
)
from amparo.pillars.training.presenters.event_steps import facts_of
from amparo.pillars.training.worklists import waiting_of

pytestmark = pytest.mark.django_db


def words_for(user, event) -> list[str]:
    return [str(each.text) for each in waiting_of(user) if each.event == event]


def test_an_event_waits_for_its_organizer_from_the_plan_to_the_certificates(
    event, enrol, organizer, cast
):
    assert words_for(organizer, event) == ["Begins soon, and nobody is named to train."]
    EventTrainer.objects.create(event=event, user=cast.trainer)
    ana = enrol(event)
    assert words_for(organizer, event) == []
    with at(event.ends_at + timedelta(hours=1)):
        assert words_for(organizer, event) == [
            "Sessions are over: record it as held, or cancel it."
        ]
        event.hold(by=organizer)
        assert words_for(organizer, event) == ["Was held, and no attendance is recorded."]
        for session in event.sessions.all():
            mark_many(session, [ana], is_present=True, by=organizer)
        assert words_for(organizer, event) == ["Was held, and no certificate is issued."]
        [candidate] = candidates(event, Known.of(event))
        Certificate.issue(
            ana, by=organizer, standing=candidate.standing, exception="Took the test on paper."
        )
        assert words_for(organizer, event) == []
    with at(event.ends_at + timedelta(days=61)):
        assert words_for(organizer, event) == []


def test_attendance_of_a_session_waits_for_its_trainer_alone(event, enrol, trainer, cast):
    ana, session = enrol(event), event.sessions.first()
    words = ["A session has begun, and no attendance is recorded."]
    assert words_for(trainer, event) == []
    with at(session.starts_at + timedelta(minutes=5)):
        assert words_for(trainer, event) == words
        assert words_for(cast.training_observer, event) == []
        mark_many(session, [ana], is_present=True, by=trainer)
        assert words_for(trainer, event) == []
    with at(event.sessions.last().starts_at):
        assert words_for(trainer, event) == words


def test_an_early_entry_of_the_next_session_hides_none_that_was_forgotten(event, enrol, trainer):
    ana, (first, second) = enrol(event), event.sessions.all()
    minutes = timedelta(minutes=1)
    sessions = TrainingSession.objects
    sessions.filter(pk=first.pk).update(ends_at=first.starts_at + 20 * minutes)
    sessions.filter(pk=second.pk).update(starts_at=first.starts_at + 25 * minutes)
    event = TrainingEvent.objects.get()
    with at(first.starts_at + 10 * minutes):
        mark_many(event.sessions.last(), [ana], is_present=True, by=trainer)
        assert facts_of(event).unrecorded == 1
