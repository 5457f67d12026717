"""The country of services: rows written in bulk are read as if somebody had recorded them."""

from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from amparo.foundation.core.models import User
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case, Task
from amparo.pillars.assistance.referrals.models import Referral
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.assistance.services.models.services import ServiceRecipient
from amparo.pillars.evidence import computing
from amparo.pillars.evidence.engine import Period
from amparo.pillars.evidence.figures import Figures, earlier
from amparo.pillars.evidence.models import Computation, StoredFigures
from benchmarks import computation, evidence_work, service_data
from benchmarks.service_data import SERVICES_OF_A_CASE, ServiceCountry

pytestmark = [
    pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("at_scale"),
]  # fmt: skip
PEOPLE, WHOLE = 60, 20
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    """Built and computed once for this file, and not kept."""
    patch = pytest.MonkeyPatch()
    patch.setattr(service_data, "WHOLE", WHOLE)
    patch.setattr(service_data, "TEAMS_INVITED", 2)
    patch.setattr(evidence_work, "ROUNDS", 2)
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(ALLOWED_HOSTS=["*"]),
    ):
        ServiceCountry(PEOPLE).build()
        computing.run(Computation.objects.create())
        yield
        transaction.set_rollback(True)
    patch.undo()


def test_everybody_has_a_name_an_age_and_a_case_that_opens(country):
    assert Person.objects.count() == Case.objects.count() == PEOPLE
    last = Case.objects.select_related("person", "owner").latest("pk")
    assert len(last.person.name.split()) == 2
    assert last.person.birth_date.year == last.person.birth_year
    assert Case.objects.accessible_to(last.owner, "see").filter(pk=last.pk).exists()
    numbers = Case.objects.values_list("number", flat=True)
    assert len(set(numbers)) == PEOPLE


def test_a_record_made_afterwards_gets_a_key_of_its_own(country):
    case, last = Case.objects.latest("pk"), ServiceProvided.objects.latest("pk")
    with transaction.atomic():
        later = ServiceProvided.objects.create(
            case=case, service_type="food.inkind", given_on=TODAY
        )
        assert later.pk > last.pk
        transaction.set_rollback(True)


def test_figures_are_those_of_the_records(country):
    assert ServiceProvided.objects.filter(action=None).count() == PEOPLE * SERVICES_OF_A_CASE
    assert Referral.objects.count() == PEOPLE
    assert Task.objects.filter(what="follow_up").count() >= PEOPLE
    office = Case.objects.first().office
    month = earlier(office.today(), 1)
    stored = StoredFigures.objects.get(
        version__indicator__code="OPT-1", office=office, is_with_branches=False
    )
    given = ServiceProvided.objects.filter(given_on__year=month.year, given_on__month=month.month)
    people = ServiceRecipient.objects.filter(service__in=given).values("person").distinct()
    assert Figures(stored.figures).total(Period.MONTH, month).count == people.count() > 0


def test_pages_work_and_lines_are_measured(country):
    work = evidence_work.work_figures()
    assert all(each["processor_s"] > 0 and each["rows"] for each in work)
    assert work[1]["rows"] == work[2]["rows"] == DataIssue.objects.open().count()
    told = {each.what: each for each in evidence_work.figure_pages()}
    assert {"Evidence", "Indicator", "Indicators", "Cross table, stored"} < set(told)
    assert all(each.queries > 5 for each in told.values())
    lines = computation._lines()
    assert [each["rows"] for each in lines] == [PEOPLE] * 4
    assert User.objects.filter(email="officer@bench.example").exists()


def test_areas_are_drawn_on_boundaries(client, country):
    client.force_login(evidence_work.heads()[0])
    page = client.get(reverse("evidence:home")).text
    figure = page.partition('id="chart-map-bo"')[2].partition("</figure>")[0]
    assert figure.count("Region") >= 2 * service_data.REGIONS
