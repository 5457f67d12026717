"""The list of cases: whose, in which state, at which risk, due when; and nothing beside it."""

import re
from datetime import timedelta

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.assessment.models.assessments import set_case_risk
from amparo.pillars.assistance.cases.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
URL = "/cases/"


def refs_on(answer):
    """The cases in the table, in its order."""
    return re.findall(
        r'<a class="person[^"]*" href="/cases/([0-9a-f-]{36})/"', answer.content.decode()
    )


def test_by_risk_then_next_date(client, many_cases, caseworker):
    cases = many_cases(6)
    for case, band in zip(
        cases, ("low", "critical", "high", "low", "medium", "high"), strict=True
    ):
        set_case_risk(case, band, by=caseworker)
    client.force_login(caseworker)
    by_ref = {str(case.ref): case for case in cases}
    shown = [by_ref[ref] for ref in refs_on(client.get(URL))]
    assert [case.risk for case in shown] == [4, 3, 3, 2, 1, 1]


def test_of_whom_nothing_is_known_stands_before_medium(client, many_cases, caseworker):
    """Nobody has looked at them yet: the end of the list is no place for them."""
    cases = many_cases(4)
    for case, band in zip(cases[:3], ("low", "high", "medium"), strict=True):
        set_case_risk(case, band, by=caseworker)
    cases[3].risk = 0
    cases[3].touch()
    client.force_login(caseworker)
    by_ref = {str(case.ref): case for case in cases}
    shown = [by_ref[ref].band for ref in refs_on(client.get(URL))]
    assert shown == ["high", "none", "medium", "low"]
    assert [case.band for case in Case.objects.by_urgency("pk")] == shown


def test_filters_by_risk_state_and_day(client, many_cases, case, caseworker):
    calm, late = many_cases(2)
    set_case_risk(calm, "critical", by=caseworker)
    today = case.office.today()
    for each, days in ((case, 7), (late, -2)):  # what is due by itself waits for a working day
        each.tasks.update(due_on=today + timedelta(days=days))
        each.touch()
    client.force_login(caseworker)
    assert refs_on(client.get(URL, {"risk": "critical"})) == [str(calm.ref)]
    assert refs_on(client.get(URL, {"due": "overdue"})) == [str(late.ref)]
    assert refs_on(client.get(URL, {"status": "closed"})) == []
    assert len(refs_on(client.get(URL, {"due": "week"}))) == 3
    case.tasks.update(due_on=today + timedelta(days=8))
    case.touch()
    assert len(refs_on(client.get(URL, {"due": "week"}))) == 2


def test_what_makes_no_sense_filters_nothing(client, case, caseworker):
    client.force_login(caseworker)
    answer = client.get(URL, {"risk": "huge", "since": "yesterday", "whose": "everybody"})
    assert refs_on(answer) == [str(case.ref)]


def test_nothing_found_says_what_to_do(client, case, caseworker):
    client.force_login(caseworker)
    assert "No matching cases" in client.get(URL, {"risk": "critical"}).content.decode()


def test_page_after_page_shows_every_case_once(client, many_cases, caseworker):
    cases = many_cases(60)
    client.force_login(caseworker)
    for order in ("risk", "due", "contact", "change"):
        found, url = [], f"{URL}?order={order}"
        while url:
            answer = client.get(url)
            found += refs_on(answer)
            later = re.search(r'href="\?([^"]*after=[^"]*)"', answer.content.decode())
            url = f"{URL}?{later[1].replace('&amp;', '&')}" if later else ""
        assert sorted(found) == sorted(str(case.ref) for case in cases)


def test_a_supervisor_opens_the_list_of_one_colleague(
    client, many_cases, case, colleague, supervisor
):
    theirs = many_cases(2, owner=colleague)
    client.force_login(supervisor)
    answer = client.get(URL, {"whose": "office", "owner": colleague.ref.hex})
    assert set(refs_on(answer)) == {str(each.ref) for each in theirs}
    assert len(refs_on(client.get(URL, {"whose": "office"}))) == 3


def test_a_restricted_case_is_in_nobodys_list_but_its_groups(client, case, caseworker, supervisor):
    from amparo.foundation.core.models import RestrictedGroupAccess

    case.restrict("gbv", by=caseworker)
    client.force_login(supervisor)
    asked = {"whose": "office", "owner": caseworker.ref.hex}
    assert refs_on(client.get(URL, asked)) == []
    assert "Restricted" not in client.get(URL).content.decode()
    RestrictedGroupAccess.give(to=supervisor, group="gbv", office=case.office, by=None)
    assert refs_on(client.get(URL, {"whose": "restricted-1"})) == [str(case.ref)]


def test_strangers_see_none_and_no_filter_leads_there(client, case, team, caseworker, stranger):
    client.force_login(stranger)
    for asked in ({}, {"whose": team.ref.hex}, {"owner": caseworker.ref.hex}, {"whose": "office"}):
        assert refs_on(client.get(URL, asked)) == []


def test_a_role_without_cases_finds_no_list(client, administrator, auditor):
    for user in (administrator, auditor):
        client.force_login(user)
        assert client.get(URL).status_code == 404


def test_a_page_leaves_one_line_with_what_it_showed(client, case, caseworker):
    client.force_login(caseworker)
    client.get(URL)
    assert AuditEntry.objects.get(event="cases.listed").details["refs"] == [str(case.ref)]


def test_a_long_list_costs_what_a_short_one_does(
    client, many_cases, caseworker, django_assert_max_num_queries
):
    many_cases(27)
    client.force_login(caseworker)
    with django_assert_max_num_queries(20) as few:
        client.get(URL)
    many_cases(27)
    with django_assert_max_num_queries(len(few)):
        client.get(URL)
