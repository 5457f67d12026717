"""Seats of a training event: never one too many, and the code of a badge opens its enrolment."""

import pytest

from amparo.pillars.training.models import Enrolment, Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(sample_data):
    return sample_data.training_event


def somebody(event, name: str) -> Participant:
    return Participant.objects.create(office=event.office, name=name)


def test_who_finds_no_seat_waits(event, sample_data):
    by = sample_data.training_organizer
    event.seats = event.seats_taken + 1
    event.save()
    first = Enrolment.enrol(event, somebody(event, "Ana"), by=by)
    second = Enrolment.enrol(event, somebody(event, "Beto"), by=by)
    assert (first.state, second.state) == ("enrolled", "waiting")
    assert event.seats_taken == event.seats
    assert Enrolment.enrol(event, first.participant, by=by) == first


def test_the_code_of_a_badge_opens_its_enrolment(event):
    enrolment = Enrolment.enrol(event, somebody(event, "Ana"), by=None)
    assert Enrolment.for_code(enrolment.code.lower()) == enrolment
    assert Enrolment.for_code("K7M4-XW2P-93HT") is None
