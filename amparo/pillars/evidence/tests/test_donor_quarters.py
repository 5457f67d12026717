"""Donor sheets by quarter, and with the targets of an area: nothing can be subtracted."""

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import Project
from amparo.foundation.people.models import Place
from amparo.pillars.evidence import donor_pages
from amparo.pillars.evidence.engine import Period
from amparo.pillars.evidence.figures import earlier, first_day
from amparo.pillars.evidence.models import (
    Computation,
    DonorAgreement,
    DonorSheet,
    FactPart,
    Target,
)
from amparo.pillars.evidence.store import FactStore

from .test_donor_sheets import ALL, chosen, composed, donor, people_of, report_of  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(office):
    """The last month of the last quarter that is over."""
    return earlier(first_day(Period.QUARTER, office.today()), 1)


@pytest.fixture
def project(programme_manager, office, donor, month):  # noqa: F811
    return Project.set_up(
        by=programme_manager, code="ALB-26", title="Safe ways", donor=donor, currency="USD",
        starts_on=earlier(month, 2), ends_on=month + timedelta(days=300), offices=[office],
    )  # fmt: skip


@pytest.fixture
def area(chosen, programme_manager, month):  # noqa: F811
    """An area with a target of its own in the quarter."""
    place = Place.create(by=None, name="Sierra Sur", kind="region", country="BO", pcode="BO90")
    Target.set_for(
        chosen, by=programme_manager, starts_on=earlier(month, 2), place=place,
        ends_on=earlier(month, -1) - timedelta(days=1), value=Decimal(40),
    )  # fmt: skip
    return place


@pytest.fixture
def agree(project, chosen, programme_manager, donor):  # noqa: F811
    def made(**more):
        return DonorAgreement.record(
            project, by=programme_manager, recipient=donor, purpose="Reporting", reference="C-7",
            indicators=[chosen.indicator], breakdowns=ALL, starts_on=project.starts_on,
            until=project.ends_on, **{"rhythm": "quarter"} | more,
        )  # fmt: skip

    return made


@pytest.fixture
def sign(project, chosen, office, month, data_officer, supervisor):  # noqa: F811
    """Signs months that lie so many before the last of the quarter."""

    def signed(*back):
        return [
            report_of(
                people_of(project), office=office, month=earlier(month, each), by=data_officer,
                signer=supervisor,
            )
            for each in back
        ]  # fmt: skip

    return signed


def count(office, project, month, persons, *, area=None):
    """The facts of a night: so many women, each served in every month of the quarter."""
    fact, computation = facts["services"], Computation.objects.create()
    days = [earlier(month, back).replace(day=5) for back in (2, 1, 0)]
    rows = [
        (
            number, day, datetime(day.year, day.month, day.day, 9, tzinfo=UTC), None, person,
            office.pk, "general", "low", False, 1, 1, *(None for _column in fact.columns),
        )
        for number, (person, day) in enumerate(
            (person, day) for person in range(1, persons + 1) for day in days
        )
    ]  # fmt: skip
    people = [
        (each, each, 5_000 + each, "female", "VE", None, None, 1990, False)
        for each in range(1, persons + 1)
    ]
    with FactStore() as store:
        store.add_base_table("people", people)
        store.add_base_table("functioning", [])
        store.add_base_table("places", [(1, area.pk if area else None, None)])
        store.add_base_table("offices", [(office.pk, None)])
        store.add_base_table("budget_lines", [(1, 1, project.pk)])
        for at, content in enumerate(store.add_fact(fact, rows)):
            name = EncryptedFile.write(io.BytesIO(content), owner=computation)
            FactPart.objects.create(
                computation=computation, fact=fact.name, number=at, storage_key=name
            )
    computation.finished_at = datetime.now(UTC)
    computation.save()


def test_who_is_there_in_each_month_counts_once_in_the_quarter(
    agree, sign, office, project, month, data_officer
):
    *_earlier, last = sign(2, 1, 0)
    count(office, project, month, 12)

    sheet = composed(agree(), last, data_officer)

    [row] = sheet.content["rows"]
    assert row["figure"] == [12, None]
    assert dict(row["by"]["sex"])["female"] in (12, None)
    assert sheet.months == [earlier(month, 2), earlier(month, 1), month]
    page = donor_pages.DonorSheetPage(sheet, data_officer)
    assert f"Q{month.month // 3} {month.year}" in page.title


def test_fewer_than_five_in_the_quarter_are_hidden(
    agree, sign, office, project, month, data_officer
):
    *_earlier, last = sign(2, 1, 0)
    count(office, project, month, 4)

    sheet = composed(agree(), last, data_officer)

    assert (sheet.content or {"rows": [{"figure": None}]})["rows"][0]["figure"] in (
        None, [None, None],
    )  # fmt: skip


def test_only_a_whole_signed_quarter_is_sent(agree, sign, data_officer):
    [first, last] = sign(2, 0)
    agreement = agree()
    for report in (first, last):
        with pytest.raises(Refusal, match="whole quarters"):
            DonorSheet.ask(agreement, by=data_officer, report=report)


def test_a_month_and_its_quarter_are_not_both_sent(
    agree, sign, office, project, month, data_officer, supervisor
):
    """The attack: a quarter less two of its months is the third, whatever it hides."""
    _first, middle, last = sign(2, 1, 0)
    count(office, project, month, 12)
    composed(agree(rhythm="month"), middle, data_officer).sign(by=supervisor)
    with pytest.raises(Refusal, match="by month or by quarter"):
        DonorSheet.ask(agree(), by=data_officer, report=last)


def test_the_target_of_an_agreed_area_is_said_and_no_other(
    agree, sign, office, project, month, data_officer, area
):
    *_earlier, last = sign(2, 1, 0)
    count(office, project, month, 12, area=area)

    without = composed(agree(), last, data_officer)
    assert {each["area"] for each in without.content["rows"][0]["targets"]} == {""}
    without.state = "refused"
    without.save()
    sheet = composed(agree(areas=[area]), last, data_officer)

    [row] = sheet.content["rows"]
    [target] = [each for each in row["targets"] if each["area"]]
    assert (target["area"], target["value"]) == ("Sierra Sur", "40.00")
    assert target["reached"][0] in (12, None)  # hidden where it tells of the rest of the project
    page = donor_pages.DonorSheetPage(sheet, data_officer)
    assert any(each.place_and_time.startswith("Sierra Sur") for each in page.rows[0].targets)


def test_the_form_offers_areas_with_targets_and_whole_quarters(
    client, agree, sign, project, programme_manager, data_officer, area, month
):
    client.force_login(programme_manager)
    form = client.get(reverse("evidence:donor-agreement-new", args=[project.ref])).text
    assert "Sierra Sur" in form
    assert "Every quarter" in form
    sign(2, 1, 0)
    agreement = agree(areas=[area])
    client.force_login(data_officer)
    page = client.get(reverse("evidence:donor-agreement", args=[agreement.ref])).text
    assert "Every quarter" in page
    assert "Sierra Sur" in page
    compose = client.get(reverse("evidence:donor-sheet-new", args=[agreement.ref])).text
    assert compose.count('name="report"') == 1
    assert f"Q{month.month // 3} {month.year}" in compose
