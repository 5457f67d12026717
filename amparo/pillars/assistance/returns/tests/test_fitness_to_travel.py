"""Whether somebody can travel is decided by a clinician, and by nobody else."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models.settings import CaseSettings
from amparo.pillars.assistance.pathways.models import CheckOverride
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.fitness_rules import CONDITIONS, not_arranged
from amparo.pillars.assistance.returns.journey_presenter import ReturnPage
from amparo.pillars.assistance.returns.models import (
    BoardingCheck,
    Booking,
    Counselling,
    FitnessDecision,
    FitnessRequest,
    JourneyMilestone,
    TravelAssistance,
    Traveller,
)
from tests.support.shared_start import shared_start

from . import ways

pytestmark = pytest.mark.django_db


@shared_start
@translation.override("en")
def one(cast):
    """Rosa, for whom all is settled but her fitness to travel."""
    journey = ways.settle(ways.planned(ways.begin(cast)), rules.FITNESS)
    return journey.travellers.get()


def check_of(one):
    return ways.check(one.journey, rules.FITNESS, one.person)


def book(one):
    return Booking.make(one.journey, by=one.journey.case.owner, code="XK7PQ2")


def state(journey):
    journey.refresh_from_db()
    return journey.state


def test_neither_caseworker_nor_supervisor_settles_it_with_words_or_a_document(
    one, caseworker, supervisor
):
    paper = ways.paper(one.journey.case)
    for by in (caseworker, supervisor):
        with pytest.raises(Refusal, match=r"Nobody decides this here.*No clinician has decided"):
            check_of(one).decide(by=by, met=True, text="She is well.", paper=paper)
    with pytest.raises(Refusal, match="only be met"):
        CheckOverride.ask(check_of(one), by=caseworker, because="The flight is tomorrow.")
    with pytest.raises(Refusal, match="Fitness to travel"):
        book(one)


def test_what_a_clinician_decided_opens_it_and_those_who_answer_hear_of_it(
    one, caseworker, supervisor
):
    decision = ways.examined(one)
    assert (check_of(one).state, decision.by) == ("met", None)
    assert decision.paper in one.journey.case.attachments.all()
    assert check_of(one).latest.shown_by == "Clinician’s decision"
    told = Notification.objects.filter(event="return.fitness_decided")
    assert set(told.values_list("user", flat=True)) == {caseworker.pk, supervisor.pk}
    book(one)
    assert state(one.journey) == "booked"


def test_nobody_decides_by_hand_that_somebody_unfit_is_fit(one, supervisor):
    ways.examined(one, code="unfit")
    with pytest.raises(Refusal, match="found that they cannot travel"):
        check_of(one).decide(by=supervisor, met=True, text="She feels better.")
    with pytest.raises(Refusal):
        book(one)
    ways.examined(one)  # another examination may say otherwise
    book(one)


def test_found_unfit_after_the_booking_nothing_stays_booked_and_it_is_urgent(one, supervisor):
    ways.examined(one)
    book(one)
    ways.examined(one, code="unfit")
    assert state(one.journey) == "preparing"
    assert Booking.objects.get().end_reason == "check"
    told = Notification.objects.filter(event="return.fitness_decided", user=supervisor)
    assert told.get().is_urgent  # the first, not read yet, was brought up to date


def test_it_holds_for_seventy_two_hours_after_the_examination(one):
    decision = ways.examined(one, hours_ago=2)
    assert decision.holds_until == decision.examined_at + timedelta(hours=72)
    with pytest.raises(Refusal, match="at most 72 hours"):
        ways.examined(one, holds_until=now() + timedelta(hours=73))


def test_departure_must_lie_within_it(one):
    leaves_at = one.journey.first_leg_at
    ways.examined(one, holds_until=leaves_at - timedelta(minutes=1))
    with pytest.raises(Refusal, match="nearer to the departure"):
        book(one)
    ways.examined(one, holds_until=leaves_at)
    book(one)


def test_an_office_sets_its_own_hours(one):
    office = one.journey.case.office
    CaseSettings.objects.update_or_create(
        office=office, defaults={"time_limits": {"return.fitness_valid": 1}}
    )
    decision = ways.examined(Traveller.objects.get(pk=one.pk))
    assert decision.holds_until == decision.examined_at + timedelta(hours=1)
    with pytest.raises(Refusal, match="Fitness to travel"):
        book(one)


def test_a_leg_that_moves_past_it_ends_the_booking(one, caseworker):
    ways.examined(one)
    book(one)
    late = ways.at_day(one.journey, 4)
    one.journey.legs.get().change(
        by=caseworker, leaves_at=late, arrives_at=late + timedelta(hours=3), because="Snow"
    )
    assert state(one.journey) == "preparing"


def test_conditions_must_be_arranged_before_it_is_booked(one, caseworker):
    ways.examined(one, code="fit_conditions", conditions=["oxygen", "medical"])
    with pytest.raises(Refusal, match="asks for: Oxygen, Medical escort"):
        book(one)
    oxygen = TravelAssistance.arrange(
        one.journey, by=caseworker, kind="oxygen", text="2 litres a minute.", traveller=one
    )
    with pytest.raises(Refusal, match="asks for: Medical escort"):
        book(one)
    TravelAssistance.arrange(
        one.journey, by=caseworker, kind="medical", text="Nurse Ana, 70011122."
    )
    book(one)
    assert state(one.journey) == "booked"
    oxygen.end(by=caseworker, because="The bottle is empty.")
    assert state(one.journey) == "preparing"


def test_a_condition_said_after_the_booking_ends_it(one):
    ways.examined(one)
    book(one)
    ways.examined(one, code="fit_conditions", conditions=["wheelchair"])
    assert state(one.journey) == "preparing"


@pytest.mark.parametrize("condition", CONDITIONS)
def test_each_condition_is_met_by_help_of_its_kind_for_this_person_or_all(condition):
    assert condition in TravelAssistance.Kind.values
    assert not_arranged([condition], [], 1) == [condition]
    assert not_arranged([condition], [(condition, 2)], 1) == [condition]
    assert not_arranged([condition], [(condition, 1)], 1) == []
    assert not_arranged([condition], [(condition, None)], 1) == []


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"code": "fit_conditions"}, "Choose the conditions"),
        ({"code": "fit", "conditions": ["oxygen"]}, "Choose the conditions"),
        ({"code": "pending"}, "fit, fit with conditions, or not fit"),
        ({"licence": " "}, "number of your licence"),
        ({"name": ""}, "Write your name"),
        ({"is_same_person": False}, "about one person only"),
        ({"hours_ago": -1}, "recorded when it was done"),
        ({"hours_ago": 80}, "a time that has passed"),
    ],
)
def test_a_decision_that_lacks_something_is_refused_and_uses_nothing_up(one, said, text):
    with pytest.raises(Refusal, match=text):
        ways.examined(one, **said)
    assert not FitnessDecision.objects.exists()
    assert not FitnessRequest.objects.get().refusal


def test_the_paper_taken_out_no_decision_shows_anything(one, caseworker):
    ways.examined(one).paper.remove(by=caseworker, because="Not hers.")
    with pytest.raises(Refusal, match="paper that the clinician signed"):
        book(one)


def test_who_asks_accompanies_or_counsels_does_not_decide(
    one, caseworker, colleague, nurse, clinic
):
    with pytest.raises(Refusal, match="Somebody else decides"):
        FitnessRequest.ask(one, by=colleague, clinician=caseworker)
    with pytest.raises(Refusal, match="A clinician decides this"):
        FitnessRequest.ask(one, by=caseworker, clinician=colleague)
    Counselling.hold(
        one.journey, by=nurse, held_on=one.journey.case.office.today(), language="es",
        explained=ways.CHECKS,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Somebody else decides"):
        FitnessRequest.ask(one, by=caseworker, clinician=nurse)


def test_a_request_is_used_once(one):
    asked, _token, link_code = ways.sent(one)
    said = {
        "by": None, "link_code": link_code, "is_same_person": True, "code": "fit",
        "examined_at": now(), "name": "Ana", "licence": "1",
    }  # fmt: skip
    stale = FitnessRequest.objects.get(pk=asked.pk)
    FitnessDecision.make(asked, paper=ways.signed(), **said)
    with pytest.raises(Refusal, match="takes no second one"):
        FitnessDecision.make(stale, paper=ways.signed(), **said | {"code": "unfit"})
    assert FitnessDecision.objects.get().code == "fit"


def test_a_newer_request_takes_its_place_and_days_run_out(one, caseworker):
    first, _token = FitnessRequest.ask(one, by=caseworker, addressee="Ana Flores")
    second, _token = FitnessRequest.ask(one, by=caseworker, addressee="Ana Flores")
    assert "newer" in first.refusal
    with clock.at(now() + timedelta(days=8)):
        assert "days are over" in second.refusal


def test_the_same_question_to_the_same_clinician_is_asked_once(one, caseworker, nurse, clinic):
    first, _token = FitnessRequest.ask(one, by=caseworker, clinician=nurse)
    again, _token = FitnessRequest.ask(one, by=caseworker, clinician=nurse)
    assert first == again
    assert Notification.objects.filter(event="return.fitness_asked", user=nurse).count() == 1


def test_nobody_answers_in_the_place_of_the_clinician_who_was_asked(
    one, caseworker, nurse, colleague, clinic
):
    asked, _token = FitnessRequest.ask(one, by=caseworker, clinician=nurse)
    said = {
        "is_same_person": True, "code": "fit", "examined_at": now(), "name": "Ana",
        "licence": "1", "paper": ways.signed(),
    }  # fmt: skip
    for other in (None, colleague):
        with pytest.raises(Refusal, match="another clinician"):
            FitnessDecision.make(asked, by=other, **said)
    assert FitnessDecision.make(asked, by=nurse, **said).by == nurse


def test_neither_token_nor_code_is_kept(one, caseworker, supervisor):
    asked, token = FitnessRequest.ask(one, by=caseworker, addressee="Ana Flores")
    assert token
    assert token not in asked.kept
    code = asked.tell_code(by=supervisor)
    assert code not in asked.code_hash
    assert FitnessRequest.of(token) == asked
    assert FitnessRequest.of("x" * 40) is None


# The check before boarding.


def leave(journey):
    day = journey.case.office.today()
    return JourneyMilestone.depart(journey, by=journey.case.owner, left_on=day)


def test_nobody_leaves_unchecked(with_child):
    ways.booked(with_child, days=0)
    with pytest.raises(Refusal, match="checked before boarding"):
        leave(with_child)
    first = with_child.travellers.order_by("pk").first()
    BoardingCheck.hold(
        first, by=with_child.case.owner, held_at=now(), checked_by="escort", name="Ana",
        **dict.fromkeys(BoardingCheck.QUESTIONS, True),
    )  # fmt: skip
    with pytest.raises(Refusal, match="checked before boarding"):
        leave(with_child)  # the child was not
    leave(ways.checked(with_child))
    assert state(with_child) == "departed"


@pytest.mark.parametrize("question", BoardingCheck.QUESTIONS)
def test_a_single_no_ends_the_booking_and_is_told(journey, caseworker, supervisor, question):
    ways.checked(ways.booked(journey, days=0), but=question)
    assert state(journey) == "preparing"
    assert Booking.objects.get().end_reason == "boarding"
    told = Notification.objects.filter(event="return.unbooked")
    assert set(told.values_list("user", flat=True)) == {caseworker.pk, supervisor.pk}
    with pytest.raises(Refusal, match="Nothing is booked"):
        leave(journey)


def test_a_check_is_of_the_day(journey):
    ways.booked(journey, days=2)
    with pytest.raises(Refusal, match="last 12 hours"):
        ways.checked(journey)


def test_a_check_sent_twice_is_one(journey):
    ways.booked(journey, days=0)
    with clock.at(now()):
        ways.checked(ways.checked(journey))
    assert BoardingCheck.objects.count() == 1
    assert AuditEntry.objects.filter(event="return.boarding_checked").count() == 1


def test_where_nothing_is_booked_nobody_is_checked(journey):
    ways.planned(journey, days=0)
    with pytest.raises(Refusal, match="Book the journey before"):
        ways.checked(journey)


def test_what_ran_out_on_the_way_is_not_open_any_more(journey, caseworker):
    ways.departed(journey)
    journey.refresh_from_db()
    with clock.at(now() + timedelta(days=9)):
        page = ReturnPage(journey, caseworker)
        assert [each.check.kind for each in page.conditions if each.is_open] == []
