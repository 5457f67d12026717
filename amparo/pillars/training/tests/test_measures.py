"""What evidence counts of training: persons once, participations apart, nobody by name."""

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.extension_points import facts
from amparo.pillars.training import measures
from amparo.pillars.training.models import AttendanceEntry, Enrolment, TrainingEvent

pytestmark = pytest.mark.django_db


def held(event):
    TrainingEvent.objects.filter(pk=event.pk).update(state=TrainingEvent.State.HELD)


def test_who_took_part_twice_is_one_person_and_two_participations(
    event, make_event, enrol, organizer
):
    other = make_event()
    participant = enrol(event, sex="female", institution_type="border").participant
    Enrolment.enrol(other, participant, by=organizer)
    enrol(event, "Beto Sosa")
    assert list(facts["training_participants"].rows()) == []
    held(event)
    held(other)
    persons = list(facts["training_participants"].rows())
    assert len({row[0] for row in persons}) == 2
    assert len(persons) == len(list(facts["training_enrolments"].rows())) == 3
    assert {row[4] for row in persons} == {None}
    assert persons[0][-6:-1] == ("female", "border", "workshop", "basic", "VOT-1")
    assert persons[1][-6:-4] == ("not_said", "not_said")
    assert persons[0][1] == event.sessions.last().ends_at.date()


def test_who_was_at_no_session_does_not_count_where_attendance_is_known(
    event, make_event, enrol, organizer
):
    other, nobody_came = make_event(), make_event()
    there, _absent, unrecorded = enrol(event), enrol(event, "Beto Sosa"), enrol(other)
    left = enrol(nobody_came)
    for enrolment, is_present in ((there, True), (left, False)):
        session = enrolment.event.sessions.first()
        with clock.at(session.starts_at):
            AttendanceEntry.write(
                session, enrolment, by=organizer, how="tick", is_present=is_present, source="page"
            )
    for each in (event, other, nobody_came):
        held(each)
    counted = [row[0] for row in facts["training_enrolments"].rows()]
    assert counted == [there.pk, unrecorded.pk]


def test_many_events_are_read_a_few_at_a_time(
    make_event, enrol, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(measures, "TOGETHER", 2)
    found = [enrol(make_event()) for _turn in range(5)]
    for each in found:
        held(each.event)
    with django_assert_max_num_queries(12):  # one for the events, three for each two of them
        rows = list(facts["training_enrolments"].rows())
    assert [row[0] for row in rows] == [each.pk for each in found]


def test_an_erased_participant_stays_counted(event, enrol):
    enrolment = enrol(event, sex="female")
    held(event)
    enrolment.participant.erase(by=None, reason="retention")
    [row] = facts["training_participants"].rows()
    assert row[0] == enrolment.participant.pk
    assert row[-6] == "female"
