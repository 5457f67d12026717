"""Seats of a training event: never one too many, and the code of a badge opens its enrolment."""

import pytest

from amparo.pillars.training.models import Enrolment

pytestmark = pytest.mark.django_db


def test_who_finds_no_seat_waits(make_event, enrol, organizer):
    event = make_event(seats=1)
    first, second = enrol(event, "Ana"), enrol(event, "Beto")
    assert (first.state, second.state) == ("enrolled", "waiting")
    assert (event.seats_taken, event.waiting) == (1, 1)
    assert Enrolment.enrol(event, first.participant, by=organizer) == first


def test_the_code_of_a_badge_opens_its_enrolment(event, enrol):
    enrolment = enrol(event)
    assert Enrolment.for_code(enrolment.code.lower()) == enrolment
    assert Enrolment.for_code("K7M4-XW2P-93HT") is None
