"""From the first counselling to the welcome: no step before the one it rests on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.pathways.models import Check, CheckOverride
from amparo.pillars.assistance.returns.models import (
    Booking,
    JourneyMilestone,
    ReturnDecision,
    TravelAssistance,
    TravelDocument,
    TravelGroupSplit,
)

from . import ways

pytestmark = pytest.mark.django_db


def state(journey):
    journey.refresh_from_db()
    return journey.state


def today(journey, days=0):
    return journey.case.office.today() + timedelta(days=days)


def test_each_step_moves_it_on_and_every_record_says_who(journey, caseworker):
    assert state(journey) == "counselling"
    assert state(ways.decided(journey)) == "decided"
    ways.leg(journey, days=0)
    assert state(journey) == "preparing"
    ways.booked(journey, days=0)
    assert state(journey) == "booked"
    ways.checked(journey)
    JourneyMilestone.depart(journey, by=caseworker, left_on=today(journey))
    assert state(journey) == "departed"
    JourneyMilestone.arrive(journey, by=caseworker, arrived_on=today(journey))
    assert state(journey) == "arrived"
    JourneyMilestone.welcome(
        journey, by=caseworker, welcomed_on=today(journey), text="A bed, and soup."
    )
    assert state(journey) == "received"
    deeds = set(AuditEntry.objects.filter(by=caseworker).values_list("event", flat=True))
    assert {"return.booked", "return.departed", "return.arrived", "return.welcomed"} <= deeds


def test_sent_twice_it_is_one_return(case, journey, caseworker):
    assert ways.begun(case).pk == journey.pk
    ways.checked(ways.booked(journey, days=0))
    for _again in range(2):
        JourneyMilestone.depart(journey, by=caseworker, left_on=today(journey))
    assert journey.bookings.count() == 1
    assert AuditEntry.objects.filter(event="return.departed").count() == 1


def test_nobody_decides_before_the_counselling(journey):
    with pytest.raises(Refusal, match="counselling"):
        ways.decide(journey.travellers.get())


def test_a_yes_without_freedom_is_kept_and_does_not_count(journey):
    ways.counselled(journey)
    checks = [check for check in ways.CHECKS if check != "freedom"]
    decision = ways.decide(journey.travellers.get(), checks=checks)
    assert (decision.counts, decision.lacks) == (False, ("freedom",))
    assert state(journey) == "counselling"
    with pytest.raises(Refusal):
        ways.settle(journey)


def test_travel_is_arranged_only_once_everybody_decided(journey):
    with pytest.raises(Refusal):
        ways.leg(ways.counselled(journey))


@pytest.mark.parametrize(
    "but",
    ["voluntariness", "asylum_wish", "safe_return", "fitness_to_travel", "travel_documents"],
)
def test_nothing_is_booked_through_an_open_check(journey, caseworker, but):
    ways.settle(ways.planned(journey), but)
    with pytest.raises(Refusal, match="Still to be settled"):
        Booking.make(journey, by=caseworker)
    assert state(journey) == "preparing"


def test_a_check_that_shuts_takes_the_booking_with_it_and_both_hear(
    journey, caseworker, supervisor
):
    ways.booked(journey)
    danger = ways.check(journey, "safe_return")
    danger.decide(by=supervisor, met=False, text="Her brother was threatened.")
    assert state(journey) == "preparing"
    assert Booking.objects.get().end_reason == "check"
    told = Notification.objects.filter(event="return.unbooked").values_list(
        "user__name", flat=True
    )
    assert set(told) == {caseworker.name, supervisor.name}


def test_fitness_must_last_until_the_day_they_leave(journey, caseworker):
    ways.settle(ways.planned(journey, days=4))
    with pytest.raises(Refusal, match="Fitness"):
        Booking.make(journey, by=caseworker)


def test_papers_that_run_out_before_departure_are_no_papers(journey, caseworker):
    ways.booked(journey)
    TravelDocument.track(
        journey.travellers.get(), by=caseworker, kind="passport", status="issued",
        good_until=today(journey, 1),
    )  # fmt: skip
    assert state(journey) == "preparing"


def test_an_office_named_after_booking_is_asked_about_first(journey, caseworker, other_team):
    ways.booked(journey)
    journey.set_receiving_office(other_team, by=caseworker)
    assert state(journey) == "preparing"
    assert ways.check(journey, "sharing_consent").state == "shut"


def test_signs_of_trafficking_seen_after_booking_stop_it(case, journey, caseworker):
    ways.booked(journey, days=0)
    Screening.hold(case, by=caseworker, trafficking_signs=["debt"])
    assert state(journey) == "preparing"
    assert ways.check(journey, "trafficking_safety", case.person).state == "shut"
    with pytest.raises(Refusal, match="Nothing is booked"):
        JourneyMilestone.depart(journey, by=caseworker, left_on=journey.leaves_on)


def test_two_people_may_let_them_go_without_papers(journey, caseworker, supervisor):
    ways.settle(ways.planned(journey), "travel_documents")
    papers = ways.check(journey, "travel_documents", journey.case.person)
    asked = CheckOverride.ask(papers, by=caseworker, because="The consul meets her at the border.")
    asked.answer_it(by=supervisor, agreed=True, because="The consul confirmed it in writing.")
    Booking.make(journey, by=caseworker)
    assert state(journey) == "booked"


def test_a_child_has_a_check_of_its_own_that_nobody_decides_away(with_child, nayeli, caseworker):
    child = ways.check(with_child, "best_interests", nayeli)
    with pytest.raises(Refusal):
        CheckOverride.ask(child, by=caseworker, because="The flight is tomorrow.")
    ways.settle(ways.planned(with_child), "best_interests")
    with pytest.raises(Refusal, match="Best interests"):
        Booking.make(with_child, by=caseworker)


def test_whose_age_is_disputed_is_a_child(case, journey, rosa, caseworker):
    rosa.change(by=caseworker, is_age_disputed=True)
    fresh = type(journey).objects.get(pk=journey.pk)
    ways.counselled(fresh)
    assert ways.check(fresh, "best_interests", rosa).state == "shut"


def test_signs_of_trafficking_ask_for_a_safety_plan(case, journey, rosa, caseworker):
    ways.planned(journey)
    Screening.hold(case, by=caseworker, trafficking_signs=["debt"])
    ways.settle(journey)
    with pytest.raises(Refusal, match="trafficked"):
        Booking.make(journey, by=caseworker)  # it is put up in this very moment


def test_taken_back_nothing_stays_booked(journey, caseworker):
    ways.booked(journey)
    decision = journey.travellers.get().decision
    for _again in range(2):
        decision.withdraw(by=caseworker, text="Her sister asked her to stay.")
    assert state(journey) == "counselling"
    assert journey.bookings.get().end_reason == "taken_back"
    assert ways.check(journey, "voluntariness", journey.case.person).state == "shut"
    assert AuditEntry.objects.filter(event="return.taken_back").count() == 1
    with pytest.raises(Refusal):
        Booking.make(journey, by=caseworker)


def test_of_two_who_record_it_in_the_same_moment_the_first_is_kept(journey, caseworker):
    ways.booked(journey)
    decision = journey.travellers.get().decision
    stale = ReturnDecision.objects.get(pk=decision.pk)
    decision.withdraw(by=caseworker, text="Her sister asked her to stay.")
    stale.withdraw(by=caseworker, text="Again.")
    kept = ReturnDecision.objects.get()
    assert (kept.withdrawn_text, kept.counts) == ("Her sister asked her to stay.", False)
    assert AuditEntry.objects.filter(event="return.taken_back").count() == 1


def test_a_later_no_is_as_good_as_taking_it_back(journey):
    ways.booked(journey)
    ways.decide(journey.travellers.get(), goes=False)
    assert state(journey) == "counselling"


def test_once_they_left_nothing_is_taken_back(journey, caseworker):
    decision = ways.departed(journey).travellers.get().decision
    with pytest.raises(Refusal):
        decision.withdraw(by=caseworker)


def test_consent_taken_back_shuts_its_check_at_once(
    case, other_team, caseworker, supervisor, say_no, rosa
):
    journey = ways.booked(ways.begun(case, to_team=other_team), days=0)
    yes = rosa.consents.get(purpose="case_management")
    say_no(rosa)
    with pytest.raises(Refusal):
        ways.check(journey, "sharing_consent").decide(by=caseworker, met=True, text=ways.ON)
    with pytest.raises(Refusal, match="has not agreed"):
        JourneyMilestone.depart(journey, by=caseworker, left_on=journey.leaves_on)
    yes.withdraw(by=caseworker)
    assert state(journey) == "preparing"


def test_families_part_and_each_is_looked_at_anew(with_child, nayeli, caseworker):
    ways.booked(with_child)
    child = with_child.travellers.get(person=nayeli)
    for _again in range(2):
        TravelGroupSplit.separate(
            with_child, [child], by=caseworker, how="apart", because="School ends in June."
        )
    assert state(with_child) == "preparing"
    own = child.partings.get().to
    assert own.pk != with_child.pk
    assert [each.person for each in own.going()] == [nayeli]
    assert ways.check(own, "best_interests", nayeli).state == "shut"
    assert not Check.objects.filter(way=with_child.ref, person=nayeli).exists()


def test_somebody_has_to_go_on(journey, caseworker):
    with pytest.raises(Refusal):
        TravelGroupSplit.separate(
            journey, list(journey.going()), by=caseworker, how="stays", because="All stay."
        )


def test_who_did_not_come_is_no_longer_booked(journey, caseworker):
    booking = ways.booked(journey).bookings.get()
    for _again in range(2):
        booking.give_up(by=caseworker, why="no_show", text="She did not answer the telephone.")
    assert state(journey) == "preparing"
    assert booking.end_reason == "no_show"


def test_of_two_who_end_a_booking_in_the_same_moment_the_first_is_kept(journey, caseworker):
    booking = ways.booked(journey).bookings.get()
    stale = Booking.objects.get(pk=booking.pk)
    booking.give_up(by=caseworker, why="no_show", text="She did not answer the telephone.")
    stale.give_up(by=caseworker, why="cancelled", text="Snow.")
    kept = Booking.objects.get()
    assert (kept.end_reason, kept.end_text) == ("no_show", "She did not answer the telephone.")
    assert AuditEntry.objects.filter(event="return.unbooked").count() == 1


def test_help_that_is_not_needed_ends_once_and_the_first_reason_is_kept(journey, caseworker):
    ways.decided(journey)
    help_ = TravelAssistance.arrange(journey, by=caseworker, kind="transit", text="A bed in Lima.")
    stale = TravelAssistance.objects.get(pk=help_.pk)
    help_.end(by=caseworker, because="Her aunt meets her.")
    stale.end(by=caseworker, because="Again.")
    assert TravelAssistance.objects.get().ended_reason == "Her aunt meets her."
    assert not journey.provisions.standing().exists()
    assert AuditEntry.objects.filter(event="return.provision_ended").count() == 1


def test_nobody_arrives_before_they_left(journey, caseworker):
    with pytest.raises(Refusal):
        JourneyMilestone.arrive(journey, by=caseworker, arrived_on=today(journey))
    ways.departed(journey)
    with pytest.raises(Refusal):
        JourneyMilestone.arrive(journey, by=caseworker, arrived_on=today(journey, -1))


def test_where_the_clock_is_behind_they_may_arrive_on_the_day_before(
    in_la_paz, journey, office, caseworker, stranger
):
    midnight = office.start_of_day(today(journey, 1))
    with clock.at(midnight + timedelta(minutes=10)):  # in Lima it is still the day before
        ways.departed(journey)
        before = stranger.office.today()
        assert before == today(journey, -1)
        with pytest.raises(Refusal, match="before they left"):
            JourneyMilestone.arrive(journey, by=caseworker, arrived_on=before)
        with pytest.raises(Refusal, match="before they left"):
            JourneyMilestone.arrive(journey, by=stranger, arrived_on=before - timedelta(days=1))
        assert JourneyMilestone.arrive(journey, by=stranger, arrived_on=before).day == before


def test_of_two_who_record_a_step_in_the_same_moment_the_first_is_kept(journey, caseworker):
    ways.checked(ways.booked(journey, days=0))
    stale = type(journey).objects.get(pk=journey.pk)
    for each in (journey, stale):
        JourneyMilestone.depart(each, by=caseworker, left_on=today(journey))
    for each in (journey, stale):
        JourneyMilestone.arrive(each, by=caseworker, arrived_on=today(journey))
    for each, words in ((journey, "A bed, and soup."), (stale, "Again.")):
        JourneyMilestone.welcome(each, by=caseworker, welcomed_on=today(journey), text=words)
    kinds = list(journey.milestones.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["departure", "arrival", "reception"]
    assert journey.milestones.get(kind="reception").text == "A bed, and soup."


def test_also_the_database_refuses_a_second_arrival(journey, caseworker):
    ways.departed(journey)
    arrival = JourneyMilestone.arrive(journey, by=caseworker, arrived_on=today(journey))
    with pytest.raises(IntegrityError), transaction.atomic():
        JourneyMilestone.objects.create(
            journey=journey, kind="arrival", day=arrival.day, by=caseworker
        )


def test_nobody_arrives_before_they_were_born(journey, rosa, caseworker):
    ways.departed(journey)
    rosa.change(by=caseworker, birth_date=today(journey, 40), birth_year=today(journey).year)
    with pytest.raises(Refusal, match="born"):
        JourneyMilestone.arrive(
            type(journey).objects.get(pk=journey.pk), by=caseworker, arrived_on=today(journey)
        )


def test_nobody_leaves_before_they_decided(journey, caseworker):
    ways.decided(journey)
    with pytest.raises(Refusal, match="decided"):
        ways.leg(journey, days=-3)
    ways.booked(journey, days=0)
    with pytest.raises(Refusal):
        JourneyMilestone.depart(journey, by=caseworker, left_on=today(journey, -1))


def test_the_same_leg_is_not_planned_twice(journey, colleague):
    first = ways.leg(ways.decided(journey))
    assert ways.leg(journey).pk == first.pk  # sent twice
    with pytest.raises(Refusal, match="under way"):
        ways.leg(journey, number="X 2", at=10)


def test_a_leg_that_moves_past_what_is_settled_is_no_longer_booked(journey, caseworker):
    ways.booked(journey)
    leg = journey.legs.get()
    late = ways.at_day(journey, 40)
    leg.change(by=caseworker, leaves_at=late, arrives_at=late + timedelta(hours=3), because="Snow")
    assert state(journey) == "preparing"
    assert leg.changes.get().left_at < late


def test_a_return_that_ends_ends_what_was_booked(journey, caseworker):
    ways.booked(journey)
    journey.end(by=caseworker, reason="unsafe")
    assert state(journey) == "cancelled"
    assert not journey.bookings.in_force().exists()
    again = ways.begun(journey.case)
    assert again.pk != journey.pk


def test_of_two_who_end_a_return_in_the_same_moment_the_first_is_kept(journey, caseworker):
    stale = type(journey).objects.get(pk=journey.pk)
    journey.end(by=caseworker, reason="unsafe", text="Her brother was threatened.")
    stale.end(by=caseworker, reason="lost")
    kept = type(journey).objects.get()
    assert (kept.end_reason, kept.end_text) == ("unsafe", "Her brother was threatened.")
    assert AuditEntry.objects.filter(event="return.ended").count() == 1


def test_nobody_is_on_two_returns(case, nayeli, journey, caseworker):
    case.add_dependant(nayeli, "child", by=caseworker)
    with pytest.raises(Refusal, match="already"):
        ways.begun(case, case.person, nayeli)
