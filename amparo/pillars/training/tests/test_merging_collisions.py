"""Two records of one participant are merged whatever both have: united, or refused in words."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import models

from amparo.foundation.core.clock import at, now
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training import results
from amparo.pillars.training.attendance_marks import enrolment_of_badge
from amparo.pillars.training.attendance_records import attendance_of
from amparo.pillars.training.eligibility import Standing
from amparo.pillars.training.enrolment_merging import MOVES
from amparo.pillars.training.models import (
    ApplicationCommitment,
    AttendanceEntry,
    Certificate,
    Competency,
    DistinctParticipants,
    Enrolment,
    EventObserver,
    EventTrainer,
    HeldCompetency,
    NamedSupervisor,
    Observation,
    ObservationScore,
    OutsideCompletion,
    Participant,
    ParticipantImport,
    PerDiemLine,
    PerDiemList,
    PracticeEntry,
    TestMoment,
    TestSitting,
    Trainer,
    TrainerQualification,
    TrainingConsent,
    TrainingEvent,
    TrainingFollowUp,
    TrainingNotice,
)
from amparo.pillars.training.participant_merging import keep_apart, merge, relations_of
from amparo.pillars.training.participant_resealing import sealed_models
from amparo.pillars.training.practice_records import practice_of

pytestmark = pytest.mark.django_db
PASSED = Standing(90, None, ())


@pytest.fixture
def both(event, enrol):
    """Two enrolments of one person, under two names."""
    return enrol(event, "Ana Vidal"), enrol(event, "Vidal, Ana")


@pytest.fixture
def kept(both):
    return both[0].participant


@pytest.fixture
def other(both):
    return both[1].participant


@pytest.fixture
def one(both):
    """The enrolment of the record that is kept."""
    return both[0]


@pytest.fixture
def two(both):
    return both[1]


@pytest.fixture
def held(event):
    """It is the second day of the event."""
    with at(event.sessions.last().ends_at):
        yield event


def mark(enrolment, session, *, is_present=True, minutes=None, how="tick", source="desk", seq=1):
    return AttendanceEntry.write(
        session, enrolment, by=None, how=how, is_present=is_present, minutes=minutes,
        source=source, number=seq, command=uuid4(),
    )  # fmt: skip


# Enrolments


def test_two_enrolments_become_one_and_the_seat_is_given_on(
    event, one, two, kept, other, organizer, enrol
):
    event.seats = 2
    event.save()
    waiting = enrol(event, "Cira Paz")
    assert waiting.state == "waiting"
    two.needs = "A ramp"
    two.save()
    merge(kept, other, by=organizer)
    for each in (one, two, waiting, event):
        each.refresh_from_db()
    assert (one.state, two.state, waiting.state) == ("enrolled", "withdrawn", "enrolled")
    assert (event.seats_taken, event.waiting) == (2, 0)
    assert {one.participant, two.participant} == {kept}
    assert (one.needs, two.repeats) == ("A ramp", one)


@pytest.mark.parametrize("was", ["waiting", "repeated", "withdrawn"])
def test_a_seat_stays_before_a_turn_on_the_list(was, event, one, two, kept, other, organizer):
    Enrolment.objects.filter(pk=one.pk).update(state=was)
    counted = {"seats_taken": 1, "waiting": int(was == "waiting")}
    TrainingEvent.objects.filter(pk=event.pk).update(**counted)
    merge(kept, other, by=organizer)
    for each in (one, two, event):
        each.refresh_from_db()
    assert (one.state, two.state) == ("withdrawn", "enrolled")
    assert (event.seats_taken, event.waiting) == (1, 0)
    assert Participant.objects.get() == kept


def test_the_badge_of_the_second_number_finds_the_person(held, one, two, kept, other, organizer):
    merge(kept, other, by=organizer)
    session = held.sessions.first()
    two.refresh_from_db()
    for badge in (two.number, two.code):
        assert enrolment_of_badge(session, badge) == one


def test_who_was_there_under_one_of_two_numbers_was_there(held, one, two, kept, other, organizer):
    first, last = held.sessions.all()
    # One list, ticked on one device: the second name was called, and nobody answered.
    mark(one, first, minutes=200, seq=1)
    mark(two, first, is_present=False, seq=2)
    mark(two, last, minutes=300)
    mark(one, last, is_present=False, source="other")
    for each in (one, two):
        AttendanceEntry.write_code(first, each, first.starts_at)
    merge(kept, other, by=organizer)
    answers = attendance_of(held).answers
    assert set(answers[one.pk]) == {first.pk, last.pk}
    assert [answers[one.pk][each.pk].minutes for each in (first, last)] == [200, 300]
    assert all(each.is_present for each in answers[one.pk].values())
    reasons = [each.because for each in AttendanceEntry.objects.filter(how="correction")]
    assert reasons
    assert all("merged" in each for each in reasons)


def test_the_enrolment_with_a_certificate_stays(held, one, two, kept, other, organizer):
    certificate = Certificate.issue(two, by=organizer, standing=PASSED)
    merge(kept, other, by=organizer)
    for each in (one, two, certificate):
        each.refresh_from_db()
    assert (one.state, two.state) == ("withdrawn", "enrolled")
    assert (certificate.participant, certificate.enrolment) == (kept, two)
    # It was sealed under the key of a record that is no more.
    assert certificate.name == "Vidal, Ana"


def test_of_two_certificates_both_stay(held, one, two, kept, other, organizer, course_version):
    competency = Competency.objects.create(code="PM-1", by=organizer)
    course_version.competencies.add(competency)
    issued = [Certificate.issue(each, by=organizer, standing=PASSED) for each in (one, two)]
    assert HeldCompetency.objects.count() == 2
    merge(kept, other, by=organizer)
    found = Certificate.objects.filter(participant=kept, state="issued")
    assert set(found) == set(issued)
    assert {each.holder for each in found} == {"Ana Vidal", "Vidal, Ana"}
    assert HeldCompetency.objects.get().participant == kept


def test_practice_of_both_is_decided_by_its_rules(
    held, one, two, kept, other, organizer, course_version
):
    course_version.requires_practice = True
    course_version.save()
    today = held.office.today()
    for each, outcome in ((one, "not_seen"), (two, "met")):
        PracticeEntry.write(each, by=organizer, outcome=outcome, on=today, source="page")
    merge(kept, other, by=organizer)
    held.refresh_from_db()
    assert practice_of(held)[one.pk].is_met


@pytest.mark.parametrize("is_relied_on", [False, True], ids=["first", "certified"])
def test_of_two_tests_the_first_counts_unless_a_certificate_rests_on_the_other(
    is_relied_on, held, one, two, kept, other, organizer
):
    moment = TestMoment.objects.create(event=held, moment="after", form=_form(held), by=organizer)
    for each, percent, ago in ((one, 90, 1), (two, 40, 5)):
        TestSitting.objects.create(
            moment=moment, enrolment=each, form_key=uuid4(), percent=Decimal(percent),
            pairing=moment.hash_text(f"enrolment {each.ref}"), answers="A",
            taken_at=now() - timedelta(minutes=ago),
        )  # fmt: skip
    if is_relied_on:
        Certificate.issue(one, by=organizer, standing=PASSED)
    merge(kept, other, by=organizer)
    assert results.scores(held)[one.pk].after == (90 if is_relied_on else 40)
    assert {each.answers for each in TestSitting.objects.all()} == {"A"}


def _form(event):
    return event.version.test_forms.create(label="A", by=event.version.by)


def test_plans_follow_ups_and_superiors_of_both_find_room(held, one, two, kept, other, organizer):
    for enrolment, texts in ((one, ("Brief", "Refer")), (two, ("Train", "Print"))):
        for position, text in enumerate(texts, 1):
            ApplicationCommitment.objects.create(
                enrolment=enrolment, position=position, text=text, due_on=held.office.today()
            )
        for month in (3, 6):
            TrainingFollowUp.objects.create(
                enrolment=enrolment, month=month, token_hash=uuid4().hex,
                text=f"{month} {texts[0]}",
                answered_at=now() if (enrolment, month) == (two, 6) else None,
            )  # fmt: skip
    NamedSupervisor.objects.create(enrolment=two, email="jefe@example.org")
    TrainingNotice.objects.create(enrolment=one, kind="day", for_day=held.office.today())
    for kind in ("day", "week"):
        TrainingNotice.objects.create(enrolment=two, kind=kind, for_day=held.office.today())
    merge(kept, other, by=organizer)
    plan = one.application_commitments.order_by("position")
    assert [each.text for each in plan] == ["Brief", "Refer", "Train"]
    assert [each.text for each in two.application_commitments.all()] == ["Print"]
    assert [each.text for each in one.follow_ups.all()] == ["3 Brief", "6 Train"]
    assert [each.month for each in two.follow_ups.all()] == [3, 6]
    assert NamedSupervisor.objects.get(enrolment=one).email == "jefe@example.org"
    assert one.notices.count() == 2


def test_who_is_twice_on_a_list_to_be_paid_is_refused_and_nothing_is_half_done(
    held, one, two, kept, other, organizer
):
    listed = PerDiemList.objects.create(
        event=held, number=1, rate=Decimal(10), currency="BOB", by=organizer
    )
    for each in (one, two):
        PerDiemLine.objects.create(of=listed, enrolment=each, days=2)
    with pytest.raises(Refusal, match="per diem list"):
        merge(kept, other, by=organizer)
    one.refresh_from_db()
    assert (Participant.objects.count(), one.state) == (2, "enrolled")
    listed.paid_on = held.office.today()
    listed.save()
    further = PerDiemList.objects.create(
        event=held, number=2, rate=Decimal(10), currency="BOB", by=organizer
    )
    PerDiemLine.objects.create(of=further, enrolment=two, days=1)
    merge(kept, other, by=organizer)
    # Who was paid stays written; what is still to be paid follows the person.
    assert listed.lines.count() == 2
    assert further.lines.get().enrolment == one


# What lies beside enrolments


def test_the_later_answer_to_a_purpose_holds_and_the_earlier_stays_on_record(
    kept, other, organizer
):
    said = {"how": "paper", "language": "es"}
    TrainingConsent.record(kept, "photos", is_given=True, **said)
    TrainingConsent.record(other, "photos", is_given=False, **said)
    merge(kept, other, by=organizer)
    assert kept.consents.count() == 2
    assert kept.consents.get(until=None).is_given is False


def test_who_was_kept_apart_from_one_is_kept_apart_from_both(kept, other, organizer, office):
    third = Participant.objects.create(office=office, name="Ana Vidal")
    keep_apart(other, third, by=organizer)
    merge(kept, other, by=organizer)
    pair = DistinctParticipants.objects.get()
    assert {pair.one, pair.two} == {kept, third}


def test_two_trainers_become_one_with_the_higher_grade(
    cast, held, kept, other, organizer, course_version, office
):
    course, today = course_version.course, office.today()
    trainers = [
        Trainer.record(each, by=organizer, languages=said)
        for each, said in ((kept, "es"), (other, "es fr"))
    ]
    for trainer, steps in zip(trainers, (1, 2), strict=True):
        EventTrainer.objects.create(event=held, participant=trainer.participant, name="x")
        EventObserver.appoint(trainer, held, by=organizer, user=cast.trainer)
        for _step in range(steps):
            TrainerQualification.advance(trainer, course, by=organizer, on=today)
    observation = Observation.record(
        trainers[1], held, by=cast.trainer, on=today, note="Clear.",
        points=dict.fromkeys(ObservationScore.Item.values, 2),
    )  # fmt: skip
    merge(kept, other, by=organizer)
    trainer = Trainer.objects.get()
    observation.refresh_from_db()
    assert (trainer.participant, trainer.languages) == (kept, "es fr")
    assert trainer.qualifications.get(ended_at=None).grade == "co_trained"
    assert (observation.trainer, observation.note) == (trainer, "Clear.")
    assert trainer.observers.get(until=None).observation == observation


def test_one_who_observed_the_other_is_another_person(cast, held, kept, other, organizer, office):
    Participant.objects.filter(pk=kept.pk).update(user=cast.trainer)
    kept.refresh_from_db()
    trainer = Trainer.record(other, by=organizer)
    EventTrainer.objects.create(event=held, participant=other, name="x")
    Observation.record(
        trainer, held, by=cast.trainer, on=office.today(),
        points=dict.fromkeys(ObservationScore.Item.values, 2),
    )  # fmt: skip
    with pytest.raises(Refusal, match="two persons"):
        merge(kept, other, by=organizer)
    assert Participant.objects.count() == 2


def test_nothing_lies_under_the_key_that_goes(held, one, two, kept, other, organizer):
    session = held.sessions.first()
    mark(two, session)
    AttendanceEntry.correct(
        session, two, by=organizer, is_present=True, because="He was at the door."
    )
    ref = other.ref
    assert DataKey.objects.filter(owner_ref=ref).exists()
    merge(kept, other, by=organizer)
    assert not DataKey.objects.filter(owner_ref=ref).exists()
    entry = AttendanceEntry.objects.get(how="correction")
    assert entry.because == "He was at the door."
    kept.erase(by=organizer, reason="asked")
    assert Participant.objects.get().label == ""


# Whoever adds a record that belongs to participants says what becomes of it here


def test_every_relation_of_an_enrolment_is_known_to_merging():
    names = {model._meta.get_field(name).remote_field for model, name in relations_of(Enrolment)}
    assert {each.get_accessor_name() for each in names} == set(MOVES)


def test_of_two_completions_of_one_course_elsewhere_the_later_holds(
    kept, other, course_version, office, organizer
):
    source = ParticipantImport.receive(
        BytesIO(b"name"), by=organizer, office=office, name="list.csv",
        kind=ParticipantImport.Kind.COMPLETIONS,
    )  # fmt: skip
    days = office.today() - timedelta(days=30), office.today()
    for participant, day in zip((other, kept), days, strict=True):
        OutsideCompletion.objects.create(
            participant=participant, version=course_version, system="moodle", completed_on=day,
            source=source, by=organizer,
        )  # fmt: skip
    merge(kept, other, by=organizer)
    rows = OutsideCompletion.objects.filter(participant=kept).order_by("completed_on")
    assert [(each.completed_on, each.is_withdrawn) for each in rows] == [
        (days[0], True), (days[1], False)
    ]  # fmt: skip


def test_every_record_of_a_participant_that_is_there_once_is_known_to_merging():
    found = set()
    for model, name in relations_of(Participant):
        unique = [
            each for each in model._meta.constraints
            if isinstance(each, models.UniqueConstraint) and name in each.fields
        ]  # fmt: skip
        if unique or model._meta.get_field(name).one_to_one:
            found.add(f"{model.__name__}.{name}")
    assert found == {
        "DistinctParticipants.one", "DistinctParticipants.two", "Enrolment.participant",
        "HeldCompetency.participant", "OutsideCompletion.participant", "Trainer.participant",
        "TrainingConsent.participant",
    }  # fmt: skip


def test_every_record_under_a_participants_key_is_sealed_anew():
    assert {model.__name__ for model, _path in sealed_models()} == {
        "ApplicationCommitment", "AttendanceEntry", "Certificate", "NamedSupervisor",
        "Observation", "PracticeEntry", "SupervisorAnswer", "TestSitting", "TrainingFollowUp",
    }  # fmt: skip
