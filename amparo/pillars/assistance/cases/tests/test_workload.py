"""My team: every number opens the list that it counts, and too much is a warning."""

import re
from datetime import timedelta

import pytest

from amparo.pillars.assistance.assessment.models.assessments import set_case_risk
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.intake.models import Screening

pytestmark = pytest.mark.django_db
URL = "/team/"
DAY = timedelta(days=1)


def rows(answer):
    """Name and figures of each line of the table."""
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", answer.content.decode(), re.DOTALL):
        name = re.search(r'person-name">([^<]+)<', row)
        if name:
            links = re.findall(r'figure-link[^"]*" href="([^"]+)"><bdi>([^<]+)', row)
            found[name[1]] = [(url.replace("&amp;", "&"), figure) for url, figure in links]
    return found


def test_each_number_opens_the_list_it_counts(client, many_cases, caseworker, supervisor):
    cases = many_cases(6)
    for case in cases[:2]:
        set_case_risk(case, "high", by=caseworker)
    client.force_login(supervisor)
    line = rows(client.get(URL))[caseworker.name]
    assert [figure for _url, figure in line][:3] == ["6", "4", "4"]
    for url, figure in line[:3]:
        text = client.get(url).content.decode()
        assert text.count('class="person"') == int(figure)


def test_too_many_cases_is_a_warning(client, many_cases, caseworker, office, supervisor):
    rules = CaseSettings.of(office)
    rules.change(by=supervisor, time_limits={}, caseload=2)
    many_cases(3)
    client.force_login(supervisor)
    assert "3, guideline 2" in client.get(URL).content.decode()


def test_somebody_who_left_stands_there_while_they_carry_cases(
    client, case, caseworker, colleague, supervisor
):
    caseworker.deactivate(by=supervisor)
    colleague.deactivate(by=supervisor)
    client.force_login(supervisor)
    text = client.get(URL).content.decode()
    assert "No longer on staff" in text
    assert colleague.name not in text


def test_restricted_cases_are_not_counted_without_leave(client, case, caseworker, supervisor):
    case.restrict("trafficking", by=caseworker)
    client.force_login(supervisor)
    assert rows(client.get(URL))[caseworker.name][0][1] == "0"


def test_the_team_is_for_supervisors(client, caseworker, stranger, administrator):
    for user in (caseworker, stranger, administrator):
        client.force_login(user)
        assert client.get(URL).status_code == 404


def test_another_office_is_another_team(client, case, other_office, stranger, caseworker):
    stranger.add_role("supervisor", by=None, office=other_office)
    client.force_login(stranger)
    assert caseworker.name not in client.get(URL).content.decode()


def test_a_large_team_costs_what_a_small_one_does(
    client, many_cases, team, supervisor, django_user_model, django_assert_max_num_queries
):
    many_cases(2)
    client.force_login(supervisor)
    with django_assert_max_num_queries(26) as few:
        client.get(URL)
    for at in range(20):
        worker = django_user_model.objects.create_user(f"w{at}@example.org", f"Worker {at}")
        worker.add_role("caseworker", by=None, team=team)
    many_cases(10)
    with django_assert_max_num_queries(len(few)):
        client.get(URL)


def test_open_flags_are_counted_by_caseworker_and_the_overdue_are_marked(
    client, case, caseworker, colleague, supervisor
):
    Screening.hold(case, by=caseworker, asylum_wish=True, medical=True, first_steps="A doctor.")
    client.force_login(supervisor)
    [*_others, (url, figure), _quiet] = rows(client.get(URL))[caseworker.name]
    assert figure == "2"
    assert "Urgent medical need" in client.get(url).content.decode()
    of_nobody = url.replace(caseworker.ref.hex, colleague.ref.hex)
    assert "Urgent medical need" not in client.get(of_nobody).content.decode()
    case.protectionflags.filter(kind="medical").update(due_on=case.office.today() - DAY)
    assert "1 overdue" in client.get(URL).content.decode()
    for flag in case.protectionflags.all():
        flag.answer(by=supervisor, code="referred", text="To the clinic.")
    assert rows(client.get(URL))[caseworker.name][3][1] == "0"


def test_flags_of_restricted_cases_are_not_counted_without_leave(
    client, case, caseworker, supervisor
):
    Screening.hold(case, by=caseworker, asylum_wish=True)
    case.restrict("trafficking", by=caseworker)
    client.force_login(supervisor)
    assert rows(client.get(URL))[caseworker.name][3][1] == "0"
