"""A child alone for whom nobody can consent: looked after at once, and erased by nobody's tap."""

from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.core.models import Notification, RestrictedGroupAccess
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Consent, ConsentException, ExceptionAsked, Person
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.child_protection.models import MinorWithoutAdult, UnaccompaniedChild
from amparo.pillars.assistance.child_protection.tasks import list_minors_without_adult
from amparo.pillars.assistance.child_protection.worklists import (
    caseworker_counts,
    supervisor_counts,
)
from amparo.pillars.assistance.intake.first_contact import (
    AccompanyingChild,
    RegistrationData,
    register_first_contact,
)

pytestmark = pytest.mark.django_db
LIST = "/children/minors/"
BEST = ExceptionAsked(basis="best_interests", reason="A child, and nobody with her")


@pytest.fixture
def year(office):
    return office.today().year


@pytest.fixture
def girl(caseworker, team, year):
    """Six years old, alone; without a case, for a second person has not looked at it yet."""
    named = {"given_names": "Amal", "birth_year": year - 6}
    person, case = register_first_contact(
        RegistrationData(person=named, exception=BEST), by=caseworker, team=team
    )
    assert case is None
    return person


@pytest.fixture
def minor(girl):
    return MinorWithoutAdult.objects.get(person=girl)


@pytest.fixture
def review(girl):
    return reverse("people:exception-decide", args=[girl.exceptions.get().ref])


def open_case(person, by, team) -> Case:
    return Case.open(by=by, team=team, owner=by, person=person, channel="walk_in")


def figure_of(figures):
    return [(each.rows.count(), each.is_late) for each in figures if each.url == LIST]


def test_who_registered_the_child_and_the_supervisor_find_her_on_their_first_screen(
    client, girl, caseworker, supervisor, colleague
):
    assert figure_of(caseworker_counts(caseworker)) == [(1, True)]
    assert figure_of(supervisor_counts(supervisor)) == [(1, True)]
    assert figure_of(caseworker_counts(colleague)) == [(0, True)]
    client.force_login(caseworker)
    assert LIST in client.get(reverse("cases:today")).text


def test_a_case_is_opened_before_the_review_and_the_child_waits_in_it(
    client, girl, minor, caseworker, supervisor, team
):
    client.force_login(caseworker)
    url = reverse("intake:case-open", args=["person", girl.ref])
    assert url in client.get(reverse("child_protection:minor", args=[minor.ref])).text
    case = open_case(girl, caseworker, team)
    minor.refresh_from_db()
    assert minor.case == case
    flag = ProtectionFlag.objects.get()
    assert (flag.kind, flag.case, flag.person, flag.source_ref, flag.is_open) == (
        "child_without_adult", case, girl, minor.ref, True,
    )  # fmt: skip
    today = case.office.today()
    meeting = case.tasks.pending().get(what="screen")
    assert (meeting.due_on, case.tasks.pending().filter(what="flag").count()) == (today, 1)
    assert Notification.objects.filter(
        user=supervisor, event="minor.registered", about=case.number, is_urgent=True
    ).exists()
    assert MinorWithoutAdult.join_case([girl], case, by=caseworker) == []


def test_added_to_the_case_of_somebody_else_she_waits_in_that(girl, minor, cast, rosa, caseworker):
    case = cast.open_case(person=rosa)
    case.add_dependant(girl, "unrelated", by=caseworker)
    minor.refresh_from_db()
    assert minor.case == case
    assert ProtectionFlag.objects.get().person == girl


def test_of_another_case_after_the_first_has_ended_too(girl, minor, caseworker, team):
    first = open_case(girl, caseworker, team)
    Case.objects.filter(pk=first.pk).update(status="closed")
    second = open_case(girl, caseworker, team)
    minor.refresh_from_db()
    assert minor.case == second


def test_once_a_day_those_who_were_listed_before_their_case_wait_in_it(
    girl, minor, caseworker, team, run_jobs
):
    case = open_case(girl, caseworker, team)
    ProtectionFlag.objects.all().delete()
    MinorWithoutAdult.objects.update(case=None)
    list_minors_without_adult.call()
    minor.refresh_from_db()
    assert minor.case == case
    assert ProtectionFlag.objects.get().is_open


def test_child_protection_accepts_her_before_the_review(
    girl, minor, caseworker, colleague, office, team
):
    RestrictedGroupAccess.give(to=colleague, group="child", office=office, by=None)
    with pytest.raises(Refusal, match="for this child first"):
        minor.accept(by=colleague, status="unaccompanied")
    case = open_case(girl, caseworker, team)
    minor.refresh_from_db()
    minor.accept(by=colleague, status="unaccompanied")
    case.refresh_from_db()
    assert (case.owner, case.confidentiality) == (colleague, "child")
    case.require_work_allowed()
    [notice] = Notification.objects.filter(user=caseworker, event="case.accepted")
    assert (notice.about, notice.by, notice.url) == (
        case.number, colleague, reverse("notifications"),
    )  # fmt: skip


def test_no_case_once_the_review_is_overdue(girl, caseworker, team):
    exception = girl.exceptions.get()
    exception.review_due = exception.asked_at
    exception.save()
    with pytest.raises(Refusal):
        open_case(girl, caseworker, team)


def test_of_an_adult_the_case_waits_for_the_review_as_before(caseworker, team, year):
    named = {"given_names": "Elsa", "birth_year": year - 40}
    person, _case = register_first_contact(
        RegistrationData(person=named, exception=BEST), by=caseworker, team=team
    )
    with pytest.raises(Refusal):
        open_case(person, caseworker, team)


# The review of the registration.


def send_back(client, url):
    answers = {"decision": "send_back", "note": "Ask her aunt", "once": str(uuid4())}
    return client.post(url, answers)


def test_sent_back_the_child_is_not_erased(client, girl, supervisor, review):
    client.force_login(supervisor)
    page = client.get(review).text
    assert "Minor without parent or legal guardian: Unaccompanied" in page
    assert 'value="send_back"' not in page
    answer = send_back(client, review)
    assert (answer.status_code, "Nothing is erased" in answer.text) == (422, True)
    assert "Ask her aunt" in answer.text
    assert Person.objects.get() == girl
    assert ConsentException.objects.waiting().exists()


def test_nor_once_she_is_accepted(client, girl, caseworker, supervisor, team, review):
    case = open_case(girl, caseworker, team)
    UnaccompaniedChild.register(case, by=caseworker, person=girl, status="unaccompanied")
    client.force_login(supervisor)
    assert send_back(client, review).status_code == 422
    assert Person.objects.get() == girl


def test_with_consent_it_is_sent_back_and_she_stays(
    client, girl, caseworker, supervisor, review, cast
):
    Consent.record(girl, cast.consent_about({"birth_year": girl.birth_year}), by=caseworker)
    client.force_login(supervisor)
    assert 'value="send_back"' in client.get(review).text
    assert send_back(client, review).status_code == 303
    assert Person.objects.get() == girl


def test_once_somebody_found_out_who_cares_for_her_it_may_be_sent_back(
    client, girl, minor, colleague, supervisor, review
):
    minor.look_at(by=colleague, because="Her mother waits outside.")
    client.force_login(supervisor)
    assert send_back(client, review).status_code == 303
    assert not Person.objects.exists()


def test_an_open_flag_keeps_an_adult_too(client, caseworker, supervisor, team, year):
    hurt = ExceptionAsked(basis="vital_interest", reason="Hurt, and unable to speak")
    named = {"given_names": "Elsa", "birth_year": year - 40}
    met = RegistrationData(person=named, exception=hurt, case={"channel": "walk_in"})
    person, case = register_first_contact(met, by=caseworker, team=team)
    ProtectionFlag.raise_flags(
        case, ["danger_now"], by=caseworker, source="screening", person=person
    )
    url = reverse("people:exception-decide", args=[person.exceptions.get().ref])
    client.force_login(supervisor)
    assert "A protection flag is open" in client.get(url).text
    assert send_back(client, url).status_code == 422
    assert Person.objects.get() == person


def test_a_child_who_came_with_somebody_sent_back_stays_on_the_list(
    client, caseworker, supervisor, team, year
):
    """The adult goes; the child of others who came with them does not go along."""
    hurt = ExceptionAsked(basis="vital_interest", reason="Hurt, and unable to speak")
    met = RegistrationData(
        {"given_names": "Elsa", "birth_year": year - 40}, exception=hurt,
        children=[AccompanyingChild({"given_names": "Amal", "birth_year": year - 6}, "relative")],
        case={"channel": "walk_in"},
    )  # fmt: skip
    adult, _case = register_first_contact(met, by=caseworker, team=team)
    client.force_login(supervisor)
    url = reverse("people:exception-decide", args=[adult.exceptions.get().ref])
    assert send_back(client, url).status_code == 303
    [minor] = MinorWithoutAdult.objects.waiting()
    assert (minor.person.given_names, minor.case) == ("Amal", None)
    assert Person.objects.accessible_to(caseworker).get() == minor.person


# A parent who was present.


def test_a_parent_who_consented_is_offered_as_family(client, cast, caseworker, team, year):
    named = {"given_names": "Yasin", "birth_year": year - 9}
    consent = cast.consent_about(named)
    met = RegistrationData(person=named, consent=consent, case={"channel": "walk_in"})
    person, _case = register_first_contact(met, by=caseworker, team=team)
    minor = MinorWithoutAdult.objects.get(person=person)
    client.force_login(caseworker)
    page = client.get(reverse("child_protection:minor", args=[minor.ref])).text
    assert consent.given_by == "parent"
    assert consent.consenting_person in page
    assert reverse("people:family-new", args=[person.ref]) in page
