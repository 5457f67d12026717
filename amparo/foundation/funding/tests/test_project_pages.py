"""Projects on the screen: listed by state, with spending beside time, in words."""

from decimal import Decimal

import pytest

from amparo.foundation.funding.budget import Spending
from amparo.foundation.funding.extension_points import project_panels, spending_sources
from amparo.foundation.funding.models import BudgetLine, Project
from amparo.foundation.funding.panels import ProjectPanel

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(fund, supervisor) -> BudgetLine:
    return BudgetLine.add(fund, by=supervisor, code="1", name="Grants", amount=Decimal(1000))


@pytest.fixture
def spend(line):
    """Lets another app say what was committed and paid of the line."""

    def spend(committed: int, paid: int):
        spent = Spending(Decimal(committed), Decimal(paid))
        spending_sources.register(lambda lines: {line.pk: spent} if line.pk in lines else {})

    with spending_sources.temporarily(), spending_sources.reopened():
        yield spend


def page_of(client, user, url: str) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_it_is_created_on_the_screen(client, programme_manager, office, donor):
    client.force_login(programme_manager)
    written = {
        "code": "ALB-26", "title": "Safe return", "donor": donor.pk, "currency": "USD",
        "starts_on": "2026-01-01", "ends_on": "2026-12-31", "offices": [office.pk],
    }  # fmt: skip
    assert client.post("/projects/new/", written | {"ends_on": "2025-12-31"}).status_code == 422
    response = client.post("/projects/new/", written)
    project = Project.objects.get()
    assert response["Location"] == project.get_absolute_url()


def test_nothing_recorded_is_said_and_is_no_zero(client, programme_manager, project):
    page = page_of(client, programme_manager, project.get_absolute_url())
    assert "not recorded" in page
    assert "0.00" not in page
    assert "Spending cannot be compared with time" in page


@pytest.mark.parametrize(
    ("committed", "paid", "words"),
    [
        (200, 100, "Spending is behind the time elapsed."),
        (600, 500, "Spending keeps pace with the time elapsed."),
        (900, 800, "Spending is ahead of the time elapsed."),
        (1200, 1100, "Overspent: more is spent than the budget holds."),
        (1200, 500, "More is committed and spent than the budget holds."),
    ],
)
def test_spending_is_said_in_words(
    client, programme_manager, project, spend, committed, paid, words
):
    spend(committed, paid)
    assert words in page_of(client, programme_manager, project.get_absolute_url())


def test_what_is_late_stands_first_on_the_first_page(
    client, programme_manager, project, spend, about
):
    calm = Project.set_up(by=programme_manager, **about | {"code": "CAL-1", "title": "Calm"})
    spend(200, 100)
    page = page_of(client, programme_manager, "/overview/programme/")
    assert page.index(project.title) < page.index(calm.title)
    assert "Spending is behind the time elapsed." in page


def test_projects_are_listed_by_state(client, data_officer, programme_manager, project, about):
    closed = Project.set_up(by=programme_manager, **about | {"code": "OLD", "title": "Old"})
    closed.close(by=programme_manager, because="Over")
    page = page_of(client, data_officer, "/projects/")
    assert page.index("ALB-26 Safe return") < page.index("OLD Old")
    assert "Create project" not in page


def test_others_see_the_page_without_its_actions(client, supervisor, project):
    page = page_of(client, supervisor, project.get_absolute_url())
    assert "/close/" not in page
    client.force_login(supervisor)
    assert client.post(f"{project.get_absolute_url()}close/").status_code == 403


def test_it_is_not_there_for_caseworkers(client, caseworker, project):
    client.force_login(caseworker)
    assert client.get(project.get_absolute_url()).status_code == 404


def test_closed_and_reopened_on_the_screen(client, programme_manager, project):
    client.force_login(programme_manager)
    url = project.get_absolute_url()
    assert client.post(f"{url}close/", {"because": ""}).status_code == 422
    client.post(f"{url}close/", {"because": "The contract ended."})
    assert "The contract ended." in client.get(url).content.decode()
    client.post(f"{url}reopen/")
    assert Project.objects.get().closed_at is None


def test_another_pillar_adds_a_panel(client, programme_manager, project):
    panel = ProjectPanel("funding/pace.html", lambda project, user: {"of": project})
    with project_panels.temporarily():
        project_panels.register(panel)
        page_of(client, programme_manager, project.get_absolute_url())


def test_a_fund_is_put_into_a_project_on_the_screen(client, supervisor, project, fund):
    fund.change(by=supervisor, name=fund.name, until=fund.until, project=None)
    client.force_login(supervisor)
    written = {"name": fund.name, "until": fund.until.isoformat(), "project": project.pk}
    assert client.post(f"/funds/{fund.ref}/edit/", written).status_code == 303
    assert project.title in client.get(f"/funds/{fund.ref}/").content.decode()


def test_a_fund_of_a_project_begins_with_what_the_project_says(
    client, programme_manager, project, office
):
    url = f"/funds/new/?project={project.ref}"
    page = page_of(client, programme_manager, project.get_absolute_url())
    assert url in page
    form = client.get(url).context["form"]
    assert form.initial["donor"] == project.donor_id
    written = {
        "code": "A-1", "name": "Return", "donor": project.donor_id, "office": office.pk,
        "currency": "USD", "since": project.starts_on.isoformat(), "project": project.pk,
    }  # fmt: skip
    assert client.post(url, written | {"currency": "EUR"}).status_code == 422
    client.post(url, written)
    assert project.funds.get().code == "A-1"
    assert client.get("/funds/new/?project=nothing").status_code == 200
