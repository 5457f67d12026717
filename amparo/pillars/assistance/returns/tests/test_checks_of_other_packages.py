"""Nobody leaves before what other packages ask is there: what is best for a child, decided by a
panel or the authority; and a safety plan of somebody who was trafficked.
"""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, RestrictedGroupAccess
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.child_protection.models import AuthorityDecision, UnaccompaniedChild
from amparo.pillars.assistance.child_protection.tests.conftest import (  # noqa: F401
    child,
    determine,
    his_case,
    today,
    yawar,
)
from amparo.pillars.assistance.counter_trafficking.models import (
    RetraffickingReview,
    SafetyPlan,
    TraffickingRecord,
)
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.pathways.models import Check, CheckOverride, CheckResult
from amparo.pillars.assistance.returns.models import (
    Booking,
    JourneyMilestone,
    ReturnJourney,
    TravelGroupSplit,
)

from . import ways

pytestmark = pytest.mark.django_db
BEST, SAFE = "best_interests", "trafficking_safety"
PLAN = {"dangers": "He knows her street.", "what_to_do": "Go to the nuns."}
NAMES = {
    BEST: {
        "en": "Best interests of the child",
        "es": "Interés superior de la niña o el niño",
        "fr": "Intérêt supérieur de l’enfant",
        "ar": "مصالح الطفل الفضلى",
    },
    SAFE: {
        "en": "Safety of a trafficked person",
        "es": "Seguridad de una persona víctima de trata",
        "fr": "Sécurité d’une personne victime de traite",
        "ar": "سلامة شخص تعرّض للاتجار",
    },
}


@pytest.fixture
def his_journey(his_case, yawar, supervisor):  # noqa: F811
    """Yawar, fifteen years old, came alone and thinks of going home: all else is settled."""
    return ways.settle(ways.planned(ways.begun(his_case, yawar)), BEST)


@pytest.fixture
def lead(cast, office):
    """Who answers for the team, with leave for trafficking."""
    user = cast._user("lead", "Ada Lovo", "supervisor", office=office)
    RestrictedGroupAccess.give(to=user, group="trafficking", office=office, by=None)
    return user


@pytest.fixture
def kept(case, caseworker, lead):
    """Rosa's case is kept to those with leave for trafficking."""
    case.restrict(Case.Confidentiality.TRAFFICKING, by=caseworker)
    return case


@pytest.fixture
def her_journey(kept, rosa):
    """Rosa thinks of going home: all is settled but how she is safe."""
    return ways.settle(ways.planned(ways.begun(kept, rosa)), SAFE)


@pytest.fixture
def way_out(kept, rosa, caseworker):
    return TraffickingRecord.begin(kept, rosa, by=caseworker)


def found_best(child, code, **more):  # noqa: F811
    """What the authority for children found best."""
    said = {"authority": "Defensoría", "on": child.case.office.today()} | more
    return AuthorityDecision.note(child, by=child.case.owner, code=code, **said)


def meet(journey, kind, by, person=None):
    check = ways.check(journey, kind, person or journey.case.main_person)
    found = ways.shown(journey.case) if check.of_kind.document is not None else {}
    return journey.settle(check, by=by, met=True, text=ways.ON, **found)


def made_safe(way, *, by, **plan):
    """A safety plan, and a review of the risk that it happens again."""
    RetraffickingReview.hold(
        way, by=by, reviewed_on=way.case.office.today(), level="low", looked_at=["journey"],
        text="Her sister meets her at the bus.",
    )  # fmt: skip
    return SafetyPlan.agree(way, by=by, **plan)


def speaks(user, language):
    user.language = language
    user.save(update_fields=["language"])
    return user


def later(**much):
    return clock.at(clock.now() + timedelta(**much))


def is_refused_by_name(journey, kind, *, state="preparing"):
    """A booking is, whoever asks for it; and nothing of it is kept."""
    with pytest.raises(Refusal) as refused:
        Booking.make(journey, by=journey.case.owner)
    journey.refresh_from_db()
    kept = Booking.objects.filter(journey=journey).exists()
    noted = AuditEntry.objects.filter(event="return.booked").exists()
    return NAMES[kind]["en"] in str(refused.value) and not kept and not noted and (
        journey.state == state
    )  # fmt: skip


# Children.


@pytest.mark.parametrize(
    ("upto", "best", "why"),
    [
        ("", "", "not determined yet"),
        ("spoken", "return_family", "are being determined"),
        ("decided", "local_care", "names another solution"),
        ("decided", "reunification", "names another solution"),
    ],
)
def test_a_child_alone_does_not_leave_before_it_is_found_best(
    his_journey, child, determine, supervisor, upto, best, why  # noqa: F811
):  # fmt: skip
    if upto:
        determine(upto, best)
    with pytest.raises(Refusal, match=why):
        meet(his_journey, BEST, supervisor)
    assert not CheckResult.objects.filter(required_check__kind=BEST).exists()
    assert is_refused_by_name(his_journey, BEST)


def test_a_child_whom_nobody_registered_as_alone_does_not_leave(his_journey, supervisor):
    with pytest.raises(Refusal, match="Register them as a child alone"):
        meet(his_journey, BEST, supervisor)
    assert is_refused_by_name(his_journey, BEST)


@pytest.mark.parametrize("status", ["unaccompanied", "separated"])
@pytest.mark.parametrize("decided_by", ["panel", "authority"])
def test_a_child_leaves_the_way_that_a_panel_or_the_authority_found_best(
    his_journey, child, determine, supervisor, caseworker, status, decided_by  # noqa: F811
):  # fmt: skip
    child.change(by=caseworker, status=status)
    if decided_by == "panel":
        determine(best="return_family")
    else:
        found_best(child, "return_care")
    with pytest.raises(Refusal, match="a supervisor of the team"):
        meet(his_journey, BEST, caseworker)
    assert is_refused_by_name(his_journey, BEST), "found, and not settled by a supervisor yet"
    meet(his_journey, BEST, supervisor)
    assert Booking.make(his_journey, by=caseworker).is_in_force


def test_nobody_decides_away_what_is_best_for_a_child(his_journey, child, caseworker):  # noqa: F811
    check = ways.check(his_journey, BEST, child.person)
    with pytest.raises(Refusal, match="can only be met"):
        CheckOverride.ask(check, by=caseworker, because="The seat is booked.")


def test_opened_again_after_the_booking_the_child_does_not_leave(
    his_journey, determine, supervisor, caseworker  # noqa: F811
):  # fmt: skip
    decision = determine(best="return_family").decision
    meet(his_journey, BEST, supervisor)
    Booking.make(his_journey, by=caseworker)
    decision.reopen(by=supervisor, because="His uncle called.")
    with later(days=5), pytest.raises(Refusal, match="are being determined"):
        JourneyMilestone.depart(his_journey, by=caseworker, left_on=his_journey.leaves_on)
    assert not JourneyMilestone.objects.exists()


def test_a_decision_that_ran_out_by_the_day_of_departure_does_not_do(
    his_journey, child, supervisor, caseworker, today  # noqa: F811
):  # fmt: skip
    found_best(child, "return_family", good_until=today + timedelta(days=4))
    meet(his_journey, BEST, supervisor)
    Booking.make(his_journey, by=caseworker)
    with later(days=5), pytest.raises(Refusal, match="BID review due"):
        JourneyMilestone.depart(his_journey, by=caseworker, left_on=his_journey.leaves_on)
    assert not JourneyMilestone.objects.exists()


def test_the_last_word_of_the_authority_counts_though_it_was_said_before(
    his_journey, child, supervisor  # noqa: F811
):  # fmt: skip
    for code in ("local_care", "return_family", "local_care"):
        found_best(child, code)
    with pytest.raises(Refusal, match="names another solution"):
        meet(his_journey, BEST, supervisor)


def test_a_child_leaves_with_her_mother_once_a_supervisor_found_it_best(
    with_child, nayeli, supervisor, caseworker
):
    ways.settle(ways.planned(with_child), BEST)
    assert is_refused_by_name(with_child, BEST)
    meet(with_child, BEST, supervisor, nayeli)
    assert Booking.make(with_child, by=caseworker).is_in_force


def test_a_child_who_travels_with_others_than_her_parents_is_asked_about_as_alone(
    with_child, nayeli, supervisor, caseworker
):
    ways.settle(ways.planned(with_child), BEST)
    separated = UnaccompaniedChild.register(
        with_child.case, by=caseworker, person=nayeli, status="separated"
    )
    with pytest.raises(Refusal, match="not determined yet"):
        meet(with_child, BEST, supervisor, nayeli)
    assert is_refused_by_name(with_child, BEST)
    found_best(separated, "return_family")
    meet(with_child, BEST, supervisor, nayeli)
    assert Booking.make(with_child, by=caseworker).is_in_force


def test_a_child_registered_as_alone_in_another_file_is_asked_about_all_the_same(
    case, child, his_case, supervisor, caseworker  # noqa: F811
):  # fmt: skip
    case.add_dependant(child.person, "other", by=caseworker)
    journey = ways.settle(ways.planned(ways.begun(case, case.person, child.person)), BEST)
    with pytest.raises(Refusal, match="not determined yet"):
        meet(journey, BEST, supervisor, child.person)
    found_best(child, "return_family")
    meet(journey, BEST, supervisor, child.person)
    assert Booking.make(journey, by=caseworker).is_in_force


def test_a_child_whose_mother_stays_goes_alone(with_child, nayeli, rosa, supervisor, caseworker):
    mother = with_child.travellers.get(person=rosa)
    TravelGroupSplit.separate(
        with_child, [mother], by=caseworker, how="stays", because="She is ill."
    )
    ways.settle(ways.planned(with_child), BEST)
    with pytest.raises(Refusal, match="Register them as a child alone"):
        meet(with_child, BEST, supervisor, nayeli)
    assert is_refused_by_name(with_child, BEST)


# People who were trafficked.


def test_a_trafficked_person_does_not_leave_without_a_safety_plan(her_journey, lead):
    with pytest.raises(Refusal, match="no safety plan yet"):
        meet(her_journey, SAFE, lead)
    assert not CheckResult.objects.filter(required_check__kind=SAFE).exists()
    assert is_refused_by_name(her_journey, SAFE)


def test_with_a_safety_plan_in_force_she_leaves(her_journey, way_out, caseworker):
    made_safe(way_out, by=caseworker, **PLAN)
    assert is_refused_by_name(her_journey, SAFE), "there is a plan, and nobody settled it yet"
    meet(her_journey, SAFE, caseworker)
    assert Booking.make(her_journey, by=caseworker).is_in_force


def test_a_plan_that_no_longer_holds_on_the_day_stops_the_departure(
    her_journey, way_out, caseworker
):
    plan = made_safe(way_out, by=caseworker, **PLAN)
    meet(her_journey, SAFE, caseworker)
    Booking.make(her_journey, by=caseworker)
    plan.look_at(by=caseworker, still_holds=False, text="He knows the bus.")
    with later(days=5), pytest.raises(Refusal, match="safety plan is too old"):
        JourneyMilestone.depart(her_journey, by=caseworker, left_on=her_journey.leaves_on)
    assert not JourneyMilestone.objects.exists()


def test_a_plan_of_too_long_ago_does_not_do_on_the_day(her_journey, way_out, caseworker):
    with clock.at(clock.now() - timedelta(days=27)):
        made_safe(way_out, by=caseworker, **PLAN)
    meet(her_journey, SAFE, caseworker)
    Booking.make(her_journey, by=caseworker)
    with later(days=5), pytest.raises(Refusal, match="safety plan is too old"):
        JourneyMilestone.depart(her_journey, by=caseworker, left_on=her_journey.leaves_on)
    assert not JourneyMilestone.objects.exists()


def test_two_people_may_let_her_leave_without_a_plan_and_nobody_alone(
    her_journey, lead, caseworker
):
    check = ways.check(her_journey, SAFE, her_journey.case.person)
    asked = CheckOverride.ask(
        check, by=caseworker, because="A shelter fetches her at the airport."
    )
    assert is_refused_by_name(her_journey, SAFE)
    asked.answer_it(by=lead, agreed=True, because="I spoke with the shelter.")
    assert Booking.make(her_journey, by=caseworker).is_in_force


def test_of_a_trafficked_child_both_are_asked(his_journey, child, lead, caseworker):  # noqa: F811
    child.case.restrict(Case.Confidentiality.TRAFFICKING, by=caseworker)
    journey = ReturnJourney.objects.get(pk=his_journey.pk)
    assert is_refused_by_name(journey, BEST)
    assert is_refused_by_name(journey, SAFE)
    found_best(child, "return_care")
    meet(journey, BEST, lead)
    assert is_refused_by_name(journey, SAFE)
    way = TraffickingRecord.begin(journey.case, child.person, by=caseworker)
    made_safe(way, by=caseworker, **PLAN)
    meet(journey, SAFE, caseworker)
    assert Booking.make(journey, by=caseworker).is_in_force


# What a refusal leaves behind.


def test_a_check_that_is_named_in_a_refusal_can_be_settled(case, journey, caseworker, supervisor):
    """Signs seen after all was settled: the check is there, though nothing was booked."""
    ways.settle(ways.planned(journey))
    Screening.hold(case, by=caseworker, trafficking_signs=["debt"])
    assert is_refused_by_name(journey, SAFE)
    ways.answer_flags(case, by=supervisor, code="not_so")
    ways.screened(case, by=supervisor)
    assert is_refused_by_name(journey, SAFE), "the signs were denied, and the check stands"
    way = TraffickingRecord.begin(case, case.person, by=caseworker)
    made_safe(way, by=caseworker, **PLAN)
    meet(journey, SAFE, caseworker)
    assert Booking.make(journey, by=caseworker).is_in_force


def test_a_departure_that_is_refused_ends_the_booking_that_no_longer_holds(
    case, journey, caseworker, lead
):
    """Kept to those with leave since it was booked: a check is put up in this very moment."""
    ways.booked(journey, days=0)
    case.restrict(Case.Confidentiality.TRAFFICKING, by=caseworker)
    journey = ReturnJourney.objects.get(pk=journey.pk)
    with pytest.raises(Refusal, match="Safety of a trafficked person"):
        JourneyMilestone.depart(journey, by=caseworker, left_on=journey.leaves_on)
    journey.refresh_from_db()
    assert (journey.state, JourneyMilestone.objects.count()) == ("preparing", 0)
    assert journey.bookings.get().end_reason == "check"
    assert ways.check(journey, SAFE, case.person).state == Check.State.SHUT


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
@pytest.mark.parametrize("kind", [BEST, SAFE])
def test_a_refused_booking_names_the_check_in_the_language_of_the_reader(
    kind, language, request, client, caseworker
):
    journey = request.getfixturevalue("his_journey" if kind == BEST else "her_journey")
    client.force_login(speaks(caseworker, language))
    answer = client.post(f"/returns/{journey.ref}/book/", {"code": "XK7PQ2"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NAMES[kind][language] in page
    assert "XK7PQ2" in page, "what was written is not lost"
    assert not Booking.objects.exists()
    shown = client.get(journey.get_absolute_url()).content.decode()
    assert NAMES[kind][language] in shown


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("es", "Primero registre que está solo"),
        ("fr", "Enregistrez-le d’abord comme enfant seul"),
        ("ar", "كطفل بمفرده"),
    ],
)
def test_what_is_missing_is_said_where_the_check_is_settled(
    his_journey, client, supervisor, language, why
):
    check = ways.check(his_journey, BEST, his_journey.case.person)
    client.force_login(speaks(supervisor, language))
    path = f"/returns/{his_journey.ref}/checks/{check.ref}/"
    answer = client.post(path, {"met": "yes", "text": "Es lo mejor para él."})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not check.decisions.exists()
