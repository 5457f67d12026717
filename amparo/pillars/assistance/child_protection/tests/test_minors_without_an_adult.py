"""A minor who is registered or imported without an adult is listed, and the supervisor is told."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.people.models import Family, Person, RegisterBasis
from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.cases.extension_points import list_imported, people_registered
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.child_protection.models import MinorWithoutAdult, UnaccompaniedChild
from amparo.pillars.assistance.child_protection.tasks import list_minors_without_adult
from amparo.pillars.assistance.child_protection.worklists import minors_of, supervisor_counts
from amparo.pillars.assistance.intake.bulk_create import NewRecord, create_records
from amparo.pillars.assistance.intake.first_contact import (
    AccompanyingChild,
    RegistrationData,
    register_first_contact,
)
from amparo.pillars.assistance.intake.models import BeneficiaryList, ImportedRow, ImportFile

pytestmark = pytest.mark.django_db
LIST = "/children/minors/"
# A line of the ledger; a flag with its limit, its line and its task; what is due next in the case.
QUERIES_OF_ONE = 40


@pytest.fixture
def year(office):
    return office.today().year


@pytest.fixture
def register(cast, caseworker, team):
    """Somebody is met; with them come `children`, born in these years."""

    def register(*, children=(), family=None, opens_case=True, **person):
        named = {"given_names": "Yasin", "family_names": "Saleh"} | person
        met = RegistrationData(
            person=named, consent=cast.consent_about(named), family=family,
            relation="child" if family else "",
            children=[AccompanyingChild({"given_names": "Omar", "birth_year": born}, "child")
                      for born in children],
            case={"channel": "walk_in"} if opens_case else None,
        )  # fmt: skip
        return register_first_contact(met, by=caseworker, team=team)

    return register


def test_registered_alone_the_child_is_listed_and_the_supervisor_told_at_once(
    client, register, supervisor, caseworker, year
):
    person, case = register(birth_year=year - 11, birth_precision="year")
    [notice] = Notification.objects.filter(user=supervisor)
    assert (notice.event, notice.about, notice.url) == (
        "minor.registered", case.number, case.get_absolute_url(),
    )  # fmt: skip
    assert notice.is_urgent
    assert AuditEntry.objects.filter(event="minorwithoutadult.found", file_ref=person.ref).exists()
    [figure] = [each for each in supervisor_counts(supervisor) if each.url == LIST]
    assert (figure.rows.count(), figure.is_late) == (1, True)
    for user in (supervisor, caseworker):
        client.force_login(user)
        for page in (LIST, "/children/", case.get_absolute_url()):
            assert "Yasin Saleh" in client.get(page).text
        assert "about 11 years" in client.get(LIST).text


@pytest.mark.parametrize(
    ("person", "is_listed"),
    [
        ({"birth_year": 0}, True),
        ({"birth_year": -17, "birth_precision": "estimated"}, True),
        ({"birth_year": -18, "birth_precision": "year"}, True),  # may still be 17
        ({"birth_year": -19, "birth_precision": "year"}, False),
        ({"birth_year": -40, "is_age_disputed": True}, True),
        ({}, False),
    ],
)
def test_who_may_be_a_minor_for_all_that_is_known(register, year, person, is_listed):
    if "birth_year" in person:
        person = person | {"birth_year": year + person["birth_year"]}
    register(**person)
    assert MinorWithoutAdult.objects.exists() is is_listed


def test_whose_birthday_is_known_counts_to_the_day(register, office):
    today = office.today()
    for month, day in ((1, 1), (12, 31)):
        born = date(today.year - 18, month, day)
        register(birth_date=born, birth_precision="exact")
    listed = MinorWithoutAdult.objects.values_list("person", flat=True)
    young = [p.pk for p in Person.objects.all() if p.is_child(today)]
    assert sorted(listed) == young


def test_children_with_a_known_adult_are_not_listed(register, year, supervisor, family):
    register(birth_year=year - 30, children=(year - 4, year - 2))
    register(birth_year=year - 9, family=family)  # Rosa is of age
    assert not MinorWithoutAdult.objects.exists()
    assert not Notification.objects.filter(event="minor.registered").exists()


@pytest.mark.parametrize("adult", [{}, {"is_age_disputed": True}])
def test_an_adult_of_unknown_or_disputed_age_is_none(register, year, adult):
    _person, case = register(children=(year - 4,), **adult)
    found = MinorWithoutAdult.objects.filter(person__birth_year=year - 4)
    assert [minor.case for minor in found.waiting()] == [case]
    case.person.change(by=case.owner, birth_year=year - 25, is_age_disputed=False)
    assert not found.waiting().exists()


def test_the_first_meeting_is_due_the_same_day(register, year, office):
    _person, case = register(birth_year=year - 11)
    [meeting] = case.tasks.pending().filter(what="screen")
    assert (meeting.due_on, case.access_grants.first().next_due_on) == (
        office.today(),
        office.today(),
    )
    _person, other = register(birth_year=year - 30)
    assert other.tasks.get(what="screen").due_on > office.today()


def test_where_the_office_sets_no_limit_no_meeting_moves(register, year, office, supervisor):
    CaseSettings.of(office).change(by=supervisor, time_limits={"first_meeting.child": None})
    _person, case = register(birth_year=year - 11)
    assert case.tasks.get(what="screen").due_on > office.today()


def test_with_an_aunt_the_child_is_proposed_as_separated_and_the_reason_is_told(
    client, cast, register, year, supervisor, caseworker
):
    aunt = cast._person(given_names="Elsa", birth_year=year - 40, birth_precision="year")
    family = Family.register(aunt, by=caseworker)
    person, case = register(birth_year=year - 11)
    MinorWithoutAdult.objects.all().delete()
    family.add(person, "relative", by=caseworker)
    [minor] = MinorWithoutAdult.find(
        [person], {person.pk: case}, by=caseworker, on=case.office.today()
    )
    assert (minor.proposed, minor.reason) == ("separated", "relatives")
    client.force_login(supervisor)
    for page in (reverse("child_protection:minor", args=[minor.ref]), case.get_absolute_url()):
        assert "none is recorded as parent or legal guardian" in client.get(page).text
    assert "Separated from parents" in client.get(LIST).text


def test_one_registration_one_notice(register, year, supervisor):
    register(birth_year=year - 16, children=(year - 2, year - 1))
    assert MinorWithoutAdult.objects.count() == 3
    assert Notification.objects.filter(user=supervisor).count() == 1


def test_without_a_case_too(client, register, year, supervisor):
    person, _case = register(birth_year=year - 11, opens_case=False)
    [notice] = Notification.objects.filter(user=supervisor)
    assert notice.url == LIST
    client.force_login(supervisor)
    assert person.name in client.get(LIST).text


# What takes them off the list.


@pytest.fixture
def minor(register, year):
    person, _case = register(birth_year=year - 11)
    return MinorWithoutAdult.objects.get(person=person)


def test_an_adult_who_joins_the_household_takes_them_off(minor, family, caseworker):
    member = family.add(minor.person, "child", by=caseworker)
    assert not MinorWithoutAdult.objects.waiting().exists()
    member.separate(by=caseworker, since=None, cause="migration")
    assert MinorWithoutAdult.objects.waiting().exists()


def flag_of(minor):
    return ProtectionFlag.objects.get(person=minor.person, kind="child_without_adult")


def test_the_flag_stands_from_registration_to_what_was_found_out(minor, colleague):
    flag = flag_of(minor)
    assert (flag.case, flag.source, flag.is_open) == (minor.case, "registration", True)
    minor.look_at(by=colleague, because="With her aunt, who is her guardian.")
    assert flag_of(minor).latest_answer.code == "with_guardian"


def test_registered_as_alone_the_flag_is_answered(minor, caseworker):
    UnaccompaniedChild.register(
        minor.case, by=caseworker, person=minor.person, status="unaccompanied"
    )
    assert flag_of(minor).latest_answer.code == "registered"


def test_registered_as_alone_they_are_off(minor, caseworker):
    UnaccompaniedChild.register(minor.case, by=caseworker, person=minor.person, status="separated")
    assert not MinorWithoutAdult.objects.waiting().exists()


def test_of_a_closed_case_nobody_is_looked_for(minor):
    minor.case.status = "closed"
    minor.case.save()
    assert not MinorWithoutAdult.objects.waiting().exists()


def test_nobody_takes_off_whom_they_registered_themselves(client, minor, caseworker):
    client.force_login(caseworker)
    page = reverse("child_protection:minor", args=[minor.ref])
    answer = client.post(page, {"once": str(uuid4()), "because": "ok"})
    assert (answer.status_code, "A colleague must look at it" in answer.text) == (422, True)
    assert MinorWithoutAdult.objects.waiting().exists()


def test_an_age_that_is_noted_later_counts(register, supervisor, colleague, year):
    person, _case = register()
    assert not Notification.objects.filter(user=supervisor).exists()
    person.change(by=colleague, birth_year=year - 9)
    assert [each.person for each in MinorWithoutAdult.objects.waiting()] == [person]
    assert Notification.objects.filter(user=supervisor, event="minor.registered").count() == 1
    person.change(by=colleague, birth_year=year - 10)
    person.change(by=colleague, given_names="Yasir")
    assert MinorWithoutAdult.objects.count() == 1
    person.change(by=colleague, birth_year=year - 30)
    assert not MinorWithoutAdult.objects.waiting().exists()


def test_somebody_writes_down_why_nothing_more_is_needed(client, minor, caseworker, colleague):
    client.force_login(colleague)
    page = reverse("child_protection:minor", args=[minor.ref])
    assert "Register UASC" in client.get(page).text
    assert client.post(page, {"once": str(uuid4()), "because": " "}).status_code == 422
    assert MinorWithoutAdult.objects.waiting().exists()
    client.post(page, {"once": str(uuid4()), "because": "Lives at the school; the aunt comes."})
    minor.refresh_from_db()
    assert (minor.looked_by, minor.because) == (
        colleague, "Lives at the school; the aunt comes.",
    )  # fmt: skip
    assert not MinorWithoutAdult.objects.waiting().exists()
    again = client.post(page, {"once": str(uuid4()), "because": "Something else"})
    assert (again.status_code, "looked at this already" in again.text) == (422, True)
    assert "the aunt comes" in client.get(page).text


def test_a_stranger_finds_none_of_it(client, minor, stranger):
    client.force_login(stranger)
    assert client.get(reverse("child_protection:minor", args=[minor.ref])).status_code == 404
    assert minor.person.name not in client.get(LIST).text
    assert not minors_of(stranger).exists()


# A whole list.


@pytest.fixture
def imported(cast, data_officer, team):
    """A list of people by their years of birth, in two slices, under one ref."""

    def imported(*slices):
        import_ref = uuid4()
        basis = RegisterBasis.objects.create(
            title="List", basis="agreement", purposes=["case_management"], signed_by="A",
            signed_on=date(2026, 1, 1), by=data_officer,
        )  # fmt: skip
        for years in slices:
            files = [NewRecord({"given_names": "Luz", "birth_year": born}, case={})
                     for born in years]  # fmt: skip
            entered = create_records(files, by=data_officer, team=team, basis=basis)
            people_registered.send(
                Person, people=[person for person, _case in entered],
                cases={person.pk: case for person, case in entered}, team=team,
                by=data_officer, import_ref=import_ref,
            )  # fmt: skip
        list_imported.send(Person, import_ref=import_ref, team=team)

    return imported


def test_of_a_list_the_supervisor_is_told_once_with_the_number(imported, supervisor, year):
    imported([year - 3, year - 30, year - 12], [year - 5])
    [notice] = Notification.objects.filter(user=supervisor)
    assert (notice.event, notice.about, notice.url) == ("minors.imported", "3", LIST)
    assert notice.is_urgent
    assert minors_of(supervisor).count() == 3


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "1 minor imported without"), (3, "3 minors imported without")],
)
def test_the_notice_says_the_number_in_its_sentence(
    client, imported, supervisor, year, count, text
):
    imported([year - 3] * count)
    client.force_login(supervisor)
    page = client.get(reverse("notifications")).text
    assert text in page
    assert f'<code class="code">{count}</code>' not in page


def test_of_a_list_of_adults_nobody_is_told(imported, supervisor, year):
    imported([year - 30, year - 40])
    assert not Notification.objects.exists()


def queries_of_finding(cast, count, year, caseworker, office) -> int:
    """What it costs to look through so many minors of one family with their grandmother."""
    family = Family.register(cast._person(given_names="Ana", birth_year=year - 60), by=caseworker)
    people = [cast._person(given_names="Luz", birth_year=year - 3) for _each in range(count)]
    for person in people:
        family.add(person, "child", by=caseworker)
    with CaptureQueriesContext(connection) as queries:
        assert MinorWithoutAdult.find(people, {}, by=caseworker, on=office.today()) == []
    return len(queries)


def test_looking_through_many_minors_costs_no_more_queries_than_one(
    cast, year, caseworker, office
):
    few, many = (queries_of_finding(cast, n, year, caseworker, office) for n in (1, 20))
    assert many == few


def test_each_minor_of_a_list_costs_the_same_few_queries(cast, year, team, data_officer):
    """The households and the meetings of a list are asked and moved together."""
    costs = []
    for count in (1, 11):
        people = [cast._person(given_names="Luz", birth_year=year - 3) for _each in range(count)]
        cases = {person.pk: cast.open_case(person=person) for person in people}
        with CaptureQueriesContext(connection) as queries:
            MinorWithoutAdult.find(people, cases, by=data_officer, on=team.office.today())
        costs.append(len(queries))
    one, eleven = costs
    assert (eleven - one) / 10 <= QUERIES_OF_ONE


def test_the_list_asks_the_database_as_little_for_many_as_for_one(
    client, imported, year, supervisor, django_assert_max_num_queries
):
    imported([year - 3] * 20)
    client.force_login(supervisor)
    with django_assert_max_num_queries(25):
        assert client.get(LIST).text.count("Luz") >= 20


# Those who are on no list yet.


@pytest.fixture
def here_already(cast, year, caseworker):
    """Somebody of fourteen in a case of their own, as before the list was kept."""

    def here_already(**person):
        named = {"given_names": "Yacouba", "birth_year": year - 14} | person
        return cast.open_case(person=cast._person(**named))

    return here_already


def test_who_was_here_before_is_listed_and_the_supervisor_told_once(
    cast, here_already, nayeli, supervisor, caseworker, family, year, run_jobs
):
    case = here_already()
    cast.open_case(person=nayeli)  # with her mother
    cast._person(given_names="Nobody’s case", birth_year=year - 14)
    here_already(given_names="Grown", birth_year=year - 30)
    for _day in range(2):
        list_minors_without_adult.call()
    [minor] = MinorWithoutAdult.objects.waiting()
    assert (minor.case, minor.by, minor.reason) == (case, caseworker, "nobody")
    assert flag_of(minor).is_open
    [notice] = Notification.objects.filter(user=supervisor)
    assert (notice.event, notice.about, notice.url) == ("minors.found", "1", LIST)
    assert notice.is_urgent


def test_who_is_here_with_an_aunt_alone_is_proposed_as_separated(
    cast, here_already, caseworker, year
):
    case = here_already()
    aunt = cast._person(given_names="Elsa", birth_year=year - 40, birth_precision="year")
    Family.register(aunt, by=caseworker).add(case.person, "relative", by=caseworker)
    list_minors_without_adult.call()
    assert MinorWithoutAdult.objects.get().proposed == "separated"


def test_whom_a_parent_left_since_is_listed(cast, here_already, family, caseworker):
    case = here_already()
    member = family.add(case.person, "child", by=caseworker)
    list_minors_without_adult.call()
    assert not MinorWithoutAdult.objects.exists()
    member.separate(by=caseworker, since=None, cause="migration")
    list_minors_without_adult.call()
    assert MinorWithoutAdult.objects.get().person == case.person


def test_of_whom_somebody_said_what_is_so_is_not_listed_again(
    here_already, caseworker, colleague, data_officer
):
    looked_at, alone, came_with_parents = here_already(), here_already(), here_already()
    list_minors_without_adult.call()
    MinorWithoutAdult.objects.get(case=looked_at).look_at(by=colleague, because="With his aunt.")
    MinorWithoutAdult.objects.filter(case__in=[alone, came_with_parents]).delete()
    UnaccompaniedChild.register(alone, by=caseworker, person=alone.person, status="unaccompanied")
    _said_to_have_come_with_parents(came_with_parents, by=data_officer)
    list_minors_without_adult.call()
    assert not MinorWithoutAdult.objects.waiting().exists()


def _said_to_have_come_with_parents(case, *, by):
    basis = RegisterBasis.objects.create(
        title="List", basis="agreement", purposes=["case_management"], signed_by="A",
        signed_on=date(2026, 1, 1), by=by,
    )  # fmt: skip
    register = BeneficiaryList.objects.create(team=case.team, basis=basis, by=by)
    file = ImportFile.objects.create(
        register=register, by=by, minors_came_with="yes", minors_said_by="The chief of the camp"
    )
    ImportedRow.objects.create(
        register=register, kind="person", key="1", person=case.person, case=case, of_file=file
    )


def test_looking_for_many_costs_no_more_searches_than_for_one(
    here_already, django_assert_max_num_queries
):
    for _each in range(12):
        here_already()
    with CaptureQueriesContext(connection) as queries:
        list_minors_without_adult.call()
    assert len(queries) <= 12 * QUERIES_OF_ONE + 40
    with django_assert_max_num_queries(12):
        list_minors_without_adult.call()
