"""Who trained whom: generations, reach, dilution, silent branches."""

import random
from datetime import date, timedelta

from amparo.pillars.training.cascade import Delivery, build_cascade

START = date(2026, 1, 10)


def held(event, trainers, people, *, days=0, gain=None):
    return Delivery(
        event, START + timedelta(days=days), frozenset(trainers), frozenset(people), gain
    )


def cascade(*deliveries, certified=None, today=date(2026, 6, 1)):
    return build_cascade(deliveries, certified_on=certified or {}, today=today)


def branch(found, who):
    return next(each for each in found.branches if each.trainer == who)


def test_who_was_trained_and_trains_is_the_next_generation():
    found = cascade(held(1, [1], [2, 3, 4]), held(2, [2], [5, 6], days=30))
    assert (branch(found, 1).generation, branch(found, 2).generation) == (1, 2)
    assert branch(found, 1).became_trainers == (2,)
    assert (found.people, found.seats) == (5, 5)


def test_somebody_at_two_events_is_one_person_and_two_seats():
    found = cascade(held(1, [1], [2, 3]), held(2, [1], [2, 4], days=9))
    assert len(branch(found, 1).people) == 3
    assert (branch(found, 1).seats, found.people, found.seats) == (4, 3, 4)


def test_who_trained_before_they_were_trained_became_no_trainer_by_it():
    found = cascade(held(1, [2], [9]), held(2, [1], [2], days=30))
    assert branch(found, 2).generation == 1
    assert branch(found, 1).became_trainers == ()


def test_two_who_train_each_other_make_no_circle():
    found = cascade(held(1, [1], [2]), held(2, [2], [1], days=5), held(3, [1], [2], days=9))
    assert (branch(found, 1).generation, branch(found, 2).generation) == (1, 2)


def test_what_is_lost_on_the_way_shows_by_generation():
    found = cascade(
        held(1, [1], [2, 3], gain=40.0), held(2, [2], [4], days=20, gain=20.0),
        held(3, [3], [5], days=25),
    )  # fmt: skip
    first, second = found.generations
    assert (first.gain, second.gain, second.events_with_gain) == (40.0, 20.0, 1)
    assert (second.trainers, second.events) == (2, 2)


def test_an_event_of_two_trainers_counts_once():
    found = cascade(held(1, [1], [2]), held(2, [1, 2], [3, 4], days=20))
    assert [each.events for each in found.generations] == [2, 0]


def test_who_is_certified_and_delivers_nothing_for_nine_months_is_silent():
    certified = {2: START}
    early, late = START + timedelta(days=272), START + timedelta(days=274)
    assert not branch(cascade(held(1, [1], [2]), certified=certified, today=early), 2).is_silent
    assert branch(cascade(held(1, [1], [2]), certified=certified, today=late), 2).is_silent
    again = cascade(
        held(1, [1], [2]), held(2, [2], [3], days=100), certified=certified, today=late
    )
    assert not branch(again, 2).is_silent


def test_the_order_in_which_events_are_read_changes_nothing():
    chance = random.Random(5)
    events = [
        held(at, {chance.randrange(8)}, {chance.randrange(30) for _each in range(6)}, days=at)
        for at in range(25)
    ]
    first = cascade(*events)
    for _round in range(20):
        chance.shuffle(events)
        assert cascade(*events) == first
    assert first.people == len({who for each in events for who in each.people})
