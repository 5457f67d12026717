"""Another organization accompanies somebody only if they agreed to it by name."""

import pytest
from django.utils import translation

from amparo.foundation.core.models import Office, Organization, Team
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Consent, ExceptionAsked, Person
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Case, Note
from amparo.pillars.assistance.cases.presenters import CasePage
from amparo.pillars.assistance.transfers.models import Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def shelter(db):
    return Organization.objects.create(name="Casa Alba", kind="ngo", country="BO")


@pytest.fixture
def there(shelter):
    office = Office.objects.create(organization=shelter, name="Casa Alba Sur")
    return Team.objects.create(office=office, name="Night team")


@pytest.fixture
def head(cast, there):
    return cast._user("alba", "Alba Ríos", "supervisor", office=there.office)


@pytest.fixture
def helper(cast, there):
    return cast._user("noe", "Noé Paz", "caseworker", team=there)


@pytest.fixture
def agree(caseworker, shelter):
    def agree(
        person, agreed=True, purpose="transfer", by=caseworker, organization=shelter, **giver
    ):
        recipient = "organization" if organization else "own_office"
        answer = Choice(purpose, agreed, recipient, organization)
        return Consent.record(person, ConsentGiven((answer,), "verbal", "es", **giver), by=by)[0]

    return agree


@pytest.fixture
def offer(case, there, supervisor, head, helper):
    def offer(case=case):
        return Transfer.offer(case, to=there, by=supervisor, reason="special")

    return offer


def fresh(case):
    return Case.objects.get(pk=case.pk)


def sees(user, *records):
    return [type(each).objects.accessible_to(user).filter(pk=each.pk).exists() for each in records]


def test_not_on_what_she_agreed_with_us(offer):
    with pytest.raises(Refusal, match="has not agreed"):
        offer()


def test_nor_because_they_may_know_who_she_is(offer, rosa, agree):
    agree(rosa, purpose="share_services")
    with pytest.raises(Refusal, match="has not agreed"):
        offer()


def test_nor_on_a_yes_to_somebody_else(offer, rosa, agree):
    agree(rosa, organization=Organization.objects.create(name="Cruz del Sur", kind="ngo"))
    with pytest.raises(Refusal, match="has not agreed"):
        offer()


def test_with_her_yes_they_accompany_her_and_work_at_once(offer, case, rosa, agree, head, helper):
    agree(rosa)
    offer().accept(by=head, owner=helper)
    Note.write(fresh(case), by=helper, text="She arrived")
    assert sees(helper, case, rosa) == [True, True]


def test_what_she_agreed_with_us_does_not_hold_there(offer, case, rosa, agree, head, helper):
    agree(rosa)
    agree(rosa, purpose="reporting", organization=None)
    offer().accept(by=head, owner=helper)
    organization = fresh(case).organization
    assert rosa.may_be_assisted_by(organization)
    assert not rosa.consents_to("reporting", controller=organization)
    page = CasePage(fresh(case), helper)
    assert {each.purpose for each in page.said_elsewhere} == {"case_management", "reporting"}
    assert page.basis == "consent"


def test_the_page_says_to_ask_again(client, offer, case, rosa, agree, head, helper):
    agree(rosa)
    offer().accept(by=head, owner=helper)
    client.force_login(helper)
    assert "ask again" in client.get(case.get_absolute_url()).content.decode()


def test_what_she_then_agrees_with_them_leaves_what_she_agreed_with_us(
    offer, case, rosa, agree, head, helper
):
    agree(rosa)
    offer().accept(by=head, owner=helper)
    agree(rosa, purpose="case_management", organization=None, by=helper)
    assert rosa.may_be_assisted_by(None)
    assert rosa.consents.filter(purpose="case_management", replaced_by=None).count() == 2


def test_her_yes_taken_back_on_the_way_stops_it(offer, rosa, agree, head, caseworker):
    yes = agree(rosa)
    transfer = offer()
    yes.withdraw(by=caseworker)
    transfer.refresh_from_db()
    assert transfer.state == "taken_back"
    assert sees(head, transfer) == [False]


def test_her_yes_run_out_on_the_way_shows_nothing_more(client, offer, rosa, agree, head, helper):
    transfer = _offered_on_a_yes_that_ran_out(offer, rosa, agree)
    client.force_login(head)
    assert transfer.case.number not in client.get("/transfers/").content.decode()
    assert "Import" not in client.get(transfer.get_absolute_url()).content.decode()
    with pytest.raises(Refusal, match="has not agreed"):
        transfer.accept(by=head, owner=helper)
    transfer.refresh_from_db()
    assert transfer.is_waiting


def _offered_on_a_yes_that_ran_out(offer, rosa, agree):
    from datetime import timedelta

    from amparo.foundation.core.clock import now

    yes = agree(rosa)
    transfer = offer()
    Consent.objects.filter(pk=yes.pk).update(expires_on=now().date() - timedelta(days=1))
    return transfer


def test_taken_back_afterwards_nobody_there_works_on(
    offer, case, rosa, agree, head, helper, caseworker
):
    yes = agree(rosa)
    offer().accept(by=head, owner=helper)
    yes.withdraw(by=helper)
    with pytest.raises(Refusal, match="no consent in force"):
        Note.write(fresh(case), by=helper, text="She is here")


def test_everybody_whose_file_would_open_is_asked(
    offer, cast, family, rosa, nayeli, agree, head, helper
):
    case = cast.open_case(family=family)
    agree(rosa)
    with pytest.raises(Refusal, match="1 person in this case"):
        offer(case)
    agree(nayeli, given_by="parent", consenting_person=rosa.name, relationship="mother")
    offer(case).accept(by=head, owner=helper)
    assert sees(helper, case, rosa, nayeli) == [True, True, True]


def test_who_is_kept_by_another_group_is_not_asked_and_does_not_come(
    offer, cast, family, rosa, nayeli, agree, head, helper, caseworker
):
    cast.open_case(person=nayeli).restrict("child", by=caseworker)
    case = cast.open_case(family=family)
    agree(rosa)
    offer(case).accept(by=head, owner=helper)
    assert sees(helper, case, rosa, nayeli) == [True, True, False]


@pytest.fixture
def unconscious(caseworker, team, cast):
    """Somebody who could not be asked."""

    def register(basis="best_interests"):
        asked = ExceptionAsked(basis, "He does not wake up")
        person = Person.register(by=caseworker, team=team, exception=asked, given_names="Yacouba")
        return person, person.exceptions.get()

    return register


def test_an_exception_must_be_confirmed_first(offer, cast, unconscious, agree, supervisor):
    person, exception = unconscious("vital_interest")
    case = cast.open_case(person=person)
    with pytest.raises(Refusal, match="has not agreed"):
        offer(case)
    exception.decide(by=supervisor, confirmed=True)
    assert offer(case).is_waiting


def test_the_exception_goes_along_and_they_work_on_it(
    offer, cast, unconscious, supervisor, head, helper, there
):
    person, exception = unconscious()
    exception.decide(by=supervisor, confirmed=True)
    case = cast.open_case(person=person)
    offer(case).accept(by=head, owner=helper)
    Note.write(fresh(case), by=helper, text="He opened his eyes")
    exception.refresh_from_db()
    assert exception.team == there


def test_a_no_of_theirs_is_stronger_than_an_exception(offer, cast, unconscious, agree, supervisor):
    person, exception = unconscious()
    exception.decide(by=supervisor, confirmed=True)
    case = cast.open_case(person=person)
    agree(person, agreed=False)
    with pytest.raises(Refusal, match="has not agreed"):
        offer(case)


def test_back_to_us_it_goes_as_long_as_what_she_agreed_with_us_holds(
    offer, case, rosa, agree, head, helper, team, supervisor, caseworker
):
    agree(rosa)
    offer().accept(by=head, owner=helper)
    back = Transfer.offer(fresh(case), to=team, by=head, reason="moves")
    rosa.consents.get(purpose="case_management").withdraw(by=helper)
    back.refresh_from_db()
    assert back.state == "taken_back"
    with pytest.raises(Refusal, match="has not agreed"):
        Transfer.offer(fresh(case), to=team, by=head, reason="moves")
