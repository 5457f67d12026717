"""The list of records behind a figure: who opens it, and what is in it."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest

from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.people.models import WashingtonGroupAnswers
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.grammar import Definition
from amparo.pillars.evidence.models import Computation, Indicator
from amparo.pillars.evidence.record_lists import RecordQuery, find_records
from amparo.pillars.evidence.views import figure_records
from tests.support.shared_start import shared_start

from .few_indicators import counting_few

pytestmark = pytest.mark.django_db

URL = "/evidence/indicators/OPT-1/records/"


@pytest.fixture
def served(case, caseworker):
    return serve(case, caseworker)


def serve(case, caseworker):
    return ServiceProvided.give(
        case, by=caseworker, service_type="food", given_on=case.office.today(),
        quantity=Decimal(1), is_emergency=True,
    )  # fmt: skip


@shared_start
@counting_few()
def computed(cast):
    serve(cast.case, cast.caseworker)
    computing.run(Computation.objects.create())


@pytest.fixture
def lead(client, supervisor):
    client.force_login(supervisor)
    return client


def this_month(case):
    return f"?month={case.office.today():%Y-%m}"


def found(user, case, cell=(), **definition):
    """The cases behind a cell of services, in the month of today."""
    data = {"count": "persons", "of": "services", "by": [name for name, _value in cell]}
    today = case.office.today()
    query = RecordQuery(
        facts["services"], Definition.parse(data | definition), tuple(cell),
        today.replace(day=1), earlier(today, -1) - timedelta(days=1), {case.office.pk},
        case.office.zone,
    )  # fmt: skip
    return list(find_records(user, query))


def test_a_figure_leads_to_its_cases(lead, case, computed):
    page = lead.get("/evidence/indicators/OPT-1/" + this_month(case)).text
    assert "/evidence/indicators/OPT-1/records/?" in page
    listed = lead.get(URL + this_month(case)).text
    assert case.number in listed
    assert "some may not be shown" in listed
    assert "this list is of now" in listed


def test_the_reading_of_the_list_is_logged_with_its_cases(lead, case, computed):
    lead.get(URL + this_month(case))
    entry = AuditEntry.objects.filter(event="cases.listed").latest("pk")
    assert str(case.ref) in str(entry.content.details)


def test_the_line_list_of_these_cases_asks_for_its_purpose(lead, case, computed):
    page = lead.get(URL + this_month(case) + "&cell=service:food").text
    [address] = re.findall(r'href="(/cases/line-list/[^"]+)"', page)
    asked = lead.get(unescape(address)).text
    assert "1 case in this line list" in asked
    assert "those behind a figure" in asked
    assert 'name="cell" value="service:food"' in asked
    taken = lead.get(f"/cases/line-list/file/?{unescape(address).partition('?')[2]}"
                     "&purpose=quality&format=csv")  # fmt: skip
    assert case.number in b"".join(taken.streaming_content).decode()


def test_the_line_list_carries_all_of_them_and_not_one_page(
    lead, case, computed, cast, caseworker, monkeypatch
):
    monkeypatch.setattr(figure_records, "SIZE", 1)
    other = cast.open_case(person=cast.nayeli)
    ServiceProvided.give(
        other, by=caseworker, service_type="food", given_on=case.office.today(),
        quantity=Decimal(1), is_emergency=True,
    )  # fmt: skip
    page = lead.get(URL + this_month(case)).text
    assert (case.number in page) != (other.number in page)
    [address] = re.findall(r'href="(/cases/line-list/[^"]+)"', page)
    taken = lead.get(f"/cases/line-list/file/?{unescape(address).partition('?')[2]}"
                     "&purpose=quality&format=csv")  # fmt: skip
    rows = b"".join(taken.streaming_content).decode()
    assert case.number in rows
    assert other.number in rows


def test_a_selection_gives_nobody_more_than_the_page(client, data_officer, case, computed):
    """Who opens no files exports by number what they always could, whatever the address says."""
    client.force_login(data_officer)
    month = this_month(case).removeprefix("?")
    asked = f"/cases/line-list/?selection=figure&indicator=OPT-1&{month}"
    assert client.get(asked).status_code == 200
    assert "those behind a figure" not in client.get(asked).text


def test_the_months_and_the_pyramid_lead_to_their_lists_in_their_tables(lead, case, computed):
    page = lead.get("/evidence/indicators/OPT-1/" + this_month(case)).text
    for name in ("trend", "pyramid"):
        figure = page.partition(f'id="chart-{name}"')[2].partition("</figure>")[0]
        picture, _sign, table = figure.partition("<details")
        assert "/records/?" not in picture
        assert "/evidence/indicators/OPT-1/records/?" in table
        assert f"month={case.office.today():%Y-%m}" in table
    assert "cell=age_band%3A18-59&amp;cell=sex%3Afemale" in page


def test_who_opens_no_files_has_no_such_links(client, data_officer, case, computed):
    client.force_login(data_officer)
    page = client.get("/evidence/indicators/OPT-1/" + this_month(case)).text
    assert 'id="chart-trend"' in page
    assert "/records/?" not in page


def test_who_opens_no_files_reads_where_it_comes_from_and_whom_to_ask(
    client, data_officer, supervisor, case, computed
):
    client.force_login(data_officer)
    page = client.get("/evidence/indicators/OPT-1/" + this_month(case)).text
    assert "Where the figure comes from" in page
    assert "cancelled services" in page
    assert f"Ask {supervisor.name}" in page
    assert "/records/?" not in page
    listed = client.get(URL + this_month(case)).text
    assert case.number not in listed
    assert f"Ask {supervisor.name}" in listed


def test_a_cell_finds_those_of_its_value(supervisor, case, served):
    person = case.person
    assert found(supervisor, case, [("sex", person.sex or "unknown")]) == [case]
    other = "male" if person.sex != "male" else "female"
    assert found(supervisor, case, [("sex", other)]) == []
    assert found(supervisor, case, [("service", "food")]) == [case]
    assert found(supervisor, case, [("service", "shelter")]) == []
    assert found(supervisor, case, [("provider", "")]) == [case]
    assert found(supervisor, case, [("fund", "")]) == [case]
    assert found(supervisor, case, [("kind", case.kind)]) == [case]
    assert found(supervisor, case, [("risk", case.band)]) == [case]
    assert found(supervisor, case, [("is_restricted", "True")]) == []


def test_age_and_disability_are_those_of_the_day(supervisor, caseworker, case, served):
    today = case.office.today()
    case.person.birth_date = None
    case.person.birth_year = today.year - 30
    case.person.save()
    assert found(supervisor, case, [("age_band", "18-59")]) == [case]
    assert found(supervisor, case, [("age_group", "child")]) == []
    case.person.is_age_disputed = True
    case.person.save()
    assert found(supervisor, case, [("age_group", "child")]) == [case]
    assert found(supervisor, case, [("disability", "not_asked")]) == [case]
    answers = {"seeing": 3}
    WashingtonGroupAnswers.ask(case.person, answers, by=caseworker, on=today)
    assert found(supervisor, case, [("disability", "yes")]) == [case]


def test_a_cancelled_service_is_not_listed(supervisor, case, served):
    served.void(by=supervisor, because="A mistake.")
    assert found(supervisor, case) == []


def test_a_restricted_case_is_neither_listed_nor_hinted_at(lead, caseworker, case, computed):
    assert case.number in lead.get(URL + this_month(case)).text
    case.restrict(Case.Confidentiality.TRAFFICKING, by=caseworker)
    page = lead.get(URL + this_month(case)).text
    assert case.number not in page
    assert "some may not be shown" in page


def test_a_breakdown_that_is_not_listed_is_refused_in_words(lead, case, computed):
    answer = lead.get(URL + this_month(case) + "&cell=office:1")
    assert answer.status_code == 422
    assert "may not be broken down by “office”" in answer.text


def test_of_a_share_those_that_count_or_all(lead, case, computed):
    url = "/evidence/indicators/DQ-1/records/" + this_month(case)
    assert lead.get(url).status_code == 200
    assert case.number in lead.get(url + "&part=whole&span=year").text


_CODES = (
    "OPT-3", "OPT-4", "OPT-5", "OPT-6", "OPT-7", "OPT-8", "OPT-8b", "OPT-9", "OPT-10", "OUT-3",
    "OUT-4", "AAP-1", "PATH",
)  # fmt: skip


@pytest.mark.parametrize("code", _CODES)
def test_every_figure_lists_its_records_by_each_of_its_breakdowns(
    supervisor, case, computed, code
):
    definition = Indicator.objects.get(code=code).version.parsed
    today, office = case.office.today(), case.office
    for name in definition.by:
        for value in ("", "True", "0-4"):
            query = RecordQuery(
                facts[definition.fact], definition, ((name, value),), today.replace(day=1), today,
                {office.pk}, office.zone,
            )  # fmt: skip
            assert list(find_records(supervisor, query)) is not None


def test_records_that_are_counted_by_nobody_are_not_found(client, caseworker, computed):
    client.force_login(caseworker)
    assert client.get(URL).status_code in (403, 404)
