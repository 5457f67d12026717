"""Whether somebody goes freely, and wishes asylum, is said by themselves: alone, to another."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, Notification, RestrictedGroupAccess
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.pathways.models import CheckOverride
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import (
    AsylumDeclaration,
    Booking,
    Counselling,
    FitnessRequest,
    Qualification,
    Traveller,
    VoluntarinessInterview,
    WaitingTimeWaiver,
)
from tests.support.shared_start import shared_start
from tests.support.uploads import certificate

from . import ways

pytestmark = pytest.mark.django_db


@shared_start
@translation.override("en")
def ready(cast):
    """All is settled but whether she goes freely, and whether she wishes asylum."""
    return ways.settle(ways.planned(ways.begin(cast)), rules.VOLUNTARINESS, rules.ASYLUM)


@pytest.fixture
def her(ready):
    return ready.travellers.get()


@pytest.fixture
def child(with_child, nayeli):
    return ways.decided(with_child).travellers.get(person=nayeli)


@pytest.fixture
def above(cast, office):
    """Who answers for cases in the office above."""
    office.parent = cast._office("Capital", "BO", "America/La_Paz")
    office.save()
    return cast._user("ines", "Inés Soto", "supervisor", office=office.parent)


def state(journey, kind):
    return ways.check(journey, kind, journey.case.person).state


def counsel_again(journey, by):
    Counselling.hold(
        journey, by=by, held_on=journey.case.office.today(), language="es", explained=ways.CHECKS
    )


def test_an_interview_by_a_colleague_meets_the_check(ready, her, colleague):
    for _again in range(2):
        with clock.at(clock.now()):
            held_at = her.voluntarinessinterviews.values_list("held_at", flat=True).first()
            ways.interviewed(her, colleague, held_at=held_at or clock.now())
    assert VoluntarinessInterview.objects.count() == 1, "sent twice"
    assert state(ready, rules.VOLUNTARINESS) == "met"
    assert AuditEntry.objects.filter(event="return.interviewed").count() == 1


def test_without_it_nothing_is_booked(ready, her, caseworker, colleague):
    with pytest.raises(Refusal, match="Voluntariness"):
        Booking.make(ready, by=caseworker)
    ways.interviewed(her, colleague)
    ways.declared(her, colleague)
    assert Booking.make(ready, by=caseworker).is_in_force


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"is_alone": False}, "Somebody else was present"),
        ({"interpreter": "family", "interpreter_name": "Her brother"}, "neither of the family"),
        ({"interpreter": "party", "interpreter_name": "The agent"}, "neither of the family"),
        ({"interpreter": "independent"}, "name of the interpreter"),
        ({"language": "fr"}, "none of the languages in their file"),
    ],
)
@pytest.mark.parametrize("hear", [ways.interviewed, ways.declared])
def test_an_interview_that_shows_nothing_is_refused(her, colleague, said, why, hear):
    with pytest.raises(Refusal, match=why):
        hear(her, colleague, **said)
    assert not VoluntarinessInterview.objects.exists()
    assert not AsylumDeclaration.objects.exists()


@pytest.mark.parametrize("hear", [ways.interviewed, ways.declared])
def test_where_no_language_is_noted_none_is_theirs(her, colleague, hear):
    for person in (her.person, her.journey.case.person):
        person.languages = []
    with pytest.raises(Refusal, match="No language is noted"):
        hear(her, colleague)


@pytest.mark.parametrize("hear", [ways.interviewed, ways.declared])
def test_the_counsellor_and_a_stranger_hold_no_interview(her, caseworker, stranger, hear):
    with pytest.raises(Refusal, match="You counselled them"):
        hear(her, caseworker)
    with pytest.raises(Refusal, match="works on the case in this office"):
        hear(her, stranger)


def test_it_is_held_a_day_after_the_counselling(ready, her, caseworker, colleague):
    counsel_again(ready, caseworker)
    with pytest.raises(Refusal, match="at least 24 hours after the counselling"):
        ways.interviewed(her, colleague)
    with clock.at(clock.now() + timedelta(hours=25)):
        ways.interviewed(her, colleague)
    assert state(ready, rules.VOLUNTARINESS) == "met"


def test_of_a_counselling_recorded_later_only_the_day_is_known(ready, her, caseworker, colleague):
    """It may have been in the evening: the hours count from the end of that day."""
    office = ready.case.office
    yesterday = office.today() - timedelta(days=1)
    Counselling.hold(ready, by=caseworker, held_on=yesterday, language="es", explained=ways.CHECKS)
    with pytest.raises(Refusal, match="at least 24 hours"):
        ways.interviewed(her, colleague)


def test_a_supervisor_who_did_not_counsel_waives_the_hours_with_a_reason(
    ready, her, caseworker, colleague, supervisor
):
    counsel_again(ready, caseworker)
    with pytest.raises(Refusal, match="Write why"):
        WaitingTimeWaiver.give(her, by=supervisor, because=" ")
    with pytest.raises(Refusal, match="A supervisor who did not counsel"):
        WaitingTimeWaiver.give(her, by=colleague, because="The boat leaves.")
    for _again in range(2):
        WaitingTimeWaiver.give(her, by=supervisor, because="The boat leaves.")
    assert WaitingTimeWaiver.objects.count() == 1
    ways.interviewed(her, colleague)
    assert state(ready, rules.VOLUNTARINESS) == "met"


def test_a_waiver_does_not_outlive_a_new_counselling(
    ready, her, caseworker, colleague, supervisor
):
    WaitingTimeWaiver.give(her, by=supervisor, because="The boat leaves.")
    counsel_again(ready, caseworker)
    with pytest.raises(Refusal, match="at least 24 hours"):
        ways.interviewed(her, colleague)


def test_a_supervisor_who_counselled_them_waives_nothing(ready, her, supervisor):
    counsel_again(ready, supervisor)
    with pytest.raises(Refusal, match="A supervisor who did not counsel"):
        WaitingTimeWaiver.give(her, by=supervisor, because="The boat leaves.")


def test_for_a_child_nobody_waives_them(child, caseworker, supervisor):
    counsel_again(child.journey, caseworker)
    with pytest.raises(Refusal, match="For a child nobody waives"):
        WaitingTimeWaiver.give(child, by=supervisor, because="The boat leaves.")
    with pytest.raises(Refusal, match="For a child nobody waives"):
        ways.interviewed(child, supervisor)


def test_a_child_is_interviewed_with_the_guardian(child, colleague):
    with pytest.raises(Refusal, match="which guardian was present"):
        ways.interviewed(child, colleague, guardian="")
    assert ways.interviewed(child, colleague).guardian == "Rosa Quispe"


@pytest.mark.parametrize("by", ["leave", "qualification"])
def test_a_child_is_interviewed_by_who_works_with_children_where_there_is(
    child, colleague, supervisor, office, by
):
    if by == "leave":
        RestrictedGroupAccess.give(to=supervisor, group="child", office=office, by=None)
    else:
        ways.qualified(supervisor, "children")
    with pytest.raises(Refusal, match="works with children"):
        ways.interviewed(child, colleague)
    assert ways.interviewed(child, supervisor).by == supervisor


def test_a_no_shuts_the_check_ends_the_booking_and_is_told(journey, colleague, supervisor):
    ways.booked(journey)
    ways.interviewed(journey.travellers.get(), colleague, is_voluntary=False)
    journey.refresh_from_db()
    assert (journey.state, state(journey, rules.VOLUNTARINESS)) == ("preparing", "shut")
    assert Notification.objects.filter(event="return.interviewed", user=supervisor).exists()


def test_what_was_taken_back_since_is_heard_again(journey, caseworker, colleague):
    ways.booked(journey)
    traveller = journey.travellers.get()
    traveller.decision.withdraw(by=caseworker)
    ways.decide(traveller)
    old = traveller.voluntarinessinterviews.get()
    check = ways.check(journey, rules.VOLUNTARINESS, journey.case.person)
    with pytest.raises(Refusal, match="does not show it"):
        check.decide(by=colleague, met=True, text=ways.ON, record=("voluntarinessinterview", old))
    ways.interviewed(traveller, colleague)
    assert state(journey, rules.VOLUNTARINESS) == "met"


# Asylum.


def test_only_somebody_qualified_hears_a_declaration(ready, her, colleague, supervisor):
    said = {
        "held_at": clock.now(), "language": "es", "interpreter": "none", "is_alone": True,
        "is_informed": True, "wishes_asylum": False, "text": "No.",
    }  # fmt: skip
    with pytest.raises(Refusal, match="No qualification to hear an intention to seek asylum"):
        AsylumDeclaration.hear(her, by=colleague, **said)
    today = ready.case.office.today()
    Qualification.enter(
        colleague, by=supervisor, kind="asylum", paper="Certificate 12", issuer="UNHCR",
        valid_from=today - timedelta(days=9), valid_until=today - timedelta(days=1),
        upload=certificate(),
    )  # fmt: skip
    with pytest.raises(Refusal, match="No qualification"):
        AsylumDeclaration.hear(her, by=colleague, **said)
    Qualification.enter(
        colleague, by=supervisor, kind="asylum", paper="Certificate 13", issuer="UNHCR",
        valid_from=today, upload=certificate(),
    )  # fmt: skip
    with pytest.raises(Refusal, match="Explain in their language"):
        AsylumDeclaration.hear(her, by=colleague, **said | {"is_informed": False})
    AsylumDeclaration.hear(her, by=colleague, **said)
    assert state(ready, rules.ASYLUM) == "met"


def test_a_wish_shuts_the_check_and_raises_a_flag(journey, colleague, caseworker):
    ways.booked(journey)
    ways.declared(journey.travellers.get(), colleague, wishes_asylum=True)
    journey.refresh_from_db()
    assert (journey.state, state(journey, rules.ASYLUM)) == ("preparing", "shut")
    flag = journey.case.protectionflags.get(kind="asylum_wish")
    assert (flag.source, flag.person) == ("declaration", journey.case.person)


def test_a_wish_that_screening_hears_later_is_declared_anew(ready, her, colleague, caseworker):
    ways.declared(her, colleague)
    ways.interviewed(her, colleague)
    ways.screened(ready.case, asylum_wish=True)
    with pytest.raises(Refusal, match="Intention to seek asylum: it rests on words alone"):
        Booking.make(ready, by=caseworker)


def test_the_decision_of_the_authority_shows_it_too(ready, caseworker):
    check = ways.check(ready, rules.ASYLUM, ready.case.person)
    said = ways.shown(ready.case) | {"issuer": "National commission for refugees"}
    ready.settle(check, by=caseworker, met=True, text="Denied in the last instance.", **said)
    assert check.latest.issuer == "National commission for refugees"


# The office above.


def test_where_an_office_has_one_person_the_office_above_gives_the_second_word(
    case, above, caseworker
):
    journey = ways.planned(ways.begun(case))
    her = journey.travellers.get()
    with pytest.raises(Refusal, match="Ask parent office"):
        ways.interviewed(her, caseworker)
    safety = ways.check(journey, rules.SAFETY)
    with pytest.raises(Refusal, match="Ask parent office"):
        journey.settle(safety, by=caseworker, met=True, text="ok", **ways.shown(case))
    ways.interviewed(her, above)
    ways.declared(her, above)
    journey.settle(safety, by=above, met=True, text="Read the report.", **ways.shown(case))
    assert state(journey, rules.VOLUNTARINESS) == state(journey, rules.ASYLUM) == "met"


def test_where_an_office_has_one_person_the_office_above_tells_a_clinician_the_code(
    case, above, caseworker
):
    her = ways.planned(ways.begun(case)).travellers.get()
    asked, _token = FitnessRequest.ask(her, by=caseworker, addressee="Ana Flores, Hospital 2")
    told = Notification.objects.get(event="return.fitness_code_due")
    assert told.user == above
    with pytest.raises(Refusal, match="Somebody else tells the clinician"):
        asked.tell_code(by=caseworker)
    assert asked.is_opened_by(asked.tell_code(by=above))


def test_while_somebody_else_is_here_the_office_above_does_not_decide(
    ready, her, above, supervisor
):
    with pytest.raises(Refusal, match="works on the case in this office"):
        ways.interviewed(her, above)


def test_asked_through_the_page_the_office_above_may_open_the_case(
    client, case, above, caseworker
):
    journey = ways.planned(ways.begun(case))
    client.force_login(above)
    assert client.get(journey.get_absolute_url()).status_code == 404
    client.force_login(caseworker)
    assert "Ask parent office" in client.get(journey.get_absolute_url()).content.decode()
    assert client.post(f"/returns/{journey.ref}/office-above/").status_code == 303
    assert Notification.objects.filter(event="case.office_above_asked", user=above).exists()
    client.force_login(above)
    traveller = journey.travellers.get()
    answer = client.post(
        f"/returns/{journey.ref}/travellers/{traveller.ref}/interview/", posted(journey)
    )
    assert answer.status_code == 303, answer.content.decode()
    assert traveller.voluntarinessinterviews.get().by == above
    with clock.at(clock.now() + timedelta(days=15)):
        assert not case.access_grants.filter(
            grantee=f"user:{above.pk}", until__gt=clock.now()
        ).exists()


def test_a_restricted_case_stays_in_its_own_circle(client, case, above, caseworker):
    journey = ways.planned(ways.begun(case))
    client.force_login(caseworker)
    client.post(f"/returns/{journey.ref}/office-above/")
    assert case.access_grants.filter(grantee=f"user:{above.pk}").exists()
    case.restrict("gbv", by=caseworker)
    assert not case.access_grants.filter(grantee=f"user:{above.pk}").exists()
    answer = client.post(f"/returns/{journey.ref}/office-above/")
    assert answer.status_code == 422
    assert "This case is restricted" in answer.content.decode()
    traveller = Traveller.objects.get(journey=journey)
    with pytest.raises(Refusal, match="works on the case in this office"):
        ways.interviewed(traveller, above)


def test_where_everything_can_be_done_here_the_office_above_is_not_asked(
    client, ready, above, caseworker, colleague, supervisor
):
    ways.qualified(colleague)
    client.force_login(caseworker)
    answer = client.post(f"/returns/{ready.ref}/office-above/")
    assert answer.status_code == 422
    assert "Colleagues of this office" in answer.content.decode()
    assert not ready.case.access_grants.filter(grantee=f"user:{above.pk}").exists()


def test_the_only_supervisor_asks_and_the_office_above_answers(ready, above, supervisor):
    papers = ways.check(ready, rules.DOCUMENTS, ready.case.person)
    papers.reopen(by=supervisor, text="Lost.")
    asked = CheckOverride.ask(papers, by=supervisor, because="The consul meets her.")
    assert ready.case.access_grants.filter(grantee=f"user:{above.pk}").exists()
    asked.answer_it(by=above, agreed=True, because="I spoke with the consul.")
    papers.refresh_from_db()
    assert papers.state == "overridden"


# On the screens.


def posted(journey, **said):
    here = clock.now().astimezone(journey.case.office.zone)
    fields = {
        "held_on": here.date().isoformat(), "held_clock": here.strftime("%H:%M"),
        "language": "es", "interpreter": "none", "is_alone": "yes", "is_voluntary": "yes",
        "text": "I go to my mother.",
    }  # fmt: skip
    return fields | said


def test_it_is_recorded_on_its_page_and_shown(client, ready, her, colleague, caseworker):
    address = f"/returns/{ready.ref}/travellers/{her.ref}/interview/"
    client.force_login(caseworker)
    answer = client.post(address, posted(ready))
    assert answer.status_code == 422
    assert "You counselled them" in answer.content.decode()
    client.force_login(colleague)
    assert client.post(address, posted(ready, is_alone="no")).status_code == 422
    assert client.post(address, posted(ready)).status_code == 303
    page = client.get(ready.get_absolute_url()).content.decode()
    assert "Goes freely" in page
    assert "I go to my mother." in page


def test_a_declaration_is_recorded_on_its_page(client, ready, her, colleague):
    ways.qualified(colleague)
    client.force_login(colleague)
    said = posted(ready, is_informed="yes", wishes_asylum="no")
    address = f"/returns/{ready.ref}/travellers/{her.ref}/asylum/"
    assert client.post(address, said).status_code == 303
    assert "Wishes no asylum" in client.get(ready.get_absolute_url()).content.decode()


def test_the_grid_says_for_each_person_what_is_missing(client, with_child, rosa, colleague):
    ways.planned(with_child)
    ways.interviewed(with_child.travellers.get(person=rosa), colleague)
    client.force_login(colleague)
    page = client.get(with_child.get_absolute_url()).content.decode()
    assert "Checks before departure, by person" in page
    assert "Voluntariness: Cleared" in page
    assert "Voluntariness: Pending" in page
    assert "Best interests of the child: Not needed" in page
    assert "interviews this person alone" in page


@pytest.mark.parametrize("page", ["interview", "asylum"])
def test_the_counsellor_is_refused_before_the_form(client, journey, page):
    ways.counselled(journey)
    client.force_login(journey.case.owner)
    traveller = journey.travellers.get()
    shown = client.get(f"/returns/{journey.ref}/travellers/{traveller.ref}/{page}/")
    assert shown.status_code == 200
    assert "You counselled them. A colleague holds the interview." in shown.content.decode()


def test_who_is_not_qualified_is_refused_before_the_form(client, journey, supervisor):
    ways.counselled(journey)
    client.force_login(supervisor)
    address = f"/returns/{journey.ref}/travellers/{journey.travellers.get().ref}/asylum/"
    shown = client.get(address)
    assert shown.status_code == 200
    assert "A supervisor enters qualifications" in shown.content.decode()
    ways.qualified(supervisor)
    assert client.get(address).status_code == 200


def test_the_waiting_time_of_a_child_has_no_form(client, with_child, nayeli, supervisor):
    ways.counselled(with_child)
    client.force_login(supervisor)
    child = with_child.travellers.get(person=nayeli)
    shown = client.get(f"/returns/{with_child.ref}/travellers/{child.ref}/waive/")
    assert shown.status_code == 200
    assert "For a child nobody waives the waiting time" in shown.content.decode()
