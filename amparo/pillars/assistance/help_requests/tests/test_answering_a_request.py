"""Colleagues read what was asked without a name, answer it, pass it on, or open a case."""

from datetime import timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import at, now
from amparo.foundation.core.models import AuditEntry, DataKey, ErasureRecord, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person, Place
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.help_requests.models import HelpRequest, HelpRequestArea
from amparo.pillars.assistance.help_requests.models.status import NO_DUE_TIME
from amparo.pillars.assistance.help_requests.tasks import escalate_help_requests
from amparo.pillars.assistance.intake.tests.test_registration import AGREES, hidden
from amparo.pillars.assistance.privacy.models import BulkDeletion

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(caseworker, supervisor):
    def ask(**said):
        said = {"needs": [2], "text": "A bed for two", "language": "ar"} | said
        return HelpRequest.ask(code=receipt_codes.new_code(), **said)

    return ask


@pytest.fixture
def asked(ask):
    return ask(contact="+591 70012345", safe_channel="message", hours="After 18:00")


def look(client, user, url="/help/"):
    client.force_login(user)
    return client.get(url)


def do(client, url, **said):
    return client.post(url, {"once": str(uuid4())} | said)


def test_danger_comes_first_and_then_the_nearest_limit(ask, client, caseworker):
    with at(now() - timedelta(days=2)):
        old = ask()
    new, danger = ask(), ask(in_danger=True)
    page = look(client, caseworker).content.decode()
    places = [page.index(str(each.ref)) for each in (danger, old, new)]
    assert places == sorted(places)
    assert AuditEntry.objects.filter(event="help.listed", by=caseworker).exists()


def test_danger_is_answered_today_and_the_rest_as_the_office_says(ask, office):
    danger, other = ask(in_danger=True), ask()
    assert danger.due_at.astimezone(office.zone).date() <= office.today() + timedelta(days=1)
    assert danger.due_at - now() >= timedelta(hours=3)
    assert other.due_at.astimezone(office.zone).date() == office.after_working_days(
        office.today(), 3
    )


def test_another_office_and_those_who_help_from_outside_do_not_see_it(
    asked, client, stranger, nurse, data_officer
):
    for user in (stranger, nurse, data_officer):
        assert look(client, user, asked.get_absolute_url()).status_code == 404
    assert str(asked.ref) not in look(client, stranger).content.decode()


def test_the_answer_waits_under_the_code_and_who_reads_it_is_noted(asked, client, caseworker):
    page = look(client, caseworker, asked.get_absolute_url()).content.decode()
    assert "A bed for two" in page
    assert "+591 70012345" in page
    assert AuditEntry.objects.filter(event="helprequest.seen", by=caseworker).exists()
    do(client, asked.get_absolute_url(), text="Come to the shelter.")
    asked.refresh_from_db()
    assert (asked.state, asked.owner, asked.due_at) == ("in_hand", caseworker, NO_DUE_TIME)
    assert [each.text for each in asked.helprequestmessages.all()] == ["Come to the shelter."]


def test_a_retry_is_not_a_second_answer(asked, client, caseworker):
    client.force_login(caseworker)
    said = {"once": str(uuid4()), "text": "Come to the shelter."}
    for _each in range(2):
        client.post(asked.get_absolute_url(), said)
    assert asked.helprequestmessages.count() == 1


def test_new_words_wait_for_an_answer_again_and_open_what_was_closed(asked, caseworker):
    asked.take(by=caseworker)
    asked.close(by=caseworker, reason="answered")
    assert asked.keep_until
    asked.add("They turned us away.")
    assert (asked.state, asked.keep_until) == ("in_hand", None)
    assert asked.due_at < NO_DUE_TIME
    assert Notification.objects.filter(user=caseworker, event="help.added").exists()


def test_what_nobody_answers_is_told_to_those_who_answer_for_the_office_once(
    ask, supervisor, client
):
    with at(now() - timedelta(days=9)):
        late = ask()
        doubted = ask(doubt="trap")
    for _each in range(2):
        escalate_help_requests.call()
    told = Notification.objects.filter(event="help.overdue")
    assert [notice.user for notice in told] == [supervisor]
    assert str(late.ref) in told.get().url
    page = look(client, supervisor, "/waiting/").content.decode()
    assert str(late.ref) in page
    assert str(doubted.ref) not in page


def test_another_office_sees_to_it_and_this_one_reads_it_no_longer(
    asked, client, caseworker, stranger, other_office
):
    client.force_login(caseworker)
    url = f"{asked.get_absolute_url()}pass/"
    assert do(client, url, office=str(other_office.ref)).status_code == 422, "why is missing"
    do(client, url, office=str(other_office.ref), because="They are in Valle Seco.")
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert (
        "They are in Valle Seco."
        in look(client, stranger, asked.get_absolute_url()).content.decode()
    )


def test_what_was_set_aside_comes_back_by_a_colleague_or_by_the_code(asked, client, caseworker):
    client.force_login(caseworker)
    url = asked.get_absolute_url()
    do(client, f"{url}set-aside/")
    assert str(asked.ref) not in client.get("/help/").content.decode()
    assert str(asked.ref) in client.get("/help/?which=over").content.decode()
    do(client, f"{url}heed/")
    assert str(asked.ref) in client.get("/help/").content.decode()
    asked.refresh_from_db()
    asked.set_aside(by=caseworker)
    asked.add("I am somebody.")
    assert asked.state == "new"


def test_what_may_be_a_machine_waits_apart_until_somebody_looks(ask, client, caseworker):
    asked = ask(doubt="fast")
    assert str(asked.ref) not in look(client, caseworker).content.decode()
    assert str(asked.ref) in client.get("/help/?which=doubted").content.decode()
    do(client, f"{asked.get_absolute_url()}heed/")
    assert str(asked.ref) in client.get("/help/").content.decode()


def test_it_is_closed_with_a_reason(asked, client, caseworker):
    client.force_login(caseworker)
    url = f"{asked.get_absolute_url()}close/"
    assert do(client, url, reason="other").status_code == 422
    do(client, url, reason="told_where")
    asked.refresh_from_db()
    assert asked.state == "closed"
    assert asked.helprequeststeps.get(what="closed").reason == "told_where"
    with pytest.raises(Refusal):
        asked.take(by=caseworker)


def register(client, asked):
    """What was said is filled in; the rest is asked."""
    carried = hidden(client.post("/register/", {"help": str(asked.ref)}))
    agrees = {name: value for name, value in AGREES.items() if name != "step"}
    rest = {"step": "person", "case-shown": "1", "case-kind": "general", "who-given_names": "Amal"}
    return do(client, "/register/", **carried | agrees | rest)


def test_it_becomes_a_case_with_what_was_said(ask, client, caseworker):
    town = Place.create(by=None, name="Puerto Alto", kind="town", country="BO")
    asked = ask(contact="+591 70012345", safe_channel="message", hours="After 18:00", place=town)
    client.force_login(caseworker)
    asked.add("We are two.")
    response = register(client, asked)
    case = Case.objects.get()
    assert response["Location"] == case.get_absolute_url()
    assert (case.channel, case.place) == ("self", town)
    assert "A bed for two" in case.presenting_concern
    assert "We are two." in case.presenting_concern
    person = Person.objects.get()
    assert person.languages == ["ar"]
    assert (person.safe_channel, person.safe_contact) == ("message", "Hours: After 18:00")
    assert person.contacts.get().value == "+591 70012345"
    asked.refresh_from_db()
    assert (asked.case, asked.state) == (case, "case")
    story = client.get(f"/cases/{case.ref}/history/").content.decode()
    assert "Request for help received online" in story


@pytest.fixture
def in_case(asked, case, caseworker):
    asked.open_case(case, by=caseworker)
    return asked


def test_the_code_goes_on_and_the_case_tells_it(in_case, case, caseworker, client):
    in_case.add("I moved.")
    assert Notification.objects.filter(
        user=caseworker, event="help.added", is_urgent=True
    ).exists()
    in_case.answer("Thank you.", by=caseworker)
    told = AuditEntry.objects.filter(file_ref=case.ref)
    assert {"help.added", "help.answered"} <= set(told.values_list("event", flat=True))
    page = look(client, caseworker, case.get_absolute_url()).content.decode()
    assert in_case.get_absolute_url() in page


def test_once_it_is_a_case_it_opens_as_the_case_does(in_case, case, caseworker, colleague, client):
    assert look(client, colleague, in_case.get_absolute_url()).status_code == 200
    case.restrict("trafficking", by=caseworker)
    assert look(client, colleague, in_case.get_absolute_url()).status_code == 404
    assert look(client, caseworker, in_case.get_absolute_url()).status_code == 200


def test_taking_back_a_case_tells_who_accompanies_them_and_erases_nothing(in_case, caseworker):
    in_case.withdraw()
    in_case.refresh_from_db()
    assert (in_case.state, in_case.text) == ("case", "A bed for two")
    assert not in_case.consents_to("case_management")
    assert Notification.objects.filter(
        user=caseworker, event="help.withdrawn", is_urgent=True
    ).exists()


def test_it_goes_with_the_case(in_case, case, caseworker, supervisor):
    from amparo.foundation.core import erasure
    from amparo.foundation.core.erasure import Erasure

    ref = in_case.ref
    erasure.erase(case, Erasure(reason="asked", by=supervisor, office=case.office))
    assert not HelpRequest.objects.filter(ref=ref).exists()
    assert not DataKey.objects.filter(owner_ref=ref).exists()
    assert ErasureRecord.objects.filter(ref=ref).exists()


def test_a_person_who_has_a_case_already_keeps_it(asked, case, client, caseworker, stranger):
    client.force_login(caseworker)
    url = f"{asked.get_absolute_url()}case/"
    assert do(client, url, number="AMP-00-000000").status_code == 422
    do(client, url, number=case.number.lower())
    asked.refresh_from_db()
    assert asked.case == case


def test_two_people_delete_what_came_to_nothing_and_is_over_its_time(
    ask, caseworker, supervisor, data_officer, office
):
    with at(now() - timedelta(days=120)):
        over = ask()
        over.close(by=caseworker, reason="answered")
    with at(now() - timedelta(days=20)):
        recent = ask()
        recent.close(by=caseworker, reason="answered")
    clearing = BulkDeletion.ask(HelpRequest, office, by=data_officer)
    with pytest.raises(Refusal):
        clearing.confirm(by=data_officer)
    assert clearing.confirm(by=supervisor) == 1
    assert list(HelpRequest.objects.all()) == [recent]
    assert not DataKey.objects.filter(owner_ref=over.ref).exists()
    assert ErasureRecord.objects.get(ref=over.ref).asked_by == data_officer


def test_today_says_that_somebody_waits(ask, client, caseworker, stranger):
    ask()
    assert "1 request for help is pending" in look(client, caseworker, "/today/").content.decode()
    ask(in_danger=True)
    assert "is in danger now" in look(client, caseworker, "/today/").content.decode()
    assert "in danger now" not in look(client, stranger, "/today/").content.decode()


def test_an_office_that_covers_a_larger_area_receives_from_within(
    ask, office, other_office, stranger
):
    land = Place.create(by=None, name="Perú", kind="country", country="PE")
    town = Place.create(by=None, name="Valle Seco", kind="town", country="PE", within=land)
    assert ask(place=town).office == other_office, "nobody set it up: an office of that country"
    HelpRequestArea.set_up(office, places=[land], elsewhere=True, by=stranger)
    assert ask(place=town).office == office
    HelpRequestArea.set_up(other_office, places=[town], elsewhere=False, by=stranger)
    assert ask(place=town).office == other_office
    assert ask().office == office
