"""On the screen: a project is planned, counted and measured, and names nobody it may not."""

from datetime import timedelta
from uuid import uuid4

import pytest

from amparo.foundation.protection.models import Observation
from amparo.pillars.assistance.reintegration.models import CommunityProject, ProjectCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, project):
    def post(where, **said):
        address = f"{project.get_absolute_url()}{where}"
        return client.post(address, said | {"once": str(uuid4())})

    return post


def shown(client, project):
    return client.get(project.get_absolute_url()).content.decode()


def test_it_is_planned_in_the_case_of_a_community(client, of_community, caseworker, about, today):
    client.force_login(caseworker)
    said = {
        "title": "A well", "aim": "Clean water.", "dimension": "social", "level": "community",
        "activity": "community_project", "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=9)).isoformat(), "once": str(uuid4()),
    }  # fmt: skip
    assert (
        client.post(f"/cases/{of_community.ref}/community-projects/new/", said).status_code == 303
    )
    assert CommunityProject.objects.get().title == "A well"
    late = said | {"ends_on": "2020-01-01", "once": str(uuid4())}
    assert (
        client.post(f"/cases/{of_community.ref}/community-projects/new/", late).status_code == 422
    )


def test_counted_measured_and_ended(client, project, caseworker, send, today):
    client.force_login(caseworker)
    day = today.isoformat()
    assert send("begin/").status_code == 303
    counted = {"n_female_18_59": "12", "n_male_60up": "3"}
    assert send("headcount/", on=day, **counted).status_code == 303
    assert send("results/new/", text="Houses with water", expected="30").status_code == 303
    result = project.results.get()
    assert send(f"results/{result.ref}/", on=day, number="31", text="Seen.").status_code == 303
    assert send("end/", how="done", text="The well is theirs.").status_code == 303
    project.refresh_from_db()
    assert (project.participants, project.state) == (15, "done")
    page = shown(client, project)
    assert "Houses with water" in page
    assert "The well is theirs." in page


@pytest.mark.parametrize("wrong", [{}, {"n_female_18_59": "-1"}, {"n_female_18_59": "many"}])
def test_a_count_of_nobody_comes_back(client, project, caseworker, send, today, wrong):
    client.force_login(caseworker)
    assert send("headcount/", on=today.isoformat(), **wrong).status_code == 422


def test_what_is_known_of_the_place_may_be_a_cause(client, project, caseworker, send, today):
    client.force_login(caseworker)
    known = Observation.record(
        by=caseworker, place=project.place, level="community", factor="criminal_groups",
        polarity="risk", severity=2, observed_on=today,
    )  # fmt: skip
    assert send("causes/", causes=[str(known.ref)]).status_code == 303
    assert send("causes/", causes=[str(uuid4())]).status_code == 422
    assert project.causes.count() == 1


def test_whom_it_serves_is_named_only_to_who_may_open_their_case(
    client, project, cast, caseworker, colleague, send
):
    hidden = cast.open_case(person=cast._person(given_names="Farida"), kind="trafficking")
    hidden.restrict("trafficking", by=caseworker)
    client.force_login(caseworker)
    assert send("serves/", number=hidden.number).status_code == 303
    page = shown(client, project)
    assert hidden.number in page
    assert "Farida" not in page
    client.force_login(colleague)
    page = shown(client, project)
    assert "Farida" not in page
    assert hidden.number not in page
    assert "1 case that you do not open" in page


def test_a_number_that_is_not_theirs_is_answered_as_one_that_is_none(
    client, project, cast, caseworker, colleague, send
):
    hidden = cast.open_case(person=cast._person(given_names="Farida"), kind="trafficking")
    hidden.restrict("trafficking", by=caseworker)
    client.force_login(colleague)
    answers = [send("serves/", number=each) for each in (hidden.number, "AMP-26-999999-9", "x")]
    assert {each.status_code for each in answers} == {422}
    assert not ProjectCase.objects.exists()


def test_projects_are_listed_by_place_to_those_who_may_read_them(
    client, project, caseworker, stranger
):
    client.force_login(caseworker)
    here = client.get(f"/community-projects/?place={project.place.ref.hex}").content.decode()
    assert "An oven for all" in here
    assert "An oven for all" not in client.get("/community-projects/?state=done").content.decode()
    client.force_login(stranger)
    assert "An oven for all" not in client.get("/community-projects/").content.decode()
    assert client.get(project.get_absolute_url()).status_code == 404
