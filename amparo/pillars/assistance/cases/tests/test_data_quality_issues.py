"""Data quality issues: found at night, asked of one colleague, answered where they are asked."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.data_quality import queries, runs
from amparo.foundation.data_quality.extension_points import data_checks
from amparo.foundation.data_quality.models import DataIssue, DataReminder
from amparo.foundation.funding.models import BudgetLine, Fund
from amparo.foundation.people.models import Place, WashingtonGroupAnswers
from amparo.pillars.assistance.planning.models import FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db

LIST = "/data-quality/"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def line(office, supervisor, organization):
    fund = Fund.set_up(
        by=supervisor, code="A-1", name="Alba", donor=organization, office=office,
        currency="BOB", since=office.today() - timedelta(days=300), until=None,
    )  # fmt: skip
    return BudgetLine.add(fund, by=supervisor, code="1", name="Food", amount=Decimal(1000))


@pytest.fixture
def place(db):
    return Place.objects.create(name="Puerto Alto", country="BO", kind=Place.Kind.TOWN)


def give(case, by, **fields):
    return ServiceProvided.give(
        case, by=by, service_type="food", given_on=case.office.today(), quantity=Decimal(1),
        is_emergency=True, **fields,
    )  # fmt: skip


def without(person, **fields):
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()


def kinds(**lookup):
    return sorted(DataIssue.objects.open().filter(**lookup).values_list("kind", flat=True))


def the_issue(kind):
    return DataIssue.objects.get(kind=kind, ended_at=None)


def address(kind):
    return f"{LIST}{the_issue(kind).ref}/"


def month_of(case):
    today = case.office.today()
    return today.replace(day=1), today + timedelta(days=1)


def test_what_is_missing_is_asked_of_who_holds_the_case(case, caseworker, rosa, line):
    give(case, caseworker)
    without(rosa, sex="unknown", birth_date=None, birth_year=None)
    runs.run_all()
    assert kinds(colleague=caseworker) == ["age", "area", "budget_line", "sex"]
    assert the_issue("sex").record_ref == rosa.ref
    assert the_issue("sex").file_ref == case.ref


def test_a_second_night_changes_nothing(case, caseworker, rosa, line):
    give(case, caseworker)
    without(rosa, sex="")
    runs.run_all()
    before = list(DataIssue.objects.values())
    runs.run_all()
    assert list(DataIssue.objects.values()) == before


def test_what_was_mended_elsewhere_ends_at_the_next_night(case, caseworker, rosa):
    give(case, caseworker)
    without(rosa, sex="")
    runs.run_all()
    rosa.change(by=caseworker, sex="female")
    runs.run_all()
    assert DataIssue.objects.get(kind="sex").end == DataIssue.End.MENDED


def test_who_was_not_assisted_is_not_asked_about(case, rosa):
    without(rosa, sex="")
    runs.run_all()
    assert kinds() == ["area"]


def test_another_colleague_takes_the_question_over_with_the_case(
    case, caseworker, colleague, supervisor
):
    runs.run_all()
    case.assign(colleague, by=supervisor)
    runs.run_all()
    assert the_issue("area").colleague == colleague


def test_a_service_is_asked_of_who_gave_it(case, colleague, line):
    give(case, colleague)
    runs.run_all()
    assert the_issue("budget_line").colleague == colleague


def test_who_no_longer_works_in_the_team_is_not_asked(case, caseworker, stranger, line):
    service = give(case, caseworker)
    service.by = stranger
    service.save()
    runs.run_all()
    assert the_issue("budget_line").colleague == caseworker


def test_without_a_budget_line_in_the_office_there_is_nothing_to_choose(case, caseworker):
    give(case, caseworker)
    runs.run_all()
    assert "budget_line" not in kinds()


def test_no_contact_for_ninety_days_and_disability_after_thirty(case, caseworker, rosa):
    with clock.at(clock.now() + timedelta(days=89)):
        runs.run_all()
        assert "contact" not in kinds()
    with clock.at(clock.now() + timedelta(days=92)):
        runs.run_all()
        assert "contact" in kinds()
        give(case, caseworker)
        runs.run_all()
        assert "contact" not in kinds()
        assert "disability" in kinds()


def test_an_office_sets_its_own_limits(case, caseworker, administrator):
    case.rules.change(by=administrator, time_limits={"data.contact": 10, "data.disability": None})
    with clock.at(clock.now() + timedelta(days=40)):
        runs.run_all()
        assert "contact" in kinds()
        give(case, caseworker)
        runs.run_all()
        assert kinds() == ["area"]


def test_every_page_of_it_opens_to_the_colleague_alone(
    client, case, caseworker, colleague, data_officer, stranger
):
    runs.run_all()
    url = address("area")
    for user, expected in (
        (caseworker, 200), (colleague, 404), (data_officer, 404), (stranger, 404),
    ):  # fmt: skip
        client.force_login(user)
        assert client.get(url).status_code == expected
    client.force_login(colleague)
    assert "Area of the case" not in client.get(LIST).text
    client.force_login(data_officer)
    assert client.get(LIST).status_code == 404


def test_the_list_leads_to_the_case_and_names_whom_it_is_about(client, case, caseworker, rosa):
    give(case, caseworker)
    without(rosa, sex="")
    runs.run_all()
    client.force_login(caseworker)
    page = client.get(LIST).text
    for shown in ("Rosa", case.number, case.get_absolute_url(), "Sex not recorded"):
        assert shown in page
    read = AuditEntry.objects.filter(event="dataissue.listed").latest("pk")
    assert str(rosa.ref) in read.details["refs"]


def test_today_and_the_case_say_how_many(client, case, caseworker):
    runs.run_all()
    client.force_login(caseworker)
    assert f'href="{LIST}"' in client.get("/today/").text
    assert f"{LIST}?file={case.ref}" in client.get(case.get_absolute_url()).text


ANSWERS = {
    "sex": ({"sex": "female"}, lambda case: case.person.sex == "female"),
    "age": ({"age": "about 30"}, lambda case: case.person.birth_precision == "estimated"),
    "area": (
        {"place": lambda parts: str(parts.ref)}, lambda case: case.place.name == "Puerto Alto",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_one_missing_value_is_saved_by_the_records_own_verb(
    client, case, caseworker, rosa, place, kind
):
    give(case, caseworker)
    without(rosa, sex="", birth_date=None, birth_year=None)
    runs.run_all()
    values, is_there = ANSWERS[kind]
    values = {name: each(place) if callable(each) else each for name, each in values.items()}
    issue = the_issue(kind)
    client.force_login(caseworker)
    response = client.post(address(kind), values)
    assert response.status_code == 303, response.text
    case.refresh_from_db()
    case.person.refresh_from_db()
    assert is_there(case)
    issue.refresh_from_db()
    assert (issue.end, issue.ended_by) == (DataIssue.End.ANSWERED, caseworker)
    assert AuditEntry.objects.filter(event="dataissue.answered", record_ref=issue.ref).exists()


def test_the_area_is_that_of_the_services_too(client, case, caseworker, place):
    service = give(case, caseworker)
    runs.run_all()
    client.force_login(caseworker)
    client.post(address("area"), {"place": str(place.ref)})
    service.refresh_from_db()
    assert service.place == place


def test_the_budget_line_is_chosen_and_only_once(client, case, caseworker, line):
    service = give(case, caseworker)
    runs.run_all()
    client.force_login(caseworker)
    assert "Alba" not in client.get(LIST).text
    assert client.post(address("budget_line"), {"budget_line": "x"}).status_code == 422
    assert client.post(address("budget_line"), {"budget_line": str(line.ref)}).status_code == 303
    service.refresh_from_db()
    assert service.budget_line == line
    with pytest.raises(Refusal):
        service.charge_to(line, by=caseworker)


def test_a_contact_is_a_follow_up(client, case, caseworker):
    with clock.at(clock.now() + timedelta(days=92)):
        runs.run_all()
        url = address("contact")
        client.force_login(caseworker)
        assert "Close case" in client.get(url).text
        today = case.office.today()
        page = client.post(url, {"on": (today + timedelta(days=2)).isoformat(), "mode": "call"})
        assert page.status_code == 422
        assert "after it happened" in page.text
        page = client.post(url, {"on": today.isoformat(), "mode": ""})
        assert "Choose how you spoke." in page.text
        assert client.post(url, {"on": today.isoformat(), "mode": "call"}).status_code == 303
    assert FollowUp.objects.get(case=case).reached


def test_disability_is_asked_on_its_own_page(client, case, caseworker, rosa):
    with clock.at(clock.now() + timedelta(days=40)):
        give(case, caseworker)
        runs.run_all()
        client.force_login(caseworker)
        assert f"/people/{rosa.ref}/functioning/new/" in client.get(address("disability")).text
        page = client.post(address("disability"), {})
        assert "Choose why it is not known." in page.text
        answers = dict.fromkeys(
            ("seeing", "hearing", "walking", "remembering", "self_care", "communicating"), 1
        )
        WashingtonGroupAnswers.ask(rosa, answers, by=caseworker, on=case.office.today())
        runs.run_all()
    assert "disability" not in kinds()


def test_what_nobody_knows_is_not_asked_again(client, case, caseworker, rosa):
    give(case, caseworker)
    without(rosa, sex="")
    runs.run_all()
    client.force_login(caseworker)
    assert client.post(address("sex"), {"reason": "declined"}).status_code == 303
    runs.run_all()
    assert "sex" not in kinds()
    assert DataIssue.objects.get(kind="sex").reason == "declined"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Enter the answer, or choose below why it is not known."),
        ({"sex": "female", "reason": "declined"}, "Choose one: the answer, or why"),
        ({"sex": "purple"}, "Choose one of these."),
        ({"reason": "not_funded"}, "Choose one of these."),
    ],
)
def test_a_wrong_answer_is_explained_and_changes_nothing(
    client, case, caseworker, rosa, values, text
):
    give(case, caseworker)
    without(rosa, sex="")
    runs.run_all()
    client.force_login(caseworker)
    response = client.post(address("sex"), values)
    assert response.status_code == 422
    assert text in response.text
    rosa.refresh_from_db()
    assert (rosa.sex, the_issue("sex").is_open) == ("", True)


def test_what_a_colleague_completed_meanwhile_is_not_overwritten(client, case, caseworker, rosa):
    give(case, caseworker)
    without(rosa, sex="")
    runs.run_all()
    url = address("sex")
    rosa.change(by=caseworker, sex="female")
    client.force_login(caseworker)
    assert "completed meanwhile" in client.get(url).text
    assert client.post(url, {"sex": "male"}).status_code == 303
    rosa.refresh_from_db()
    assert rosa.sex == "female"
    assert DataIssue.objects.get(kind="sex").end == DataIssue.End.MENDED
    assert client.get(url).status_code == 404


def test_restricted_files_are_in_no_count(case, caseworker, rosa):
    give(case, caseworker)
    without(rosa, sex="")
    runs.run_all()
    counted = {each.kind for each in queries.count_issues([case.office.pk], *month_of(case))}
    assert counted == {"area", "sex"}
    case.restrict("trafficking", by=caseworker)
    assert queries.count_issues([case.office.pk], *month_of(case)) == []
    runs.run_all()
    assert queries.count_issues([case.office.pk], *month_of(case)) == []
    assert queries.count_open((case.office.pk,), *month_of(case)) == 0
    assert queries.count_open_of(caseworker, (case.office.pk,)) == 0
    assert kinds(colleague=caseworker) == ["area", "sex"]


def test_a_restricted_issue_leaves_a_neutral_line_in_the_audit_log(client, case, caseworker):
    case.restrict("trafficking", by=caseworker)
    runs.run_all()
    issue = the_issue("area")
    client.force_login(caseworker)
    client.post(address("area"), {"reason": "in_transit"})
    lines = AuditEntry.objects.filter(record_ref=issue.ref)
    assert lines.exists()
    assert not lines.filter(event__startswith="dataissue").exists()


def test_a_person_of_a_restricted_case_too_is_in_no_count(cast, case, caseworker, rosa):
    other = cast.open_case(person=rosa)
    give(case, caseworker)
    give(other, caseworker)
    other.restrict("trafficking", by=caseworker)
    without(rosa, sex="")
    runs.run_all()
    assert the_issue("sex").is_restricted


def test_a_reminder_is_sent_once_a_day_and_says_how_many(
    case, caseworker, colleague, data_officer
):
    def send(*counts):
        return DataReminder.send_to_all(
            counts, by=data_officer, office=case.office, remark="Before Thursday."
        )

    assert len(send((caseworker, 3), (colleague, 0))) == 1
    notice = Notification.objects.get(user=caseworker, event="dataissue.asked")
    assert notice.about == "3"
    with pytest.raises(Refusal, match="today already"):
        send((caseworker, 3))
    assert DataReminder.objects.count() == 1


def test_what_was_missing_goes_with_the_file(case, caseworker, rosa, supervisor):
    give(case, caseworker)
    without(rosa, sex="")
    runs.run_all()
    assert DataIssue.objects.exists()
    rosa.forget(by=supervisor, asked_by=supervisor, office=case.office, reason="asked")
    assert not DataIssue.objects.exists()


def test_each_check_asks_a_fixed_number_of_times(
    cast, case, caseworker, line, django_assert_max_num_queries
):
    give(case, caseworker)
    for _number in range(3):
        give(cast.open_case(person=cast.rosa), caseworker)
    since = runs.first_day_checked(case.office.today())
    for check in data_checks.values():
        with django_assert_max_num_queries(4):
            list(check.find(since))
