"""Whoever opens many files within an hour is asked why, and who answers for them hears of it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core import clock
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, BulkReadJustification, Notification
from amparo.foundation.core.permissions import read_limits

pytestmark = pytest.mark.django_db
WHY = {"reason": "review", "explanation": "I look through the files of those who leave this week"}
FORM = {"reason": WHY["reason"], "explanation": WHY["explanation"]}


@pytest.fixture
def cases(cast, office):
    office.hourly_read_limit = 3
    office.save()
    return [cast.open_case(person=cast._person(given_names=f"P{n}")) for n in range(5)]


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


def asked_about(url):
    return f"/why/?{urlencode({'next': url})}"


def open_all(client, cases):
    return [client.get(case.get_absolute_url()).status_code for case in cases]


def test_v2_4_1_past_the_limit_of_the_office_a_reason_is_required(here, cases):
    assert open_all(here, cases) == [200, 200, 200, 303, 303]
    answer = here.get(cases[3].get_absolute_url())
    assert answer.headers["Location"] == asked_about(f"/cases/{cases[3].ref}/")
    assert "Bulk access" in here.get(answer.headers["Location"]).content.decode()
    assert AuditEntry.objects.filter(event="bulk.asked", record_ref=cases[3].ref).exists()
    assert not AuditEntry.objects.filter(event="case.seen", record_ref=cases[3].ref).exists()


def test_v2_4_1_part_by_part_it_is_the_same(here, cases):
    open_all(here, cases[:3])
    answer = here.get(f"{cases[3].get_absolute_url()}notes/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/why/")


def test_once_said_why_they_go_on_for_an_hour(here, cases, caseworker, supervisor):
    open_all(here, cases)
    there = cases[3].get_absolute_url()
    answer = here.post("/why/", {**FORM, "next": there})
    assert answer.headers["Location"] == there
    assert open_all(here, cases) == [200] * 5
    notice = Notification.objects.get(user=supervisor, event="bulk.explained")
    assert notice.is_urgent
    assert BulkReadJustification.objects.get().count == 3


def test_after_that_hour_it_asks_again(here, cases, caseworker):
    with clock.at(now() - timedelta(hours=2)):
        BulkReadJustification.explain(by=caseworker, **WHY)
    open_all(here, cases[:3])
    assert open_all(here, cases[3:4]) == [303]


def test_what_was_opened_an_hour_ago_does_not_count(here, cases):
    for case in cases[:3]:
        with clock.at(now() - timedelta(minutes=70)):
            log.log_read(case.owner, case)
    assert open_all(here, cases[3:]) == [200, 200]


def test_the_files_of_the_day_may_be_opened_again_and_again(here, cases):
    for _again in range(4):
        assert open_all(here, cases[:3]) == [200] * 3


def test_a_person_and_a_case_are_both_files(here, cases):
    opened = [here.get(f"/people/{case.person.ref}/").status_code for case in cases]
    assert opened == [200, 200, 200, 303, 303]


def test_v2_4_1_without_words_nothing_goes_on(here, cases):
    open_all(here, cases[:3])
    assert here.post("/why/", {**FORM, "explanation": "  "}).status_code == 422
    assert open_all(here, cases[3:4]) == [303]


def test_it_leads_nowhere_outside(here):
    answer = here.post("/why/", {**FORM, "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_v2_4_1_the_supervisor_reads_why_and_others_do_not(
    client, caseworker, supervisor, colleague, stranger, administrator
):
    reading = BulkReadJustification.explain(by=caseworker, **WHY)
    seen = {}
    for who in (caseworker, supervisor, colleague, stranger, administrator):
        client.force_login(who)
        seen[who] = client.get(f"/why/{reading.ref}/").status_code
    assert [who for who, status in seen.items() if status == 200] == [caseworker, supervisor]


def test_v2_4_1_a_long_export_asks_whatever_was_opened_before(caseworker, office):
    office.export_row_limit = 200
    read_limits.check_export_limit(caseworker, 200)
    with pytest.raises(read_limits.JustificationRequired):
        read_limits.check_export_limit(caseworker, 201)
    BulkReadJustification.explain(by=caseworker, **WHY)
    read_limits.check_export_limit(caseworker, 201)


def test_the_rows_of_a_register_are_an_export(client, sample_data):
    sample_data.register_file.to_correct = 201
    sample_data.register_file.save()
    client.force_login(sample_data.data_officer)
    url = f"/registers/files/{sample_data.register_file.ref}/to-correct/"
    assert client.get(url).headers["Location"] == asked_about(url)


def test_it_costs_a_page_one_question(here, cases, caseworker):
    with CaptureQueriesContext(connection) as asked:
        read_limits.check_read_limit(caseworker, cases[0])
    assert len(asked) == 1  # the office is known to the page already
