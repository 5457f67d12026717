"""A project is set up, changed and closed by who keeps projects; its funds fit it."""

from datetime import timedelta

import pytest

from amparo.foundation.core.models import AuditEntry, Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import Fund, Project

pytestmark = pytest.mark.django_db


def test_it_is_set_up_with_offices_places_and_partners(programme_manager, about, office, donor):
    project = Project.set_up(by=programme_manager, partners=[donor], **about)
    assert list(project.offices.all()) == [office]
    assert list(project.partners.all()) == [donor]
    assert AuditEntry.objects.filter(event="project.set_up").count() == 1


@pytest.mark.parametrize("who", ["supervisor", "data_officer"])
def test_others_see_it_and_do_not_keep_it(cast, who, project, about):
    user = getattr(cast, who)
    assert Project.objects.accessible_to(user).get() == project
    assert not Project.objects.accessible_to(user, "keep").exists()
    with pytest.raises(Refusal, match="kept by somebody else"):
        project.close(by=user, because="No more")
    with pytest.raises(Refusal, match="whose projects you keep"):
        Project.set_up(by=user, **about | {"code": "X"})


@pytest.mark.parametrize("who", ["caseworker", "nurse", "administrator", "auditor", "stranger"])
def test_nobody_else_sees_it(cast, who, project):
    assert not Project.objects.accessible_to(getattr(cast, who)).exists()


def test_a_code_is_used_once_by_a_donor(programme_manager, project, about):
    with pytest.raises(Refusal, match="with this code already"):
        Project.set_up(by=programme_manager, **about)


def test_it_ends_after_it_starts_and_an_office_carries_it_out(programme_manager, about):
    with pytest.raises(Refusal, match="ends after it starts"):
        Project.set_up(
            by=programme_manager, **about | {"ends_on": about["starts_on"] - timedelta(days=1)}
        )
    with pytest.raises(Refusal, match="at least one office"):
        Project.set_up(by=programme_manager, **about | {"offices": []})


def test_an_office_whose_projects_one_does_not_keep_is_refused(
    programme_manager, project, office, other_office
):
    with pytest.raises(Refusal, match="whose projects you keep"):
        project.change(
            by=programme_manager, title="T", starts_on=project.starts_on, ends_on=project.ends_on,
            offices=[office, other_office], places=[], partners=[],
        )  # fmt: skip


def test_its_state_follows_from_its_dates(project):
    day = timedelta(days=1)
    state = Project.State
    for when, expected in (
        (project.starts_on - day, state.PLANNED), (project.starts_on, state.RUNNING),
        (project.ends_on, state.RUNNING), (project.ends_on + day, state.CLOSED),
    ):  # fmt: skip
        assert project.state_on(when) is expected
        found = {each for each in state if Project.objects.in_state(each, when).exists()}
        assert found == {expected}


def test_closed_with_a_reason_and_reopened(programme_manager, project):
    with pytest.raises(Refusal, match="why the project is closed"):
        project.close(by=programme_manager, because=" ")
    project.close(by=programme_manager, because="The contract ended.")
    project.close(by=programme_manager, because="Sent twice.")
    assert project.state_on(project.starts_on) == "closed"
    assert project.closed_reason == "The contract ended."
    project.reopen(by=programme_manager)
    project.reopen(by=programme_manager)
    assert Project.objects.get().state_on(project.starts_on) == "running"
    assert AuditEntry.objects.filter(event="project.closed").count() == 1
    assert AuditEntry.objects.filter(event="project.reopened").count() == 1


def test_a_fund_of_another_donor_currency_or_office_does_not_fit(
    supervisor, programme_manager, project, office, donor, stranger
):
    other = Organization.found(by=None, name="Fondo Puente", kind="ngo")
    about = {
        "code": "A-1", "name": "Return", "donor": donor, "office": office, "currency": "USD",
        "since": project.starts_on, "project": project,
    }  # fmt: skip
    for wrong, words in (
        ({"donor": other}, "another donor"), ({"currency": "EUR"}, "in USD and the fund in EUR"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=words):
            Fund.set_up(by=supervisor, **about | wrong)
    project.close(by=programme_manager, because="Over")
    with pytest.raises(Refusal, match="This project is closed"):
        Fund.set_up(by=supervisor, **about)
    assert not Fund.objects.exists()


def test_an_office_that_keeps_a_fund_of_it_cannot_be_left_out(
    programme_manager, project, fund, other_office
):
    programme_manager.add_role("programme_manager", by=None, office=other_office)
    keeper = type(programme_manager).objects.get(pk=programme_manager.pk)
    with pytest.raises(Refusal, match="keeps the fund A-1"):
        project.change(
            by=keeper, title="T", starts_on=project.starts_on, ends_on=project.ends_on,
            offices=[other_office], places=[], partners=[],
        )  # fmt: skip


def test_a_fund_leaves_a_project_and_stays_in_a_closed_one(
    supervisor, programme_manager, project, fund
):
    project.close(by=programme_manager, because="Over")
    fund.change(by=supervisor, name="Return", until=fund.until, project=project)
    assert Fund.objects.get().project == project
    fund.change(by=supervisor, name="Return", until=fund.until, project=None)
    assert Fund.objects.get().project is None
