"""The results framework of a project: who keeps it, and what was reached of its targets."""

from datetime import timedelta
from decimal import Decimal

import pytest

from amparo.foundation.core.models import Membership, Organization, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import BudgetLine, Fund, Project
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import computing, shipped
from amparo.pillars.evidence.models import (
    Computation,
    FundSpending,
    Indicator,
    ProjectResult,
    ResultIndicator,
    Target,
    TargetFigure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(case):
    return case.office.today()


@pytest.fixture
def manager(case):
    user = User.objects.invite("mira@example.org", "Mira", by=None)
    User.objects.filter(pk=user.pk).update(language="en")
    Membership.objects.create(user=user, office=case.office, role="programme_manager")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def project(case, manager, today):
    donor = Organization.found(by=None, name="Alba", kind="agency")
    return Project.set_up(
        by=manager, code="ALB-26", title="Safe ways", donor=donor, currency="USD",
        starts_on=today - timedelta(days=200), ends_on=today + timedelta(days=200),
        offices=[case.office], places=[], partners=[],
    )  # fmt: skip


@pytest.fixture
def line(case, data_officer, project):
    fund = Fund.set_up(
        by=data_officer, code="F-1", name="Food", donor=project.donor, office=case.office,
        currency="USD", since=project.starts_on, until=project.ends_on, project=project,
    )  # fmt: skip
    return BudgetLine.add(fund, by=data_officer, code="1", name="Food", amount=Decimal(1000))


@pytest.fixture
def chosen(project, manager):
    shipped.install()
    output = ProjectResult.add(project, by=manager, level="output", text="People are assisted")
    return ResultIndicator.choose(
        output, by=manager, indicator=Indicator.objects.get(code="OPT-1"), is_cumulative=True
    )


def give(case, caseworker, day, **fields):
    return ServiceProvided.give(
        case, by=caseworker, service_type="food", given_on=day, quantity=Decimal(1),
        is_emergency=True, **fields,
    )  # fmt: skip


def set_target(chosen, manager, today, **fields):
    said = {
        "starts_on": today.replace(day=1), "ends_on": today + timedelta(days=30),
        "value": Decimal(2),
    }  # fmt: skip
    return Target.set_for(chosen, by=manager, **said | fields)


def compute():
    computing.run(Computation.objects.create())


def test_what_was_reached_counts_what_rests_on_the_project(
    case, caseworker, manager, chosen, line, today
):
    target = set_target(chosen, manager, today)
    give(case, caseworker, today - timedelta(days=60), budget_line=line, value=Decimal(30))
    give(case, caseworker, today)  # from no fund
    compute()
    reached = TargetFigure.objects.get(target=target)
    assert (reached.cell[0], reached.is_by_project) == (1, True)
    assert target.is_behind(reached.cell[0])


def test_without_cumulation_only_its_own_period_counts(
    case, caseworker, manager, chosen, line, today
):
    ResultIndicator.objects.update(is_cumulative=False)
    target = set_target(chosen, manager, today)
    give(case, caseworker, today - timedelta(days=60), budget_line=line)
    compute()
    assert TargetFigure.objects.get(target=target).cell[0] == 0


def test_an_indicator_that_knows_no_fund_counts_the_offices_of_the_project(
    case, manager, project, today
):
    shipped.install()
    outcome = ProjectResult.add(project, by=manager, level="outcome", text="Referred")
    chosen = ResultIndicator.choose(
        outcome, by=manager, indicator=Indicator.objects.get(code="DQ-1"), is_cumulative=True
    )
    target = set_target(chosen, manager, today, value=Decimal(90))
    compute()
    reached = TargetFigure.objects.get(target=target)
    assert not reached.is_by_project
    assert reached.cell[1] == 1  # the one case of the office


def test_the_target_of_the_month_stands_beside_the_fund(
    client, case, caseworker, data_officer, manager, chosen, line, today
):
    month = today.replace(day=1)
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    set_target(chosen, manager, today, starts_on=month, ends_on=last, value=Decimal(7))
    give(case, caseworker, today, budget_line=line)
    compute()
    client.force_login(data_officer)
    page = client.get(f"/evidence/?month={month:%Y-%m}").text
    assert "Behind target" in page
    assert "Targets reached: 0 of 1" in page
    Target.objects.update(value=Decimal(1))
    page = client.get(f"/evidence/?month={month:%Y-%m}").text
    assert "Target reached" in page
    assert "Targets reached: 1 of 1" in page


def test_what_a_fund_spent_stands_by_month(case, caseworker, line, today):
    give(case, caseworker, today, budget_line=line, value=Decimal(30), currency="USD")
    compute()
    spending = FundSpending.objects.get(fund=line.fund)
    assert (spending.month, spending.spent) == (today.replace(day=1), Decimal(30))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": Decimal(-1)}, "below zero"),
        ({"ends_on": "before"}, "before it starts"),
        ({"ends_on": "after"}, "within the time"),
    ],
)
def test_a_target_that_cannot_be(chosen, manager, project, today, fields, words):
    days = {"before": today - timedelta(days=90), "after": project.ends_on + timedelta(days=1)}
    fields = {name: days.get(value, value) for name, value in fields.items()}
    with pytest.raises(Refusal, match=words):
        set_target(chosen, manager, today, **fields)


def test_the_same_period_again_replaces_and_keeps_the_one_before(chosen, manager, today):
    before = set_target(chosen, manager, today)
    after = set_target(chosen, manager, today, value=Decimal(5))
    before.refresh_from_db()
    assert before.replaced_by == after


def test_an_output_lies_under_an_outcome(project, manager):
    impact = ProjectResult.add(project, by=manager, level="impact", text="Safe")
    with pytest.raises(Refusal, match="outcome"):
        ProjectResult.add(project, by=manager, level="output", text="Meals", parent=impact)


def test_a_share_is_at_most_a_hundred(project, manager, today):
    shipped.install()
    output = ProjectResult.add(project, by=manager, level="output", text="Referred")
    chosen = ResultIndicator.choose(
        output, by=manager, indicator=Indicator.objects.get(code="OPT-4")
    )
    with pytest.raises(Refusal, match="100 percent"):
        set_target(chosen, manager, today, value=Decimal(120))


def test_through_the_pages(client, case, caseworker, manager, project, today, run_jobs):
    shipped.install()
    client.force_login(manager)
    page = client.get(project.get_absolute_url()).text
    assert "No results framework yet" in page
    url = f"/evidence/projects/{project.ref}/results/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"level": "output", "text": "People are assisted"}).status_code == 303
    result = ProjectResult.objects.get()
    url = f"/evidence/results/{result.ref}/indicators/"
    said = {"indicator": Indicator.objects.get(code="OPT-1").pk, "baseline": "12"}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "Say of which day" in answer.text
    said["baseline_on"] = today.isoformat()
    assert client.post(url, said).status_code == 303
    chosen = ResultIndicator.objects.get()
    url = f"/evidence/result-indicators/{chosen.ref}/targets/"
    said = {"starts_on": today.isoformat(), "ends_on": today.isoformat(), "value": "3"}
    assert client.post(url, said).status_code == 303
    assert "nothing counted yet" in client.get(project.get_absolute_url()).text
    compute()
    page = client.get(project.get_absolute_url()).text
    assert "Behind target" in page
    client.force_login(caseworker)
    assert client.post(url, said).status_code in (403, 404)
