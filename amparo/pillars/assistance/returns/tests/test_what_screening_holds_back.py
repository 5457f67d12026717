"""No return is booked while fear of return, danger, illness or signs of trafficking are answered
with yes, or were not asked: for caseworker and supervisor together.
"""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection.models import Incident
from amparo.pillars.assistance.assessment.protection_questions import QUESTIONS
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.returns.models import Booking, JourneyMilestone
from tests.support.shared_start import shared_start

from . import ways

pytestmark = pytest.mark.django_db
LABELS = {
    "asylum_wish": "Intention to seek asylum, or fear of return",
    "danger_now": "Danger now",
    "medical": "Urgent medical need",
    "trafficking": "Trafficking indicators",
}
STEPS = "A bed tonight, and a doctor."


def ready(journey):
    """All but the screening is there."""
    ways.settle(ways.planned(journey))
    Screening.objects.all().delete()
    return journey


@shared_start
@translation.override("en")
def journey(cast):
    return ready(ways.begin(cast))


def why_refused(journey, by):
    with pytest.raises(Refusal) as refused:
        Booking.make(journey, by=by)
    assert not Booking.objects.exists()
    return str(refused.value)


def asked(journey, by, **said):
    return ways.screened(journey.case, by=by, first_steps=STEPS, **said)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("answer", [True, None])
def test_a_yes_or_no_answer_holds_back_caseworker_and_supervisor(
    journey, caseworker, supervisor, question, answer
):
    asked(journey, caseworker, **{question: answer})
    wanted = f"yes ({caseworker.name}, " if answer else "not asked yet"
    for by in (caseworker, supervisor):
        assert f"{LABELS[question]}: {wanted}" in why_refused(journey, by)


@pytest.mark.parametrize(
    ("answer", "text"), [("unknown", "Does not know"), ("no_answer", "Prefers not to answer")]
)
def test_no_answer_to_a_question_that_was_put_is_named_and_holds_back(
    journey, caseworker, answer, text
):
    asked(journey, caseworker, danger_now=None, unanswered={"danger_now": answer})
    said = why_refused(journey, caseworker)
    assert "Danger now: asked on" in said
    assert f"({text})" in said
    assert "ask again in private" in said
    asked(journey, caseworker)
    assert Booking.make(journey, by=caseworker).is_in_force


def test_without_any_screening_all_four_are_named(journey, caseworker):
    said = why_refused(journey, caseworker)
    assert all(f"{label}: not asked yet" in said for label in LABELS.values())


def test_with_four_answers_of_no_it_is_booked(journey, caseworker):
    asked(journey, caseworker)
    assert Booking.make(journey, by=caseworker).is_in_force


def test_only_a_later_no_of_another_colleague_clears_a_yes(journey, caseworker, supervisor):
    asked(journey, caseworker, asylum_wish=True)
    asked(journey, caseworker)
    assert "Intention to seek asylum, or fear of return: yes" in why_refused(journey, caseworker)
    asked(journey, supervisor)
    assert "is not answered" in why_refused(journey, caseworker)
    ways.answer_flags(journey.case, by=supervisor)
    assert "Intention to seek asylum: it rests on words alone" in why_refused(journey, caseworker)
    ways.declared(journey.travellers.get(), by=supervisor)
    assert Booking.make(journey, by=caseworker).is_in_force


def test_signs_of_trafficking_are_set_aside_by_name_and_by_no_later_screening(
    journey, caseworker, supervisor
):
    asked(journey, caseworker, trafficking=True)
    asked(journey, supervisor)
    ways.answer_flags(journey.case, by=supervisor)
    assert "sets the protection flag aside" in why_refused(journey, caseworker)
    ways.answer_flags(journey.case, by=supervisor, code="not_so", again=True)
    asked(journey, supervisor)
    assert "Trafficking indicators" not in why_refused(journey, caseworker)


def test_an_answer_counts_for_thirty_days(journey, caseworker):
    asked(journey, caseworker, at=now() - timedelta(days=31))
    assert "Danger now: not asked yet" in why_refused(journey, caseworker)
    asked(journey, caseworker, at=now() - timedelta(days=29))
    assert Booking.make(journey, by=caseworker).is_in_force


def test_danger_that_an_incident_tells_holds_back_until_it_is_answered_and_asked_again(
    journey, rosa, caseworker, supervisor
):
    asked(journey, caseworker)
    Incident.report(
        by=caseworker, victims=[rosa], harm="violence", immediate_danger=True,
        case_ref=journey.case.ref,
    )  # fmt: skip
    assert "Danger now: a protection flag of" in why_refused(journey, supervisor)
    ways.answer_flags(journey.case, by=supervisor)
    assert "Danger now: not asked yet" in why_refused(journey, supervisor)
    asked(journey, caseworker)
    assert Booking.make(journey, by=caseworker).is_in_force


def test_a_conversation_that_leaves_a_question_out_takes_no_yes_away(
    journey, caseworker, supervisor
):
    asked(journey, caseworker, asylum_wish=True)
    asked(journey, supervisor, asylum_wish=None)
    assert "fear of return: yes" in why_refused(journey, supervisor)


def test_a_no_heard_before_the_yes_and_sent_in_later_clears_nothing(
    journey, caseworker, supervisor
):
    asked(journey, caseworker, asylum_wish=True)
    asked(journey, supervisor, at=now() - timedelta(days=2))
    assert "fear of return: yes" in why_refused(journey, caseworker)


def test_going_on_with_a_conversation_takes_no_yes_away(journey, caseworker, supervisor):
    held = asked(journey, caseworker, asylum_wish=True)
    with pytest.raises(Refusal, match="answered with yes"):
        held.go_on(by=caseworker, asylum_wish=False)
    with pytest.raises(Refusal, match="Begin a new screening"):
        held.go_on(by=supervisor, asylum_wish=False)
    held.refresh_from_db()
    held.go_on(by=caseworker, asylum_wish=None, text="She is tired.")
    assert "fear of return: yes" in why_refused(journey, caseworker)


def test_nobody_answers_in_the_name_of_who_began(journey, caseworker, supervisor):
    asked(journey, caseworker, asylum_wish=True)
    begun = asked(journey, supervisor, asylum_wish=None)
    with pytest.raises(Refusal, match="Begin a new screening"):
        begun.go_on(by=caseworker, asylum_wish=False)


def test_a_yes_after_the_booking_ends_it_and_is_told(journey, caseworker, supervisor):
    asked(journey, caseworker)
    Booking.make(journey, by=caseworker)
    asked(journey, supervisor, danger_now=True)
    journey.refresh_from_db()
    assert (journey.state, journey.bookings.get().end_reason) == ("preparing", "check")
    assert Notification.objects.filter(event="return.unbooked", user=caseworker).exists()


def test_who_was_booked_before_anybody_asked_does_not_leave(journey, caseworker):
    ways.screened(journey.case)
    ways.leg(journey, days=0, number="LP 500")
    Booking.make(journey, by=caseworker)
    Screening.objects.update(medical=None)
    with pytest.raises(Refusal, match="Urgent medical need: not asked yet"):
        JourneyMilestone.depart(journey, by=caseworker, left_on=journey.case.office.today())


def test_who_joined_later_is_asked_too(case, with_child, nayeli, caseworker):
    ways.settle(ways.planned(with_child))
    case.dependants.update(joined_at=now() + timedelta(minutes=1))
    assert "Danger now: not asked yet of everybody who travels" in why_refused(
        with_child, caseworker
    )
    case.dependants.update(joined_at=now() - timedelta(minutes=1))
    ways.screened(case)
    assert Booking.make(with_child, by=caseworker).is_in_force


def test_a_yes_in_a_file_that_the_reader_may_not_open_says_no_more_than_that(
    cast, journey, caseworker, stranger
):
    asked(journey, caseworker)
    other = Case.open(
        person=journey.case.person, by=stranger, owner=stranger, team=cast.other_team
    )
    ways.screened(other, by=stranger, asylum_wish=True)
    said = why_refused(journey, caseworker)
    assert "fear of return: yes, in a file that you may not open" in said
    assert stranger.name not in said


def test_the_page_and_the_form_say_what_holds_it_back(client, journey, caseworker, supervisor):
    asked(journey, caseworker, asylum_wish=True)
    for user in (caseworker, supervisor):
        client.force_login(user)
        answer = client.post(f"/returns/{journey.ref}/book/", {"code": "XK7"})
        assert answer.status_code == 422
        assert "Intention to seek asylum, or fear of return: yes" in answer.content.decode()
    page = client.get(f"/returns/{journey.ref}/").content.decode()
    assert "Intention to seek asylum, or fear of return: yes" in page
    assert not Booking.objects.exists()


def test_the_list_says_the_flag_before_the_checks(client, journey, caseworker):
    ways.screened(journey.case, danger_now=True, first_steps="In a safe house.")
    client.force_login(caseworker)
    page = client.get("/returns/").content.decode()
    assert "Protection flags to answer" in page
    assert "Answer the protection flags first." in page


def test_a_held_return_does_not_offer_to_book(client, journey, caseworker):
    ways.settle(ways.planned(journey))
    client.force_login(caseworker)
    book = f'href="/returns/{journey.ref}/book/"'
    assert book in client.get(f"/returns/{journey.ref}/").content.decode()
    ways.screened(journey.case, danger_now=True, first_steps="In a safe house.")
    page = client.get(f"/returns/{journey.ref}/").content.decode()
    assert book not in page
    assert "Protection flags to answer" in page


def test_without_a_leg_the_refusal_names_what_screening_holds_back(journey):
    ways.screened(journey.case, danger_now=True, first_steps="In a safe house.")
    journey.legs.all().delete()
    with pytest.raises(Refusal) as refused:
        Booking.make(journey, by=journey.case.owner)
    assert "Danger now: yes" in refused.value.args[0]
    assert refused.value.args[-1] == "No leg is planned yet. Plan the way first."
