"""Cross tables: stored ones at once, others counted by a worker; the 5W and the pathway."""

from datetime import timedelta
from decimal import Decimal

import pytest

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Job
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing, cross_tables, tasks
from amparo.pillars.evidence.engine import Period
from amparo.pillars.evidence.figures import Figures
from amparo.pillars.evidence.models import Computation, CrossTable, Indicator
from tests.support.shared_start import shared_start

from .few_indicators import counting_few

pytestmark = pytest.mark.django_db

URL = "/evidence/indicators/OPT-1/table/"


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return client


@shared_start
@counting_few()
def computed(cast):
    case = cast.case
    for service in ("food", "shelter"):
        ServiceProvided.give(
            case, by=cast.caseworker, service_type=service, given_on=case.office.today(),
            quantity=Decimal(1), is_emergency=True,
        )  # fmt: skip
    computation = Computation.objects.create()
    computing.run(computation)
    return computation


def at(case, rows, columns="", groups=""):
    said = f"rows={rows}&columns={columns}&groups={groups}"
    return f"{URL}?month={case.office.today():%Y-%m}&{said}"


def ask(computation, case, by, *names, code="OPT-1"):
    version = Indicator.objects.get(code=code).version
    return CrossTable.ask(
        version, by=by, computation=computation, office=case.office, is_with_branches=False,
        month=case.office.today().replace(day=1), names=names,
    )  # fmt: skip


def test_what_the_night_stored_is_shown_at_once(officer, case, computed):
    page = officer.get(at(case, "age_band", "sex")).text
    assert "Compute table" not in page
    assert "Totals and margins are counted, never summed" in page


def test_a_table_of_three_is_counted_by_a_worker_and_kept(officer, case, computed, run_jobs):
    url = at(case, "service", "sex", "age_group")
    assert "Compute table" in officer.get(url).text
    assert officer.post(url).status_code == 303
    assert "This table is being computed" in officer.get(url).text
    run_jobs()
    page = officer.get(url).text
    assert "All together" in page
    assert "being computed" not in page
    assert CrossTable.objects.exclude(asked_by=None).count() == 1


def test_margins_and_the_total_are_counted_and_not_summed(data_officer, case, computed, run_jobs):
    table = ask(computed, case, data_officer, "service", "sex", "age_group")
    run_jobs()
    table.refresh_from_db()
    month = case.office.today().replace(day=1)
    figures = Figures(table.figures)
    services = figures.cells(Period.MONTH, month, ("service",))
    people = len(case.persons())
    assert figures.total(Period.MONTH, month).count == people
    assert sum(each.count for each in services) == 2 * people  # each got both
    assert figures.cells(Period.MONTH, month, ("age_group", "service", "sex"))


def test_a_breakdown_that_is_not_listed_is_refused_in_words(officer, case, computed):
    answer = officer.get(at(case, "provider"))
    assert answer.status_code == 422
    assert "may not be broken down by “provider”" in answer.text
    assert officer.post(at(case, "provider", "sex")).status_code == 422
    twice = officer.get(at(case, "sex", "sex"))
    assert "A breakdown is named once" in twice.text


def test_one_table_of_a_person_at_a_time(officer, data_officer, case, computed):
    ask(computed, case, data_officer, "service", "sex", "age_group")
    again = ask(computed, case, data_officer, "sex", "service", "age_group")
    assert Job.objects.filter(task="compute-cross-table").count() == 1
    assert again.is_under_way
    with pytest.raises(Refusal, match="Another table of yours"):
        ask(computed, case, data_officer, "nationality", "service")
    answer = officer.post(at(case, "nationality", "service"))
    assert answer.status_code == 422


def test_a_killed_computation_of_a_table_says_so_and_can_be_asked_again(
    officer, data_officer, case, computed
):
    table = ask(computed, case, data_officer, "service", "sex", "age_group")
    CrossTable.objects.filter(pk=table.pk).update(at=now() - timedelta(hours=1))
    page = officer.get(at(case, "service", "sex", "age_group")).text
    assert "This table was not finished" in page
    assert "Compute table" in page
    assert ask(computed, case, data_officer, "service", "sex", "age_group").pk != table.pk


def test_a_fault_leaves_a_table_that_says_so(data_officer, case, computed, monkeypatch):
    table = ask(computed, case, data_officer, "service", "sex", "age_group")
    monkeypatch.setattr(cross_tables, "_figures_of", lambda *said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.compute_cross_table.func(str(table.ref))
    table.refresh_from_db()
    assert table.has_stopped
    assert table.failure == "ZeroDivisionError"


def test_a_table_that_is_too_large_is_refused_in_words(officer, case, computed, monkeypatch):
    monkeypatch.setattr(cross_tables, "MOST_CELLS", 0)
    answer = officer.post(at(case, "service", "sex", "age_group"))
    assert answer.status_code == 422
    assert "would have more than" in answer.text


def test_the_next_computation_takes_tables_away(data_officer, case, computed, few_indicators):
    table = ask(computed, case, data_officer, "service", "sex", "age_group")
    computing.run(Computation.objects.create())
    assert not CrossTable.objects.filter(pk=table.pk).exists()
    tasks.compute_cross_table.func(str(table.ref))  # its job finds nothing to do


def test_others_do_not_read_it(client, caseworker, case, computed):
    client.force_login(caseworker)
    assert client.get(at(case, "sex")).status_code in (403, 404)
    assert client.get("/evidence/activities/").status_code in (403, 404)


def test_who_does_what_where_stands_on_a_page(officer, case, computed):
    month = f"?month={case.office.today():%Y-%m}"
    page = officer.get(f"/evidence/activities/{month}").text
    assert case.office.name in page
    assert "Persons reached" in page
    assert "leaves once the month is signed" in page
    narrowed = officer.get(f"/evidence/activities/{month}&service=shelter").text
    assert "Persons reached" in narrowed


def test_an_older_month_of_the_5w_is_counted_when_somebody_asks(officer, case, computed, run_jobs):
    url = "/evidence/activities/?month=2026-01"
    assert "Compute table" in officer.get(url).text
    assert officer.post(url).status_code == 303
    run_jobs()
    assert "No service in this month" in officer.get(url).text


def test_the_pathway_of_the_year_stands_on_the_first_page(officer, case, computed):
    page = officer.get(f"/evidence/?month={case.office.today():%Y-%m}").text
    assert "Pathway of cases" in page
    assert "Plan agreed" in page
    assert "Service provided" in page


@pytest.mark.parametrize(
    "url",
    ["/evidence/", "/evidence/activities/", "/evidence/indicators/OPT-1/", URL,
     "/evidence/indicators/OPT-1/records/"],
)  # fmt: skip
def test_no_page_of_figures_asks_the_database_often(
    client, supervisor, case, computed, url, django_assert_max_num_queries
):
    client.force_login(supervisor)
    client.get(url)  # roles and code lists are read once
    with django_assert_max_num_queries(20):
        client.get(f"{url}?month={case.office.today():%Y-%m}")
