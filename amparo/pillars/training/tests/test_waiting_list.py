"""The waiting list moves by itself when a seat is freed, and at no other time."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.models import Enrolment, TrainingEvent
from amparo.pillars.training.seats import change_seats, check_counters, place_in_line

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def full(make_event):
    """One seat, so that everybody else waits."""
    return make_event(seats=1)


@pytest.fixture
def line(full, enrol):
    """Ana has the seat; Beto, Caro and Dario wait."""
    return [enrol(full, name) for name in ("Ana", "Beto", "Caro", "Dario")]


def states(event):
    """How each stands, in the order in which they came; and what the counters say."""
    event.refresh_from_db()
    rows = event.enrolments.order_by("number").values_list("state", flat=True)
    letters = "".join(state[:2] for state in rows)
    return letters, event.seats_taken, event.waiting


def test_a_seat_given_back_goes_to_who_waits_longest(full, line):
    line[0].withdraw(by=None)
    assert states(full) == ("wienwawa", 1, 2)
    line[0].withdraw(by=None)  # twice is once
    assert states(full) == ("wienwawa", 1, 2)
    beto = Enrolment.objects.get(pk=line[1].pk)
    assert beto.is_to_confirm
    beto.confirm(by=None)
    assert not beto.is_to_confirm
    assert AuditEntry.objects.filter(event="enrolment.moved_up").count() == 1


def test_who_only_waits_moves_nobody_up_by_leaving_or_by_being_deleted(full, line):
    line[1].withdraw(by=None)
    assert states(full) == ("enwiwawa", 1, 2)
    line[2].delete()
    assert states(full) == ("enwiwa", 1, 1)
    assert place_in_line(full.pk, line[3].turn) == 1


def test_an_enrolment_that_is_erased_frees_its_seat(full, line):
    Enrolment.objects.filter(pk=line[0].pk).delete()
    assert states(full) == ("enwawa", 1, 2)


def test_added_seats_go_to_who_waits_and_fewer_than_taken_are_refused(full, line, organizer):
    change_seats(full, by=organizer, seats=3)
    assert states(full) == ("enenenwa", 3, 1)
    with pytest.raises(Refusal, match="3 people have a seat"):
        change_seats(full, by=organizer, seats=2)
    full.refresh_from_db()
    full.seats = 4  # by whatever form
    full.save(update_fields=["seats"])
    assert states(full) == ("enenenen", 4, 0)
    full.seats = 1
    with pytest.raises(Refusal, match="4 people have a seat"):
        full.save(update_fields=["seats"])


def test_who_comes_later_waits_behind_those_who_wait(full, line, enrol):
    with clock.at(clock.now() + timedelta(days=7, hours=12)):  # it has begun
        line[0].withdraw(by=None)
        assert states(full) == ("wiwawawa", 0, 3)
        assert enrol(full, "Eva").state == "waiting"
        beto = Enrolment.objects.get(pk=line[1].pk)
        beto.give_seat(by=full.by)
        caro = Enrolment.objects.get(pk=line[2].pk)
        with pytest.raises(Refusal, match="No seat is free"):
            caro.give_seat(by=full.by)
    assert states(full) == ("wienwawawa", 1, 3)


def test_the_organizer_moves_people_with_a_reason(full, line, organizer):
    ana, beto, caro, dario = line
    caro.put_first(by=organizer, because="Comes from far.")
    assert place_in_line(full.pk, Enrolment.objects.get(pk=caro.pk).turn) == 1
    ana.move_down(by=organizer, because="Another of the same unit.")
    assert states(full) == ("wawaenwa", 1, 3)
    assert place_in_line(full.pk, Enrolment.objects.get(pk=ana.pk).turn) == 3
    for each in (beto, dario, ana):
        each.withdraw(by=organizer, because="Did not answer.")
    with pytest.raises(Refusal, match="Nobody waits"):
        Enrolment.objects.get(pk=caro.pk).move_down(by=organizer, because="x")
    with pytest.raises(Refusal, match="not on the waiting list"):
        ana.put_first(by=organizer, because="x")


def test_counters_that_do_not_fit_the_list_are_corrected_at_night_and_told(full, line, organizer):
    assert check_counters() == 0
    TrainingEvent.objects.filter(pk=full.pk).update(seats_taken=0, waiting=7)
    assert check_counters() == 1
    assert states(full) == ("enwawawa", 1, 3)
    entry = AuditEntry.objects.get(event="trainingevent.recounted")
    assert entry.details == {"count": 1, "outcome": "corrected"}
    told = Notification.objects.get(event="trainingevent.recounted")
    assert told.user == organizer
    assert check_counters() == 0


def test_a_cancelled_event_takes_nobody(full, enrol):
    TrainingEvent.objects.filter(pk=full.pk).update(state="cancelled")
    with pytest.raises(Refusal, match="not open"):
        enrol(full, "Ana")
