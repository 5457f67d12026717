"""How somebody becomes a trainer, who decides about it, and what the cascade shows of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.core.clock import at
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.models import (
    AttendanceEntry,
    Enrolment,
    EventTrainer,
    Observation,
    ObservationScore,
    Participant,
    Trainer,
    TrainerQualification,
    TrainingEvent,
    TrainingSession,
)
from amparo.pillars.training.trainer_grades import Grade, is_good_enough, next_grade
from amparo.pillars.training.trainers import cascade_of

ITEMS = ObservationScore.Item.values


def test_each_grade_follows_the_one_before():
    steps, held = [], None
    while held := next_grade(held):
        steps.append(held)
    assert steps == list(Grade)


@pytest.mark.parametrize(
    ("points", "is_enough"),
    [([], False), ([2] * 8, True), ([3] * 7 + [0], False), ([1] * 8, False), ([1, 3, 2], True)],
)
def test_an_observation_carries_a_certificate_where_nothing_is_missing(points, is_enough):
    assert is_good_enough(points) is is_enough


@pytest.fixture
def learner(cast, office):
    return Participant.objects.create(office=office, name="Iván Rueda", user=cast.trainer)


@pytest.fixture
def trainer_of_pool(learner, event, organizer):
    EventTrainer.objects.create(event=event, user=learner.user, participant=learner)
    return Trainer.record(learner, by=organizer, languages="es")


@pytest.fixture
def observe(trainer_of_pool, event, organizer, office):
    def observe(each: int = 2, **said):
        told = {"by": organizer, "points": dict.fromkeys(ITEMS, each)} | said
        with at(event.sessions.first().ends_at):
            return Observation.record(trainer_of_pool, event, on=office.today(), **told)

    return observe


@pytest.mark.django_db
def test_certifying_rests_on_an_observation_that_was_good_enough(
    trainer_of_pool, course_version, organizer, office, observe
):
    def advance(observation=None, by=organizer):
        return TrainerQualification.advance(
            trainer_of_pool, course_version.course, by=by, on=office.today(),
            observation=observation,
        )  # fmt: skip

    assert [advance().grade, advance().grade] == ["candidate", "co_trained"]
    with pytest.raises(Refusal):
        advance()
    weak, good = observe(1), observe(2)
    assert advance(weak).grade == "observed"
    with pytest.raises(Refusal):
        advance(weak)
    with pytest.raises(Refusal):
        advance(good, by=trainer_of_pool.participant.user)
    assert advance(good).grade == "certified"
    assert advance().grade == "master"
    with pytest.raises(Refusal):
        advance()
    assert trainer_of_pool.qualifications.filter(ended_at=None).count() == 1


@pytest.mark.django_db
def test_nobody_observes_themselves_or_leaves_an_item_out(observe, trainer_of_pool, office):
    with pytest.raises(Refusal):
        observe(by=trainer_of_pool.participant.user)
    with pytest.raises(Refusal):
        observe(points={ITEMS[0]: 2})
    assert not Observation.objects.exists()


@pytest.mark.django_db
def test_observers_read_the_cascade_without_names(
    client, cast, trainer_of_pool, event, enrol, course_version
):
    people = [enrol(event, f"Participant {at}") for at in range(6)]
    back = timedelta(days=20)
    for session in event.sessions.all():
        session.starts_at, session.ends_at = session.starts_at - back, session.ends_at - back
        session.save()
        for number, each in enumerate(people):
            AttendanceEntry.write(
                session, each, by=cast.training_organizer, how=AttendanceEntry.How.TICK,
                is_present=True, source="desk", number=number, command=uuid4(),
            )  # fmt: skip
    TrainingEvent.objects.update(state="held")
    url = reverse("training:cascade", args=[course_version.course.ref])
    for who, name_is_told in ((cast.training_organizer, True), (cast.training_observer, False)):
        client.force_login(who)
        page = client.get(url).content.decode()
        assert "6 persons" in page
        assert ("Iván Rueda" in page) is name_is_told


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 30])
def test_the_cascade_takes_as_many_queries_for_thirty_events_as_for_three(
    count, make_event, enrol, course_version, organizer, office, django_assert_num_queries
):
    event = make_event()
    first = enrol(event)
    copies = [
        TrainingEvent(
            by=organizer, office=office, version=course_version, year=2020, serial=at,
            seats=30, time_zone=event.time_zone, state="held",
        )
        for at in range(count)
    ]  # fmt: skip
    TrainingEvent.objects.bulk_create(copies)
    for each in TrainingEvent.objects.filter(year=2020):
        session = TrainingSession.objects.create(
            event=each, starts_at=event.starts_at, ends_at=event.ends_at
        )
        seat = Enrolment.objects.create(
            event=each, participant=first.participant, state="enrolled", number=1,
            receipt=f"{each.serial:012d}",
        )  # fmt: skip
        AttendanceEntry.objects.create(
            session=session, enrolment=seat, how="tick", is_present=True, source="desk"
        )
    with django_assert_num_queries(7):
        found = cascade_of(course_version.course, office.today())
    assert (found.people, found.seats) == (1, count)
